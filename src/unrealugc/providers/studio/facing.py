"""Lays mouth, eyes and brows into a person, and only where they changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2

from unrealugc.providers.base import Box, Plane, YuvFrame
from unrealugc.providers.studio.layer import packable
from unrealugc.providers.studio.stage import Sprites, Stage


@dataclass(frozen=True, slots=True)
class Blend:
    """Two sprites of a part and the share of the second, 0..1."""

    first: int
    second: int
    weight: float


class FacingPerson:
    """A person of its own for one pass over a take, with the face of the moment.

    ``planes`` are luma and chroma, and can be packed.
    """

    def __init__(self, stage: Stage) -> None:
        person = stage.person
        self._stage = stage
        y, u, v = (packable(plane) for plane in _planes(person.planes))
        self.planes = y, u, v
        self._parts = (stage.mouth, stage.eyes, stage.brows)
        self._groups = _overlapping([part.box for part in self._parts])
        self._laid_before: dict[tuple[int, int], tuple[Plane, ...]] = {}
        self._blends: tuple[Blend | None, ...] = (None, None, None)

    def show(self, blends: tuple[Blend, Blend, Blend]) -> list[Box]:
        """Show mouth, eyes and brows; returns the boxes in which that changed the person."""
        before, self._blends = self._blends, blends
        changed = [
            group
            for group in self._groups
            if any(blends[index] != before[index] for index in group)
        ]
        return [self._lay(group, blends) for group in changed]

    def _lay(self, group: tuple[int, ...], blends: tuple[Blend, ...]) -> Box:
        whole = _union([self._parts[index].box for index in group])
        shown = [_inside(plane, box) for plane, box in zip(self.planes, _boxes(whole), strict=True)]
        if len(group) == 1:
            self._lay_alone(group[0], blends[group[0]], shown)
        else:
            for plane, original in zip(shown, self._pristine(whole), strict=True):
                plane[:] = original
            for index in group:
                _lay_part(self.planes, self._parts[index], blends[index])
        return whole

    def _lay_alone(self, index: int, blend: Blend, shown: list[Plane]) -> None:
        """Show a part that no other overlaps: what is below it is always the same."""
        first, second = self._laid(index, blend.first), self._laid(index, blend.second)
        for plane, one, other in zip(shown, first, second, strict=True):
            cv2.addWeighted(one, 1 - blend.weight, other, blend.weight, 0, dst=plane)

    def _laid(self, index: int, sprite: int) -> tuple[Plane, ...]:
        """A part's box with one of its sprites laid into it."""
        if (index, sprite) not in self._laid_before:
            part = self._parts[index]
            planes = tuple(plane.copy() for plane in self._pristine(part.box))
            at_origin = replace(part, box=(0, 0, *part.box[2:]))
            _lay_part(planes, at_origin, Blend(sprite, sprite, 0.0))
            self._laid_before[index, sprite] = planes
        return self._laid_before[index, sprite]

    def _pristine(self, box: Box) -> list[Plane]:
        planes = _planes(self._stage.person.planes)
        return [_inside(plane, part) for plane, part in zip(planes, _boxes(box), strict=True)]


def _lay_part(planes: tuple[Plane, ...], part: Sprites, blend: Blend) -> None:
    """Blend a part's sprites into the planes under its mask."""
    first, second = (_planes(part.sprites[index]) for index in (blend.first, blend.second))
    keeps = (part.keep, part.keep_half, part.keep_half)
    for plane, box, keep, one, other in zip(
        planes, _boxes(part.box), keeps, first, second, strict=True
    ):
        shown = one
        if blend.weight > 0 and blend.second != blend.first:
            shown = cv2.addWeighted(one, 1 - blend.weight, other, blend.weight, 0)
        region = _inside(plane, box)
        cv2.add(shown, cv2.multiply(region, keep, scale=1 / 255), dst=region)


def _planes(frame: YuvFrame) -> tuple[Plane, Plane, Plane]:
    return frame.y, frame.u, frame.v


def _boxes(box: Box) -> tuple[Box, Box, Box]:
    """The box, which is even, in luma and in both chroma planes."""
    x, y, width, height = box
    half = (x // 2, y // 2, width // 2, height // 2)
    return box, half, half


def _inside(plane: Plane, box: Box) -> Plane:
    x, y, width, height = box
    return plane[y : y + height, x : x + width]


def _overlapping(boxes: list[Box]) -> list[tuple[int, ...]]:
    """Indices of boxes in groups, such that none overlaps one of another group."""
    groups: list[tuple[int, ...]] = []
    for index, box in enumerate(boxes):
        touching = [group for group in groups if any(_overlap(box, boxes[i]) for i in group)]
        groups = [group for group in groups if group not in touching]
        groups.append((*(i for group in touching for i in group), index))
    return [tuple(sorted(group)) for group in groups]


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def _union(boxes: list[Box]) -> Box:
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, bottom = max(b[0] + b[2] for b in boxes), max(b[1] + b[3] for b in boxes)
    return left, top, right - left, bottom - top
