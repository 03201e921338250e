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
from unrealugc.providers.studio.rig import MOTION_STEP, Pixels
from unrealugc.providers.studio.scratch import Scratch
from unrealugc.providers.studio.view import View

Field = NDArray[np.float32]
Floats = NDArray[np.float64]
# The first and the last of something, or behind the last.
Ends = tuple[int, int]

GRID = 8
# From the middle of four neighbouring pixels to the first of them, as (x, y).
_FIRST_OF_FOUR = np.array([(PACK - 1) / 2, 0.0], np.float32)
# How far below its pivot the head's movement ends, in canvas pixels; long hair fits in half.
_HEAD_REACH = 900.0
# Nodes of a region that tell how far it moved.
_WATCHED = 24
# Of the nodes, those that tell how far a whole take moves anything; between them it moves alike.
_SPARSE = 4
_POSES_AT_ONCE = 256
# What a warped pixel may take from beside it, and what moves further between sparse nodes.
_NEIGHBOURS = 2
# The depth about which the head turns: nearer points move one way, farther ones the other.
_TURN_DEPTH = 0.35
# Hands beat to the syllables that the head nods to, and further; they shift as it does, less.
_HAND_BEAT = 1.8
_HAND_SHIFT = 0.6


@dataclass(frozen=True)
class Warp:
    """Fields on a grid whose node (row, col) is at frame pixel ``GRID * (n - 1) + 3.5``.

    Attributes:
        identity: where each node is in the layer, shape (rows, cols, 2) as (x, y).
        fields: displacement for one unit of each parameter, shape (k, rows, cols, 2).
        covered: whether any of the person is about a node, shape (rows, cols).
        margin: what the layer has around the frame.
    """

    identity: Field
    fields: Field
    covered: NDArray[np.bool_]
    margin: int

    @classmethod
    def of(cls, plates: Plates, view: View, margin: int, opacity: Plane) -> Warp:
        """Build the fields for one view of a layer with ``opacity``."""
        cols = np.arange(-1, view.width // GRID + 2) * GRID + (GRID - 1) / 2
        rows = np.arange(-1, view.height // GRID + 2) * GRID + (GRID - 1) / 2
        x, y = np.meshgrid(cols, rows)
        identity = np.stack([x + margin, y + margin], axis=-1).astype(np.float32)
        canvas_x, canvas_y = x / view.scale + view.x, y / view.scale + view.y
        fields = _fields(plates, canvas_x, canvas_y, view.scale)
        about = cv2.blur(opacity, (3 * GRID, 3 * GRID))
        near = cv2.remap(about, identity, None, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
        return cls(identity, fields, np.asarray(near > 0), margin)

    def region(
        self, rows: Ends, columns: Ends, subsampling: int, origin: tuple[int, int]
    ) -> Region:
        """The part of the warp that draws some rows and columns of a plane.

        Args:
            rows: the first and behind the last.
            columns: the same, multiples of ``GRID / subsampling``.
            subsampling: pixels of the frame to one of the plane: 1 for luma, 2 for chroma.
            origin: where in the layer's plane the source begins, (x, y).
        """
        grid = GRID // subsampling
        nodes = tuple(
            slice(first // grid, (last - 1) // grid + 3) for first, last in (rows, columns)
        )
        fields = self.fields[:, *nodes]
        # Pixel centres are half a pixel from the edge in every plane.
        centres = (self.identity[nodes] + 0.5) / subsampling - 0.5
        return Region(
            (centres - _FIRST_OF_FOUR - origin).astype(np.float32),
            fields.reshape(len(fields), -1) / np.float32(subsampling),
            _watched(fields, self.covered[nodes]),
            rows[1] - rows[0],
            grid,
        )

    def reach(self, poses: Field) -> Reach:
        """How far poses, shape (n, k), move any part of the picture."""
        some = self.fields[:, ::_SPARSE, ::_SPARSE]
        fields = some.reshape(len(some), -1)
        low, high = np.zeros(fields.shape[1]), np.zeros(fields.shape[1])
        for first in range(0, len(poses), _POSES_AT_ONCE):
            moved = poses[first : first + _POSES_AT_ONCE] @ fields
            low, high = np.minimum(low, moved.min(axis=0)), np.maximum(high, moved.max(axis=0))
        shape = some.shape[1:]
        return Reach(
            self.margin - high.reshape(shape).max(axis=1),
            self.margin - low.reshape(shape).min(axis=1),
        )


@dataclass(frozen=True)
class Reach:
    """How much further right and down in the layer some poses let the frame's pixels come from.

    Attributes:
        least: in pixels of the frame, shape (rows, 2) as (x, y), one row for every ``_SPARSE``
            rows of the warp's grid.
        most: the same.
    """

    least: Floats
    most: Floats

    def between(self, top: int, bottom: int, subsampling: int) -> tuple[Ends, Ends]:
        """(least, most) along x and along y for some rows of a plane, in its pixels."""
        step = GRID * _SPARSE // subsampling
        rows = slice(top // step, bottom // step + 2)
        least = np.floor(self.least[rows].min(axis=0) / subsampling).astype(int) - _NEIGHBOURS
        most = np.ceil(self.most[rows].max(axis=0) / subsampling).astype(int) + _NEIGHBOURS
        return (int(least[0]), int(most[0])), (int(least[1]), int(most[1]))


class Region:
    """The warp of one rectangle of a plane, for sources that are packed.

    ``watched`` is what one unit of each parameter does to a few nodes, in pixels of the frame,
    shape (k, m).
    """

    def __init__(
        self, identity: Field, fields: Field, watched: Field, height: int, grid: int
    ) -> None:
        self.watched = watched
        self._identity = identity
        self._fields = np.ascontiguousarray(fields)
        self._nodes = identity
        self._height = height
        self._grid = grid

    def pose(self, pose: Field) -> None:
        """Move to a pose."""
        self._nodes = self._identity - (pose @ self._fields).reshape(self._identity.shape)

    def window(self, left: int, right: int, scratch: Scratch) -> tuple[slice, Field, Field]:
        """What ``map`` needs for some columns, and where it puts what.

        The columns count from the region's left and are multiples of the grid. Returns their
        nodes, their map with what lies around it, and the map itself, where in the packed layer
        each four pixels come from, of shape (height, width / 4, 2); both lie in ``scratch``.
        """
        grid, across = self._grid, self._grid // PACK
        # The nodes go on for one beyond either side.
        nodes = slice(left // grid, right // grid + 2)
        rows, cols = len(self._identity) * grid, (nodes.stop - nodes.start) * across
        whole = scratch.map(rows, cols, 2)
        return nodes, whole, whole[grid : grid + self._height, across:-across]

    def map(self, nodes: slice, whole: Field) -> None:
        """Fill the map of a ``window`` with the pose."""
        size = whole.shape[1], whole.shape[0]
        cv2.resize(self._nodes[:, nodes], size, dst=whole, interpolation=cv2.INTER_LINEAR)


def _watched(fields: Field, covered: NDArray[np.bool_]) -> Field:
    nodes = np.flatnonzero(covered if covered.any() else np.ones_like(covered))
    some = nodes[np.linspace(0, len(nodes) - 1, _WATCHED).astype(int)]
    per_node = fields.reshape(len(fields), -1, 2)
    return np.ascontiguousarray(per_node[:, some].reshape(len(fields), -1))


def _fields(plates: Plates, x: Floats, y: Floats, scale: float) -> Field:
    """Displacement in pixels for one unit of each parameter, ``scale`` of them to the canvas's."""
    head, depth, breath = _motion_at(plates, x, y)
    pivot_x, pivot_y = plates.pivot
    height = plates.canvas[1]
    # Nothing that hangs from the head reaches this low, whatever the picture of weights says.
    head = head * np.clip((pivot_y + _HEAD_REACH - y) / (_HEAD_REACH / 2), 0.0, 1.0)
    hands = _hands_at(plates, x, y)
    zero = np.zeros_like(x)
    turn = head * (depth - _TURN_DEPTH) / (1 - _TURN_DEPTH)
    by_name = {
        "camera_x": (zero + 1, zero),
        "camera_y": (zero, zero + 1),
        "head_x": (head + _HAND_SHIFT * hands, zero),
        "head_y": (zero, head + _HAND_BEAT * hands),
        "yaw": (turn, zero),
        "pitch": (zero, turn),
        "roll": (-head * (y - pivot_y), head * (x - pivot_x)),
        "breath": (breath * (x - pivot_x) / 900, -breath),
        "lean": (np.clip((height - y) / height, 0, 1), zero),
    }
    fields = np.empty((len(PARAMETERS), *x.shape, 2), np.float32)
    for field, name in zip(fields, PARAMETERS, strict=True):
        for axis, displacement in enumerate(by_name[name]):
            field[..., axis] = displacement * scale
    return fields


def _motion_at(plates: Plates, x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Head weight, depth and breath weight, 0..1, at points of the canvas."""
    sampled = _sampled(cv2.GaussianBlur(plates.motion, (0, 0), 2.0), x, y)
    head, depth, breath = (sampled[..., channel] / 255.0 for channel in range(3))
    return head, depth, breath


def _hands_at(plates: Plates, x: Floats, y: Floats) -> Floats:
    """How far points of the canvas move with the hands, 0..1."""
    return np.zeros_like(x) if plates.hands is None else _sampled(plates.hands, x, y) / 255.0


def _sampled(weights: Pixels, x: Floats, y: Floats) -> Pixels:
    """Weights, which are one ``MOTION_STEP``th of the canvas, at points of the canvas."""
    return np.asarray(
        cv2.remap(
            weights,
            (x / MOTION_STEP).astype(np.float32),
            (y / MOTION_STEP).astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
    )
