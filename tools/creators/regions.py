"""Where things are on a head: soft masks over the unshaped base mesh.

Everybody shares the base mesh's topology, so a mask painted on it once fits every person.
All positions here are in base mesh decimetres: x to the person's left, y up, z forward.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.creators.assets import makehuman
from tools.creators.mesh import load_base

Floats = NDArray[np.float64]

AXIS_Z = 0.62
"""Depth of the vertical axis that the face map is wrapped around."""

MAP_LOW, MAP_HIGH = 5.2, 8.6
"""Heights at the bottom and the top of the face map."""


def ramp(value: Floats, low: Floats | float, high: Floats | float) -> Floats:
    """Smoothstep from 0 at ``low`` to 1 at ``high`` (which may be the smaller one)."""
    t = np.clip((value - low) / (np.asarray(high) - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float64)


def spot(points: Floats, centre: Sequence[float], radius: Sequence[float] | float) -> Floats:
    """Return a bell (N,) around a centre, mirrored to both sides of the face.

    Args:
        points: (N, 3) base mesh positions.
        centre: where it is on the person's left (or on the middle line).
        radius: distance at which it has fallen to 0.6, one number or one an axis.
    """
    mirrored = np.abs(points * [1, 0, 0]) + points * [0, 1, 1]
    away = (mirrored - np.asarray(centre)) / np.asarray(radius)
    return np.asarray(np.exp(-0.5 * (away**2).sum(axis=1)))


def face_map(points: Floats) -> Floats:
    """Return (N, 2) cylinder coordinates, 0…1, for painting a head with one image.

    u runs around the head from the back over the person's right, front (0.5) and left; v
    runs up.
    """
    angle = np.arctan2(points[:, 0], points[:, 2] - AXIS_Z)
    height = (points[:, 1] - MAP_LOW) / (MAP_HIGH - MAP_LOW)
    return np.stack([angle / (2 * np.pi) + 0.5, height], axis=1)


def painted_mask(name: str, softness: float) -> Floats:
    """Sample one of MakeHuman's texture masks at every base mesh vertex.

    Args:
        name: "lips", "eyelids", "ears" or "inside-mouth".
        softness: blur in texture pixels (a 2048 px map) before sampling.

    Returns:
        (V,) values 0…1.
    """
    path = makehuman() / f"textures/mpfb_{name}.jpg"
    picture = np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE))
    if softness > 0:
        picture = cv2.GaussianBlur(picture, (0, 0), softness)
    base = load_base()
    uv = np.zeros((len(base.vertices), 2))
    uv[base.faces["body"].ravel()] = base.uvs[base.face_uvs["body"].ravel()]
    x = (uv[:, 0] * picture.shape[1] - 0.5).astype(np.float32)[None]
    y = ((1 - uv[:, 1]) * picture.shape[0] - 0.5).astype(np.float32)[None]
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR)[0] / 255.0, dtype=np.float64)


def nose(points: Floats) -> Floats:
    """Return how much base mesh points (N, 3) belong to the nose, 0…1."""
    x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
    wide = ramp(x, 0.34, 0.22) * ramp(z, 1.30, 1.42)
    return np.asarray(wide * ramp(y, 6.80, 6.86) * ramp(y, 7.34, 7.12))


def beard(points: Floats) -> Floats:
    """Return how much beard grows at base mesh points (N, 3), 0…1; lips are not left out."""
    x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
    top = np.interp(z, [0.45, 0.6, 0.75, 1.0, 1.2, 1.38], [7.35, 7.2, 6.92, 6.7, 6.62, 6.66])
    top = np.where((x < 0.34) & (z > 1.25), 6.84 - 0.5 * np.maximum(x - 0.12, 0), top)
    bottom = np.interp(z, [0.3, 0.7, 1.1, 1.4], [6.38, 6.17, 6.08, 5.96])
    grown = ramp(y, bottom - 0.06, bottom + 0.10) * ramp(y, top + 0.03, top - 0.07)
    return np.asarray(grown * ramp(z, 0.38, 0.52))


HAIRLINE_DEGREES = (0, 14, 27, 37, 45, 52, 58, 64, 70, 76, 81, 87, 93, 112, 120, 132, 150, 180)
HAIRLINE_HEIGHTS = (
    *(7.955, 7.97, 7.955, 7.90, 7.815, 7.69, 7.55, 7.42, 7.30, 7.15, 7.02, 7.02),
    *(7.42, 7.40, 7.10, 6.75, 6.60, 6.55),
)
"""Where scalp hair begins around the head: 0 is the forehead, 90 the ear, 180 the nape."""


def inside_hairline(points: Floats, recede: float = 0.0) -> Floats:
    """Return how far inside the hairline base mesh points (N, 3) are, in decimetres.

    Args:
        points: base mesh positions.
        recede: raises the front of the hairline, its corners more than its middle.
    """
    ahead = points[:, 2] - AXIS_Z
    angle = np.degrees(np.arctan2(np.abs(points[:, 0]), ahead))
    reach = np.maximum(np.hypot(points[:, 0], ahead), 0.2)
    corners = recede * (0.75 + 1.2 * np.exp(-(((angle - 36) / 16) ** 2)))
    degrees, heights = np.array(HAIRLINE_DEGREES), np.array(HAIRLINE_HEIGHTS)
    # The line wavers a little, as a drawn one would not.
    waver = 0.014 * np.sin(points[:, 0] * 31 + 1) + 0.010 * np.sin(points[:, 0] * 67 + 2)
    raised = corners * ramp(angle, 84, 66)
    edge = np.interp(angle, degrees, heights) + raised + waver
    slope = np.interp(angle + 2, degrees, heights) - np.interp(angle - 2, degrees, heights)
    slope = slope / (np.radians(4) * reach)
    return np.asarray((points[:, 1] - edge) / np.sqrt(1 + np.minimum(slope**2, 6)))


def hairline(points: Floats, recede: float = 0.0, thin: float = 0.0) -> Floats:
    """Return how much scalp hair grows at base mesh points (N, 3), 0…1.

    Args:
        points: base mesh positions.
        recede: raises the front of the hairline, in decimetres (a receding one: 0.15).
        thin: share of the hair that the top has lost, 0…1.
    """
    # A hairline that recedes thins out before it ends.
    full = ramp(inside_hairline(points, recede), -0.03, 0.15 + 0.8 * recede)
    top = ramp(points[:, 1], 7.66, 7.95) * ramp(points[:, 2], -0.5, -0.25)
    return np.asarray(full * (1 - min(thin * 1.15, 1.0) * top))
