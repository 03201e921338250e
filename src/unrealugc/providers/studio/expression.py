"""What a script says about how it is spoken: sentences, questions, emphasis, and mood words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from unrealugc.core.datafiles import parse_yaml, read_text
from unrealugc.core.emphasis import read_marks
from unrealugc.providers.base import Speech, WordTime

Mood = Literal["smile", "surprise", "concern", "excitement", "doubt"]
MOODS: tuple[Mood, ...] = get_args(Mood)

_ENDING = re.compile(r"([.!?…।]+)[^\w.!?…।]*$")
# Not letters though Unicode counts them as marks: they join and colour emojis.
_EMOJI_PARTS = "\ufe0f\u200d"
_ELISION = "'"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the take, in seconds; ``ending`` is its closing punctuation, such as "?!"."""

    start: float
    end: float
    words: tuple[WordTime, ...]
    ending: str

    @property
    def question(self) -> bool:
        """Whether it asks."""
        return "?" in self.ending


@dataclass(frozen=True)
class Lexicon:
    """The words of one language; every entry is a whole word or, with ``*``, a beginning."""

    words: dict[str, frozenset[str]]
    stems: dict[str, tuple[str, ...]]

    def has(self, kind: str, word: str) -> bool:
        """Whether the bare ``word``, or what follows its elision (j'adore), is of ``kind``."""
        tail = word.rpartition(_ELISION)[2]
        forms = (word, tail) if len(tail) > 2 else (word,)
        known, stems = self.words.get(kind, frozenset()), self.stems.get(kind, ())
        return any(form in known or form.startswith(stems) for form in forms)

    def mood(self, word: str) -> Mood | None:
        """The mood that a bare word suggests."""
        return next((mood for mood in MOODS if self.has(mood, word)), None)


@cache
def lexicon(language: str) -> Lexicon:
    """The words of a language by its tag ("pt-br"); none are known of most languages."""
    kinds = {kind: text.split() for kind, text in _data().get(language[:2].lower(), {}).items()}
    return Lexicon(
        {kind: frozenset(w for w in words if w[-1] != "*") for kind, words in kinds.items()},
        {kind: tuple(w[:-1] for w in words if w[-1] == "*") for kind, words in kinds.items()},
    )


@cache
def _data() -> dict[str, dict[str, str]]:
    text = unicodedata.normalize("NFC", read_text(__package__, "moods.yaml"))
    data: dict[str, dict[str, str]] = parse_yaml(text)
    return data


def symbol_mood(text: str) -> Mood | None:
    """The mood of the first telling emoji in ``text``."""
    symbols = _data()["symbols"]
    found = (mood for char in text if char > "\u2000" for mood in MOODS if char in symbols[mood])
    return next(found, None)


def bare(text: str) -> str:
    """The first word in ``text``, in lower case without the signs around it."""
    for token in unicodedata.normalize("NFC", text).lower().replace("’", _ELISION).split():
        letters = [i for i, char in enumerate(token) if _is_letter(char)]
        if letters:
            return token[letters[0] : letters[-1] + 1]
    return ""


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" and char not in _EMOJI_PARTS


def carries_weight(word: WordTime, language: str) -> bool:
    """Whether a speaker would stress the word rather than pass over it."""
    return not lexicon(language).has("light", bare(word.text))


def emphasised(words: Sequence[WordTime]) -> list[bool]:
    """Which words are emphasised, as captions see it."""
    _, stressed = read_marks([word.text for word in words])
    return [index in stressed for index in range(len(words))]


def phrases(speech: Speech) -> list[Phrase]:
    """Cut the speech into sentences."""
    found: list[Phrase] = []
    first = 0
    for index, word in enumerate(speech.words):
        ending = _ENDING.search(word.text)
        if ending or index + 1 == len(speech.words):
            words = speech.words[first : index + 1]
            mark = ending[1] if ending else ""
            found.append(Phrase(words[0].start, words[-1].end, words, mark))
            first = index + 1
    return found
