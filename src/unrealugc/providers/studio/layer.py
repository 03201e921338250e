"""Planes packed so that one look-up warps four pixels.

Warping costs by the look-up, not by the byte, and neighbours move together. So each element of
a packed plane holds a pixel and the three to the right of it; a warp at a quarter of the width
then writes four pixels a look-up, and what it writes is, byte by byte, a row of the plane.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from unrealugc.providers.base import Box, Plane, YuvFrame
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
        luma, _, _, opacity = cv2.split(yuva)
        half = (yuva.shape[1] // 2, yuva.shape[0] // 2)
        _, u, v, opacity_half = cv2.split(cv2.resize(yuva, half, interpolation=cv2.INTER_AREA))
        clear, clear_half = (cv2.bitwise_not(plane) for plane in (opacity, opacity_half))
        return cls(YuvFrame(luma, u, v), np.asarray(clear), np.asarray(clear_half))


def packed(plane: Plane) -> Pixels:
    """The plane (h, w) as (h, w, 4); beyond the right edge its last column goes on."""
    height, width = plane.shape
    wider = cv2.copyMakeBorder(plane, 0, 0, 0, PACK - 1, cv2.BORDER_REPLICATE)
    target = np.empty((height, width, PACK), np.uint8)
    _pack(np.asarray(wider), (0, 0, width, height), target)
    return target


def repack(plane: Plane, box: Box, target: Pixels, origin: tuple[int, int]) -> None:
    """Bring ``target`` up to date where ``box`` of the plane changed.

    ``target`` was packed from a window of ``plane`` that begins at ``origin``, (x, y).
    """
    x, y, width, height = box
    # A window's last pixels have none to the right of them to be packed with.
    left, right = max(origin[0], x - (PACK - 1)), origin[0] + target.shape[1] - (PACK - 1)
    top, bottom = max(origin[1], y), origin[1] + target.shape[0]
    right, bottom = min(x + width, right), min(y + height, bottom)
    if left < right and top < bottom:
        inside = target[top - origin[1] :, left - origin[0] :]
        _pack(plane, (left, top, right - left, bottom - top), inside)


def _pack(plane: Plane, box: Box, target: Pixels) -> None:
    """Copy four bytes from every byte on: several times quicker than merging four planes."""
    x, y, width, height = box
    fours = np.ndarray(
        (height, width), np.uint32, plane, y * plane.strides[0] + x, (plane.strides[0], 1)
    )
    target.view(np.uint32)[:height, :width, 0] = fours


def in_fours(plane: Plane) -> Pixels:
    """A view of the plane (h, w) as (h, w / 4, 4), to warp packed planes into.

    ``w`` is a multiple of 4. The plane may be a window into a wider one.
    """
    height, width = plane.shape
    return np.lib.stride_tricks.as_strided(
        plane, (height, width // PACK, PACK), (plane.strides[0], PACK, 1)
    )
