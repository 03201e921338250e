"""Where the landmarks go for each mouth sprite. Lengths are in face widths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unrealugc.providers.studio.portrait.frame import (
    CORNERS,
    LOWER_MIDDLE,
    UPPER_MIDDLE,
    FaceFrame,
    follow,
    smoothstep,
)
from unrealugc.providers.studio.portrait.mesh import (
    INNER_LOWER_LIP,
    INNER_UPPER_LIP,
    OUTER_LOWER_LIP,
    OUTER_UPPER_LIP,
    FaceMesh,
    Flat,
)

# The gap between the lips of a wide "ah".
WIDEST = 0.150
OPEN_PHOTO = 0.025
_NEUTRAL_HALF_WIDTH = (0.165, 0.195)
_LIPS = {
    "upper": (INNER_UPPER_LIP, OUTER_UPPER_LIP),
    "lower": (INNER_LOWER_LIP, OUTER_LOWER_LIP),
}
# Further mesh points within the lips' red, between their inner and outer edge.
_BETWEEN = {
    "upper": (
        *(76, 184, 74, 73, 72, 11, 302, 303, 304, 408, 306),
        *(62, 183, 42, 41, 38, 12, 268, 271, 272, 407, 292),
    ),
    "lower": (
        *(77, 90, 180, 85, 16, 315, 404, 320, 307),
        *(96, 89, 179, 86, 15, 316, 403, 319, 325),
    ),
}


@dataclass(frozen=True, slots=True)
class MouthShape:
    """One sprite.

    Attributes:
        gap: between the lips, 1.0 is a wide "ah".
        width: -1 pursed .. +1 spread.
        smile: how far the corners go up, 0..1.
        press: how much of the lips' red is rolled in, 0..1.
        lift: how far the upper lip bares the teeth, 0..1.
        tuck: how far the lower lip goes under the upper teeth, 0..1.
        teeth: height of the upper teeth that shows, 0..1; 2.0 fills the gap.
        tongue: "" hidden, "low" at rest, "tip" between the teeth, "up" behind them.
    """

    gap: float = 0.0
    width: float = 0.0
    smile: float = 0.0
    press: float = 0.0
    lift: float = 0.0
    tuck: float = 0.0
    teeth: float = 0.6
    tongue: str = ""


SHAPES = {
    "rest": MouthShape(),
    "closed": MouthShape(press=0.5, width=0.08),
    "open1": MouthShape(0.25, teeth=0.35),
    "open2": MouthShape(0.48, -0.05, teeth=0.5, tongue="low"),
    "open3": MouthShape(0.73, -0.10, teeth=0.6, tongue="low"),
    "open4": MouthShape(1.0, -0.15, teeth=0.65, tongue="low"),
    "wide1": MouthShape(0.20, 0.75, smile=0.15, lift=0.25, teeth=1.0),
    "wide2": MouthShape(0.42, 0.75, smile=0.12, lift=0.25, teeth=0.9, tongue="low"),
    "wide3": MouthShape(0.70, 0.60, smile=0.10, lift=0.2, teeth=0.9, tongue="low"),
    "round1": MouthShape(0.14, -0.95, teeth=0.0),
    "round2": MouthShape(0.38, -0.75, teeth=0.15),
    "round3": MouthShape(0.68, -0.50, teeth=0.35, tongue="low"),
    "fv": MouthShape(0.16, 0.15, lift=0.45, tuck=1.0, teeth=2.0),
    "th": MouthShape(0.26, 0.10, teeth=0.9, tongue="tip"),
    "l": MouthShape(0.36, 0.10, teeth=0.75, tongue="up"),
    "teeth": MouthShape(0.20, 0.35, lift=0.3, teeth=2.0),
    "smile": MouthShape(width=0.7, smile=0.7),
    "grin": MouthShape(0.30, 0.95, smile=0.8, lift=0.3, teeth=2.0),
}


def is_open(frame: FaceFrame, landmarks: Flat) -> bool:
    """Whether the photo shows parted lips."""
    gap = np.linalg.norm(landmarks[UPPER_MIDDLE] - landmarks[LOWER_MIDDLE]) / frame.width
    return bool(gap > OPEN_PHOTO)


def shaped(mesh: FaceMesh, frame: FaceFrame, shape: MouthShape) -> Flat:
    """The mesh's points on the canvas with the mouth in ``shape``."""
    local = frame.local(mesh.points)
    indices, lips = _lips(local, shape)
    skin = local + follow(local, local[indices], lips - local[indices], 0.085)
    skin += _jaw(local, shape.gap * WIDEST)
    skin[indices] = lips + _lip_opening(local[indices], indices, shape, lips)
    skin[468:] = local[468:]
    return frame.canvas(skin)


