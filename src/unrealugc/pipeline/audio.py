"""From the voice track to the sound of the file: rate, level and channels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unrealugc.core.signals import resampled
from unrealugc.pipeline.encode import AUDIO_RATE
from unrealugc.pipeline.loudness import integrated_loudness, sample_peaks, true_peak
from unrealugc.pipeline.music import duck, play
from unrealugc.providers.base import Speech

TARGET_LUFS = -14.0
PEAK_CEILING_DBTP = -1.5
_ROUNDS = 4
# Samples by which the limiter turns down ahead of a peak; what its gain depends on lies within
# twice of that.
_AHEAD = round(0.004 * AUDIO_RATE)
_AROUND = 2 * _AHEAD


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """Finished sound: float32 (channels, n) at 48 kHz, its loudness and its true peak."""

    samples: NDArray[np.float32]
    loudness_lufs: float
    true_peak_dbtp: float


def finish_sound(speech: Speech, seconds: float, music: str | None = None) -> Soundtrack:
    """The voice, and a music bed under it if one is named, as loud as platforms play it."""
    length = round(seconds * AUDIO_RATE)
    voice = np.zeros(length, np.float32)
    raised = resampled(speech.samples, AUDIO_RATE, speech.sample_rate)[:length]
    voice[: len(raised)] = raised
    del raised
    if music is None:
        samples = voice[None]
    else:
        samples = duck(play(music, seconds), voice)
        samples += voice
    copies = 2 // len(samples)
    loudness = integrated_loudness(samples, copies=copies)
    for _ in range(_ROUNDS):
        if abs(loudness - TARGET_LUFS) < 0.1 or loudness < -60:
            break
        samples *= np.float32(10 ** ((TARGET_LUFS - loudness) / 20))
        _limit(samples)
        loudness = integrated_loudness(samples, copies=copies)
    both = np.broadcast_to(samples, (2, length))
    return Soundtrack(both, loudness, true_peak(samples))


def _limit(samples: NDArray[np.float32]) -> None:
    """Hold peaks under the ceiling with a gain that turns down ahead of them and recovers.

    In place: long sound is too large to hold twice.
    """
    ceiling = np.float32(10 ** ((PEAK_CEILING_DBTP - 0.3) / 20))
    before, limited = slice(0), samples[:, :0]
    for place, peaks in sample_peaks(samples, above=float(ceiling), around=_AROUND):
        # The peaks of this piece depend on the end of the one before, as it was.
        samples[:, before] = limited
        gain = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
        first = min(_AROUND, place.start)
        smooth = _running_mean(_running_minimum(gain, _AHEAD), _AHEAD // 2)
        before = place
        limited = samples[:, place] * smooth[first : first + place.stop - place.start]
    samples[:, before] = limited


def _running_minimum(values: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    """The least of each value and of ``reach`` on either side, in steps that double."""
    least, width, size = np.pad(values, reach, mode="edge"), 1, 2 * reach + 1
    while 2 * width <= size:
        least = np.minimum(least[:-width], least[width:])
        width *= 2
    rest = size - width
    return least if rest == 0 else np.minimum(least[:-rest], least[rest:])


def _running_mean(values: NDArray[np.float32], reach: int) -> NDArray[np.float32]:
    """The mean of each value and of ``reach`` on either side."""
    total = np.cumsum(np.pad(values, (reach + 1, reach), mode="edge"), dtype=np.float64)
    size = 2 * reach + 1
    return np.asarray((total[size:] - total[:-size]) / size, np.float32)
