"""When the product is shown: at its name, on word boundaries, and never for the whole video."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from unrealugc.providers.base import WordTime

ProductShots = Literal["pip", "cutaway", "both", "none"]
Span = tuple[float, float]

# A card comes up a moment before the name, as an editor leads with the picture.
_CARD_LEAD = 0.1
_LONGEST_CARD = 4.5
_CARD_BEFORE_CUT = (1.6, 3.2)
# The creator opens the video, and is back for its end.
_OPENING, _RETURN = 1.0, 0.7
_CUT = (1.6, 2.6, 3.4)  # Seconds of a cut-away: least, best, most.
_END_CARD = (1.5, 6.0)
_FAREWELL = 0.45
_CLAUSE_END = tuple(".!?…।,;:–—")
_CLAUSE_WORTH = 0.5  # How many seconds off the wish a cut between clauses is worth.


@dataclass(frozen=True, slots=True)
class Shots:
    """When a small card and a full shot of the product are seen, in seconds of the video."""

    card: Span | None = None
    cutaway: Span | None = None


def times_named(name: str, words: Sequence[WordTime]) -> list[float]:
    """When the product's name is said, each time."""
    wanted = _plain(name).split()
    said = [_plain(word.text) for word in words]
    return [
        words[index].start
        for index in range(len(said) - len(wanted) + 1)
        if wanted and said[index : index + len(wanted)] == wanted
    ]


def _plain(text: str) -> str:
    """Lower case, without punctuation and a possessive's ending."""
    bare = re.sub(r"['’]s\b", "", text.casefold())
    return " ".join(re.sub(r"[^\w\s\u0900-\u097f]", "", bare).split())


def plan_shots(
    style: ProductShots,
    name: str | None,
    words: Sequence[WordTime],
    *,
    free_from: float,
    free_until: float,
) -> Shots:
    """When the product's picture is seen, between ``free_from`` and ``free_until``.

    A card comes up when the product is first named. A cut-away begins on the word of a name, after
    the card if there are both, and lasts 1.6 to 3.4 s, to where the next word begins. A product
    that is never named is shown in the middle, from a clause's beginning. A video too short for a
    cut-away has a card.
    """
    if style == "none":
        return Shots()
    named = times_named(name, words) if name else []
    card = _card(named, words, free_from, free_until)
    if style == "pip":
        return Shots(card=card)
    earliest = max(free_from, _OPENING)
    if style == "both":
        earliest = max(earliest, card[0] + _CARD_BEFORE_CUT[0])
    cutaway = _cutaway(style, named, words, earliest, free_until)
    if cutaway is None:
        return Shots(card=card)
    if style == "cutaway":
        return Shots(cutaway=cutaway)
    return Shots((card[0], min(cutaway[0], card[0] + _CARD_BEFORE_CUT[1])), cutaway)


def _card(
    named: Sequence[float], words: Sequence[WordTime], free_from: float, free_until: float
) -> Span:
    first = named[0] if named else _middle(words, free_until, 0.4)
    start = max(free_from, min(first - _CARD_LEAD, free_until - 1.8))
    return start, min(free_until, start + _LONGEST_CARD)


def _middle(words: Sequence[WordTime], free_until: float, share: float) -> float:
    spoken_until = min(words[-1].end, free_until) if words else free_until
    return spoken_until * share


def _cutaway(
    style: ProductShots,
    named: Sequence[float],
    words: Sequence[WordTime],
    earliest: float,
    free_until: float,
) -> Span | None:
    latest = free_until - _RETURN - _CUT[0]
    at_names = [time for time in named if earliest <= time <= latest]
    beginnings = _beginnings(words)
    if at_names:
        start = at_names[0]
    else:
        wish = earliest + 0.6 if style == "both" else _middle(words, free_until, 0.45)
        possible = [cut for cut in beginnings if earliest <= cut[0] <= latest]
        if not possible:
            return None
        start = min(possible, key=lambda cut: abs(cut[0] - wish) - _CLAUSE_WORTH * cut[1])[0]
    ends = [
        cut
        for cut in beginnings
        if start + _CUT[0] <= cut[0] <= min(start + _CUT[2], free_until - _RETURN)
    ]
    best = start + _CUT[1]
    if not ends:
        return start, min(best, free_until - _RETURN)
    return start, min(ends, key=lambda cut: abs(cut[0] - best) - _CLAUSE_WORTH * cut[1])[0]


def _beginnings(words: Sequence[WordTime]) -> list[tuple[float, bool]]:
    """When each word but the first begins, and whether a clause begins with it."""
    return [
        (word.start, before.text.rstrip("\"'”’)*").endswith(_CLAUSE_END))
        for before, word in pairwise(words)
    ]


def end_card_span(words: Sequence[WordTime], seconds: float) -> Span:
    """When the end card is seen: after the last word, and for at least a moment.

    Where the voice goes on to the end, the card comes up under its last words.
    """
    least = min(_END_CARD[0], 0.35 * seconds)
    silent = words[-1].end + _FAREWELL if words else 0.0
    if seconds - silent >= least:
        return max(silent, seconds - _END_CARD[1]), seconds
    boundaries = [word.start for word in words if 0 <= seconds - least - word.start <= 0.9]
    return (boundaries[-1] if boundaries else seconds - least), seconds
