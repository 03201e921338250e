"""Which columns the person may cover, and surely covers, in each few rows of the frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import Plane
from unrealugc.providers.studio.stage import MARGIN, Stage

HEIGHT = 96
# Columns come in multiples of this: four pixels a look-up, at the chroma's half size too.
ALIGN = 16
_SOLID = 252


@dataclass(frozen=True, slots=True)
class Span:
    """Rows of the frame, and the columns in them that are drawn, in multiples of ``ALIGN``.

    ``left`` to ``right`` is where the person may be, however it moves; ``right`` may lie beyond
    the frame's width. From ``solid_left`` to ``solid_right`` nothing shows through.
    """

    top: int
    bottom: int
    left: int
    right: int
    solid_left: int
    solid_right: int

    @property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """The columns through which something may show."""
        if self.solid_left >= self.solid_right:
            return ((self.left, self.right),)
        both = ((self.left, self.solid_left), (self.solid_right, self.right))
        return tuple((first, last) for first, last in both if first < last)


def spans(stage: Stage) -> list[Span]:
    """The frame's rows from top to bottom; where nobody is, left and right are the width."""
    height = stage.view.height
    opacity = np.asarray(cv2.bitwise_not(stage.person.clear))
    return [
        _span(opacity, top, min(height, top + HEIGHT), stage.view.width)
        for top in range(0, height, HEIGHT)
    ]


def _span(opacity: Plane, top: int, bottom: int, width: int) -> Span:
    nearby = opacity[top : bottom + 2 * MARGIN]
    inside = slice(MARGIN, -MARGIN)
    covered = np.flatnonzero(nearby.max(axis=0)[inside])
    if len(covered) == 0:
        return Span(top, bottom, width, width, width, width)
    left = max(0, (int(covered[0]) - MARGIN) // ALIGN * ALIGN)
    right = min(_up(width), (int(covered[-1]) + MARGIN + ALIGN) // ALIGN * ALIGN)
    solid_left, solid_right = _longest_run(nearby.min(axis=0)[inside] >= _SOLID)
    if solid_left == solid_right:
        return Span(top, bottom, left, right, right, right)
    solid_left = _up(solid_left + MARGIN) if solid_left else left
    solid_right = (solid_right - MARGIN) // ALIGN * ALIGN if solid_right < width else right
    return Span(top, bottom, left, right, solid_left, solid_right)


def _up(column: int) -> int:
    return -(-column // ALIGN) * ALIGN


def _longest_run(solid: NDArray[np.bool_]) -> tuple[int, int]:
    """First and behind the last of the longest run, both 0 if there is none."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], solid.astype(np.int8), [0]])))
    if len(edges) == 0:
        return 0, 0
    starts, ends = edges[::2], edges[1::2]
    longest = int((ends - starts).argmax())
    return int(starts[longest]), int(ends[longest])
