"""How a framing looks at the person's canvas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import Box, Framing
from unrealugc.providers.studio.plates import Plates
from unrealugc.providers.studio.rig import Point

# In wide and square pictures the person is shown smaller, from a little above the hair.
LANDSCAPE_SHARE = 0.75
LANDSCAPE_TOP = 150.0


@dataclass(frozen=True, slots=True)
class View:
    """A frame's window onto the canvas: canvas = origin + (frame + 0.5) / scale - 0.5."""

    width: int
    height: int
    scale: float
    x: float
    y: float

    @classmethod
    def of(cls, framing: Framing, plates: Plates) -> View:
        """The window that ``framing`` asks for; its zoom keeps the face where it was."""
        width, height = framing.width, framing.height
        canvas_width, canvas_height = plates.canvas
        if height > width:
            scale, top = height / canvas_height, 0.0
        else:
            scale, top = LANDSCAPE_SHARE * height / 1080, LANDSCAPE_TOP
        left = (canvas_width - width / scale) / 2
        zoomed = scale * framing.zoom
        face_x, face_y = plates.center
        return cls(
            width,
            height,
            zoomed,
            face_x - (face_x - left) / framing.zoom,
            face_y - (face_y - top) / framing.zoom,
        )

    def matrix(self, margin: int) -> NDArray[np.float64]:
        """Canvas to frame as a 2x3 affine for pixel centres, shifted by ``margin``."""
        shift = (self.scale - 1) / 2 + margin
        return np.array(
            [
                [self.scale, 0, shift - self.scale * self.x],
                [0, self.scale, shift - self.scale * self.y],
            ]
        )

    def box(self, box: Box, margin: int = 0) -> Box:
        """The smallest box of even coordinates in the frame that holds a box of the canvas."""
        x, y, w, h = box
        left, top = self.point((x, y))
        right, bottom = self.point((x + w, y + h))
        x0, y0 = (int(np.floor(v + margin)) // 2 * 2 for v in (left, top))
        x1, y1 = (int(np.ceil(v + margin) + 1) // 2 * 2 for v in (right, bottom))
        return x0, y0, x1 - x0, y1 - y0

    def point(self, point: Point) -> Point:
        """A point of the canvas in the frame."""
        return (point[0] - self.x) * self.scale, (point[1] - self.y) * self.scale
