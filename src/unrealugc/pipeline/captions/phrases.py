"""Groups timed words into phrases that are read at one glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from unrealugc.providers.base import WordTime

# A pause longer than this ends a phrase; a shorter one keeps it on screen until the next.
LONGEST_PAUSE = 0.45
LINGER = 0.35
_SENTENCE_END = tuple(".!?…।")
_CLAUSE_END = tuple(",;:–—")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words shown together from ``start`` to ``end``, in seconds of the video."""

    words: tuple[WordTime, ...]
    start: float
    end: float

    @property
    def text(self) -> str:
        """The words as the script writes them."""
        return " ".join(word.text for word in self.words)


def group(
    words: Sequence[WordTime], *, max_words: int, max_characters: int, seconds: float
) -> list[Phrase]:
    """Group ``words`` into phrases, none across a sentence's end or a pause.

    ``max_characters`` bounds a phrase that has more than one word. A phrase stays until the
    next one, or lingers for a moment before a pause; none outlasts ``seconds``.
    """
    runs = _evened(_runs(words, max_words, max_characters), max_characters)
    phrases = []
    for run, following in pairwise([*runs, None]):
        assert run is not None
        end = run[-1].end + LINGER
        if following is not None:
            begins = following[0].start
            end = begins if begins - run[-1].end < LONGEST_PAUSE + LINGER else end
        phrases.append(Phrase(tuple(run), run[0].start, min(end, seconds)))
    return phrases


def _runs(words: Sequence[WordTime], max_words: int, max_characters: int) -> list[list[WordTime]]:
    runs: list[list[WordTime]] = []
    for word in words:
        if runs and not _must_part(runs[-1], word, max_words, max_characters):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _must_part(run: list[WordTime], word: WordTime, max_words: int, max_characters: int) -> bool:
    last = run[-1]
    bare = last.text.rstrip("\"'”’)]")
    length = sum(len(said.text) + 1 for said in run) + len(word.text)
    return (
        len(run) >= max_words
        or length > max_characters
        or bare.endswith(_SENTENCE_END)
        or (bare.endswith(_CLAUSE_END) and len(run) > 1)
        or word.start - last.end > LONGEST_PAUSE
    )


def _evened(runs: list[list[WordTime]], max_characters: int) -> list[list[WordTime]]:
    """Give a word that would stand alone after a full phrase some company from it."""
    for before, run in pairwise(runs):
        lonely = len(run) == 1 and len(before) > 2
        close = run[0].start - before[-1].end <= LONGEST_PAUSE
        sentence_goes_on = (
            not before[-1].text.rstrip("\"'”’)]").endswith((*_SENTENCE_END, *_CLAUSE_END))
        )
        fits = len(before[-1].text) + 1 + len(run[0].text) <= max_characters
        if lonely and close and sentence_goes_on and fits:
            run.insert(0, before.pop())
    return runs
