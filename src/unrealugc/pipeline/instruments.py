"""The instruments of the music beds. Each sound is float64 of shape (n,) at 48 kHz,
near 1, and kept for a while, because a beat repeats itself: take a copy to change it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

RATE = 48_000

Sound = NDArray[np.float64]


def pitch(note: int) -> float:
    """Frequency of a MIDI note in Hz."""
    return float(440.0 * 2 ** ((note - 69) / 12))


@lru_cache(maxsize=24)
def keys(note: int, seconds: float, decay: float = 3.4) -> Sound:
    """A soft electric piano: a few partials that die away, the higher the sooner."""
    clock = np.arange(round(seconds * RATE)) / RATE
    tone = np.zeros_like(clock)
    for number, strength in ((1, 1.0), (2, 0.32), (3, 0.12), (4, 0.05)):
        wave = np.sin(2 * np.pi * pitch(note) * number * clock)
        tone += strength * wave * np.exp(-decay * number * clock)
    return _edged(tone, 0.008, 0.08)


@lru_cache(maxsize=24)
def pluck(note: int, seconds: float) -> Sound:
    """A plucked string: a burst of noise running round a string as long as its pitch, and losing
    its highs at every turn (Karplus and Strong, 1983)."""
    period = RATE / pitch(note)
    whole = int(period - 1.0)
    # What a turn does: the mean of two neighbours, half a sample late, and an all-pass filter
    # that makes up for what of the period is no whole sample, half a one to one and a half.
    turn = 0.9965 * np.convolve([0.5, 0.5], _all_pass(period - 0.5 - whole))
    noise = np.random.default_rng(note).standard_normal(whole)
    burst = np.convolve(noise, 0.35 * 0.65 ** np.arange(whole))[:whole]
    rest = whole + len(turn) - 1
    string = np.concatenate([np.zeros(rest), burst, np.zeros(round(seconds * RATE) - whole)])
    for start in range(rest + whole, len(string), whole):
        end = min(start + whole, len(string))
        string[start:end] = np.convolve(string[start - rest : end - whole], turn, "valid")
    string = string[rest:]
    return _edged(string / max(1e-9, float(np.abs(string).max())), 0.001, 0.06)


def _all_pass(delay: float) -> Sound:
    """A filter that only delays, low notes by ``delay`` samples, from 0.5 to 1.5."""
    pole = (1 - delay) / (1 + delay)
    return np.concatenate([[pole], (1 - pole**2) * (-pole) ** np.arange(36)])


@lru_cache(maxsize=24)
def bell(note: int, seconds: float) -> Sound:
    """A glassy bell: one sine bends the phase of another, less as it rings out."""
    clock = np.arange(round(seconds * RATE)) / RATE
    turn = 2 * np.pi * pitch(note) * clock
    bend = 1.1 * np.exp(-5 * clock) * np.sin(3.5 * turn)
    return _edged(np.sin(turn + bend) * np.exp(-2.2 * clock), 0.004, 0.15)


@lru_cache(maxsize=24)
def pad(note: int, seconds: float) -> Sound:
    """A slow, dark chord tone of three voices that are not quite together."""
    clock = np.arange(round(seconds * RATE)) / RATE
    tone = np.zeros_like(clock)
    for number in (1, 2, 3, 4, 5):
        for detune in (-0.0022, 0.0, 0.0019):
            turn = 2 * np.pi * pitch(note) * number * (1 + detune) * clock
            tone += np.sin(turn + number * detune * 900) / number**1.9
    return _edged(tone / 4, 0.35 * seconds, 0.4 * seconds)


@lru_cache(maxsize=24)
def bass(note: int, seconds: float) -> Sound:
    """A round bass that starts with a little growl."""
    clock = np.arange(round(seconds * RATE)) / RATE
    turn = 2 * np.pi * pitch(note) * clock
    tone = np.sin(turn) + 0.35 * np.sin(2 * turn) * np.exp(-7 * clock)
    return _edged(tone * np.exp(-2.2 * clock), 0.006, 0.06)


@lru_cache(maxsize=24)
def kick() -> Sound:
    """A soft bass drum."""
    clock = np.arange(round(0.22 * RATE)) / RATE
    turn = 2 * np.pi * (52 * clock + 3.2 * (1 - np.exp(-clock * 30)))
    return np.asarray(np.sin(turn) * np.exp(-16 * clock))


@lru_cache(maxsize=24)
def clap() -> Sound:
    """Three claps so close that they are one."""
    count = round(0.2 * RATE)
    noise = np.random.default_rng(2).standard_normal(count)
    clock = np.arange(count) / RATE
    shape = np.exp(-26 * np.clip(clock - 0.024, 0, None)) * (clock >= 0.024)
    for start in (0.0, 0.012):
        shape = np.maximum(shape, 0.8 * np.exp(-260 * (clock - start)) * (clock >= start))
    # Butterworth's curves, of second and third order, here and in the hi-hat.
    frequencies = np.fft.rfftfreq(count, 1 / RATE)[1:]
    off = (frequencies - 900 * 3200 / frequencies) / (3200 - 900)
    return np.asarray(_coloured(noise, 1 / np.sqrt(1 + off**4)) * shape)


@lru_cache(maxsize=24)
def hat() -> Sound:
    """A closed hi-hat, hardly more than a tick."""
    noise = np.random.default_rng(1).standard_normal(round(0.06 * RATE))
    frequencies = np.fft.rfftfreq(len(noise), 1 / RATE)[1:]
    high = _coloured(noise, 1 / np.sqrt(1 + (6500 / frequencies) ** 6))
    return np.asarray(high * np.exp(-np.arange(len(high)) / (0.012 * RATE)))


def _coloured(noise: Sound, gains: Sound) -> Sound:
    """Noise with a gain for each frequency above 0 of its spectrum."""
    spectrum = np.fft.rfft(noise)
    spectrum[0] = 0.0
    spectrum[1:] *= gains
    return np.fft.irfft(spectrum, len(noise))


def _edged(tone: Sound, attack: float, release: float) -> Sound:
    """The tone with soft edges of so many seconds."""
    clock = np.arange(len(tone)) / RATE
    seconds = len(tone) / RATE
    return np.asarray(
        tone * np.clip(clock / attack, 0, 1) * np.clip((seconds - clock) / release, 0, 1)
    )
