"""Loudness and true peak as broadcasters measure them (ITU-R BS.1770-4, EBU R 128)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import signal

_BLOCK = 0.4
_OVERLAP = 0.75
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
# The K weighting's two filters at 48 kHz, BS.1770-4 tables 1 and 2.
_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
SILENCE = -120.0


def integrated_loudness(samples: NDArray[np.float32]) -> float:
    """Gated loudness in LUFS of float samples of shape (channels, n) at 48 kHz."""
    weighted = signal.lfilter(*_HIGH_PASS, signal.lfilter(*_SHELF, samples.astype(np.float64)))
    size = round(_BLOCK * 48_000)
    step = round(size * (1 - _OVERLAP))
    starts = range(0, max(1, weighted.shape[1] - size + 1), step)
    power = np.array([np.square(weighted[:, at : at + size]).mean(axis=1).sum() for at in starts])
    power = power[_level(power) > _ABSOLUTE_GATE]
    if not len(power):
        return SILENCE
    power = power[_level(power) > _level(power.mean(keepdims=True)) + _RELATIVE_GATE]
    return float(_level(power.mean(keepdims=True))[0])


def true_peak(samples: NDArray[np.float32]) -> float:
    """Highest level between samples in dBTP, by fourfold oversampling."""
    peak = float(np.abs(signal.resample_poly(samples, 4, 1, axis=1)).max(initial=0.0))
    return 20 * float(np.log10(max(peak, 1e-6)))


def _level(power: NDArray[np.float64]) -> NDArray[np.float64]:
    return -0.691 + 10 * np.log10(np.maximum(power, 1e-12))
