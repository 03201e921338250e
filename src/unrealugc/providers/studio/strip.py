"""A strip of rows of the frame, which is drawn by itself.

Strips are small enough for what one reads and writes to stay in the processor's cache. What
the person covers wholly is warped straight into the frame; only where something shows through
is the background blended in.
"""

from __future__ import annotations

import cv2
import numpy as np

from unrealugc.providers.base import Plane, YuvFrame
from unrealugc.providers.studio.facing import FacingPerson
from unrealugc.providers.studio.layer import PACK, in_fours
from unrealugc.providers.studio.rig import Pixels
from unrealugc.providers.studio.span import ALIGN, Span
from unrealugc.providers.studio.warp import Field, Region


class Strip:
    """Draws one span of a frame.

    ``buffers`` hold the frame and columns to its right, up to a multiple of ``span.ALIGN``;
    ``width`` is the frame's own.
    """

    def __init__(
        self, span: Span, region: Region, person: FacingPerson, buffers: YuvFrame, width: int
    ) -> None:
        self._region = region
        self._left = span.left
        self._solid = (span.solid_left, span.solid_right)
        targets = _window(buffers, span, span.left, span.right)
        self._warps = [
            (source, in_fours(target), chroma)
            for source, target, chroma in zip(
                person.planes, targets, (False, True, True), strict=True
            )
        ]
        self._edges = [
            _Edge(span, first, last, person, buffers, width)
            for first, last in span.edges
            if first < width
        ]

    def draw(self, pose: Field, behind: YuvFrame) -> None:
        """Draw the person in a pose over ``behind``, which is as large as the frame."""
        region = self._region
        region.pose(pose)
        for source, target, chroma in self._warps:
            _warp(source, region.chroma if chroma else region.luma, target)
        for edge in self._edges:
            edge.blend(region, behind)

    def draw_again(self, left: int, right: int) -> bool:
        """Draw some columns again as they last were; False if that cannot be done by itself."""
        left, right = left // ALIGN * ALIGN, -(-right // ALIGN) * ALIGN
        if left < self._solid[0] or right > self._solid[1]:
            return False
        for source, target, chroma in self._warps:
            pixels = 2 * PACK if chroma else PACK
            columns = slice((left - self._left) // pixels, (right - self._left) // pixels)
            source_map = self._region.chroma if chroma else self._region.luma
            _warp(source, source_map[:, columns], target[:, columns])
        return True


class _Edge:
    """Columns of a strip in which the background shows."""

    def __init__(
        self,
        span: Span,
        first: int,
        last: int,
        person: FacingPerson,
        buffers: YuvFrame,
        width: int,
    ) -> None:
        self._span, self._first, self._last = span, first, min(last, width)
        self._targets = _window(buffers, span, first, self._last)
        height, across = span.bottom - span.top, last - first
        clear = np.empty((height, across), np.uint8)
        half = np.empty((height // 2, across // 2), np.uint8)
        self._source = person.clear
        self._map = slice((first - span.left) // PACK, (last - span.left) // PACK)
        self._warped, self._half = in_fours(clear), half
        self._whole = clear
        self._clear = [
            plane[:, : target.shape[1]]
            for plane, target in zip((clear, half, half), self._targets, strict=True)
        ]
        self._scratch = [np.empty(target.shape, np.uint8) for target in self._targets]

    def blend(self, region: Region, behind: YuvFrame) -> None:
        """Add to what is drawn there, which is premultiplied, what shows through it."""
        _warp(self._source, region.luma[:, self._map], self._warped)
        size = (self._half.shape[1], self._half.shape[0])
        cv2.resize(self._whole, size, dst=self._half, interpolation=cv2.INTER_AREA)
        below = _window(behind, self._span, self._first, self._last)
        for plane, clear, target, scratch in zip(
            below, self._clear, self._targets, self._scratch, strict=True
        ):
            cv2.multiply(plane, clear, dst=scratch, scale=1 / 255)
            cv2.add(target, scratch, dst=target)


def _window(frame: YuvFrame, span: Span, left: int, right: int) -> tuple[Plane, Plane, Plane]:
    half = slice(span.top // 2, span.bottom // 2), slice(left // 2, right // 2)
    return frame.y[span.top : span.bottom, left:right], frame.u[half], frame.v[half]


def _warp(source: Pixels, source_map: Field, target: Pixels) -> None:
    """Warp a packed plane into the frame, where it lies."""
    cv2.remap(
        source, source_map, None, cv2.INTER_LINEAR, dst=target, borderMode=cv2.BORDER_REPLICATE
    )
