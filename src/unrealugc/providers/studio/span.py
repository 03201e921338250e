"""Which columns the person may cover, and surely covers, in each few rows of a plane."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import Box, Plane
from unrealugc.providers.studio.stage import MARGIN
from unrealugc.providers.studio.warp import GRID, Ends, Reach

HEIGHT = 96
# Pixels that are warped at once, sixteen look-ups; what is left of a row costs several times more.
VECTOR = 64
_SOLID = 252


@dataclass(frozen=True, slots=True)
class Span:
    """Rows of a plane, and the columns in them that are drawn, in multiples of ``align``.

    ``left`` to ``right`` is where the person may be, however it moves; ``right`` may lie beyond
    the plane's width. From ``solid_left`` to ``solid_right`` nothing shows through. Where nobody
    ever is, all four are the width.

    What is drawn comes from the person's layer, at the least and at the most so much
    ``further_right`` and ``further_down``.
    """

    top: int
    bottom: int
    left: int
    right: int
    solid_left: int
    solid_right: int
    further_right: Ends
    further_down: Ends

    @property
    def shows(self) -> bool:
        """Whether the person is ever there."""
        return self.left < self.right

    @property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """The columns through which something may show."""
        if self.solid_left >= self.solid_right:
            return ((self.left, self.right),) if self.shows else ()
        both = ((self.left, self.solid_left), (self.solid_right, self.right))
        return tuple((first, last) for first, last in both if first < last)

    def source(self, left: int, right: int) -> tuple[slice, slice]:
        """The rows and columns of the layer from which columns of the span may come."""
        rows = max(0, self.top + self.further_down[0]), self.bottom + self.further_down[1]
        columns = max(0, left + self.further_right[0]), right + self.further_right[1]
        return slice(*rows), slice(*columns)

    def shown(self, box: Box) -> Ends:
        """The columns in which a box of the layer may be seen; none where it never is."""
        x, y, width, height = box
        below = y - self.further_down[1] >= self.bottom
        if below or y + height - self.further_down[0] <= self.top:
            return self.solid_left, self.solid_left
        return x - self.further_right[1], x + width - self.further_right[0]


def align(subsampling: int) -> int:
    """What the columns of spans are multiples of: a node of the warp, in pixels of the plane."""
    return GRID // subsampling


def up(column: int, multiple: int) -> int:
    """The next multiple that is not below ``column``."""
    return -(-column // multiple) * multiple


def down(column: int, multiple: int) -> int:
    """The last multiple that is not above ``column``."""
    return column // multiple * multiple


def spans(clear: Plane, subsampling: int, reach: Reach) -> list[Span]:
    """The rows of a plane from top to bottom.

    Args:
        clear: what shows through the person, at the plane's size with its margin.
        subsampling: pixels of the frame to one of the plane, 1 or 2.
        reach: how far the person moves.
    """
    opacity = np.asarray(cv2.bitwise_not(clear))
    margin = MARGIN // subsampling
    height = opacity.shape[0] - 2 * margin
    found = []
    for top in range(0, height, HEIGHT):
        bottom = min(height, top + HEIGHT)
        right, down = reach.between(top, bottom, subsampling)
        nearby = opacity[max(0, top + down[0]) : bottom + down[1]]
        columns = _columns(nearby, opacity.shape[1] - 2 * margin, right, align(subsampling))
        found.append(Span(top, bottom, *columns, right, down))
    return found


def _columns(nearby: Plane, width: int, further: Ends, grid: int) -> tuple[int, int, int, int]:
    """Left, right, and what is solid, given all that may come to lie in a span."""
    first, last = _ends(nearby.max(axis=0) > 0)
    if first == last:
        return width, width, width, width
    # Beyond the margin the layer goes on as it ends.
    left = max(0, down(first - further[1], grid)) if first else 0
    right = up(width, grid)
    if last < nearby.shape[1]:
        right = min(right, up(last - further[0], grid))
    first, last = _longest_run(nearby.min(axis=0) >= _SOLID)
    solid_left = max(left, up(first - further[0], grid)) if first else left
    solid_right = right
    if last < nearby.shape[1]:
        solid_right = min(right, down(last - further[1], grid))
    # An edge takes what it can of the solid to be warped in whole vectors.
    solid_left = left + up(solid_left - left, VECTOR)
    solid_right = right - up(right - solid_right, VECTOR)
    if first == last or solid_left >= solid_right:
        return left, right, right, right
    return left, right, solid_left, solid_right


def _ends(covered: NDArray[np.bool_]) -> Ends:
    """The first and behind the last, both 0 if there is none."""
    found = np.flatnonzero(covered)
    return (int(found[0]), int(found[-1]) + 1) if len(found) else (0, 0)


def _longest_run(solid: NDArray[np.bool_]) -> Ends:
    """First and behind the last of the longest run, both 0 if there is none."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], solid.astype(np.int8), [0]])))
    if len(edges) == 0:
        return 0, 0
    starts, ends = edges[::2], edges[1::2]
    longest = int((ends - starts).argmax())
    return int(starts[longest]), int(ends[longest])
