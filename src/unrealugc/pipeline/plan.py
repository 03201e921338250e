"""Fits a script's speech into the video's time: pace, pauses, and the cuts between takes.

The video has exactly the requested length. Speech that is shorter than it gets longer pauses,
and the creator holds a friendly look at the end; speech that is longer is spoken faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from unrealugc.providers.base import Take
from unrealugc.providers.errors import ScriptTooLongError

FASTEST_PACE = 1.9
SLOWEST_PACE = 0.72
# Characters a second at which one tells a friend something, some 200 words a minute. Neural
# voices left to themselves are hastier than that.
FRIENDLY_RATE = 15.5
SHORTEST_TAKE = 1.5
# Somebody who has an end card to come to speaks up to this much quicker.
_STILL_AT_EASE = 1.25


@dataclass(frozen=True, slots=True)
class _Room:
    """Seconds of silence somewhere: at the least, as a speaker would, and at the most."""

    least: float
    natural: float
    most: float

    def between(self, tightness: float) -> float:
        """From least (1) to natural (0) silence."""
        return self.natural + (self.least - self.natural) * tightness


LEAD = _Room(least=0.10, natural=0.30, most=0.50)
PAUSE = _Room(least=0.14, natural=0.38, most=0.95)
TAIL = _Room(least=0.20, natural=0.60, most=1.20)


def first_pace(
    characters: int, natural: Sequence[float], seconds: float, wish: float = 1.0
) -> float:
    """The pace that should let a script fit into ``seconds``.

    Where there is room it is the rate at which people talk to a friend; only where there is
    not, it is quicker.

    Args:
        characters: length of the script.
        natural: about how long its utterances last at pace 1, in seconds.
        seconds: length of the video.
        wish: 1.1 talks 10 % quicker than a friend would, if there is room for that.

    Raises:
        ScriptTooLongError: it is plain that nobody could say it in that time.
    """
    if sum(natural) > FASTEST_PACE * 1.3 * seconds:
        raise _too_long(f"{sum(natural):.0f} s of speech for {seconds} s of video")
    friendly = min(1.0, FRIENDLY_RATE * sum(natural) / max(1, characters))
    needed = sum(natural) / max(0.3, seconds - _silence(len(natural), 0.4))
    return _possible(max(friendly * wish, needed))


def leaves_room(
    characters: int, natural: Sequence[float], seconds: float, wish: float, room: float
) -> bool:
    """Whether a script can be said with ``room`` seconds to spare, about as quickly as without.

    The other arguments are those of ``first_pace``.
    """
    try:
        hurried = first_pace(characters, natural, seconds - room, wish)
    except ScriptTooLongError:
        return False
    at_ease = first_pace(characters, natural, 1e6, wish)
    return hurried <= max(first_pace(characters, natural, seconds, wish), at_ease * _STILL_AT_EASE)


def _possible(pace: float) -> float:
    return min(FASTEST_PACE, max(SLOWEST_PACE, pace))


def _silence(utterances: int, tightness: float) -> float:
    """All silences around so many utterances together."""
    pauses = max(0, utterances - 1)
    return LEAD.between(tightness) + TAIL.between(tightness) + pauses * PAUSE.between(tightness)


def _too_long(detail: str) -> ScriptTooLongError:
    return ScriptTooLongError(
        "The script is too long for the video's duration. Shorten it or ask for more seconds.",
        detail=detail,
    )


def corrected_pace(pace: float, lengths: Sequence[float], seconds: float) -> float | None:
    """The pace that makes speech of ``lengths``, measured at ``pace``, fit; None if it does.

    Raises ScriptTooLongError when nobody could say it in that time.
    """
    speech = sum(lengths)
    if speech + _silence(len(lengths), 1.0) <= seconds:
        return None
    if pace >= FASTEST_PACE:
        raise _too_long(f"{speech:.1f} s of speech at pace {pace:.2f} for {seconds} s of video")
    needed = pace * speech / max(0.1, seconds - _silence(len(lengths), 0.7))
    return _possible(needed * 1.04)


def lay_out(lengths: Sequence[float], seconds: float) -> tuple[float, ...]:
    """When each utterance starts, so that all of them fill ``seconds`` as a speaker would.

    ``lengths`` are the utterances' durations; with the least silences they must fit.
    """
    pauses = max(0, len(lengths) - 1)
    spare = seconds - sum(lengths)
    least = LEAD.least + TAIL.least + pauses * PAUSE.least
    natural = LEAD.natural + TAIL.natural + pauses * PAUSE.natural
    if spare < least - 1e-6:
        raise ValueError("the speech does not fit")
    if spare < natural:
        tightness = (natural - spare) / (natural - least)
        lead, pause = LEAD.between(tightness), PAUSE.between(tightness)
    else:
        # Pauses grow first, up to what still sounds like the same train of thought; what is
        # left over is the look at the end.
        most = LEAD.most + TAIL.most + pauses * PAUSE.most
        ease = min(1.0, (spare - natural) / (most - natural))
        lead = LEAD.natural + (LEAD.most - LEAD.natural) * ease
        pause = PAUSE.natural + (PAUSE.most - PAUSE.natural) * ease
    starts: list[float] = []
    clock = lead
    for length in lengths:
        starts.append(clock)
        clock += length + pause
    return tuple(starts)


def cut_takes(
    texts: Sequence[str],
    starts: Sequence[float],
    lengths: Sequence[float],
    seconds: float,
    *,
    longest: float,
    fps: int,
) -> tuple[Take, ...]:
    """Cut the time line into takes of about ``longest`` seconds, only ever in a pause.

    The cuts lie on frames, the takes join without a gap, and every utterance is whole in one
    take. A single utterance longer than ``longest`` makes a longer take.
    """
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    pauses = [(end + start) / 2 for end, start in zip(ends[:-1], starts[1:], strict=True)]
    cuts = _choose_cuts([round(pause * fps) / fps for pause in pauses], seconds, longest)
    edges = [0.0, *cuts, float(seconds)]
    takes = []
    for index, (start, end) in enumerate(pairwise(edges)):
        said = [text for text, at in zip(texts, starts, strict=True) if start <= at < end]
        final = index == len(edges) - 2
        takes.append(Take(index, " ".join(said), start, end - start, final=final))
    return tuple(takes)


def _choose_cuts(pauses: Sequence[float], seconds: float, longest: float) -> list[float]:
    """From the pauses, the cuts that part the video most evenly into takes."""
    wanted = -(-seconds // longest)
    cuts: list[float] = []
    for part in range(1, int(wanted)):
        ideal = seconds * part / wanted
        after = cuts[-1] if cuts else 0.0
        free = [
            pause
            for pause in pauses
            if pause - after >= SHORTEST_TAKE and seconds - pause >= SHORTEST_TAKE
        ]
        if free:
            cut = min(free, key=lambda pause: abs(pause - ideal))
            cuts.append(cut)
    return cuts
