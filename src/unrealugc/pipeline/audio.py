"""From the voice track to the sound of the file: rate, level and channels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from unrealugc.pipeline.encode import AUDIO_RATE
from unrealugc.pipeline.loudness import integrated_loudness, true_peak
from unrealugc.pipeline.music import duck, play
from unrealugc.providers.base import Speech

TARGET_LUFS = -14.0
PEAK_CEILING_DBTP = -1.5
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """Finished sound: float32 (channels, n) at 48 kHz, its loudness and its true peak."""

    samples: NDArray[np.float32]
    loudness_lufs: float
    true_peak_dbtp: float


def finish_sound(speech: Speech, seconds: float, music: str | None = None) -> Soundtrack:
    """The voice, and a music bed under it if one is named, as loud as platforms play it."""
    raised = signal.resample_poly(speech.samples, AUDIO_RATE, speech.sample_rate)
    length = round(seconds * AUDIO_RATE)
    voice = np.zeros(length, np.float32)
    voice[: len(raised)] = raised[:length]
    samples = np.stack([voice, voice])
    if music is not None:
        samples += duck(play(music, seconds), voice)
    for _ in range(_ROUNDS):
        loudness = integrated_loudness(samples)
        if abs(loudness - TARGET_LUFS) < 0.1 or loudness < -60:
            break
        samples = _limited(samples * np.float32(10 ** ((TARGET_LUFS - loudness) / 20)))
    return Soundtrack(samples, integrated_loudness(samples), true_peak(samples))


def _limited(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Hold peaks under the ceiling with a gain that turns down ahead of them and recovers."""
    ceiling = 10 ** ((PEAK_CEILING_DBTP - 0.3) / 20)
    peaks = np.abs(signal.resample_poly(samples, 4, 1, axis=1)).max(axis=0)
    peaks = peaks.reshape(-1, 4).max(axis=1)
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    ahead = round(0.004 * AUDIO_RATE)
    held = -_running_maximum(-needed, 2 * ahead + 1)
    smooth = signal.fftconvolve(held, np.full(ahead, 1 / ahead), mode="same")
    return samples * np.asarray(smooth, np.float32)


def _running_maximum(values: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(values, size // 2, mode="edge"), size)
    return np.asarray(windows.max(axis=1))
