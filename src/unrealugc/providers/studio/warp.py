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

from unrealugc.providers.studio.gestures import PARAMETERS
from unrealugc.providers.studio.plates import Plates
from unrealugc.providers.studio.rig import MOTION_STEP
from unrealugc.providers.studio.view import View

Field = NDArray[np.float32]

GRID = 8
# Nodes down and across a region that tell how far it moved.
_WATCHED = (3, 5)
# The depth about which the head turns: nearer points move one way, farther ones the other.
_TURN_DEPTH = 0.35


@dataclass(frozen=True)
class Warp:
    """Fields on a grid whose node (row, col) is at frame pixel ``GRID * (n - 1) + 3.5``.

    Attributes:
        identity: where each node is in the layer, shape (rows, cols, 2) as (x, y).
        fields: displacement for one unit of each parameter, shape (k, rows, cols, 2).
    """

    identity: Field
    fields: Field

    @classmethod
    def of(cls, plates: Plates, view: View, margin: int) -> Warp:
        """Build the fields for one view; ``margin`` is what the layer has around the frame."""
        cols = np.arange(-1, view.width // GRID + 2) * GRID + (GRID - 1) / 2
        rows = np.arange(-1, view.height // GRID + 2) * GRID + (GRID - 1) / 2
        x, y = np.meshgrid(cols, rows)
        identity = np.stack([x + margin, y + margin], axis=-1).astype(np.float32)
        canvas_x, canvas_y = x / view.scale + view.x, y / view.scale + view.y
        fields = _fields(plates, canvas_x, canvas_y) * view.scale
        return cls(identity, fields.astype(np.float32))

    def region(self, top: int, bottom: int, left: int, right: int) -> Region:
        """The part of the warp that draws the frame's pixels between these bounds."""
        rows = slice(top // GRID, (bottom - 1) // GRID + 3)
        cols = slice(left // GRID, (right - 1) // GRID + 3)
        identity = np.ascontiguousarray(self.identity[rows, cols])
        fields = self.fields[:, rows, cols]
        return Region(
            identity,
            np.ascontiguousarray(fields.reshape(len(fields), -1)),
            _watched(fields),
            # The grid starts one node before the region's first block.
            GRID + top % GRID,
            GRID + left % GRID,
            bottom - top,
            right - left,
        )


@dataclass(frozen=True)
class Region:
    """The warp of one rectangle of the frame.

    Attributes:
        identity: where its nodes are in the layer, shape (rows, cols, 2).
        fields: flattened displacements of all nodes, shape (k, rows * cols * 2).
        watched: those of a few nodes spread over it, shape (k, m).
    """

    identity: Field
    fields: Field
    watched: Field
    first_row: int
    first_col: int
    height: int
    width: int

    def source_map(self, pose: Field) -> Field:
        """Where in the layer each pixel comes from, shape (height, width, 2)."""
        grid = self.identity - (pose @ self.fields).reshape(self.identity.shape)
        size = (grid.shape[1] * GRID, grid.shape[0] * GRID)
        full = cv2.resize(grid, size, interpolation=cv2.INTER_LINEAR)
        rows = slice(self.first_row, self.first_row + self.height)
        source: Field = full[rows, self.first_col : self.first_col + self.width]
        return source

    def moved(self, change: Field) -> float:
        """How many pixels a change of the pose moves what is in the region, at most."""
        return float(np.abs(change @ self.watched).max())


def _watched(fields: Field) -> Field:
    rows, cols = (
        np.linspace(0, nodes - 1, count).astype(int)
        for nodes, count in zip(fields.shape[1:3], _WATCHED, strict=True)
    )
    return np.ascontiguousarray(fields[:, rows][:, :, cols].reshape(len(fields), -1))


def _fields(plates: Plates, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Displacement in canvas pixels for one unit of each parameter."""
    head, depth, breath = _motion_at(plates, x, y)
    pivot_x, pivot_y = plates.pivot
    height = plates.canvas[1]
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
