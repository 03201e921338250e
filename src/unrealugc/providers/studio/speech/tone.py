"""The tone of a voice: an equaliser in the bands of a voice profile, and the size of the throat."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from unrealugc.core.signals import convolved, resampled, shaped
from unrealugc.providers.studio.speech.profile import BAND_CENTRES_HZ

_TAPS = 511
_FINEST_RATIO = 100


def equalised(
    samples: NDArray[np.float32], rate: int, gains_db: Sequence[float]
) -> NDArray[np.float32]:
    """``samples`` with the bands at ``BAND_CENTRES_HZ`` raised by ``gains_db``, without delay.

    A linear-phase filter, so that nothing moves in time; the number of samples stays the same.
    """
    nyquist = rate / 2
    frequencies = [0.0, *BAND_CENTRES_HZ, nyquist]
    decibels = np.array([gains_db[0], *gains_db, gains_db[-1]])
    gains = (10 ** (decibels / 20)).tolist()
    return convolved(samples, shaped(frequencies, gains, taps=_TAPS, rate=rate))


def resonances_moved(samples: NDArray[np.float32], factor: float) -> NDArray[np.float32]:
    """``samples`` played ``factor`` times as fast: pitch and resonances rise by it.

    For a voice of the same pitch and pace with a shorter throat, speak lower and slower by
    ``factor`` first.
    """
    ratio = Fraction(factor).limit_denominator(_FINEST_RATIO)
    if ratio == 1:
        return samples
    return resampled(samples, ratio.denominator, ratio.numerator)
