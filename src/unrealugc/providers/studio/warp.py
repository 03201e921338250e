"""The person's movement as a sum of a few smooth fields on a coarse grid.

Each parameter of ``gestures`` moves the picture by its own fixed field, so a pose is nine
numbers. How far a pose moves any part is known without drawing it: that is how rendering
knows what it may leave alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import Plane
from unrealugc.providers.studio.gestures import PARAMETERS
from unrealugc.providers.studio.layer import PACK
from unrealugc.providers.studio.plates import Plates
from unrealugc.providers.studio.rig import MOTION_STEP
from unrealugc.providers.studio.view import View

Field = NDArray[np.float32]

GRID = 8
# From the middle of four neighbouring pixels to the first of them, as (x, y).
_FIRST_OF_FOUR = np.array([(PACK - 1) / 2, 0.0], np.float32)
# The same point in half-size planes: half the coordinates, and then this much before.
_CHROMA_BEFORE = np.array([(PACK - 1) / 4 + 0.25, 0.25], np.float32)
# How far below its pivot the head's movement ends, in canvas pixels; long hair fits in half.
_HEAD_REACH = 900.0
# Nodes of a region that tell how far it moved.
_WATCHED = 24
# The depth about which the head turns: nearer points move one way, farther ones the other.
_TURN_DEPTH = 0.35


@dataclass(frozen=True)
class Warp:
    """Fields on a grid whose node (row, col) is at frame pixel ``GRID * (n - 1) + 3.5``.

    Attributes:
        identity: where each node is in the layer, shape (rows, cols, 2) as (x, y).
        fields: displacement for one unit of each parameter, shape (k, rows, cols, 2).
        covered: whether any of the person is about a node, shape (rows, cols).
    """

    identity: Field
    fields: Field
    covered: NDArray[np.bool_]

    @classmethod
    def of(cls, plates: Plates, view: View, margin: int, opacity: Plane) -> Warp:
        """Build the fields for one view of a layer with ``opacity``.

        ``margin`` is what the layer has around the frame.
        """
        cols = np.arange(-1, view.width // GRID + 2) * GRID + (GRID - 1) / 2
        rows = np.arange(-1, view.height // GRID + 2) * GRID + (GRID - 1) / 2
        x, y = np.meshgrid(cols, rows)
        identity = np.stack([x + margin, y + margin], axis=-1).astype(np.float32)
        canvas_x, canvas_y = x / view.scale + view.x, y / view.scale + view.y
        fields = _fields(plates, canvas_x, canvas_y) * view.scale
        about = cv2.blur(opacity, (3 * GRID, 3 * GRID))
        near = cv2.remap(about, identity, None, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
        return cls(identity, fields.astype(np.float32), np.asarray(near > 0))

    def region(self, top: int, bottom: int, left: int, right: int) -> Region:
        """The part of the warp that draws the frame's pixels between these bounds.

        All bounds are multiples of ``GRID``, or the frame's own.
        """
        rows = slice(top // GRID, (bottom - 1) // GRID + 3)
        cols = slice(left // GRID, (right - 1) // GRID + 3)
        fields = self.fields[:, rows, cols]
        return Region(
            self.identity[rows, cols],
            np.ascontiguousarray(fields.reshape(len(fields), -1)),
            _watched(fields, self.covered[rows, cols]),
            bottom - top,
            right - left,
        )


class Region:
    """The warp of one rectangle of the frame, for sources that are packed.

    Attributes:
        watched: what one unit of each parameter does to a few nodes, shape (k, m).
        luma: where in the packed layer each four pixels of the frame come from as of the last
            ``pose``, shape (height, width / 4, 2).
        chroma: the same in planes of half the size, shape (height / 2, width / 8, 2).
    """

    def __init__(
        self, identity: Field, fields: Field, watched: Field, height: int, width: int
    ) -> None:
        self.watched = watched
        self._identity = identity - _FIRST_OF_FOUR
        self._fields = fields
        rows, cols = identity.shape[:2]
        across, down = GRID // PACK, GRID
        self._luma = np.empty((rows * down, cols * across, 2), np.float32)
        self._chroma = np.empty((rows * down // 2, cols * across // 2, 2), np.float32)
        # The grid starts one node before the region.
        self.luma = self._luma[down:, across:][:height, : width // PACK]
        self.chroma = self._chroma[down // 2 :, across // 2 :][: height // 2, : width // PACK // 2]

    def pose(self, pose: Field) -> None:
        """Bring the maps to a pose."""
        nodes = self._identity - (pose @ self._fields).reshape(self._identity.shape)
        _enlarge(nodes, self._luma)
        _enlarge(nodes * np.float32(0.5) - _CHROMA_BEFORE, self._chroma)


def _enlarge(nodes: Field, target: Field) -> None:
    size = (target.shape[1], target.shape[0])
    cv2.resize(nodes, size, dst=target, interpolation=cv2.INTER_LINEAR)


def _watched(fields: Field, covered: NDArray[np.bool_]) -> Field:
    nodes = np.flatnonzero(covered if covered.any() else np.ones_like(covered))
    some = nodes[np.linspace(0, len(nodes) - 1, _WATCHED).astype(int)]
    per_node = fields.reshape(len(fields), -1, 2)
    return np.ascontiguousarray(per_node[:, some].reshape(len(fields), -1))


def _fields(plates: Plates, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Displacement in canvas pixels for one unit of each parameter."""
    head, depth, breath = _motion_at(plates, x, y)
    pivot_x, pivot_y = plates.pivot
    height = plates.canvas[1]
    # Nothing that hangs from the head reaches this low, whatever the picture of weights says.
    head = head * np.clip((pivot_y + _HEAD_REACH - y) / (_HEAD_REACH / 2), 0.0, 1.0)
    zero = np.zeros_like(x)
    turn = head * (depth - _TURN_DEPTH) / (1 - _TURN_DEPTH)
    by_name = {
        "camera_x": (zero + 1, zero),
        "camera_y": (zero, zero + 1),
        "head_x": (head, zero),
        "head_y": (zero, head),
        "yaw": (turn, zero),
        "pitch": (zero, turn),
        "roll": (-head * (y - pivot_y), head * (x - pivot_x)),
        "breath": (breath * (x - pivot_x) / 900, -breath),
        "lean": (np.clip((height - y) / height, 0, 1), zero),
    }
    return np.stack([np.stack(by_name[name], axis=-1) for name in PARAMETERS])


def _motion_at(
    plates: Plates, x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Head weight, depth and breath weight, 0..1, at points of the canvas."""
    smooth = cv2.GaussianBlur(plates.motion, (0, 0), 2.0)
    sampled = cv2.remap(
        smooth,
        (x / MOTION_STEP).astype(np.float32),
        (y / MOTION_STEP).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    head, depth, breath = (sampled[..., channel] / 255.0 for channel in range(3))
    return head, depth, breath
