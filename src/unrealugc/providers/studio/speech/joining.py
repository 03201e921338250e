"""Joining spoken chunks into one take without clicks, and their times with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import PhonemeTime, WordTime
from unrealugc.providers.studio.speech.timing import SILENCE, Sound

Samples = NDArray[np.float32]

_QUIET_BELOW_PEAK_DB = -48.0
_WINDOW_S = 0.01
_LEAD_S = 0.03
_TAIL_S = 0.06
_FADE_S = 0.008


@dataclass(frozen=True, slots=True)
class Spoken:
    """One spoken chunk: its samples, the sounds that cover them, the words' texts, the pause."""

    samples: Samples
    sounds: tuple[Sound, ...]
    texts: tuple[str, ...]
    pause_s: float


@dataclass(frozen=True, slots=True)
class Joined:
    """A whole take."""

    samples: Samples
    words: tuple[WordTime, ...]
    phonemes: tuple[PhonemeTime, ...]


def trimmed(spoken: Spoken, rate: int) -> Spoken:
    """Without the silence at both ends, apart from a breath of it, and with soft edges."""
    first, last = _loud_span(spoken.samples, rate)
    voiced = [sound for sound in spoken.sounds if sound.symbol != SILENCE]
    start = max(0, min(first - round(_LEAD_S * rate), voiced[0].start))
    end = min(len(spoken.samples), max(last + round(_TAIL_S * rate), voiced[-1].end))
    kept = [
        replace(sound, start=max(sound.start, start) - start, end=min(sound.end, end) - start)
        for sound in spoken.sounds
        if sound.end > start and sound.start < end
    ]
    return replace(spoken, samples=_faded(spoken.samples[start:end], rate), sounds=tuple(kept))


def _loud_span(samples: Samples, rate: int) -> tuple[int, int]:
    """First and last sample of what is clearly louder than silence."""
    window = round(_WINDOW_S * rate)
    count = len(samples) // window
    if count == 0:
        return 0, len(samples)
    levels = np.sqrt(np.mean(samples[: count * window].reshape(count, window) ** 2, axis=1))
    loud = np.flatnonzero(levels > levels.max() * 10 ** (_QUIET_BELOW_PEAK_DB / 20))
    if not len(loud):
        return 0, len(samples)
    return int(loud[0]) * window, (int(loud[-1]) + 1) * window


def _faded(samples: Samples, rate: int) -> Samples:
    length = min(round(_FADE_S * rate), len(samples) // 2)
    ramp = np.sin(np.linspace(0, np.pi / 2, length, dtype=np.float32)) ** 2
    faded = samples.copy()
    faded[:length] *= ramp
    faded[len(faded) - length :] *= ramp[::-1]
    return faded


def join(spoken: Sequence[Spoken], rate: int) -> Joined:
    """Put the chunks after each other with their pauses (none after the last)."""
    parts: list[Samples] = []
    phonemes: list[PhonemeTime] = []
    words: list[WordTime] = []
    position = 0
    for index, chunk in enumerate(spoken):
        parts.append(chunk.samples)
        phonemes += [
            PhonemeTime(s.symbol, (s.start + position) / rate, (s.end + position) / rate)
            for s in chunk.sounds
        ]
        words += _word_times(chunk, position, rate)
        position += len(chunk.samples)
        gap = round(chunk.pause_s * rate) if index + 1 < len(spoken) else 0
        if gap:
            parts.append(np.zeros(gap, dtype=np.float32))
            phonemes.append(PhonemeTime(SILENCE, position / rate, (position + gap) / rate))
            position += gap
    return Joined(np.concatenate(parts), tuple(words), tuple(_merged(phonemes)))


def _word_times(chunk: Spoken, offset: int, rate: int) -> list[WordTime]:
    spans: dict[int, tuple[int, int]] = {}
    for sound in chunk.sounds:
        if sound.word is not None:
            start = spans[sound.word][0] if sound.word in spans else sound.start
            spans[sound.word] = (start, sound.end)
    return [
        WordTime(chunk.texts[word], (start + offset) / rate, (end + offset) / rate)
        for word, (start, end) in spans.items()
    ]


def _merged(phonemes: Sequence[PhonemeTime]) -> list[PhonemeTime]:
    merged: list[PhonemeTime] = []
    for phoneme in phonemes:
        if merged and merged[-1].symbol == phoneme.symbol == SILENCE:
            merged[-1] = PhonemeTime(SILENCE, merged[-1].start, phoneme.end)
        else:
            merged.append(phoneme)
    return merged
