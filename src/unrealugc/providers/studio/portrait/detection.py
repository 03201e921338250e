"""Find faces in a photo with BlazeFace (Bazarevsky et al., 2019, arXiv:1907.05047)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.studio.portrait.networks import network
from unrealugc.providers.studio.rig import Pixels

INPUT = 128
SCORE = 0.5
# Side of what is looked at in one go: enough detail for the network, and few pixels to shrink.
_TILE = 512
# Feature maps of the short-range model: cells a side and anchors a cell.
_MAPS = ((16, 2), (8, 6))


@dataclass(frozen=True, slots=True)
class Face:
    """A found face in pixels of the photo; ``right_eye`` is the person's own right."""

    x: float
    y: float
    width: float
    height: float
    score: float
    right_eye: tuple[float, float]
    left_eye: tuple[float, float]

    def scaled(self, factor: float) -> Face:
        """The same face in a photo of another size."""
        (right_x, right_y), (left_x, left_y) = self.right_eye, self.left_eye
        return Face(
            self.x * factor,
            self.y * factor,
            self.width * factor,
            self.height * factor,
            self.score,
            (right_x * factor, right_y * factor),
            (left_x * factor, left_y * factor),
        )


def largest_face(photo: Pixels) -> Face | None:
    """The largest face of an RGB photo, or None.

    The whole photo is looked at first. A face that is small in it is found in overlapping
    tiles of half its size, and in those of a quarter.
    """
    for share in (1.0, 0.5, 0.25):
        small, shrink = shrunk(photo, _TILE / share / max(photo.shape[:2]))
        faces = [face for tile in _tiles(small, share) for face in _faces(small, *tile)]
        if faces:
            return max(faces, key=lambda face: face.width).scaled(1 / shrink)
    return None


def shrunk(photo: Pixels, scale: float) -> tuple[Pixels, float]:
    """The photo at ``scale`` without aliasing, and the scale; never larger than it is."""
    if scale >= 1:
        return photo, 1.0
    small = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small), scale


def _tiles(photo: Pixels, share: float) -> Iterator[tuple[int, int, int]]:
    """Squares as (x, y, side): one around everything, or half-overlapping ones."""
    height, width = photo.shape[:2]
    if share == 1.0:
        side = max(height, width)
        yield (width - side) // 2, (height - side) // 2, side
        return
    side = max(INPUT, int(max(height, width) * share))
    for y in range(0, max(1, height - side // 2), side // 2):
        for x in range(0, max(1, width - side // 2), side // 2):
            yield x, y, side


def _faces(photo: Pixels, x: int, y: int, side: int) -> list[Face]:
    scale = INPUT / side
    matrix = np.array([[scale, 0, -x * scale], [0, scale, -y * scale]])
    small = cv2.warpAffine(photo, matrix, (INPUT, INPUT), flags=cv2.INTER_AREA)
    scores, boxes = network("face_detection_short_range").run(small.astype(np.float32) / 127.5 - 1)
    likely = 1 / (1 + np.exp(-np.clip(scores.reshape(-1), -50, 50)))
    values = boxes.reshape(-1, 16) / INPUT
    values[:, 0::2] += np.where(np.arange(8) == 1, 0, _anchors()[:, :1])
    values[:, 1::2] += np.where(np.arange(8) == 1, 0, _anchors()[:, 1:])
    return [
        _face(values[index] * side, float(likely[index]), x, y)
        for index in np.flatnonzero(likely > SCORE)
    ]


def _face(values: NDArray[np.float32], score: float, x: int, y: int) -> Face:
    center_x, center_y, width, height, right_x, right_y, left_x, left_y = map(float, values[:8])
    return Face(
        x=x + center_x - width / 2,
        y=y + center_y - height / 2,
        width=width,
        height=height,
        score=score,
        right_eye=(x + right_x, y + right_y),
        left_eye=(x + left_x, y + left_y),
    )


@lru_cache(maxsize=1)
def _anchors() -> NDArray[np.float32]:
    """Centres of the model's anchors as shares of its input, shape (896, 2)."""
    centers = []
    for cells, anchors in _MAPS:
        axis = (np.arange(cells) + 0.5) / cells
        x, y = np.meshgrid(axis, axis)
        centers.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), anchors, axis=0))
    return np.concatenate(centers).astype(np.float32)
