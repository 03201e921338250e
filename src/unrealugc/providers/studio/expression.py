"""What the words say about the face: questions, warmth, worry, and which words carry weight."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

import yaml

from unrealugc.providers.base import Speech, WordTime

_WORDS = {
    kind: frozenset(words.split())
    for kind, words in yaml.safe_load(
        resources.files(__package__).joinpath("mood_words.yaml").read_text(encoding="utf-8")
    ).items()
}
_SENTENCE_END = (".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the take, in seconds, and the mood that its words suggest.

    ``warmth`` and ``worry`` are 0..1.
    """

    start: float
    end: float
    question: bool
    warmth: float
    worry: float


def bare(word: str) -> str:
    """The word in lower case without the punctuation around it."""
    return word.lower().replace("’", "'").strip(" .,!?…;:—-\"“”()'")


def carries_weight(word: WordTime) -> bool:
    """Whether a speaker would stress the word rather than pass over it."""
    return bare(word.text) not in _WORDS["light"]


def phrases(speech: Speech) -> list[Phrase]:
    """Cut the speech into sentences and read their mood."""
    found: list[Phrase] = []
    open_words: list[WordTime] = []
    for word in speech.words:
        open_words.append(word)
        if word.text.rstrip('"”)').endswith(_SENTENCE_END):
            found.append(_phrase(open_words))
            open_words = []
    if open_words:
        found.append(_phrase(open_words))
    return found


def _phrase(words: list[WordTime]) -> Phrase:
    text = [bare(word.text) for word in words]
    ending = words[-1].text.rstrip('"”)')
    warm = sum(word in _WORDS["warm"] for word in text) + ending.endswith("!")
    worried = sum(word in _WORDS["worried"] for word in text)
    return Phrase(
        start=words[0].start,
        end=words[-1].end,
        question=ending.endswith("?"),
        warmth=min(1.0, 0.6 * warm),
        worry=min(1.0, 0.7 * worried) if not warm else 0.0,
    )
