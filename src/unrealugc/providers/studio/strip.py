"""A strip of rows of the frame's luma or of its chroma, which is drawn by itself.

Strips are small enough for what one reads and writes to stay in the processor's cache. What
the person covers wholly is warped straight into the frame; only where something shows through
is the background blended in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import Box, Plane
from unrealugc.providers.studio.layer import PACK, in_fours, packable, packed
from unrealugc.providers.studio.rig import Pixels
from unrealugc.providers.studio.scratch import Scratch
from unrealugc.providers.studio.span import VECTOR, Span, align, down, up
from unrealugc.providers.studio.warp import Ends, Field, Warp


class Strip:
    """Draws one span of planes that have the same size.

    ``watched`` is what one unit of each parameter does to a few of its points, in pixels of the
    frame, shape (k, m).

    Args:
        span: what to draw.
        subsampling: pixels of the frame to one of the planes, 1 or 2.
        warp: moves the person.
        person: the person's planes, to be packed.
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
        rows, columns = span.source(span.left, span.right)
        self._first_column = columns.start
        self._region = warp.region(
            (span.top, span.bottom),
            (span.left, span.right),
            subsampling,
            (columns.start, rows.start),
        )
        # Where nobody ever is, nothing moves.
        self.watched = self._region.watched * np.float32(span.shows)
        self._sources = [packed(plane, rows, columns) for plane in person] if span.shows else []
        self._source_size = self._sources[0].shape if self._sources else (0, 0)
        self._rows = [target[span.top : span.bottom] for target in targets]
        self._targets = [in_fours(row[:, span.left : span.right]) for row in self._rows]
        self._sides = [
            slice(first, last)
            for first, last in ((0, span.left), (span.right, width))
            if first < last
        ]
        self._edges = [
            _Edge(
                (first, last),
                slice(first, min(last, width)),
                self._rows,
                clear[span.source(first, last)],
                self._packing(self._columns(first, last)),
                scratch,
            )
            for first, last in span.edges
            if first < width
        ]
        self._whole = self._window(span.left, span.right)
        self._of_edges = [self._window(*edge.columns) for edge in self._edges]
        self._of_boxes: dict[Box, _Window | None] = {}

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
        self._draw(self._whole)
        for edge in self._edges:
            first, last = ((column - self.span.left) // PACK for column in edge.columns)
            edge.blend(self._whole.source_map[:, first:last])

    def draw_edges(self) -> None:
        """Draw again as it last was what the background shows through."""
        for edge, window in zip(self._edges, self._of_edges, strict=True):
            self._draw(window)
            edge.blend(window.source_map)

    def draw_box(self, box: Box) -> bool:
        """Draw again as it last was what a box of the layer may show, with what changed in it.

        False if that cannot be done by itself, because something shows through it.
        """
        if box not in self._of_boxes:
            left, right = self._shown(box)
            if left < self.span.solid_left or right > self.span.solid_right:
                return False
            self._of_boxes[box] = self._window(left, right) if left < right else None
        window = self._of_boxes[box]
        if window is not None:
            self._draw(window)
        return True

    def _shown(self, box: Box) -> Ends:
        """The columns to draw for a box of the layer, in whole vectors if there is room."""
        x, y, width, height = (value // self.subsampling for value in box)
        grid = align(self.subsampling)
        left, right = self.span.shown((x, y, width, height))
        left, right = down(left, grid), up(right, grid)
        whole = left + up(right - left, VECTOR)
        return left, whole if whole <= self.span.solid_right else right

    def _draw(self, window: _Window) -> None:
        """Draw the person in some columns, opaque."""
        self._region.map(window.nodes, window.whole_map)
        for source, target in zip(window.sources, window.targets, strict=True):
            _warp(window.packing.of(source), window.source_map, target)

    def _window(self, left: int, right: int) -> _Window:
        first, last = left - self.span.left, right - self.span.left
        nodes, whole_map, source_map = self._region.window(first, last, self._scratch)
        needed = self._columns(left, right)
        return _Window(
            nodes,
            whole_map,
            source_map,
            self._packing(needed),
            [source[:, needed] for source in self._sources],
            [target[:, first // PACK : last // PACK] for target in self._targets],
        )

    def _columns(self, left: int, right: int) -> slice:
        """The columns of the strip's source from which columns of the frame may come."""
        _, columns = self.span.source(left, right)
        return slice(columns.start - self._first_column, columns.stop - self._first_column)

    def _packing(self, columns: slice) -> _Packing:
        return _Packing(self._scratch.packed(*self._source_size), columns)


class _Packing:
    """The scratch memory as a strip's source, packed, of which some columns are looked at.

    Copying goes row by row, which memory is made for. A warp follows the slant of a tilted
    head, and would wait for a packed picture that is not in the cache yet.
    """

    def __init__(self, memory: NDArray[np.uint32], columns: slice) -> None:
        self._columns = memory[:, columns]
        self._picture = memory.view(np.uint8).reshape(*memory.shape, PACK)

    def of(self, pixels: NDArray[np.uint32]) -> Pixels:
        """The source with these pixels in its columns."""
        np.copyto(self._columns, pixels)
        return self._picture


@dataclass(frozen=True, slots=True)
class _Window:
    """Some columns of a strip, and views of all that drawing them reads and writes.

    Attributes:
        nodes: of the strip's region.
        whole_map: where they come from, and what lies around them.
        source_map: the part of it that is theirs.
        packing: for what they come from.
        sources: what they come from, a plane each.
        targets: where they are drawn.
    """

    nodes: slice
    whole_map: Field
    source_map: Field
    packing: _Packing
    sources: list[NDArray[np.uint32]]
    targets: list[Pixels]


class _Edge:
    """Columns of a strip in which the background shows.

    Args:
        columns: where they are in the planes.
        seen: those that the planes really have.
        rows: the strip's rows of them.
        clear: what may show through the person there.
        packing: for that.
        scratch: room for the edge.
    """

    def __init__(
        self,
        columns: Ends,
        seen: slice,
        rows: Sequence[Plane],
        clear: Plane,
        packing: _Packing,
        scratch: Scratch,
    ) -> None:
        self.columns = columns
        self._packing = packing
        # Lying together in memory, it is read in half the time.
        height, width = clear.shape
        self._clear = packed(packable(clear), slice(0, height), slice(0, width))
        self._seen = seen
        self._targets = [row[:, seen] for row in rows]
        self._behind = [np.empty(target.shape, np.uint8) for target in self._targets]
        wide = scratch.clear(rows[0].shape[0], columns[1] - columns[0])
        self._warped, self._through = in_fours(wide), wide[:, : seen.stop - seen.start]
        self._below = scratch.behind(*self._through.shape)

    def put_behind(self, behind: Sequence[Plane]) -> None:
        """Keep what is behind it, from rows of the background."""
        for kept, plane in zip(self._behind, behind, strict=True):
            kept[:] = plane[:, self._seen]

    def blend(self, source_map: Field) -> None:
        """Add to what is drawn there, which is premultiplied, what shows through it."""
        _warp(self._packing.of(self._clear), source_map, self._warped)
        for target, behind in zip(self._targets, self._behind, strict=True):
            cv2.multiply(behind, self._through, dst=self._below, scale=1 / 255)
            cv2.add(target, self._below, dst=target)


def _warp(source: Pixels, source_map: Field, target: Pixels) -> None:
    """Warp a packed plane into the frame, where it lies."""
    cv2.remap(
        source, source_map, None, cv2.INTER_LINEAR, dst=target, borderMode=cv2.BORDER_REPLICATE
    )
