"""Bend the face by moving its landmarks: one affine map for each triangle between them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from unrealugc.providers.base import Box
from unrealugc.providers.studio.portrait.landmarks import CHIN, FOREHEAD, Points
from unrealugc.providers.studio.rig import Pixels
from unrealugc.providers.studio.yuv import rounded

Flat = NDArray[np.float64]

OUTER_UPPER_LIP = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291)
OUTER_LOWER_LIP = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291)
INNER_UPPER_LIP = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
INNER_LOWER_LIP = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
RIGHT_UPPER_LID = (33, 246, 161, 160, 159, 158, 157, 173, 133)
RIGHT_LOWER_LID = (33, 7, 163, 144, 145, 153, 154, 155, 133)
LEFT_UPPER_LID = (263, 466, 388, 387, 386, 385, 384, 398, 362)
LEFT_LOWER_LID = (263, 249, 390, 373, 374, 380, 381, 382, 362)
_HOLES = (
    frozenset(INNER_UPPER_LIP + INNER_LOWER_LIP),
    frozenset(RIGHT_UPPER_LID + RIGHT_LOWER_LID),
    frozenset(LEFT_UPPER_LID + LEFT_LOWER_LID),
)
_OVAL = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)
# Rings around the face, as multiples of its outline, that stay where they are.
_RINGS = (1.45, 1.9)


@dataclass(frozen=True)
class FaceMesh:
    """Landmarks and rings around them, with the triangles between.

    Attributes:
        points: (n, 2) on the canvas; the first 468 are the landmarks.
        triangles: (m, 3) indices. None covers the mouth's or an eye's opening.
    """

    points: Flat
    triangles: NDArray[np.intp]

    @classmethod
    def of(cls, landmarks: Points) -> FaceMesh:
        """Build the mesh of a face."""
        flat = landmarks[:, :2].astype(np.float64)
        outline = flat[list(_OVAL)]
        middle = (flat[FOREHEAD] + flat[CHIN]) / 2
        rings = [middle + (outline - middle) * factor for factor in _RINGS]
        points = np.vstack([flat, *rings])
        triangles = Delaunay(_opened(points)).simplices
        kept = [t for t in triangles if not any(hole.issuperset(t) for hole in _HOLES)]
        return cls(points, np.array(kept, dtype=np.intp))

    def bend(self, picture: Pixels, moved: Flat, box: Box) -> Pixels:
        """Draw ``picture`` with the points at ``moved``, within ``box``.

        What shows through the eyes' openings does not move; the lids slide over it. The mouth's
        opening is left to whoever paints its inside.
        """
        x, y, w, h = box
        labels = self._labels(moved, box)
        maps = _affines(moved[self.triangles], self.points[self.triangles])[_nearest(labels)]
        rows, cols = np.mgrid[y : y + h, x : x + w].astype(np.float32)
        source_x = maps[..., 0, 0] * cols + maps[..., 0, 1] * rows + maps[..., 0, 2]
        source_y = maps[..., 1, 0] * cols + maps[..., 1, 1] * rows + maps[..., 1, 2]
        bent = cv2.remap(
            picture, source_x, source_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        covered = cv2.GaussianBlur((labels >= 0).astype(np.float32), (0, 0), 0.8)[..., None]
        still = picture[y : y + h, x : x + w]
        return rounded(bent * covered + still * (1 - covered))

    def _labels(self, moved: Flat, box: Box) -> NDArray[np.int32]:
        """Which triangle lies on each pixel of ``box``, -1 in the openings."""
        x, y, w, h = box
        labels = np.full((h, w), -1, np.int32)
        corners = np.rint((moved[self.triangles] - (x, y)) * 16).astype(np.int32)
        for index, triangle in enumerate(corners):
            cv2.fillConvexPoly(labels, triangle, index, cv2.LINE_8, 4)
        return labels


def _nearest(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give every pixel without a triangle the nearest one, so that edges can be soft."""
    empty = labels < 0
    if not empty.any():
        return labels
    _, indices = cv2.distanceTransformWithLabels(
        empty.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    owner = np.zeros(int(indices.max()) + 1, np.int32)
    owner[indices[~empty]] = labels[~empty]
    return np.asarray(owner[indices])


def _opened(points: Flat) -> Flat:
    """Open the mouth a little, so that its two lips do not share triangles."""
    opened = points.copy()
    height = np.linalg.norm(points[FOREHEAD] - points[CHIN])
    down = (points[CHIN] - points[FOREHEAD]) / height
    for upper, lower in zip(INNER_UPPER_LIP[1:-1], INNER_LOWER_LIP[1:-1], strict=True):
        middle = (points[upper] + points[lower]) / 2
        opened[upper] = middle - down * 0.012 * height
        opened[lower] = middle + down * 0.012 * height
    return opened


def _affines(target: Flat, source: Flat) -> NDArray[np.float32]:
    """Maps (m, 2, 3) that take each target triangle to its source triangle."""
    ones = np.ones((len(target), 3, 1))
    system = np.concatenate([target, ones], axis=2)
    flat = np.abs(np.linalg.det(system)) < 1e-6
    system[flat] = np.eye(3)
    solved = np.linalg.solve(system, source).transpose(0, 2, 1)
    solved[flat] = np.eye(3)[:2]
    return np.asarray(solved.astype(np.float32))
