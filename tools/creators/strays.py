"""Keeps loose hair off the face, and leaves out single strands that look like scratches."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tools.creators import regions
from tools.creators.figure import Figure

Floats = NDArray[np.float64]

KIN, ALONE = 8, 0.008
"""A point of a strand is alone when fewer than so many others are so near, in metres."""

NEAR_SKIN = 0.006
"""Hair so near the bare forehead, in metres, lies on it."""


def around_face(points: Floats, figure: Figure, side: Floats) -> Floats:
    """Push points in front of the face out of an egg around it, to their roots' side."""
    eye = (figure.joint("l-eye") + figure.joint("r-eye")) / 2
    x, y, z = (points - [eye[0], eye[1], eye[2] - 0.02]).T
    half = 0.066 * np.sqrt(np.clip(1 - (z / 0.118) ** 2, 0, 1))
    front = regions.ramp(y, 0.055, 0.02)
    push = np.clip(half - x * side, 0, None) * front * (np.abs(z) < 0.118)
    moved = points.copy()
    moved[:, 0] += side * np.minimum(push, 0.02)
    return moved


def bare_forehead(base: Floats, inside: Floats) -> NDArray[np.bool_]:
    """Return which base mesh points (N, 3) are forehead well below the hairline.

    Args:
        base: positions in decimetres.
        inside: (N,) how far inside the hairline they are, decimetres.
    """
    ahead = (base[:, 1] > 7.5) & (base[:, 2] > regions.AXIS_Z) & (np.abs(base[:, 0]) < 0.5)
    return np.asarray(ahead & (inside < -0.045))


def off_the_face(strands: Floats, figure: Figure, forehead: Floats) -> Floats:
    """Leave out of strands (N, P, 3) those that cross the face or the throat.

    Args:
        strands: in metres.
        figure: whose face.
        forehead: (F, 3) points of bare skin that hair does not cross.
    """
    eye = (figure.joint("l-eye") + figure.joint("r-eye")) / 2
    x, y, z = np.moveaxis(strands - eye, 2, 0)
    egg = (x / 0.057) ** 2 + ((z + 0.035) / 0.085) ** 2
    u, v, w = np.moveaxis(strands - figure.joint("neck"), 2, 0)
    throat = (np.abs(u) < 0.045) & (v < -0.01) & (np.abs(w) < 0.06)
    away, _ = cKDTree(forehead).query(strands, distance_upper_bound=NEAR_SKIN)
    crosses = ((egg < 1) & (y < 0.03) | throat | np.isfinite(away)).any(axis=1)
    return np.asarray(strands[~crosses])


def without_loners(strands: Floats) -> Floats:
    """Leave out of strands (N, P, 3), in metres, those that stray from all others."""
    points = strands[:, 1:].reshape(-1, 3)
    distance, _ = cKDTree(points).query(points, k=KIN + 1)
    alone = distance[:, -1].reshape(len(strands), -1) > ALONE
    return np.asarray(strands[~alone.any(axis=1)])
