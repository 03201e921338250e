"""Hair styles: where each one sends its hair, how long it is and how it holds together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.creators.regions import ramp

Floats = NDArray[np.float64]

DOWN = np.array([0.0, 0.0, -1.0])
UP = -DOWN
BACK = np.array([0.0, 1.0, 0.0])
AHEAD = -BACK
ACROSS = np.array([1.0, 0.0, 0.0])

WHORL_Z = 0.78
"""Depth, in base mesh decimetres, at which a parting ends and hair falls all around."""


@dataclass(frozen=True)
class Haircut:
    """What grows on the head.

    Attributes:
        style: a key of ``STYLES``, or "bald".
        colour: "#rrggbb" of the hair in soft light.
        grey: share of grey strands, 0…1.
        length: scales the style's own length.
        volume: scales how far the hair stands off the head.
        wave: 0 straight … 1 wavy.
        part: where the hair parts, in metres to the person's left.
        recede: raises the hairline, in base mesh decimetres.
        fringe: hair over the forehead, 0 none, 0.5 parted like a curtain, 1 full.
        thin: how far the top has thinned, 0 full … 1 a bald crown with a horseshoe of hair.
        fade: how close the sides are clipped towards the ears, 0…1 (short styles).
        behind: share of long hair that falls behind the shoulders, 0…1.
    """

    style: str = "long"
    colour: str = "#3a2416"
    grey: float = 0.0
    length: float = 1.0
    volume: float = 1.0
    wave: float = 0.3
    part: float = 0.0
    recede: float = 0.0
    fringe: float = 0.0
    thin: float = 0.0
    fade: float = 0.0
    behind: float = 0.95


@dataclass(frozen=True)
class Roots:
    """Where the guides of a style grow.

    Attributes:
        where: (N, 3) base mesh positions in decimetres.
        normals: (N, 3) of the person's skin there.
        side: (N,) 1 for hair that belongs to the person's left of the parting, else -1.
        away: (N,) distance from the parting in decimetres.
    """

    where: Floats
    normals: Floats
    side: Floats
    away: Floats

    @classmethod
    def of(cls, where: Floats, normals: Floats, part: float, mingled: float = 0.02) -> Roots:
        """Sort roots along a parting in metres to the person's left.

        ``mingled`` is how far, in decimetres, hair of both sides grows across it.
        """
        x = where[:, 0] - 10 * part
        x = x + mingled * np.sin(where[:, 0] * 431 + where[:, 2] * 97)
        behind = np.maximum(WHORL_Z - where[:, 2], 0)
        return cls(where, normals, np.where(x >= 0, 1.0, -1.0), np.hypot(x, behind))


Direction = Callable[[Floats, Roots, float, Haircut], Floats]
"""(points (N, 3) from the head's centre in metres, their roots, share of the length grown 0…1,
the haircut) → wanted directions (N, 3)."""


@dataclass(frozen=True)
class Comb:
    """One style.

    Attributes:
        direct: the direction field.
        length: metres, at the crown.
        sides: length at the sides and the neck relative to the crown.
        stand_off: metres that the outer layer stands off the head.
        erect: how much of its length hair may stand off the skin, 0 lying … 1.
        crest: metres that the front stands off in addition.
        stiffness: 0 follows the field at once … 1 keeps growing straight.
        strands: how many are drawn.
        thickness: strand radius in metres.
        clump: 0 loose … 1 drawn together into locks at the tips.
        unruly: metres that tips stray.
        raggedness: shortest strand relative to the longest.
        wave_length: metres of one wave or curl.
        wave_size: metres of the waves at full waviness.
        curl: radius in metres of curls, 0 for waves.
        parted: strands keep to their side of the parting.
        clear_face: keep the hair off the face.
        floor: metres below the head's centre at which the hair is cut, or None.
        guides: how many locks.
        rope: radius in metres of braids or locs, 0 for loose hair.
        gathered: what the hair is tied into: "", "knot", "bun" or "tail".
    """

    direct: Direction
    length: float
    sides: float = 1.0
    stand_off: float = 0.012
    erect: float = 0.9
    crest: float = 0.0
    stiffness: float = 0.55
    strands: int = 7500
    thickness: float = 0.00016
    clump: float = 0.45
    unruly: float = 0.002
    raggedness: float = 0.85
    wave_length: float = 0.085
    wave_size: float = 0.007
    curl: float = 0.0
    parted: bool = True
    clear_face: bool = True
    floor: float | None = None
    guides: int = 1100
    rope: float = 0.0
    gathered: str = ""

    def lengths(self, where: Floats, fade: float = 0.0) -> Floats:
        """Return metres (N,) for base mesh roots (N, 3)."""
        top = np.clip((where[:, 1] - 7.25) / 0.75, 0, 1)
        sides = self.sides * (1 - 0.82 * fade * ramp(where[:, 1], 8.05, 7.35))
        if not self.clear_face and not self.gathered:
            # Short hair is clipped closer before the ears and at the neck.
            sides = sides * (0.4 + 0.6 * ramp(where[:, 1], 7.0, 7.45))
        return np.asarray(self.length * (sides + (1 - self.sides) * top))

    def trim(self, guides: Floats, centre: Floats) -> Floats:
        """Cut guides (G, P, 3) at the style's floor, keeping the number of points."""
        if self.floor is None:
            return guides
        return cut_below(guides, np.full(len(guides), centre[2] - self.floor))


