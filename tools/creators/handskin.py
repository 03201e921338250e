"""The colour of hands: nails, and the red of knuckles and fingertips."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.creators.hands import hand_frame
from tools.creators.mesh import BaseMesh
from tools.creators.regions import ramp

Floats = NDArray[np.float64]

NAIL = (0.085, 0.052)
"""Half the length and half the width of a nail, in base mesh decimetres."""


def paint_hands(base: BaseMesh, fine: Floats, colour: Floats, roughness: Floats) -> None:
    """Paint nails and knuckles into the skin's colour (N, 3) and roughness (N,).

    Args:
        base: the mesh whose joints say where fingers are.
        fine: (N, 3) where the skin's vertices are in the unshaped base mesh.
        colour: changed in place.
        roughness: changed in place.
    """
    nails, red = np.zeros(len(fine)), np.zeros(len(fine))
    for side in "lr":

        def joint(name: str) -> Floats:
            return base.joint(base.vertices, name)

        palm = hand_frame(joint, side)[1]
        for finger in range(1, 6):
            joints = [joint(f"{side}-finger-{finger}-{n}") for n in (1, 2, 3, 4)]
            near = np.linalg.norm(fine - joints[3], axis=1) < 0.5
            nails[near] = np.maximum(nails[near], _nail(fine[near], joints[2], joints[3], palm))
            for knuckle, size in zip(joints[:3], (0.13, 0.10, 0.08), strict=True):
                back = (fine - knuckle) @ -palm
                bump = np.exp(-((np.linalg.norm(fine - knuckle, axis=1) / size) ** 2))
                red += bump * ramp(back, 0.0, 0.05)
            red += 0.7 * np.exp(-((np.linalg.norm(fine - joints[3], axis=1) / 0.12) ** 2))
    red = np.clip(red * 0.8, 0, 1)[:, None]
    colour *= 1 + red * (np.array([0.97, 0.80, 0.78]) - 1)
    rosy = np.clip(colour * [1.12, 0.98, 0.98] + [0.05, 0.03, 0.03], 0, 1)
    colour += nails[:, None] * (rosy - colour)
    roughness += nails * (0.28 - roughness)


def _nail(points: Floats, joint: Floats, tip: Floats, palm: Floats) -> Floats:
    """Return how far (N,) points are on the nail between a finger's last joint and its tip."""
    along = tip - joint
    length = float(np.linalg.norm(along))
    along = along / length
    # The thumb is turned away from the palm: its back is where the finger's own side is not.
    back = -(palm - (palm @ along) * along)
    back /= np.linalg.norm(back)
    across = np.cross(along, back)
    away = points - (joint + along * length * 0.62)
    oval = np.hypot(away @ along / NAIL[0], away @ across / NAIL[1])
    return np.asarray(ramp(oval, 1.1, 0.8) * (away @ back > 0.02))
