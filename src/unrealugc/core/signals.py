"""Filters for sound, in NumPy alone.

SciPy's ``signal`` takes two CPU seconds and 80 MB to import, which is much of what a short video
costs, and rendering needs no more of it than this. Samples are the last axis everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.fft import irfft, rfft
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Taps = NDArray[np.float64]

# Work on pieces of about this many samples: memory must not grow with the sound's length.
_PIECE = 1 << 17

# The resampling filter, as SciPy's ``resample_poly`` has it: zero crossings to either side, and
# the Kaiser window's shape.
_CROSSINGS = 10
_KAISER = 5.0
# A matrix raises as many samples at a time: fewer, and it is all overlap, more, and all zeros.
RAISED_BLOCK = 32


def convolved(samples: Samples, taps: Taps) -> Samples:
    """``samples`` through a filter of an odd number of taps, the middle one being its time zero.

    There is silence before and after them. Linear phase, when the taps are symmetric: nothing
    moves in time.
    """
    reach = len(taps) // 2
    # Pieces that stay in the processor's cache, and are several times as long as the filter.
    piece = min(_PIECE, samples.shape[-1], max(_PIECE // 4, 6 * len(taps)))
    size = 1 << (piece + len(taps) - 2).bit_length()
    step = size - len(taps) + 1
    spectrum = rfft(taps, size)
    result = np.empty(samples.shape, np.float32)
    for start in range(0, samples.shape[-1], step):
        stop = min(samples.shape[-1], start + step)
        around = _between(samples, start - reach, stop + reach)
        filtered = irfft(rfft(around, size) * spectrum, size)
        result[..., start:stop] = filtered[..., 2 * reach : 2 * reach + stop - start]
    return result


def _between(samples: Samples, start: int, stop: int) -> Samples:
    """The samples from ``start`` to ``stop``, with silence where there are none."""
    length = samples.shape[-1]
    outside = (max(0, -start), max(0, stop - length))
    inside = samples[..., max(0, start) : min(length, stop)]
    return np.pad(inside, [(0, 0)] * (samples.ndim - 1) + [outside])


def shaped(frequencies: Sequence[float], gains: Sequence[float], *, taps: int, rate: float) -> Taps:
    """A linear-phase filter whose gain goes through points, straight lines between them.

    ``frequencies`` are in Hz from 0 to half the rate. The method of frequency sampling under a
    Hamming window; ``taps`` is odd.
    """
    bins = 1 + (1 << (taps - 1).bit_length())
    grid = np.linspace(0.0, rate / 2, bins)
    gain = np.interp(grid, frequencies, gains)
    delay = np.exp(-1j * np.pi * (taps - 1) / 2 * np.linspace(0, 1, bins))
    response = irfft(gain * delay)[:taps]
    return np.asarray(response * np.hamming(taps))


def low_cut(frequency: float, *, rate: float, reach_s: float = 0.08) -> Taps:
    """A second-order Butterworth high-pass, run forwards and backwards, as a filter of taps.

    ``frequency`` in Hz loses 6 dB. ``reach_s`` seconds to either side hold all but 1e-10 of it
    from 60 Hz upwards.
    """
    reach = round(reach_s * rate)
    size = 1 << (4 * reach).bit_length()
    # The bilinear transform's frequency axis, on which the analogue curve is exact.
    warped = np.tan(np.pi * np.arange(size // 2 + 1) / size)
    edge = np.tan(np.pi * frequency / rate)
    gain = warped**4 / (warped**4 + edge**4)
    response = irfft(gain, size)
    return np.concatenate([response[-reach:], response[: reach + 1]])


def causal(zeros: Taps, poles: Taps, *, reach: int) -> Taps:
    """A recursive filter as taps: what it answers to one sample, in the ``reach`` after it.

    ``zeros`` and ``poles`` are the polynomials of 1/z, as in a difference equation.
    """
    size = 1 << (8 * reach).bit_length()
    response = irfft(rfft(zeros, size) / rfft(poles, size), size)
    return np.concatenate([np.zeros(reach), response[: reach + 1]])


def quantile(values: NDArray[np.floating], share: float) -> float:
    """The value below which lies a ``share`` of 0 to 1 of all ``values``, one axis of at least one.

    As NumPy's own, which imports all of its masked arrays, 40 ms of CPU, when it is first asked.
    """
    return float(np.interp(share * (len(values) - 1), np.arange(len(values)), np.sort(values)))


def averaging(seconds: float, *, rate: float) -> Taps:
    """A mean weighted by nearness: exponential to both sides, falling to 1/e in ``seconds``."""
    reach = round(16 * seconds * rate)
    weights = np.exp(-np.abs(np.arange(-reach, reach + 1)) / (seconds * rate))
    return np.asarray(weights / weights.sum())


def resampled(samples: Samples, up: int, down: int) -> Samples:
    """``samples`` at ``up / down`` times their rate, rounded up to whole samples.

    A Kaiser-windowed low-pass, ten zero crossings to either side; nothing moves in time.
    """
    divisor = int(np.gcd(up, down))
    up, down = up // divisor, down // divisor
    if up == down:
        return samples
    count = -(-samples.shape[-1] * up // down)
    result = np.empty((*samples.shape[:-1], count), np.float32)
    if down == 1:
        _raise(samples, up, result)
        return result
    for phase, (offset, weights) in enumerate(_phases(up, down)):
        # Output phase + i * up lies at input offset + i * down.
        places = result[..., phase::up]
        for first in range(0, places.shape[-1], _PIECE // 8):
            last = min(places.shape[-1], first + _PIECE // 8)
            start = offset + first * down - len(weights) // 2
            stop = offset + (last - 1) * down + len(weights) // 2 + 1
            piece = _between(samples, start, stop)
            windows = np.lib.stride_tricks.sliding_window_view(piece, len(weights), axis=-1)
            places[..., first:last] = windows[..., ::down, :] @ weights
    return result


def _raise(samples: Samples, up: int, result: Samples) -> None:
    """Fill ``result`` with ``samples`` at ``up`` times their rate."""
    raising = Raising.by(up)
    length = samples.shape[-1]
    for start in range(0, length, _PIECE // 8):
        stop = min(length, start + _PIECE // 8)
        blocks = -(-(stop - start) // RAISED_BLOCK)
        after = start + blocks * RAISED_BLOCK + raising.reach
        piece = _between(samples, start - raising.reach, after)
        raised = raising.blocks(piece).reshape(*samples.shape[:-1], -1)
        result[..., start * up : stop * up] = raised[..., : (stop - start) * up]


@dataclass(frozen=True)
class Raising:
    """Raises the rate of blocks of ``RAISED_BLOCK`` samples, as ``resampled`` does.

    Attributes:
        reach: samples on either side of a block that it depends on.
        gain: how much larger than any of those samples what lies between them may be at the most.
    """

    reach: int
    gain: float
    _matrix: Samples

    @classmethod
    @cache
    def by(cls, up: int) -> Raising:
        """The one for ``up`` times the rate."""
        phases = _phases(up, 1)
        width = len(phases[0][1])
        matrix = np.zeros((RAISED_BLOCK + width - 1, RAISED_BLOCK, up), np.float32)
        for phase, (_, weights) in enumerate(phases):
            for place in range(RAISED_BLOCK):
                matrix[place : place + width, place, phase] = weights
        gain = max(float(np.abs(weights).sum()) for _, weights in phases)
        return cls(width // 2, gain, matrix.reshape(len(matrix), -1))

    def blocks(self, samples: Samples, wanted: NDArray[np.bool_] | None = None) -> Samples:
        """The blocks of samples (…, ``reach`` + n blocks + ``reach``) at the higher rate.

        ``wanted``, of shape (…, n), chooses some of them. Shape (k, ``RAISED_BLOCK`` * ``up``).
        """
        width = RAISED_BLOCK + 2 * self.reach
        windows = np.lib.stride_tricks.sliding_window_view(samples, width, axis=-1)
        rows = windows[..., ::RAISED_BLOCK, :]
        chosen = rows.reshape(-1, width) if wanted is None else rows[wanted]
        return np.asarray(chosen @ self._matrix)


@cache
def _phases(up: int, down: int) -> tuple[tuple[int, Samples], ...]:
    """For each of ``up`` outputs, the input it is nearest before and the weights around that."""
    return tuple(_every_phase(up, down))


def _every_phase(up: int, down: int) -> Iterator[tuple[int, Samples]]:
    widest = max(up, down)
    half = _CROSSINGS * widest
    times = np.arange(-half, half + 1)
    taps = np.sinc(times / widest) * np.kaiser(2 * half + 1, _KAISER)
    taps *= up / taps.sum()
    reach = -(-half // up) + 1
    for output in range(up):
        offset, rest = divmod(output * down, up)
        # The weight of input offset + k is the tap at rest - k * up.
        places = half + rest - up * np.arange(-reach, reach + 1)
        inside = (places >= 0) & (places <= 2 * half)
        weights = np.where(inside, taps[np.clip(places, 0, 2 * half)], 0.0)
        yield offset, weights.astype(np.float32)
