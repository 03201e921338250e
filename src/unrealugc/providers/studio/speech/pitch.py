"""Pitch tracking by normalised autocorrelation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import signal

LOWEST_HZ, HIGHEST_HZ = 60.0, 420.0

_RATE = 8_000
_HOP = 80
_FRAME = 320
_VOICED = 0.5
_OCTAVE_COST = 0.03
_FRAMES_AT_ONCE = 2_000


def track_pitch(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Pitch in Hz every 10 ms, 0 where there is none: float32 (frames,).

    The normalised autocorrelation of 40 ms frames, with a slight preference for the shorter
    period (Boersma 1993, "Accurate short-term analysis of the fundamental frequency").
    """
    sound = signal.resample_poly(samples, _RATE, rate).astype(np.float32)
    if len(sound) < 2 * _FRAME:
        return np.zeros(0, np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(sound, 2 * _FRAME)[::_HOP]
    found = [
        _frame_pitches(windows[start : start + _FRAMES_AT_ONCE])
        for start in range(0, len(windows), _FRAMES_AT_ONCE)
    ]
    return np.asarray(signal.medfilt(np.concatenate(found), 5), np.float32)


def _frame_pitches(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    shortest, longest = int(_RATE / HIGHEST_HZ), int(_RATE / LOWEST_HZ)
    centred = windows - windows.mean(axis=1, keepdims=True)
    head = centred[:, :_FRAME]
    size = 1024
    spectrum = np.conj(np.fft.rfft(head, size)) * np.fft.rfft(centred, size)
    products = np.fft.irfft(spectrum, size)[:, : longest + 2]
    energy = np.cumsum(np.pad(centred**2, ((0, 0), (1, 0))), axis=1)
    lags = np.arange(longest + 2)
    tail = energy[:, lags + _FRAME] - energy[:, lags]
    own = energy[:, _FRAME : _FRAME + 1]
    strength = products / np.sqrt(np.maximum(own * tail, 1e-9))
    scores = strength[:, shortest : longest + 1] - _OCTAVE_COST * np.log2(
        lags[shortest : longest + 1] / shortest
    )
    best = scores.argmax(axis=1) + shortest
    rows = np.arange(len(windows))
    left, middle, right = (strength[rows, best + step] for step in (-1, 0, 1))
    bend = left - 2 * middle + right
    shift = np.where(np.abs(bend) > 1e-9, 0.5 * (left - right) / np.where(bend == 0, 1, bend), 0)
    pitch = _RATE / (best + np.clip(shift, -0.5, 0.5))
    loud = own[:, 0] > np.percentile(own[:, 0], 95) * 1e-3
    edge = (best <= shortest) | (best >= longest)
    return np.where((middle > _VOICED) & loud & ~edge, pitch, 0).astype(np.float32)