def cut_below(guides: Floats, floor: Floats) -> Floats:
    """Cut guides (G, P, 3) where they fall below their floor (G,), keeping P points."""
    trimmed = guides.copy()
    steps = np.arange(guides.shape[1], dtype=np.float64)
    for index, (guide, low) in enumerate(zip(guides, floor, strict=True)):
        below = np.flatnonzero(guide[:, 2] < low)
        if len(below) and below[0] > 0:
            b = below[0]
            part = (guide[b - 1, 2] - low) / (guide[b - 1, 2] - guide[b, 2])
            at = np.linspace(0, b - 1 + part, len(steps))
            for axis in range(3):
                trimmed[index, :, axis] = np.interp(at, steps, guide[:, axis])
    return trimmed


def fall(p: Floats, roots: Roots, share: float, cut: Haircut) -> Floats:
    """Falls from the parting to both sides, behind the whorl to the back, then down."""
    z = roots.where[:, 2]
    backward = ramp(z, WHORL_Z + 0.05, WHORL_Z - 0.45)[:, None]
    out = ACROSS * roots.side[:, None] * (1 - 0.75 * backward) + BACK * backward
    sweep = BACK * (0.45 * ramp(z, 0.8, 1.3))[:, None]
    top = ramp(p[:, 2], -0.005, 0.062)[:, None]
    over = out + sweep + DOWN * 0.25
    # Below the chin hair falls behind the shoulders or gathers on the chest.
    low = ramp(p[:, 2], -0.085, -0.15)
    goes_back = np.where(z < np.interp(cut.behind, [0, 1], [0.1, 1.7]), 1.0, -0.3)
    part_ways = BACK * (low * goes_back * 1.5)[:, None]
    wide = 0.084 - 0.022 * low
    astray = np.clip(np.abs(p[:, 0]) - wide, 0, None) * ramp(p[:, 2], -0.02, -0.09)
    inward = -ACROSS * (np.sign(p[:, 0]) * astray * 22)[:, None]
    return np.asarray(over * top + DOWN * (1 - top) * 1.2 + inward + part_ways)


def gather(p: Floats, roots: Roots, share: float, cut: Haircut) -> Floats:
    """Drawn back over the head to a knot behind the crown."""
    knot = np.array([0.0, 0.105, 0.035])
    return np.asarray((knot - p) / np.linalg.norm(knot - p, axis=1, keepdims=True))


def gather_high(p: Floats, roots: Roots, share: float, cut: Haircut) -> Floats:
    """Drawn up to a knot on the crown."""
    knot = np.array([0.0, 0.055, 0.125])
    return np.asarray((knot - p) / np.linalg.norm(knot - p, axis=1, keepdims=True))


