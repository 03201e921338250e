"""A rig's pictures, converted once to what drawing needs, at the scale of the canvas."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from unrealugc.providers.base import Box
from unrealugc.providers.studio.rig import Pixels, Point, Rig, SpriteSheet
from unrealugc.providers.studio.yuv import premultiplied, rgb_to_yuv

_BAND = 120


@dataclass(frozen=True)
class Part:
    """Sprites of one part of the face.

    Attributes:
        box: where they lie.
        names: the sprites in order.
        sprites: premultiplied YUVA times the mask, shape (n, h, w, 4).
        keep: 255 minus the mask, shape (h, w).
    """

    box: Box
    names: tuple[str, ...]
    sprites: tuple[Pixels, ...]
    keep: Pixels


@dataclass(frozen=True)
class Plates:
    """A person, converted.

    Attributes:
        person: premultiplied YUVA, shape (1920, 1440, 4).
        background: YUV, shape (n, n, 3).
        motion: as in the rig, like the points and the hands.
    """

    person: Pixels
    background: Pixels
    mouth: Part
    eyes: Part
    brows: Part
    motion: Pixels
    pivot: Point
    center: Point
    mouth_line: Point
    hands: Pixels | None

    @classmethod
    def of(cls, rig: Rig) -> Plates:
        """Convert ``rig``."""
        return cls(
            person=_premultiplied_in_bands(rig.person),
            background=rgb_to_yuv(rig.background),
            mouth=_part(rig, rig.mouth),
            eyes=_part(rig, rig.eyes),
            brows=_part(rig, rig.brows),
            motion=rig.motion,
            pivot=rig.pivot,
            center=rig.center,
            mouth_line=rig.mouth_line,
            hands=rig.hands,
        )

    @property
    def canvas(self) -> tuple[int, int]:
        """(width, height) of the person's canvas."""
        return self.person.shape[1], self.person.shape[0]


def _premultiplied_in_bands(rgba: Pixels) -> Pixels:
    """The person, some rows at a time: fresh memory for every step costs more than the step."""
    result = np.empty_like(rgba)
    for top in range(0, len(rgba), _BAND):
        band = np.ascontiguousarray(rgba[top : top + _BAND])
        # NumPy would part colours from opacity in five times the time.
        colours = np.asarray(cv2.cvtColor(band, cv2.COLOR_RGBA2RGB))
        opacity = np.asarray(cv2.extractChannel(band, 3))
        result[top : top + _BAND] = premultiplied(colours, opacity)
    return result


def _part(rig: Rig, sheet: SpriteSheet) -> Part:
    x, y, w, h = sheet.box
    weight = cv2.multiply(rig.person[y : y + h, x : x + w, 3], sheet.mask, scale=1 / 255)
    sprites = tuple(premultiplied(pixels, weight) for pixels in sheet.pixels)
    return Part(sheet.box, sheet.names, sprites, cv2.bitwise_not(sheet.mask))
