"""A strip of rows of the frame's luma or of its chroma, which is drawn by itself.

Strips are small enough for what one reads and writes to stay in the processor's cache. What
the person covers wholly is warped straight into the frame; only where something shows through
is the background blended in.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from unrealugc.providers.base import Box, Plane
from unrealugc.providers.studio.layer import PACK, in_fours, packed, repack
from unrealugc.providers.studio.rig import Pixels
from unrealugc.providers.studio.scratch import Scratch
from unrealugc.providers.studio.span import Span, align, down, up
from unrealugc.providers.studio.warp import Ends, Field, Warp


class Strip:
    """Draws one span of planes that have the same size.

    ``watched`` is what one unit of each parameter does to a few of its points, in pixels of the
    frame, shape (k, m).

    Args:
        span: what to draw.
        subsampling: pixels of the frame to one of the planes, 1 or 2.
        warp: moves the person.
        person: the person's planes; what changes in them is seen after ``take_over``.
        clear: what shows through them.
        targets: the frame's planes and columns to their right, up to a multiple of
            ``span.align``.
        width: the planes' own.
        scratch: room for the largest strip.
    """

    def __init__(
        self,
        span: Span,
        subsampling: int,
        warp: Warp,
        person: Sequence[Plane],
        clear: Plane,
        targets: Sequence[Plane],
        width: int,
        scratch: Scratch,
    ) -> None:
        self.span = span
        self.subsampling = subsampling
        self._scratch = scratch
        self._person = person
        rows, columns = span.source(span.left, span.right)
        self._origin = columns.start, rows.start
        # In memory of their own they are read a third quicker than as windows of wide planes.
        self._sources = [packed(plane[rows, columns]) for plane in person] if span.shows else []
        self._region = warp.region(
            (span.top, span.bottom), (span.left, span.right), subsampling, self._origin
        )
        # Where nobody ever is, nothing moves.
        self.watched = self._region.watched * np.float32(span.shows)
        self._rows = [target[span.top : span.bottom] for target in targets]
        self._targets = [in_fours(row[:, span.left : span.right]) for row in self._rows]
        self._sides = [
            slice(first, last)
            for first, last in ((0, span.left), (span.right, width))
            if first < last
        ]
        self._edges = [
            self._edge(first, last, clear, width) for first, last in span.edges if first < width
        ]

    def _edge(self, first: int, last: int, clear: Plane, width: int) -> _Edge:
        """The edge in some columns, with as much of ``clear`` as may come to lie there."""
        rows, columns = self.span.source(first, last)
        x, y = columns.start - self._origin[0], rows.start - self._origin[1]
        seen = slice(first, min(last, width))
        nearby = packed(clear[rows, columns])
        return _Edge((first, last), seen, self._rows, nearby, (x, y), self._scratch)

    def put_behind(self, planes: Sequence[Plane]) -> None:
        """Show a background, as large as the frame's planes, where nobody is.

        Where it shows through the person, it does so after the next ``draw`` or ``draw_edges``.
        """
        behind = [plane[self.span.top : self.span.bottom] for plane in planes]
        for row, below in zip(self._rows, behind, strict=True):
            for side in self._sides:
                row[:, side] = below[:, side]
        for edge in self._edges:
            edge.put_behind(behind)

    def draw(self, pose: Field) -> None:
        """Draw the person in a pose."""
        self._region.pose(pose)
        left = self.span.left
        source_map = self._warp(left, self.span.right)
        for edge in self._edges:
            first, last = edge.columns
            edge.blend(source_map[:, (first - left) // PACK : (last - left) // PACK])

    def draw_edges(self) -> None:
        """Draw again as it last was what the background shows through."""
        for edge in self._edges:
            edge.blend(self._warp(*edge.columns))

    def take_over(self, box: Box) -> Ends:
        """Take over what changed in a box of the layer; returns the columns that may show it."""
        x, y, width, height = (value // self.subsampling for value in box)
        left, right = self.span.shown((x, y, width, height))
        if left < right:
            for plane, source in zip(self._person, self._sources, strict=True):
                repack(plane, (x, y, width, height), source, self._origin)
        return left, right

    def draw_columns(self, left: int, right: int) -> bool:
        """Draw some columns again as they last were, with what changed.

        False if that cannot be done by itself, because something shows through them.
        """
        grid = align(self.subsampling)
        left, right = down(left, grid), up(right, grid)
        if left < self.span.solid_left or right > self.span.solid_right:
            return False
        if left < right:
            self._warp(left, right)
        return True

    def _warp(self, left: int, right: int) -> Field:
        """Draw the person in some columns, opaque; returns where they come from."""
        first, last = left - self.span.left, right - self.span.left
        source_map = self._region.map(first, last, self._scratch)
        for source, target in zip(self._sources, self._targets, strict=True):
            _warp(source, source_map, target[:, first // PACK : last // PACK])
        return source_map


class _Edge:
    """Columns of a strip in which the background shows.

    Args:
        columns: where they are in the planes.
        seen: those that the planes really have.
        rows: the strip's rows of them.
        clear: what shows through the person, packed, from ``origin`` of the strip's sources on.
    """

    def __init__(
        self,
        columns: tuple[int, int],
        seen: slice,
        rows: Sequence[Plane],
        clear: Pixels,
        origin: tuple[int, int],
        scratch: Scratch,
    ) -> None:
        self.columns = columns
        self._seen = seen
        self._clear, self._origin = clear, (*origin, 0, 0)
        self._targets = [row[:, seen] for row in rows]
        self._behind = [np.empty(target.shape, np.uint8) for target in self._targets]
        height, width = rows[0].shape[0], columns[1] - columns[0]
        wide = scratch.clear(height, width)
        self._map = scratch.shifted_map(height, width // PACK, 2)
        self._warped, self._through = in_fours(wide), wide[:, : seen.stop - seen.start]
        self._below = scratch.behind(*self._through.shape)

    def put_behind(self, behind: Sequence[Plane]) -> None:
        """Keep what is behind it, from rows of the background."""
        for kept, plane in zip(self._behind, behind, strict=True):
            kept[:] = plane[:, self._seen]

    def blend(self, source_map: Field) -> None:
        """Add to what is drawn there, which is premultiplied, what shows through it."""
        cv2.subtract(source_map, self._origin, dst=self._map)
        _warp(self._clear, self._map, self._warped)
        for target, behind in zip(self._targets, self._behind, strict=True):
            cv2.multiply(behind, self._through, dst=self._below, scale=1 / 255)
            cv2.add(target, self._below, dst=target)


def _warp(source: Pixels, source_map: Field, target: Pixels) -> None:
    """Warp a packed plane into the frame, where it lies."""
    cv2.remap(
        source, source_map, None, cv2.INTER_LINEAR, dst=target, borderMode=cv2.BORDER_REPLICATE
    )
