"""How a script is cut into chunks that are spoken in one go, and the pauses between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from unrealugc.providers.studio.speech.phonemes import PhonemeWord, phonemize
from unrealugc.providers.studio.speech.text.script import Sentence

# Memory and, beyond some 200 symbols, hurried delivery speak for short chunks; a lone
# short phrase ("Really?") sounds more natural together with its neighbour.
LONGEST_CHUNK = 130
_SHORT_SENTENCE = 24

SENTENCE_PAUSE_S = 0.30
PARAGRAPH_PAUSE_S = 0.55
_PHRASE_PAUSES_S = {",": 0.12, ";": 0.2, ":": 0.2, "—": 0.2, "…": 0.3, "": 0.0}


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words that are spoken in one go, and the silence after them in seconds."""

    words: tuple[PhonemeWord, ...]
    pause_s: float


def chunks(sentences: Sequence[Sentence], language: str) -> list[Chunk]:
    """Cut a script into chunks of at most ``LONGEST_CHUNK`` symbols, in order.

    ``language`` is the voice's, as a tag like "en-gb": it decides the accent.
    """
    found: list[Chunk] = []
    for sentence in sentences:
        words = phonemize(sentence, language)
        pause = PARAGRAPH_PAUSE_S if sentence.ends_paragraph else SENTENCE_PAUSE_S
        pieces = list(_pieces(words))
        made = [Chunk(piece, _PHRASE_PAUSES_S.get(piece[-1].mark, 0.0)) for piece in pieces[:-1]]
        found += [*made, Chunk(pieces[-1], pause)]
    return _with_short_ones_joined(found)


def size(words: Iterable[PhonemeWord]) -> int:
    """How many symbols ``words`` take, spaces included."""
    return sum(len(word.symbols) + len(word.mark) + 1 for word in words)


def _pieces(words: Sequence[PhonemeWord]) -> Iterable[tuple[PhonemeWord, ...]]:
    """Cut a long sentence after its punctuation, as evenly as that allows, else between words."""
    if size(words) <= LONGEST_CHUNK or len(words) == 1:
        yield tuple(words)
        return
    middle = size(words) / 2
    best = min(
        range(1, len(words)),
        key=lambda cut: (not words[cut - 1].mark, abs(size(words[:cut]) - middle)),
    )
    yield from _pieces(words[:best])
    yield from _pieces(words[best:])


def _with_short_ones_joined(found: Sequence[Chunk]) -> list[Chunk]:
    joined: list[Chunk] = []
    for chunk in found:
        before = joined[-1] if joined else None
        if (
            before
            and before.pause_s < PARAGRAPH_PAUSE_S
            and min(size(before.words), size(chunk.words)) < _SHORT_SENTENCE
            and size(before.words) + size(chunk.words) <= LONGEST_CHUNK
        ):
            joined[-1] = Chunk(before.words + chunk.words, chunk.pause_s)
        else:
            joined.append(chunk)
    return joined
