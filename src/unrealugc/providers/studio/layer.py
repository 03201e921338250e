"""Planes packed so that one look-up warps four pixels.

Warping costs by the look-up, not by the byte, and neighbours move together. So each element of
a packed plane holds a pixel and the three to the right of it; a warp at a quarter of the width
then writes four pixels a look-up, and what it writes is, byte by byte, a row of the plane.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import Plane, YuvFrame
from unrealugc.providers.studio.rig import Pixels

PACK = 4


@dataclass(frozen=True, slots=True)
class Cutout:
    """A picture with transparency: premultiplied planes, and what shows through it.

    ``clear`` is 255 minus the opacity, ``clear_half`` at the chroma's size.
    """

    planes: YuvFrame
    clear: Plane
    clear_half: Plane

    @classmethod
    def of(cls, yuva: Pixels) -> Cutout:
        """Part premultiplied YUVA of shape (h, w, 4), both even, into planes."""
        luma, opacity = (cv2.extractChannel(yuva, channel) for channel in (0, 3))
        half = (yuva.shape[1] // 2, yuva.shape[0] // 2)
        _, u, v, opacity_half = cv2.split(cv2.resize(yuva, half, interpolation=cv2.INTER_AREA))
        clear, clear_half = (cv2.bitwise_not(plane) for plane in (opacity, opacity_half))
        return cls(YuvFrame(luma, u, v), np.asarray(clear), np.asarray(clear_half))


def packable(plane: Plane) -> Plane:
    """A copy of the plane (h, w) whose last column goes on for as long as packing needs it."""
    wider = cv2.copyMakeBorder(plane, 0, 0, 0, PACK - 1, cv2.BORDER_REPLICATE)
    return np.asarray(wider, np.uint8)


def packed(plane: Plane, rows: slice, columns: slice) -> NDArray[np.uint32]:
    """What a window of a ``packable`` plane is like packed: a view, so that it stays true.

    Reading it costs several times as much as reading a copy. As uint32, shape (h, w).
    """
    height = min(rows.stop, plane.shape[0]) - rows.start
    width = min(columns.stop, plane.shape[1] - (PACK - 1)) - columns.start
    first, stride = rows.start * plane.strides[0] + columns.start, plane.strides[0]
    return np.ndarray((height, width), np.uint32, plane, first, (stride, 1))


def in_fours(plane: Plane) -> Pixels:
    """A view of the plane (h, w) as (h, w / 4, 4), to warp packed planes into.

    ``w`` is a multiple of 4. The plane may be a window into a wider one.
    """
    height, width = plane.shape
    return np.lib.stride_tricks.as_strided(
        plane, (height, width // PACK, PACK), (plane.strides[0], PACK, 1)
    )
