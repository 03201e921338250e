"""Coordinates of a face: across and down, in face widths, from the middle of the mouth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unrealugc.providers.studio.portrait.landmarks import (
    LEFT_EYE_CORNERS,
    RIGHT_EYE_CORNERS,
    Points,
    face_width,
)
from unrealugc.providers.studio.portrait.mesh import Flat

UPPER_MIDDLE, LOWER_MIDDLE = 13, 14
CORNERS = (61, 291)


@dataclass(frozen=True)
class FaceFrame:
    """An upright, scale-free frame: (0, 0) is between the lips, x to the picture's right."""

    origin: Flat
    across: Flat
    down: Flat
    width: float

    @classmethod
    def of(cls, landmarks: Points) -> FaceFrame:
        """Measure a face's frame from its landmarks."""
        flat = landmarks[:, :2].astype(np.float64)
        right_eye = flat[list(RIGHT_EYE_CORNERS)].mean(axis=0)
        left_eye = flat[list(LEFT_EYE_CORNERS)].mean(axis=0)
        across = (left_eye - right_eye) / np.linalg.norm(left_eye - right_eye)
        origin = flat[[UPPER_MIDDLE, LOWER_MIDDLE]].mean(axis=0)
        return cls(origin, across, np.array([-across[1], across[0]]), face_width(landmarks))

    def local(self, points: Flat) -> Flat:
        """Canvas to face coordinates; shape (n, 2) both ways."""
        centred = (points - self.origin) / self.width
        return np.stack([centred @ self.across, centred @ self.down], axis=1)

    def canvas(self, local: Flat) -> Flat:
        """Face to canvas coordinates."""
        moved: Flat = self.origin + self.width * (
            local[:, :1] * self.across + local[:, 1:] * self.down
        )
        return moved


def smoothstep(value: Flat, low: float, high: float) -> Flat:
    """0 below ``low``, 1 above ``high``, smooth between."""
    share = np.clip((value - low) / (high - low), 0.0, 1.0)
    eased: Flat = share * share * (3.0 - 2.0 * share)
    return eased


def follow(points: Flat, leaders: Flat, shifts: Flat, reach: float) -> Flat:
    """How skin at ``points`` follows ``leaders`` that move by ``shifts``, less with distance.

    All in face coordinates; ``reach`` is the distance at which a third is left.
    """
    distance = np.linalg.norm(points[:, None] - leaders[None], axis=2)
    near = np.exp(-((distance / (0.5 * reach)) ** 2)) + 1e-9
    mean = (near[..., None] * shifts[None]).sum(axis=1) / near.sum(axis=1, keepdims=True)
    fade = np.exp(-((distance.min(axis=1, keepdims=True) / reach) ** 2))
    followed: Flat = mean * fade
    return followed
