"""Hair styles: where each one sends its hair, how long it is and how it holds together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Direction = Callable[[Floats, Floats, Floats, float, float], Floats]
"""(points from the head's centre in metres, base mesh roots in decimetres, root normals,
share of the length grown 0…1, parting in metres) → wanted directions, each (N, 3)."""

DOWN = np.array([0.0, 0.0, -1.0])
BACK = np.array([0.0, 1.0, 0.0])
ACROSS = np.array([1.0, 0.0, 0.0])


@dataclass(frozen=True)
class Comb:
    """One style.

    Attributes:
        direct: the direction field.
        length: metres, at the crown.
        sides: length at the sides and the neck relative to the crown.
        stand_off: metres that the outer layer stands off the head.
        stiffness: 0 follows the field at once … 1 keeps growing straight.
        strands: how many are drawn.
        thickness: strand radius in metres.
        clump: 0 loose … 1 drawn together into locks at the tips.
        unruly: metres that tips stray.
        raggedness: shortest strand relative to the longest.
        wave_length: metres of one wave or curl.
        wave_size: metres of the waves at full waviness.
        curl: radius in metres of tight curls, 0 for waves.
        parted: strands keep to their side of the parting.
        clear_face: keep the hair off the face.
        floor: metres below the head's centre at which the hair is cut, or None.
    """

    direct: Direction
    length: float
    sides: float = 1.0
    stand_off: float = 0.012
    stiffness: float = 0.55
    strands: int = 7500
    thickness: float = 0.00015
    clump: float = 0.45
    unruly: float = 0.0025
    raggedness: float = 0.85
    wave_length: float = 0.085
    wave_size: float = 0.007
    curl: float = 0.0
    parted: bool = True
    clear_face: bool = True
    floor: float | None = None

    def lengths(self, where: Floats) -> Floats:
        """Return metres (N,) for base mesh roots (N, 3)."""
        top = np.clip((where[:, 1] - 7.25) / 0.75, 0, 1)
        return np.asarray(self.length * (self.sides + (1 - self.sides) * top))

    def trim(self, guides: Floats, centre: Floats) -> Floats:
        """Cut guides (G, P, 3) at the style's floor, keeping the number of points."""
        if self.floor is None:
            return guides
        low = centre[2] - self.floor
        trimmed = guides.copy()
        steps = np.arange(guides.shape[1], dtype=np.float64)
        for index, guide in enumerate(guides):
            below = np.flatnonzero(guide[:, 2] < low)
            if len(below) and below[0] > 0:
                b = below[0]
                part = (guide[b - 1, 2] - low) / (guide[b - 1, 2] - guide[b, 2])
                at = np.linspace(0, b - 1 + part, len(steps))
                for axis in range(3):
                    trimmed[index, :, axis] = np.interp(at, steps, guide[:, axis])
        return trimmed


def _fall(p: Floats, where: Floats, normals: Floats, share: float, part: float) -> Floats:
    """Falls from the parting to both sides, then straight down."""
    side = np.where(where[:, 0] * 0.1 >= part, 1.0, -1.0)[:, None]
    top = np.clip((p[:, 2] + 0.02) / 0.09, 0, 1)[:, None]
    front = np.clip((where[:, 2] - 0.75) / 0.5, 0, 1)[:, None]
    # Below the shoulders hair gathers on the chest and the back instead of over the arms.
    low = np.clip((-p[:, 2] - 0.13) / 0.05, 0, 1)
    astray = np.clip(np.abs(p[:, 0]) - 0.10, 0, None) * low
    inward = -ACROSS * (np.sign(p[:, 0]) * astray * 14)[:, None]
    over = ACROSS * side * 1.0 + BACK * (0.25 + 0.5 * front) + DOWN * 0.25
    return np.asarray(over * top + DOWN * (1 - top) * 1.2 + inward)


def _back(p: Floats, where: Floats, normals: Floats, share: float, part: float) -> Floats:
    """Drawn back over the head to a knot behind the crown."""
    knot = np.array([0.0, 0.105, 0.035])
    return np.asarray((knot - p) / np.linalg.norm(knot - p, axis=1, keepdims=True))


def _swept(p: Floats, where: Floats, normals: Floats, share: float, part: float) -> Floats:
    """Short hair brushed from the parting across the forehead and up."""
    side = np.where(where[:, 0] * 0.1 >= part, 1.0, -1.0)[:, None]
    top = np.clip((where[:, 1] - 7.6) / 0.5, 0, 1)[:, None]
    front = np.clip((where[:, 2] - 0.6) / 0.6, 0, 1)[:, None]
    crest = ACROSS * side * 0.8 + normals * (0.5 + 0.9 * front * (1 - share)) + BACK * 0.55 * front
    crest = crest - BACK * 0.5 * (1 - front)
    below = DOWN * 1.0 + BACK * 0.35 + normals * 0.1
    return np.asarray(crest * top + below * (1 - top))


