"""What the engine needs to know of a language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from unrealugc.providers.studio.speech.text.script import Reader


class Numerals(Protocol):
    """Numbers in words."""

    def cardinal(self, value: int, *, feminine: bool = False, counting: bool = False) -> str:
        """``value`` (0 or more) in words; ``counting`` when the thing counted follows."""

    def ordinal(self, value: int, *, feminine: bool = False) -> str:
        """``value`` (1 or more) as a rank."""

    def form(self, value: int) -> int:
        """Which plural form follows ``value``: 0 for one, 1 for many, 2 for a further one."""


@dataclass(frozen=True, slots=True)
class SaidWord:
    """One word as it is said: its spelling, and whether a pause follows it."""

    spelling: str
    pause: bool = False


Sounds = Callable[[Sequence[SaidWord]], list[str]]
"""Sounds of each word of a sentence, in the model's notation with stress marks."""


def word_by_word(sounds_of: Callable[[str], str]) -> Sounds:
    """Sounds of sentences in which no word changes its neighbours, from those of one spelling."""

    def sounds(words: Sequence[SaidWord]) -> list[str]:
        return [sounds_of(word.spelling) for word in words]

    return sounds


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the model speaks.

    Attributes:
        name: in English, as messages say it.
        reader: from written words to said ones.
        sounds: from said words to the model's symbols.
    """

    name: str
    reader: Reader
    sounds: Sounds