def _lips(local: Flat, shape: MouthShape) -> tuple[list[int], Flat]:
    """The lips closed and at their width, before the jaw opens."""
    corners = local[list(CORNERS)]
    half = float(np.abs(corners[:, 0]).mean())
    neutral = float(np.clip(half * 0.92, *_NEUTRAL_HALF_WIDTH))
    stretch = 1 + (0.15 if shape.width > 0 else 0.38) * shape.width
    middle_x = float(corners[:, 0].mean())
    corner_y = float(corners[:, 1].mean())
    indices: list[int] = []
    moved: list[Flat] = []
    for side, sign in (("upper", -1.0), ("lower", 1.0)):
        inner, outer = _LIPS[side]
        members = [*inner, *outer, *_BETWEEN[side]]
        points = local[members]
        thick = points[:, 1] - np.interp(points[:, 0], local[list(inner), 0], local[list(inner), 1])
        share = np.clip(np.abs(points[:, 0] - middle_x) / half, 0, 1)
        roll = 1 - 0.4 * shape.press + 0.28 * max(0.0, -shape.width)
        roll *= 1 - 0.35 * shape.tuck * (side == "lower")
        y = _seam(local, points[:, 0]) + sign * np.abs(thick) * roll
        y -= _lowering(corner_y, shape) * share**2
        y -= 0.030 * shape.smile * share**2
        x = middle_x + (points[:, 0] - middle_x) * neutral / half * stretch
        indices += members
        moved.append(np.stack([x, y], axis=1))
    return indices, np.concatenate(moved)


def _lowering(corner_y: float, shape: MouthShape) -> float:
    """How far a smiling photo's corners come down: half-way at rest, wholly for an O."""
    if corner_y > -0.01:
        return 0.0
    lowered = 0.45 + 0.3 * min(1.0, 2 * shape.gap) + 0.6 * max(0.0, -shape.width)
    return min(1.1, lowered) * corner_y


def _seam(local: Flat, x: Flat) -> Flat:
    """Where closed lips would meet, at each of ``x``."""
    line = 0.45 * local[list(INNER_UPPER_LIP)] + 0.55 * local[list(INNER_LOWER_LIP)]
    return np.asarray(np.interp(x, line[:, 0], line[:, 1]))


def _lip_opening(local: Flat, indices: list[int], shape: MouthShape, lips: Flat) -> Flat:
    """How the lips part: most in the middle, the corners sink a little."""
    gap = shape.gap * WIDEST
    count = len(indices)
    upper = np.arange(count) < len(_LIPS["upper"][0]) * 2 + len(_BETWEEN["upper"])
    corners = [indices.index(index) for index in (INNER_UPPER_LIP[0], INNER_UPPER_LIP[-1])]
    left, right = lips[corners, 0]
    share = np.clip(np.abs(lips[:, 0] - (left + right) / 2) * 2 / abs(right - left), 0, 1)
    bow = 1 - share**2.2
    sink = 0.22 * gap * share**2
    up = -(0.14 * gap + 0.030 * shape.lift) * bow
    down = (0.86 * gap - 0.012 * shape.tuck) * bow
    return np.stack([np.zeros(count), np.where(upper, up, down) + sink], axis=1)


def _jaw(local: Flat, gap: float) -> Flat:
    """The chin drops; the cheeks follow less to the sides."""
    below = smoothstep(local[:, 1], -0.05, 0.13)
    beside = 1 - smoothstep(np.abs(local[:, 0]), 0.06, 0.42)
    drop = 0.62 * gap * below * beside
    return np.stack([np.zeros(len(local)), drop], axis=1)
