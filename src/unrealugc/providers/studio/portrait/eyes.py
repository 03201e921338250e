"""Where the landmarks go for each sprite of the eyes and the brows. Lengths in face widths."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from unrealugc.providers.base import Box
from unrealugc.providers.studio.portrait.frame import FaceFrame, follow, smoothstep
from unrealugc.providers.studio.portrait.mesh import (
    LEFT_LOWER_LID,
    LEFT_UPPER_LID,
    RIGHT_LOWER_LID,
    RIGHT_UPPER_LID,
    FaceMesh,
    Flat,
)
from unrealugc.providers.studio.rig import Pixels
from unrealugc.providers.studio.yuv import rounded

LIDS = ((RIGHT_UPPER_LID, RIGHT_LOWER_LID), (LEFT_UPPER_LID, LEFT_LOWER_LID))
RIGHT_BROW = (46, 53, 52, 65, 55, 70, 63, 105, 66, 107)
LEFT_BROW = (276, 283, 282, 295, 285, 300, 293, 334, 296, 336)
_INNER_BROW = (55, 107, 65, 66, 285, 336, 295, 296)
_LOOK = {"look_left": (-1, 0), "look_right": (1, 0), "look_up": (0, -0.6), "look_down": (0, 0.6)}


@dataclass(frozen=True, slots=True)
class EyeShape:
    """One sprite: how far upper and lower lid close, 0..1, and where the eye looks, in steps."""

    upper: float = 0.0
    lower: float = 0.0
    look: tuple[float, float] = (0, 0)


EYE_SHAPES = {
    "open": EyeShape(),
    "blink1": EyeShape(0.40, 0.05),
    "blink2": EyeShape(0.75, 0.25),
    "shut": EyeShape(1.0, 1.0),
    "squint": EyeShape(0.16, 0.55),
    **{name: EyeShape(0.25 * (name == "look_down"), 0.0, look) for name, look in _LOOK.items()},
}
BROW_SHAPES = ("neutral", "raised", "concerned")
# Where between the open lids they meet: nearer to the lower one.
_MEET = 0.78
_LOOK_STEP = 0.020
_LASHES_FROM = 0.7


def with_lids(mesh: FaceMesh, frame: FaceFrame, shape: EyeShape) -> Flat:
    """The mesh's points on the canvas with the lids of both eyes in ``shape``."""
    local = frame.local(mesh.points)
    moved = local.copy()
    for upper, lower in LIDS:
        up, low = local[list(upper)], local[list(lower)]
        meet = up + _MEET * (low - up)
        shift_up, shift_low = shape.upper * (meet - up), shape.lower * (meet - low)
        above = local[:, 1] < np.interp(local[:, 0], *_sorted(meet))
        drawn = follow(local, up, shift_up, 0.045)
        pushed = follow(local, low, shift_low, 0.040)
        moved += np.where(above[:, None], drawn, pushed)
        moved[list(upper)] = up + shift_up
        moved[list(lower)] = low + shift_low
    moved[468:] = local[468:]
    return frame.canvas(moved)


def with_brows(mesh: FaceMesh, frame: FaceFrame, name: str) -> Flat:
    """The mesh's points on the canvas with raised or concerned brows."""
    local = frame.local(mesh.points)
    brows = [*RIGHT_BROW, *LEFT_BROW]
    shifts = np.zeros((len(brows), 2))
    if name == "raised":
        shifts[:, 1] = -0.026
    elif name == "concerned":
        inner = np.array([index in _INNER_BROW for index in brows])
        shifts[:, 1] = np.where(inner, -0.014, 0.006)
        shifts[:, 0] = np.where(inner, -0.008 * np.sign(local[brows, 0]), 0)
    moved = local + follow(local, local[brows], shifts, 0.075)
    moved[brows] = local[brows] + shifts
    moved[468:] = local[468:]
    return frame.canvas(moved)


def look(picture: Pixels, mesh: FaceMesh, frame: FaceFrame, shape: EyeShape, box: Box) -> Pixels:
    """Move the irises within the eyes' openings of ``picture``, which shows ``box``."""
    if shape.look == (0, 0):
        return picture
    x, y, w, h = box
    rows, cols = np.mgrid[0:h, 0:w].astype(np.float64)
    shift_x, shift_y = np.zeros((h, w)), np.zeros((h, w))
    for upper, lower in LIDS:
        outline = np.vstack([mesh.points[list(upper)], mesh.points[list(lower)][::-1]]) - (x, y)
        opening = np.zeros((h, w), np.uint8)
        cv2.fillPoly(opening, [np.rint(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        middle = outline.mean(axis=0)
        half = np.ptp(outline[:, 0]) / 2
        inner = 1 - smoothstep(np.abs(cols - middle[0]) / half, 0.45, 0.95)
        weight = inner * cv2.GaussianBlur(opening, (0, 0), 1.5) / 255 * _LOOK_STEP * frame.width
        shift_x += weight * shape.look[0]
        shift_y += weight * shape.look[1]
    source_x, source_y = (cols - shift_x).astype(np.float32), (rows - shift_y).astype(np.float32)
    return np.asarray(cv2.remap(picture, source_x, source_y, cv2.INTER_LINEAR))


def lashes(picture: Pixels, moved: Flat, frame: FaceFrame, shape: EyeShape, box: Box) -> Pixels:
    """Darken the line where closed lids meet."""
    if shape.upper < _LASHES_FROM:
        return picture
    x, y, w, h = box
    line = np.zeros((h, w), np.uint8)
    width = max(1, round(0.008 * frame.width))
    for upper, _ in LIDS:
        curve = np.rint((moved[list(upper)] - (x, y)) * 16).astype(np.int32)
        cv2.polylines(line, [curve], False, 255, width, cv2.LINE_AA, 4)
    share = 0.6 * cv2.GaussianBlur(line, (0, 0), 1.0)[..., None] / 255
    dark = np.percentile(picture.reshape(-1, 3), 3, axis=0)
    return rounded(picture * (1 - share) + dark * share)


def _sorted(points: Flat) -> tuple[Flat, Flat]:
    order = np.argsort(points[:, 0])
    return points[order, 0], points[order, 1]
