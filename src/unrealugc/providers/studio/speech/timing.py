"""When each sound and each word is said, from how long the model holds every symbol."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.studio.speech.phonemes import PhonemeWord

# The decoder's sound runs ahead of the durations by two frames: measured as the lag at which
# fricatives and vowels fit the audio best, 45 to 55 ms in every voice and at every speed.
_AUDIO_LEAD_FRAMES = 2
# Kept beside the first and the last sound: what a take leaves of the silence there, and a fading.
_FRAMES_BEFORE, _FRAMES_AFTER = 2, 5

MARKS = frozenset(".,!?;:…—")
_STRESS = frozenset("ˈˌ")
_MODIFIERS = frozenset("ːʰʲ̃")
_SPACE = " "
SILENCE = ""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol given to the model; ``word`` is the index of the word it belongs to, or None."""

    char: str
    id: int
    word: int | None


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound, or a silence (``symbol`` is ``""``), in samples from the chunk's start."""

    symbol: str
    start: int
    end: int
    word: int | None


@cache
def vocabulary() -> dict[str, int]:
    """The model's symbols and their ids, from its own configuration (Apache-2.0)."""
    data = resources.files(__package__).joinpath("data/vocabulary.json").read_text("utf-8")
    loaded: dict[str, int] = json.loads(data)
    return loaded


def symbols(words: Sequence[PhonemeWord]) -> list[Symbol]:
    """The symbols of a chunk. What the model has no symbol for is left out."""
    found: list[Symbol] = []
    ids = vocabulary()
    for index, word in enumerate(words):
        if index:
            found.append(Symbol(_SPACE, ids[_SPACE], None))
        found += [Symbol(char, ids[char], index) for char in word.symbols if char in ids]
        found += [Symbol(char, ids[char], None) for char in word.mark if char in ids]
    return found


def sounds(chunk: Sequence[Symbol], frames: NDArray[np.int64], hop: float) -> list[Sound]:
    """Lay the chunk's symbols on its samples.

    Args:
        chunk: n symbols.
        frames: n + 2 lengths in frames, the first and last being silence at the edges.
        hop: samples in a frame, which need not be whole.

    Returns sounds that follow each other without a gap and cover the whole chunk. A stress mark's
    time goes to the sound it introduces, a length mark's to the one it lengthens; a space within
    fluent speech is shared by its neighbours, one beside punctuation is silence.
    """
    ends = np.cumsum(frames)
    ends[:-1] = np.maximum(ends[:-1] - _AUDIO_LEAD_FRAMES, 0)
    edges = np.rint(np.concatenate([[0], ends]) * hop).astype(int)
    found = [Sound(SILENCE, 0, int(edges[1]), None)]
    pending: int | None = None
    for index, symbol in enumerate(chunk):
        start, end = int(edges[index + 1]), int(edges[index + 2])
        if symbol.char in _STRESS:
            pending = start if pending is None else pending
        elif symbol.char in _MODIFIERS:
            found[-1] = _until(found[-1], end)
        elif symbol.char == _SPACE and not _is_pause(chunk, index):
            pending = (start + end) // 2
            found[-1] = _until(found[-1], pending)
        else:
            silent = symbol.char in MARKS or symbol.char == _SPACE
            begin = start if pending is None else pending
            name = SILENCE if silent else symbol.char
            found.append(Sound(name, begin, end, None if silent else symbol.word))
            pending = None
    if pending is not None:
        found[-1] = _until(found[-1], int(edges[-2]))
    found.append(Sound(SILENCE, int(edges[-2]), int(edges[-1]), None))
    return _joined(found)


def heard(chunk: Sequence[Symbol], frames: NDArray[np.int64]) -> slice:
    """The frames of a chunk in which there is anything to hear, from its first sound to its last.

    ``frames`` are the lengths of the n symbols and of the silence at both edges, (n + 2,).
    """
    ends = np.cumsum(frames) - _AUDIO_LEAD_FRAMES
    spoken = [place for place, symbol in enumerate(chunk, 1) if symbol.word is not None]
    if not spoken:
        return slice(None)
    first, end = ends[spoken[0] - 1] - _FRAMES_BEFORE, ends[spoken[-1]] + _FRAMES_AFTER
    return slice(max(int(first), 0), int(end))


def _until(sound: Sound, end: int) -> Sound:
    return Sound(sound.symbol, sound.start, end, sound.word)


def _is_pause(chunk: Sequence[Symbol], index: int) -> bool:
    return index > 0 and chunk[index - 1].char in MARKS


def _joined(found: Sequence[Sound]) -> list[Sound]:
    """Without empty sounds, and with neighbouring silences made one."""
    joined: list[Sound] = []
    for sound in found:
        if sound.end <= sound.start:
            continue
        if joined and sound.symbol == SILENCE and joined[-1].symbol == SILENCE:
            joined[-1] = _until(joined[-1], sound.end)
        else:
            joined.append(sound)
    return joined
