"""Music beds under speech: as long as the video, faded at its ends, and quiet under words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from unrealugc.pipeline.band import loop_of
from unrealugc.pipeline.beds import BEDS
from unrealugc.pipeline.instruments import RATE

# Under speech the bed is barely there; where nobody speaks it comes up to be heard.
_UNDER_SPEECH_DB = -22.0
_ALONE_DB = -14.0
_ATTACK, _RELEASE = 0.12, 0.7
_AROUND = 15  # Hundredths of a second around each word that still count as speech.
_FADE_IN, _FADE_OUT = 0.4, 1.2

Samples = NDArray[np.float32]


def play(name: str, seconds: float) -> Samples:
    """The bed called ``name`` as float32 (2, n) at 48 kHz, peaking near 1, faded at both ends.

    Raises KeyError for a bed that there is not.
    """
    loop = loop_of(BEDS[name])
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
    body = float(np.sqrt(np.vdot(bed, bed) / bed.size)) or 1.0
    gain = np.asarray(10 ** (gain_db / 20) * loud / body, np.float32)
    places = np.arange(count) * block
    # In pieces, so that nothing large is held beside the sound itself.
    for start in range(0, bed.shape[1], RATE * 10):
        piece = bed[:, start : start + RATE * 10]
        piece *= np.interp(np.arange(start, start + piece.shape[1]), places, gain)
    return bed
