"""What a sound engineer does to every voice-over: clean the spectrum, even the level."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from unrealugc.core.signals import Taps, averaging, convolved, low_cut, shaped

# Below the lowest voice there is only rumble; at the very top the model adds a sharp edge to
# its hisses.
_LOW_CUT_HZ = 65.0
_TOP_HZ = 9_500.0
_TAPS = 127

_THRESHOLD_DB = -26.0
_RATIO = 2.0
_SMOOTHING_S = 0.02


def polished(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """``samples`` (float32 in -1..1) cleaned and evened; nothing moves in time."""
    cleaned = convolved(samples, _curve(rate))
    return cleaned * _evening_gain(cleaned, rate)


@cache
def _curve(rate: int) -> Taps:
    top = [0, _TOP_HZ - 1500, _TOP_HZ, rate / 2], [1, 1, 0.6, 0.25]
    return np.convolve(low_cut(_LOW_CUT_HZ, rate=rate), shaped(*top, taps=_TAPS, rate=rate))


def _evening_gain(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """A soft 2:1 compression of what is louder than a quiet voice, without delay."""
    power = convolved(samples**2, averaging(_SMOOTHING_S, rate=rate))
    level = 10 * np.log10(np.maximum(power, 1e-10))
    excess = np.maximum(0.0, level - _THRESHOLD_DB)
    return np.asarray(10 ** (-excess * (1 - 1 / _RATIO) / 20), np.float32)
