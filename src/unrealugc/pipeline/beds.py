"""The music beds that there are, as notes. All of them are our own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NO_MUSIC = "none"

Voice = Literal["keys", "pluck", "bell"]


@dataclass(frozen=True, slots=True)
class Bed:
    """A loop of chords, one bar of four beats each, played twice: plain, then in full.

    ``chords`` are MIDI notes, bass first. ``figure`` is what the leading voice plays in a bar: at
    which eighth which note of the chord, counted from 1. ``answer`` comes on top the second time,
    an octave higher. The other parts are the eighths of a bar on which each plays. ``swing`` moves
    every second eighth back by that share of one; ``pad`` is how loud long chords are under it.
    """

    beats_per_minute: float
    voice: Voice
    chords: tuple[tuple[int, ...], ...]
    figure: tuple[tuple[float, int], ...]
    answer: tuple[tuple[float, int], ...] = ()
    bass: tuple[float, ...] = (0, 4)
    kick: tuple[float, ...] = ()
    clap: tuple[float, ...] = ()
    hat: tuple[float, ...] = ()
    swing: float = 0.0
    pad: float = 0.0
    room: float = 0.12


_EIGHTHS = tuple(float(eighth) for eighth in range(8))
_OFFBEATS = (1.0, 3.0, 5.0, 7.0)

BEDS = {
    "upbeat": Bed(
        104,
        "keys",
        ((45, 64, 69, 73), (40, 64, 68, 71), (42, 61, 66, 69), (38, 62, 66, 69)),
        ((0, 1), (0, 3), (1, 2), (3, 3), (4, 1), (5, 2), (6, 3), (7, 2)),
        answer=((2, 3), (3, 2), (6, 1)),
        bass=(0, 3, 4, 7),
        kick=(0, 4),
        clap=(2, 6),
        hat=_EIGHTHS,
    ),
    "warm": Bed(
        74,
        "keys",
        ((41, 60, 65, 69), (38, 62, 65, 69), (46, 62, 65, 70), (36, 60, 64, 67)),
        ((0, 1), (0, 2), (0, 3), (3, 2), (4, 3), (6, 1)),
        answer=((1, 3), (5, 2)),
        pad=0.35,
        room=0.22,
    ),
    "bright": Bed(
        116,
        "pluck",
        ((48, 64, 67, 72), (43, 62, 67, 71), (45, 60, 64, 69), (41, 60, 65, 69)),
        ((0, 1), (1.5, 2), (2, 3), (3.5, 2), (4, 1), (5.5, 3), (6, 2), (7, 3)),
        answer=((0, 3), (3, 2), (4, 1), (7, 2)),
        bass=(0, 3, 4, 6),
        kick=(0, 4),
        clap=(2, 6),
        hat=_OFFBEATS,
    ),
    "chill": Bed(
        82,
        "keys",
        ((50, 60, 65, 69, 72), (43, 59, 65, 69, 71), (48, 59, 64, 67, 71), (45, 60, 64, 67, 71)),
        ((0, 1), (0, 2), (0, 3), (0, 4), (3, 4), (5, 2), (6, 3)),
        answer=((2, 4), (7, 3)),
        bass=(0, 3, 4.5),
        kick=(0, 3, 4.5),
        clap=(2, 6),
        hat=_EIGHTHS,
        swing=0.28,
        pad=0.12,
        room=0.2,
    ),
    "dreamy": Bed(
        66,
        "bell",
        ((41, 60, 64, 67, 72), (43, 59, 62, 67, 71), (45, 60, 64, 67, 71), (40, 59, 64, 67, 71)),
        ((0, 3), (2, 4), (4, 2), (5, 3), (7, 4)),
        answer=((1, 2), (6, 4)),
        bass=(0,),
        pad=0.8,
        room=0.35,
    ),
    "driven": Bed(
        124,
        "pluck",
        ((45, 57, 60, 64), (41, 57, 60, 65), (48, 60, 64, 67), (43, 59, 62, 67)),
        ((0, 1), (1, 2), (2, 3), (3, 2), (4, 1), (5, 2), (6, 3), (7, 2)),
        answer=((0, 3), (3, 3), (6, 3)),
        bass=(1, 2, 3, 5, 6, 7),
        kick=(0, 2, 4, 6),
        clap=(2, 6),
        hat=_OFFBEATS,
        pad=0.25,
    ),
}
