"""What a camera does of its own: white balance and exposure for the face."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.creators.person import Person
from tools.creators.skin import gloss
from tools.creators.stage import Camera

Floats = NDArray[np.float64]
Pixels = NDArray[np.float32]

LUMA = np.array([0.2126, 0.7152, 0.0722])
"""Shares of linear RGB in luminance (BT.709)."""

GLEAM = 0.012
"""What pale skin reflects without colouring it, as if it were that much lighter."""

BALANCE = 0.82
"""Share of the light's tint that is taken away: warm light stays a little warm."""

MIDDLE, SPREAD = 0.33, 0.58
"""Luminance of a face that stays as light as it is, and how far others keep their distance from
it (as a power): dark skin is exposed more and pale skin less."""

LEAST, MOST = 0.45, 2.1


def expose(picture: Pixels, corner: tuple[int, int], person: Person, camera: Camera) -> Floats:
    """Return the (3,) factors that show a person's face as a camera would.

    Args:
        picture: (H, W, 4) linear light of a part of the canvas that holds the face.
        corner: x and y of its first pixel on the canvas.
        person: who.
        camera: what they were taken with.
    """
    points, colours = person.complexion()
    at = np.round(camera.project(points)).astype(int) - corner
    seen = picture[at[:, 1], at[:, 0], :3]
    gleam = GLEAM * gloss(np.median(colours, axis=0))
    light = np.median(seen / (colours + gleam), axis=0)
    lit = float(light @ LUMA)
    tint = (lit / np.maximum(light, 1e-3)) ** BALANCE
    shown = float(np.median(seen, axis=0) @ LUMA)
    tone = float(np.median(colours, axis=0) @ LUMA)
    wanted = MIDDLE * (tone / MIDDLE) ** SPREAD
    level = np.clip(wanted / max(shown, 1e-3), LEAST, MOST)
    return np.asarray(level * tint / float(tint * light @ LUMA) * lit)
