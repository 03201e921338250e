"""Loudness and true peak as broadcasters measure them (ITU-R BS.1770-4, EBU R 128)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from unrealugc.core.signals import RAISED_BLOCK, Raising, Taps, causal, convolved

_STEP = 4_800  # A tenth of a second; a block is four of them, each a quarter of it further.
_STEPS_A_BLOCK = 4
# Samples worked on at a time: memory must not grow with the length of the sound.
_PIECE = 50 * _STEP
_OVERSAMPLING = 4
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
# The K weighting's two filters at 48 kHz, BS.1770-4 tables 1 and 2.
_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
_ZEROS, _POLES = (np.convolve(a, b) for a, b in zip(_SHELF, _HIGH_PASS, strict=True))
# Samples after which the weighting has forgotten a sound, to 1e-8 of it.
_MEMORY = 4_096
SILENCE = -120.0

Samples = NDArray[np.float32]


def integrated_loudness(samples: Samples, *, copies: int = 1) -> float:
    """Gated loudness in LUFS of float samples of shape (channels, n) at 48 kHz.

    ``copies`` of 2 is for one channel that both loudspeakers will play.
    """
    power = copies * _block_powers(samples)
    power = power[_level(power) > _ABSOLUTE_GATE]
    if not len(power):
        return SILENCE
    power = power[_level(power) > _level(power.mean(keepdims=True)) + _RELATIVE_GATE]
    return float(_level(power.mean(keepdims=True))[0])


def true_peak(samples: Samples) -> float:
    """Highest level between samples in dBTP, by fourfold oversampling."""
    peak = max(float(samples.max(initial=0.0)), -float(samples.min(initial=0.0)))
    for _, peaks in sample_peaks(samples, above=peak):
        peak = max(peak, float(peaks.max(initial=0.0)))
    return 20 * float(np.log10(max(peak, 1e-6)))


def sample_peaks(
    samples: Samples, *, above: float, around: int = 0
) -> Iterator[tuple[slice, Samples]]:
    """Piece by piece, the highest level at each sample and on the way to the next.

    Only what is ``above`` a level is worth finding: where no peak can be, it is said to be 0.

    Yields where the piece lies in ``samples`` and its peaks, shape (m,), for as many samples
    more on either side as ``around`` says, as far as there are any.
    """
    length = samples.shape[1]
    for start in range(0, length, _PIECE):
        stop = min(length, start + _PIECE)
        first, last = max(0, start - around), min(length, stop + around)
        yield slice(start, stop), _peaks(samples, first, last, above)


def _peaks(samples: Samples, first: int, last: int, above: float) -> Samples:
    """The peaks from sample ``first`` to ``last``."""
    raising = Raising.by(_OVERSAMPLING)
    blocks = -(-(last - first) // RAISED_BLOCK)
    # A block more on either side, for what reaches into the first and the last.
    begin, end = first - RAISED_BLOCK, first + (blocks + 1) * RAISED_BLOCK
    before, after = max(0, -begin), max(0, end - samples.shape[1])
    piece = np.pad(samples[:, max(0, begin) : end], [(0, 0), (before, after)])
    highest = np.abs(piece).reshape(len(piece), -1, RAISED_BLOCK).max(axis=2)
    nearby = np.maximum(np.maximum(highest[:, :-2], highest[:, 1:-1]), highest[:, 2:])
    loud = nearby * np.float32(raising.gain) > above
    inside = RAISED_BLOCK - raising.reach
    raised = raising.blocks(piece[:, inside : piece.shape[1] - inside], loud)
    peaks = np.zeros((len(piece), blocks, RAISED_BLOCK), np.float32)
    peaks[loud] = np.abs(raised).reshape(-1, RAISED_BLOCK, _OVERSAMPLING).max(axis=2)
    return np.asarray(peaks.max(axis=0).reshape(-1)[: last - first])


def _block_powers(samples: Samples) -> NDArray[np.float64]:
    """Mean square of the weighted sound in every block, the channels together."""
    length = samples.shape[1]
    weighting = _weighting()
    steps = []
    for start in range(0, length, _PIECE):
        before = min(_MEMORY, start)
        weighted = convolved(samples[:, start - before : start + _PIECE], weighting)
        energy = np.square(weighted[:, before:]).sum(axis=0)
        energy = np.pad(energy, (0, -len(energy) % _STEP))
        steps.append(energy.reshape(-1, _STEP).sum(axis=1, dtype=np.float64))
    energies = np.concatenate([*steps, np.zeros(0)])
    if length < _STEPS_A_BLOCK * _STEP:
        return np.asarray(energies.sum(keepdims=True) / max(1, length))
    whole = energies[: length // _STEP]
    blocks = np.convolve(whole, np.ones(_STEPS_A_BLOCK), mode="valid")
    return np.asarray(blocks / (_STEPS_A_BLOCK * _STEP))


@cache
def _weighting() -> Taps:
    return causal(_ZEROS, _POLES, reach=_MEMORY)


def _level(power: NDArray[np.float64]) -> NDArray[np.float64]:
    return -0.691 + 10 * np.log10(np.maximum(power, 1e-12))
