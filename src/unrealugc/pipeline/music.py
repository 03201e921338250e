"""Music beds, played by ourselves: soft keys, bass and a light beat, and quiet under speech."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from unrealugc.pipeline.beds import BEDS, Bed

RATE = 48_000
# Under speech the bed is barely there; where nobody speaks it comes up to be heard.
_UNDER_SPEECH_DB = -25.0
_ALONE_DB = -17.0
_ATTACK, _RELEASE = 0.12, 0.7
_AROUND = 15  # Hundredths of a second around each word that still count as speech.
_FADE_IN, _FADE_OUT = 0.4, 1.2

Samples = NDArray[np.float32]


def play(name: str, seconds: float) -> Samples:
    """The bed called ``name`` as float32 (2, n) at 48 kHz, peaking near 1, faded at both ends.

    Raises KeyError for a bed that there is not.
    """
    loop = _loop(BEDS[name])
    loop = np.asarray(loop / max(1e-6, float(np.abs(loop).max())), np.float32)
    length = round(seconds * RATE)
    bed = np.tile(loop, (1, -(-length // loop.shape[1])))[:, :length]
    ends = np.arange(length, dtype=np.float32) / RATE
    bed *= np.clip(ends / _FADE_IN, 0, 1)
    bed *= np.clip(ends[::-1] / _FADE_OUT, 0, 1)
    return np.asarray(bed)


def duck(bed: Samples, voice: Samples) -> Samples:
    """Bring the bed to its level beside ``voice``, mono float32 at 48 kHz, in place.

    It is lower while the voice speaks.
    """
    block = RATE // 100
    count = len(voice) // block
    level = np.sqrt(np.square(voice[: count * block].reshape(count, block)).mean(axis=1))
    loud = float(np.sqrt(np.square(level[level > level.max(initial=0.0) * 0.1]).mean() or 1e-9))
    speaking = np.convolve(level > loud * 0.12, np.ones(2 * _AROUND + 1), mode="same") > 0
    smooth = np.empty(count)
    held = 0.0
    for index, value in enumerate(speaking.astype(np.float64)):
        held += (value - held) * 0.01 / (_ATTACK if value > held else _RELEASE)
        smooth[index] = held
    gain_db = _ALONE_DB + (_UNDER_SPEECH_DB - _ALONE_DB) * smooth
    body = float(np.sqrt(np.square(bed).mean())) or 1.0
    gain = np.asarray(10 ** (gain_db / 20) * loud / body, np.float32)
    places = np.arange(count) * block
    # In pieces, so that nothing large is held beside the sound itself.
    for start in range(0, bed.shape[1], RATE * 10):
        piece = bed[:, start : start + RATE * 10]
        piece *= np.interp(np.arange(start, start + piece.shape[1]), places, gain)
    return bed


def _loop(bed: Bed) -> NDArray[np.float64]:
    """One turn of the chords; what rings on at its end rings into its beginning."""
    eighth = 30.0 / bed.beats_per_minute
    length = round(len(bed.chords) * 8 * eighth * RATE)
    loop = np.zeros((2, length))
    for start, pan, sound in _sounds(bed, eighth):
        places = (round(start * RATE) + np.arange(len(sound))) % length
        loop[0, places] += sound * (1 - pan)
        loop[1, places] += sound * pan
    return loop


def _sounds(bed: Bed, eighth: float) -> Iterator[tuple[float, float, NDArray[np.float64]]]:
    """Every sound of the loop: when it starts, where it stands (0 left, 1 right), its samples."""
    for bar, chord in enumerate(bed.chords):
        begin = bar * 8 * eighth
        for eighth_at in (0, 4):
            yield begin + eighth_at * eighth, 0.5, 0.75 * _tone(chord[0], 4 * eighth, 2.2)
        for eighth_at, index in bed.figure:
            pan = 0.35 + 0.1 * index
            yield begin + eighth_at * eighth, pan, 0.34 * _tone(chord[index], 3.2 * eighth, 3.4)
        if bed.beat:
            for eighth_at in range(8):
                yield begin + eighth_at * eighth, 0.6, 0.05 * _shaker(0.06)
            for eighth_at in (0, 4):
                yield begin + eighth_at * eighth, 0.5, 0.8 * _thump()


def _tone(note: int, seconds: float, decay: float) -> NDArray[np.float64]:
    """A soft electric piano: a few partials that die away, the higher the sooner."""
    clock = np.arange(round(seconds * RATE)) / RATE
    pitch = 440.0 * 2 ** ((note - 69) / 12)
    partials = ((1, 1.0), (2, 0.32), (3, 0.12), (4, 0.05))
    tone = np.zeros_like(clock)
    for number, strength in partials:
        tone += (
            strength * np.sin(2 * np.pi * pitch * number * clock) * np.exp(-decay * number * clock)
        )
    onset = np.clip(clock / 0.008, 0, 1)
    release = np.clip((seconds - clock) / 0.08, 0, 1)
    return np.asarray(tone * onset * release)


def _shaker(seconds: float) -> NDArray[np.float64]:
    noise = np.random.default_rng(1).standard_normal(round(seconds * RATE))
    bright = np.diff(noise, prepend=0.0)
    return np.asarray(bright * np.exp(-np.arange(len(bright)) / (0.012 * RATE)))


def _thump() -> NDArray[np.float64]:
    clock = np.arange(round(0.18 * RATE)) / RATE
    return np.asarray(
        np.sin(2 * np.pi * (52 * clock + 3.2 * (1 - np.exp(-clock * 30)))) * np.exp(-18 * clock)
    )
