"""Plays a music bed: notes and beats into one loop without a seam."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from unrealugc.core.signals import convolved
from unrealugc.pipeline import instruments
from unrealugc.pipeline.beds import Bed
from unrealugc.pipeline.instruments import RATE, Sound

_LEADS: dict[str, Callable[[int, float], Sound]] = {
    "keys": instruments.keys,
    "pluck": instruments.pluck,
    "bell": instruments.bell,
}
# How loud each part is in the mix.
# Low notes are kept down: a phone does not play them, and they would push the rest under.
_LEAD, _ANSWER, _BASS, _PAD = 0.46, 0.20, 0.26, 0.20
_KICK, _CLAP, _HAT = 0.40, 0.26, 0.16
_ROOM_S = 0.9

_Placed = tuple[float, float, Sound]


def loop_of(bed: Bed) -> NDArray[np.float32]:
    """Both turns of a bed, float32 (2, n) at 48 kHz, peaking at 1.

    What rings on at the end rings into the beginning, so that it can be repeated.
    """
    eighth = 30.0 / bed.beats_per_minute
    length = round(2 * len(bed.chords) * 8 * eighth * RATE)
    loop = np.zeros((2, length), np.float32)
    for start, pan, sound in _sounds(bed, eighth):
        first = round(start * RATE) % length
        for channel, share in enumerate((1 - pan, pan)):
            head = sound[: length - first]
            loop[channel, first : first + len(head)] += head * share
            loop[channel, : len(sound) - len(head)] += sound[len(head) :] * share
    loop = _in_a_room(loop, bed.room)
    loop = np.tanh(1.3 * loop / np.abs(loop).max())
    return np.asarray(loop / np.abs(loop).max(), np.float32)


def _sounds(bed: Bed, eighth: float) -> Iterator[_Placed]:
    """Every sound: when it starts, where it stands (0 left, 1 right), its samples."""
    for turn in (0, 1):
        for bar, chord in enumerate(bed.chords):
            begin = (turn * len(bed.chords) + bar) * 8 * eighth
            for place, pan, sound in _bar(bed, chord, eighth, full=turn == 1):
                late = bed.swing if round(place * 2) % 4 == 2 else 0.0
                yield begin + (place + late) * eighth, pan, sound


def _bar(bed: Bed, chord: tuple[int, ...], eighth: float, *, full: bool) -> Iterator[_Placed]:
    lead = _LEADS[bed.voice]
    for place, number in bed.figure:
        yield place, 0.26 + 0.12 * number, _LEAD * lead(chord[number], 3.6 * eighth)
    if full:
        for place, number in bed.answer:
            yield place, 0.72 - 0.12 * number, _ANSWER * lead(chord[number] + 12, 3.2 * eighth)
    ends = (*bed.bass[1:], 8.0)
    for place, end in zip(bed.bass, ends, strict=True):
        length = min(4.0, end - place) * 0.95 * eighth
        yield place, 0.5, _BASS * instruments.bass(chord[0], length)
    if bed.pad:
        for index, note in enumerate(chord[1:]):
            sound = instruments.pad(note, 11 * eighth)
            yield 0.0, 0.25 + 0.5 * index / (len(chord) - 2), _PAD * bed.pad * sound
    yield from _beat(bed, full=full)


def _beat(bed: Bed, *, full: bool) -> Iterator[_Placed]:
    for place in bed.kick:
        yield place, 0.5, _KICK * instruments.kick()
    for place in bed.hat:
        strength = 1.0 if place % 2 else 0.7
        yield place, 0.6, _HAT * strength * instruments.hat()
    if full:
        for place in bed.clap:
            yield place, 0.45, _CLAP * instruments.clap()


def _in_a_room(loop: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    """The loop with the echo of a small room, which goes round with it."""
    count = round(_ROOM_S * RATE)
    clock = np.arange(count) / RATE
    rng = np.random.default_rng(9)
    room = np.empty_like(loop)
    for channel, heard in zip(loop, room, strict=True):
        # Every echo is duller than the one before: noise that fades, and darker as it fades.
        noise = rng.standard_normal(count) * np.exp(-6.5 * clock)
        echo = np.convolve(noise, np.ones(12) / 12, mode="same")
        before = np.concatenate([channel[-count:], channel])
        heard[:] = convolved(before, np.concatenate([np.zeros(count - 1), echo]))[count:]
    level = np.sqrt(np.square(loop).mean() / max(1e-12, np.square(room).mean()))
    return np.asarray(loop + share * level * room)
