"""A picture that is seen for a while, moved a little from frame to frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from unrealugc.pipeline.composition.motion import Pose
from unrealugc.pipeline.layers import Layer, make_layer
from unrealugc.providers.base import Framing

# Seconds since a picture came up and until it goes, to how it is shown.
Movement = Callable[[float, float], Pose]


class Sprite:
    """An overlay: an RGBA picture at a place, from frame ``first`` up to, not including, ``last``.

    ``place`` is the picture's top left corner at rest; the picture needs transparent room around
    it where its movement makes it larger.
    """

    def __init__(
        self,
        picture: Image.Image,
        place: tuple[int, int],
        frames: tuple[int, int],
        movement: Movement,
        framing: Framing,
    ) -> None:
        self._picture = np.asarray(picture.convert("RGBA"))
        self._place = place
        self.first, self.last = frames
        self._movement = movement
        self._framing = framing
        self._drawn: tuple[Pose, Layer | None] | None = None

    def at(self, frame: int) -> Layer | None:
        """The picture on this frame of the video; drawn again only when its pose changes."""
        if not self.first <= frame < self.last:
            return None
        fps = self._framing.fps
        pose = self._movement((frame - self.first) / fps, (self.last - frame) / fps)
        if self._drawn is None or self._drawn[0] != pose:
            self._drawn = pose, self._draw(pose)
        return self._drawn[1]

    def _draw(self, pose: Pose) -> Layer | None:
        height, width = self._picture.shape[:2]
        moved = self._picture
        if pose != Pose():
            centre = (width / 2, height / 2)
            matrix = cv2.getRotationMatrix2D(centre, pose.tilt, pose.scale)
            matrix[1, 2] += pose.drop
            moved = cast(NDArray[np.uint8], cv2.warpAffine(moved, matrix, (width, height)))
            moved[..., 3] = cv2.convertScaleAbs(moved[..., 3], alpha=pose.opacity)
        return _inside(moved, self._place, self._framing)


def _inside(picture: NDArray[np.uint8], place: tuple[int, int], framing: Framing) -> Layer | None:
    """The part of a picture that is on the canvas, as a layer."""
    x, y = place
    left, top = max(0, -x), max(0, -y)
    right, bottom = framing.width - x, framing.height - y
    if right <= left or bottom <= top:
        return None
    return make_layer(picture[top:bottom, left:right], x + left, y + top)