def _forward(p: Floats, where: Floats, normals: Floats, share: float, part: float) -> Floats:
    """A short crop brushed forward."""
    top = np.clip((where[:, 1] - 7.5) / 0.5, 0, 1)[:, None]
    crest = -BACK * 0.9 + normals * 0.75
    below = DOWN * 0.9 - BACK * 0.2 + normals * 0.15
    return np.asarray(crest * top + below * (1 - top))


def _slick(p: Floats, where: Floats, normals: Floats, share: float, part: float) -> Floats:
    """Combed straight back."""
    top = np.clip((where[:, 1] - 7.4) / 0.5, 0, 1)[:, None]
    crest = BACK * 1.0 + normals * 0.45 * (1 - share) + DOWN * 0.1
    below = BACK * 0.9 + DOWN * 0.5
    return np.asarray(crest * top + below * (1 - top))


def _out(p: Floats, where: Floats, normals: Floats, share: float, part: float) -> Floats:
    """Grows away from the head."""
    return np.asarray(normals + 0.25 * DOWN * share)


STYLES: dict[str, Comb] = {
    "long": Comb(_fall, 0.46, stand_off=0.009, floor=0.33, clump=0.5, raggedness=0.8),
    "shoulder": Comb(_fall, 0.40, stand_off=0.010, floor=0.235, clump=0.35),
    "bob": Comb(_fall, 0.30, stand_off=0.012, floor=0.150, clump=0.3, raggedness=0.95),
    "lob": Comb(_fall, 0.34, stand_off=0.011, floor=0.185, clump=0.35, raggedness=0.93),
    "tied": Comb(
        _back,
        0.15,
        stand_off=0.004,
        stiffness=0.25,
        clump=0.3,
        unruly=0.0015,
        raggedness=0.97,
        wave_size=0.002,
        parted=False,
        clear_face=False,
    ),
    "swept": Comb(
        _swept,
        0.062,
        sides=0.28,
        stand_off=0.014,
        stiffness=0.5,
        strands=9000,
        unruly=0.002,
        raggedness=0.7,
        wave_length=0.06,
        wave_size=0.005,
        clear_face=False,
        clump=0.6,
    ),
    "crop": Comb(
        _forward,
        0.034,
        sides=0.35,
        stand_off=0.012,
        stiffness=0.6,
        strands=9000,
        unruly=0.003,
        raggedness=0.65,
        wave_size=0.003,
        parted=False,
        clear_face=False,
    ),
    "slick": Comb(
        _slick,
        0.085,
        sides=0.35,
        stand_off=0.014,
        stiffness=0.45,
        strands=9000,
        unruly=0.002,
        raggedness=0.8,
        wave_size=0.003,
        parted=False,
        clear_face=False,
    ),
    "buzz": Comb(
        _out,
        0.006,
        sides=0.6,
        stand_off=0.004,
        stiffness=0.9,
        strands=9000,
        thickness=0.00009,
        clump=0.0,
        unruly=0.001,
        raggedness=0.6,
        wave_size=0.0,
        parted=False,
        clear_face=False,
    ),
    "afro": Comb(
        _out,
        0.075,
        stand_off=0.06,
        stiffness=0.8,
        strands=9000,
        thickness=0.00013,
        clump=0.0,
        unruly=0.004,
        raggedness=0.55,
        wave_length=0.012,
        curl=0.0035,
        parted=False,
        clear_face=False,
    ),
    "curly": Comb(
        _fall,
        0.33,
        stand_off=0.018,
        strands=8000,
        thickness=0.00014,
        clump=0.75,
        unruly=0.010,
        raggedness=0.6,
        wave_length=0.034,
        curl=0.008,
        floor=0.215,
    ),
    "coils": Comb(
        _out,
        0.038,
        sides=0.4,
        stand_off=0.03,
        stiffness=0.8,
        strands=9000,
        thickness=0.00012,
        clump=0.3,
        unruly=0.003,
        raggedness=0.6,
        wave_length=0.010,
        curl=0.003,
        parted=False,
        clear_face=False,
    ),
}


def comb_for(style: str) -> Comb:
    """Return a style by name.

    Raises:
        KeyError: naming the styles there are.
    """
    if style not in STYLES:
        raise KeyError(f"no hair style {style!r}; there are {', '.join(sorted(STYLES))}, bald")
    return STYLES[style]


STYLES.update(
    {
        "pixie": STYLES["swept"],
        "quiff": STYLES["slick"],
        "bun": STYLES["tied"],
        "ponytail": STYLES["tied"],
        "braids": STYLES["shoulder"],
        "locs": STYLES["shoulder"],
    }
)
