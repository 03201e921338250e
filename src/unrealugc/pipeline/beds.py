"""The music beds that there are, as notes."""

from __future__ import annotations

from dataclasses import dataclass

NO_MUSIC = "none"


@dataclass(frozen=True, slots=True)
class Bed:
    """A loop of four chords, each one bar of four beats.

    ``chords`` are MIDI notes, bass first; ``figure`` are the eighths of a bar on which the keys
    play which note of the chord.
    """

    beats_per_minute: float
    chords: tuple[tuple[int, ...], ...]
    figure: tuple[tuple[int, int], ...]
    beat: bool


BEDS = {
    "upbeat": Bed(
        104,
        ((45, 64, 69, 73), (40, 64, 68, 71), (42, 61, 66, 69), (38, 62, 66, 69)),
        ((0, 1), (0, 3), (1, 2), (3, 3), (4, 1), (5, 2), (6, 3), (7, 2)),
        beat=True,
    ),
    "warm": Bed(
        74,
        ((41, 60, 65, 69), (38, 62, 65, 69), (46, 62, 65, 70), (36, 60, 64, 67)),
        ((0, 1), (0, 2), (0, 3), (3, 2), (4, 3), (6, 1)),
        beat=False,
    ),
}
