"""The filters agree with SciPy's."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from scipy import signal

from unrealugc.core.signals import (
    averaging,
    causal,
    convolved,
    low_cut,
    quantile,
    resampled,
    shaped,
)

RATE = 24_000
NOISE = np.random.default_rng(3).normal(0, 0.1, 300_001).astype(np.float32)
FADED = np.pad(NOISE[:30_000] * np.hanning(30_000).astype(np.float32), 10_000)


@pytest.mark.parametrize("length", [1, 7, 500, 300_001])
def test_convolution(length: int) -> None:
    taps = np.random.default_rng(4).normal(size=301)
    expected = signal.fftconvolve(NOISE[:length], taps, mode="full")[150 : 150 + length]
    assert np.allclose(convolved(NOISE[:length], taps), expected, atol=1e-5)


def test_convolution_of_several_channels() -> None:
    taps = averaging(0.001, rate=RATE)
    both = np.stack([NOISE[:999], FADED[:999]])
    assert np.array_equal(convolved(both, taps)[1], convolved(FADED[:999], taps))


def test_a_gain_through_points() -> None:
    points = [0, 8_000, 9_500, RATE / 2], [1, 1, 0.6, 0.25]
    expected = signal.firwin2(127, *points, fs=RATE)
    assert np.allclose(shaped(*points, taps=127, rate=RATE), expected, atol=1e-12)


def test_a_low_cut_both_ways() -> None:
    sections = signal.butter(2, 65, "highpass", fs=RATE, output="sos")
    expected = signal.sosfiltfilt(sections, FADED)
    assert np.allclose(convolved(FADED, low_cut(65, rate=RATE)), expected, atol=1e-6)


def test_an_average_both_ways() -> None:
    step = float(np.exp(-1 / (0.02 * RATE)))
    expected = signal.filtfilt([1 - step], [1, -step], FADED, padlen=0)
    assert np.allclose(convolved(FADED, averaging(0.02, rate=RATE)), expected, atol=1e-6)


@pytest.mark.parametrize(("up", "down"), [(2, 1), (4, 1), (1, 3), (100, 97), (147, 160), (3, 3)])
def test_resampling(up: int, down: int) -> None:
    sound = NOISE[:40_011]
    assert np.allclose(resampled(sound, up, down), signal.resample_poly(sound, up, down), atol=2e-6)
    assert np.allclose(
        resampled(np.stack([sound, -sound]), up, down)[1], -resampled(sound, up, down), atol=1e-6
    )


def test_a_recursive_filter_as_taps() -> None:
    sections = signal.butter(2, 300, "highpass", fs=RATE)
    expected = signal.lfilter(*sections, FADED)
    assert np.allclose(convolved(FADED, causal(*sections, reach=2_000)), expected, atol=1e-6)


@pytest.mark.parametrize("program", ["unrealugc.pipeline.child", "unrealugc.cli.render"])
def test_rendering_without_a_photo_needs_no_scipy(program: str) -> None:
    """Its import costs as much as a second of video."""
    command = f"import sys, {program}; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", command], timeout=60, check=False).returncode == 0


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9, 0.95, 1.0])
def test_quantile(share: float) -> None:
    for values in (NOISE[:1], NOISE[:8], NOISE[:999]):
        assert quantile(values, share) == pytest.approx(np.quantile(values, share), abs=1e-7)
