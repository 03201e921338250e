"""How far a mouth is open in a picture, as a face network sees it that knows nothing of rigs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import YuvFrame
from unrealugc.providers.studio.portrait.landmarks import (
    Points,
    face_width,
    find_landmarks,
    measure,
)

Pixels = NDArray[np.uint8]

_INNER_UPPER, _INNER_LOWER = (81, 13, 311), (178, 14, 402)
_LIPS = (61, 291, 0, 17)
_SEEN_WIDTH = 1.5
_MIDDLE = 0.7


@dataclass(frozen=True)
class Lips:
    """``gap`` between the lips in face widths; ``box`` is (left, top, right, bottom)."""

    gap: float
    box: tuple[float, float, float, float]


def follow_lips(frames: Iterable[Pixels]) -> Iterator[Lips]:
    """Find the face in the first RGB frame and follow it through the others."""
    points: Points | None = None
    for frame in frames:
        if points is None:
            points = _found(frame)
        # Where the face was is where it is looked for; finding it anew takes five times as long.
        low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
        side = float((high - low).max()) * _SEEN_WIDTH
        points, _ = measure(frame, (low + high) / 2, side, 0.0)
        yield _lips(points)


def _found(frame: Pixels) -> Points:
    """Look in the middle, where everybody stands: what is beside may pass for a larger face."""
    height, width = frame.shape[:2]
    side = round(_MIDDLE * min(height, width))
    left = (width - side) // 2
    points = find_landmarks(np.ascontiguousarray(frame[:, left : left + side]))
    return points + np.array([left, 0, 0], np.float32)


def as_rgb(frame: YuvFrame) -> Pixels:
    """A drawn frame as the network wants it; the exact colours do not matter to it."""
    planes = np.concatenate([frame.y.ravel(), frame.u.ravel(), frame.v.ravel()])
    height, width = frame.y.shape
    return np.asarray(cv2.cvtColor(planes.reshape(height * 3 // 2, width), cv2.COLOR_YUV2RGB_I420))


def _lips(points: Points) -> Lips:
    between = points[list(_INNER_UPPER), :2] - points[list(_INNER_LOWER), :2]
    gap = float(np.linalg.norm(between, axis=1).mean()) / face_width(points)
    outline = points[list(_LIPS), :2]
    left, top = outline.min(axis=0)
    right, bottom = outline.max(axis=0)
    return Lips(gap, (float(left), float(top), float(right), float(bottom)))
