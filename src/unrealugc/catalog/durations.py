"""Lengths: of scripts, of videos, and those that a model can make when clips are joined."""

from __future__ import annotations

import math
from functools import cache

LONGEST_VIDEO_S = 180

SHORTEST_SCRIPT = 20
LONGEST_SCRIPT = 2400
"""Characters that the API takes as a script."""

CHARACTERS_PER_SECOND = 15
FASTEST_CHARACTERS_PER_SECOND = 20
"""How much of a script is spoken in a second: usually, and at most."""


@cache
def reachable(clip_seconds: tuple[int, ...]) -> tuple[int, ...]:
    """Every whole number of seconds up to 180 that is a sum of clip lengths, ascending."""
    sums = {0}
    for total in range(1, LONGEST_VIDEO_S + 1):
        if any(total - clip in sums for clip in clip_seconds):
            sums.add(total)
    return tuple(sorted(sums - {0}))


def snap_up(seconds: float, clip_seconds: tuple[int, ...]) -> int | None:
    """The shortest length, at least ``seconds``, that whole clips add up to.

    Args:
        seconds: wished length, above 0.
        clip_seconds: lengths of one clip that the model makes.

    Returns:
        Seconds, at most 180; ``None`` when even that is too short.
    """
    wanted = math.ceil(seconds)
    return next((total for total in reachable(clip_seconds) if total >= wanted), None)
