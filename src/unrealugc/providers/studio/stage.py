"""A rig made ready for one framing: everything scaled and converted once, before any frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from unrealugc.providers.base import Box, Framing, YuvFrame
from unrealugc.providers.studio.rig import Pixels, Rig, SpriteSheet
from unrealugc.providers.studio.view import View
from unrealugc.providers.studio.warp import Warp
from unrealugc.providers.studio.yuv import premultiplied, rgb_to_planes

# What the layers have around the frame, so that movement brings in picture and not an edge.
MARGIN = 24


@dataclass(frozen=True)
class Part:
    """Sprites of one part of the face, converted.

    Attributes:
        box: where they lie on the layer.
        names: the sprites in order.
        sprites: premultiplied YUVA times the mask, shape (n, h, w, 4).
        keep: 255 minus the mask, in all four channels, shape (h, w, 4).
    """

    box: Box
    names: tuple[str, ...]
    sprites: Pixels
    keep: Pixels


@dataclass(frozen=True)
class Stage:
    """What drawing needs.

    Attributes:
        person: premultiplied YUVA with ``MARGIN`` around the frame.
        background: planes with ``MARGIN`` around the frame.
        mouth_box: what mouth and chin reach, in the frame.
    """

    view: View
    person: Pixels
    background: YuvFrame
    mouth: Part
    eyes: Part
    brows: Part
    warp: Warp
    mouth_box: Box

    @classmethod
    def of(cls, rig: Rig, framing: Framing) -> Stage:
        """Convert ``rig`` for ``framing``."""
        view = View.of(framing, rig)
        return cls(
            view=view,
            person=_person(rig, view),
            background=_background(rig, view),
            mouth=_part(rig, rig.mouth, view),
            eyes=_part(rig, rig.eyes, view),
            brows=_part(rig, rig.brows, view),
            warp=Warp.of(rig, view, MARGIN),
            mouth_box=_mouth_box(rig, view),
        )


def _person(rig: Rig, view: View) -> Pixels:
    layer = premultiplied(rig.person[..., :3], rig.person[..., 3])
    size = (view.width + 2 * MARGIN, view.height + 2 * MARGIN)
    return _resample(layer, view.matrix(MARGIN), size)


def _part(rig: Rig, sheet: SpriteSheet, view: View) -> Part:
    x, y, w, h = view.box(sheet.box, MARGIN)
    matrix = view.matrix(MARGIN) @ _shift(sheet.box[0], sheet.box[1])
    matrix[:, 2] -= (x, y)
    bx, by, bw, bh = sheet.box
    alpha = rig.person[by : by + bh, bx : bx + bw, 3]
    weight = cv2.multiply(alpha, sheet.mask, scale=1 / 255)
    sprites = np.empty((len(sheet.names), h, w, 4), np.uint8)
    for index, pixels in enumerate(sheet.pixels):
        sprites[index] = _resample(premultiplied(pixels, weight), matrix, (w, h), padded=True)
    mask = _resample(sheet.mask, matrix, (w, h), padded=True)
    keep = np.repeat((255 - mask)[..., None], 4, axis=2)
    return Part((x, y, w, h), sheet.names, sprites, keep)


def _shift(x: int, y: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([[1.0, 0, x], [0, 1.0, y], [0, 0, 1.0]])


def _resample(
    picture: Pixels,
    matrix: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    size: tuple[int, int],
    *,
    padded: bool = False,
) -> Pixels:
    """Warp to ``size``; outside the picture there is nothing if ``padded``, else its border."""
    border = cv2.BORDER_CONSTANT if padded else cv2.BORDER_REPLICATE
    exact = np.allclose(matrix[:, :2], np.eye(2)) and np.allclose(matrix[:, 2] % 1.0, 0.0)
    flags = cv2.INTER_NEAREST if exact else cv2.INTER_LINEAR
    warped: Pixels = cv2.warpAffine(picture, matrix, size, flags=flags, borderMode=border)
    return warped


def _background(rig: Rig, view: View) -> YuvFrame:
    """Cover the frame and its margin; the middle of the picture stays in the middle."""
    width, height = view.width + 2 * MARGIN, view.height + 2 * MARGIN
    stored_height, stored_width = rig.background.shape[:2]
    scale = max(width / stored_width, height / stored_height)
    left = (stored_width * scale - width) / 2
    top = (stored_height * scale - height) / 2
    matrix = np.array([[scale, 0, -left], [0, scale, -top]])
    rgb = cv2.warpAffine(rig.background, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return rgb_to_planes(rgb)


def _mouth_box(rig: Rig, view: View) -> Box:
    """From just above the lips to the lowest that the chin gets, kept inside the frame."""
    x, y, w, h = rig.mouth.box
    lips = rig.mouth_line[1]
    top = max(float(y), lips - 0.15 * h)
    left, upper, width, height = view.box((x, int(top), w, int(y + h - top)))
    x0, y0 = max(0, left), max(0, upper)
    x1, y1 = min(view.width, left + width), min(view.height, upper + height)
    return x0, y0, x1 - x0, y1 - y0
