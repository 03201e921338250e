"""A picture that fills the frame, with a slow push-in.

It is held as planes of the encoder's own colours, so that a frame costs one warp of them.
"""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image

from unrealugc.pipeline.colour import rgb_to_yuv
from unrealugc.pipeline.composition.motion import ease_out
from unrealugc.pipeline.layers import Layer
from unrealugc.providers.base import Framing, Plane

# How much finer than the canvas a picture is held, so that moving in stays sharp.
OVERSIZE = 1.1


class Still:
    """An overlay that fills the frame from frame ``first`` up to, not including, ``last``.

    Args:
        picture: RGB, ``OVERSIZE`` times as large as the canvas.
        push: how much closer the camera is at the end, 0.08 for 8 %; 0 stands still.
        fade_s: seconds in which it comes up; 0 cuts.
    """

    def __init__(
        self,
        picture: Image.Image,
        frames: tuple[int, int],
        framing: Framing,
        *,
        push: float = 0.08,
        fade_s: float = 0.0,
    ) -> None:
        self.first, self.last = frames
        self._push = push
        self._fade = fade_s * framing.fps
        self._size = (framing.width, framing.height)
        yuv = rgb_to_yuv(np.asarray(picture.convert("RGB")))
        half = (yuv.shape[1] // 2, yuv.shape[0] // 2)
        u, v = (cv2.resize(yuv[..., c], half, interpolation=cv2.INTER_AREA) for c in (1, 2))
        self._planes = (np.ascontiguousarray(yuv[..., 0]), np.asarray(u), np.asarray(v))
        self._standing: Layer | None = None

    def at(self, frame: int) -> Layer | None:
        """The picture on this frame of the video."""
        if not self.first <= frame < self.last:
            return None
        opacity = ease_out((frame - self.first + 1) / self._fade) if self._fade else 1.0
        if self._push == 0 and opacity == 1.0:
            self._standing = self._standing or self._layer(1.0, 1.0)
            return self._standing
        part = (frame - self.first) / max(1, self.last - self.first - 1)
        return self._layer(1 + self._push * part, opacity)

    def _layer(self, zoom: float, opacity: float) -> Layer:
        width, height = self._size
        sizes = ((width, height), (width // 2, height // 2), (width // 2, height // 2))
        luma, u, v = (
            _seen(plane, size, zoom, opacity)
            for plane, size in zip(self._planes, sizes, strict=True)
        )
        through = 255 - round(255 * opacity)
        clear, clear_half = (np.full(plane.shape, through, np.uint8) for plane in (luma, u))
        return Layer(0, 0, luma, u, v, clear, clear_half)


def _seen(plane: Plane, size: tuple[int, int], zoom: float, opacity: float) -> Plane:
    """What of an oversized plane the camera sees when it has moved in by ``zoom``."""
    height, width = plane.shape
    step = width / size[0] / zoom
    matrix = np.array(
        [
            [step, 0, (width - 1) / 2 - step * (size[0] - 1) / 2],
            [0, step, (height - 1) / 2 - step * (size[1] - 1) / 2],
        ]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen = cv2.warpAffine(plane, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen if opacity == 1.0 else cv2.convertScaleAbs(seen, alpha=opacity))