def sweep(p: Floats, roots: Roots, share: float, cut: Haircut) -> Floats:
    """Brushed from a side parting over the head, up a little at the front."""
    part = cut.part if abs(cut.part) > 0.005 else 0.028
    # Hair of both sides grows across the parting, where a gap would notch the outline.
    x = 0.1 * roots.where[:, 0] + 0.018 * np.sin(roots.where[:, 0] * 431 + roots.where[:, 2] * 97)
    small = np.sign(part) * (x - part) > 0
    heading = np.where(small, 1.0, -1.0)[:, None] * np.sign(part)
    top = ramp(roots.where[:, 1], 7.62, 8.0)[:, None]
    front = ramp(roots.where[:, 2], 0.7, 1.3)[:, None]
    lift = roots.normals * (0.35 + 0.9 * front * (1 - share) ** 2)
    crest = ACROSS * heading * 0.85 + lift + BACK * (0.55 * front + 0.15)
    below = DOWN * 1.0 + BACK * 0.45 + roots.normals * 0.08
    return np.asarray(crest * top + below * (1 - top))


def forward(p: Floats, roots: Roots, share: float, cut: Haircut) -> Floats:
    """A short crop brushed forward and to the side."""
    top = ramp(roots.where[:, 1], 7.55, 8.0)[:, None]
    slant = ACROSS * (0.35 if cut.part >= 0 else -0.35)
    crest = AHEAD * 0.9 + slant + roots.normals * (0.85 - 0.5 * share)
    below = DOWN * 0.9 + AHEAD * 0.15 + roots.normals * 0.12
    return np.asarray(crest * top + below * (1 - top))


def feather(p: Floats, roots: Roots, share: float, cut: Haircut) -> Floats:
    """A pixie: from the crown forward and aside, close at the neck."""
    heading = -np.sign(cut.part) if abs(cut.part) > 0.005 else -1.0
    top = ramp(roots.where[:, 1], 7.45, 7.95)[:, None]
    front = ramp(roots.where[:, 2], 0.6, 1.25)[:, None]
    crest = ACROSS * heading * (0.45 + 0.55 * front) + AHEAD * (0.75 - 0.35 * front)
    crest = crest + roots.normals * 0.5 * (1 - share) + DOWN * 0.35 * share
    below = DOWN * 0.9 + AHEAD * 0.35 * front + roots.normals * 0.08
    return np.asarray(crest * top + below * (1 - top))


def slick(p: Floats, roots: Roots, share: float, cut: Haircut) -> Floats:
    """Combed straight back."""
    top = ramp(roots.where[:, 1], 7.45, 7.95)[:, None]
    crest = BACK * 1.0 + roots.normals * 0.5 * (1 - share) + DOWN * 0.1
    below = BACK * 0.8 + DOWN * 0.7
    return np.asarray(crest * top + below * (1 - top))


def quiff(p: Floats, roots: Roots, share: float, cut: Haircut) -> Floats:
    """Up from the forehead, then back."""
    top = ramp(roots.where[:, 1], 7.6, 8.0)[:, None]
    front = ramp(roots.where[:, 2], 0.8, 1.3)[:, None]
    slant = ACROSS * (0.25 if cut.part >= 0 else -0.25)
    crest = UP * front * (2.0 - 2.4 * share) + BACK * (0.5 + 0.5 * share) + slant
    crest = crest + roots.normals * 0.4
    below = DOWN * 0.9 + BACK * 0.4 + roots.normals * 0.1
    return np.asarray(crest * top + below * (1 - top))


def outward(p: Floats, roots: Roots, share: float, cut: Haircut) -> Floats:
    """Grows away from the head."""
    return np.asarray(roots.normals + 0.2 * UP * ramp(roots.where[:, 1], 7.6, 8.1)[:, None])


def fringe_down(p: Floats, roots: Roots, share: float, cut: Haircut) -> Floats:
    """Over the forehead to the brows, a little aside."""
    aside = ACROSS * (0.6 * roots.where[:, 0] + 0.12)[:, None]
    start = roots.normals * (0.9 * max(0.0, 1 - 2.2 * share))
    return np.asarray(AHEAD * (0.9 - 0.7 * share) + DOWN * (0.25 + 1.0 * share) + aside + start)


def fringe_curtain(p: Floats, roots: Roots, share: float, cut: Haircut) -> Floats:
    """From the parting over the temples, like a curtain drawn open."""
    aside = ACROSS * roots.side[:, None] * (0.95 - 0.25 * share)
    start = roots.normals * (1.0 * max(0.0, 1 - 2.2 * share))
    return np.asarray(AHEAD * 0.22 * (1 - share) + DOWN * (0.35 + 0.75 * share) + aside + start)
