from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.support.engines import RATE
from unrealugc.core.signals import resampled
from unrealugc.pipeline.audio import finish_sound
from unrealugc.pipeline.beds import BEDS
from unrealugc.pipeline.loudness import SILENCE, integrated_loudness, sample_peaks, true_peak
from unrealugc.pipeline.music import duck, play
from unrealugc.providers.base import Speech


def _tone(frequency: float, level_db: float, seconds: float = 5.0) -> NDArray[np.float32]:
    clock = np.arange(round(seconds * 48_000)) / 48_000
    return np.asarray(10 ** (level_db / 20) * np.sin(2 * np.pi * frequency * clock), np.float32)


def _speechlike(seconds: float, gain: float) -> Speech:
    """Noise in syllables with rests between them, from 0.5 s to the middle."""
    clock = np.arange(round(seconds * RATE)) / RATE
    noise = np.random.default_rng(3).standard_normal(len(clock))
    syllables = np.clip(np.sin(2 * np.pi * 3.5 * clock), 0, 1) * (clock > 0.5)
    syllables = syllables * (clock < seconds / 2)
    return Speech(np.asarray(noise * syllables * gain, np.float32), RATE, (), ())


def test_loudness_of_the_standards_own_test_signal() -> None:
    """EBU Tech 3341, case 1: a 1 kHz sine at -23 dBFS on both channels measures -23 LUFS."""
    tone = _tone(1000, -23.0, 20)
    assert integrated_loudness(np.stack([tone, tone])) == pytest.approx(-23.0, abs=0.1)


def test_silence_between_does_not_count() -> None:
    """EBU Tech 3341, case 4, in short: the gate leaves out what is far quieter."""
    loud, quiet = _tone(1000, -23.0, 20), _tone(1000, -75.0, 20)
    both = np.concatenate([loud, quiet])
    assert integrated_loudness(np.stack([both, both])) == pytest.approx(-23.0, abs=0.1)


def test_true_peak_sees_between_the_samples() -> None:
    clock = np.arange(4800)
    between = np.sin(2 * np.pi * 12_000 / 48_000 * clock + np.pi / 4)[None].astype(np.float32)
    assert np.abs(between).max() < 0.72
    assert true_peak(between) == pytest.approx(0.0, abs=0.5)


@pytest.mark.parametrize("around", [0, 384])
def test_peaks_that_matter_are_those_of_the_whole_sound_raised(around: int) -> None:
    sound = np.stack([_speechlike(12.0, gain).samples for gain in (0.2, 0.3)])
    level = float(np.abs(sound).max()) * 0.6
    exact = np.abs(resampled(sound, 4, 1)).max(axis=0).reshape(-1, 4).max(axis=1)
    assert 50 < (exact > level).sum() < 0.1 * len(exact)
    for place, peaks in sample_peaks(sound, above=level, around=around):
        expected = exact[max(0, place.start - around) : place.stop + around]
        matter = expected > level
        assert peaks.shape == expected.shape
        assert np.allclose(peaks[matter], expected[matter], rtol=1e-5)
        assert (peaks[~matter] <= level).all()
    assert true_peak(sound) == pytest.approx(20 * np.log10(exact.max()), abs=1e-4)


@pytest.mark.parametrize("gain", [0.003, 0.9])
@pytest.mark.parametrize("music", [None, "upbeat"])
def test_any_voice_comes_out_as_loud_as_platforms_play_it(gain: float, music: str | None) -> None:
    sound = finish_sound(_speechlike(8.0, gain), 8.0, music)
    assert sound.samples.shape == (2, 8 * 48_000)
    assert integrated_loudness(sound.samples) == pytest.approx(-14.0, abs=0.7)
    assert true_peak(sound.samples) < -1.0
    assert sound.loudness_lufs == pytest.approx(integrated_loudness(sound.samples))


@pytest.mark.parametrize("music", [None, "warm"])
def test_pieces_sound_as_the_whole_does(monkeypatch: pytest.MonkeyPatch, music: str | None) -> None:
    pieces = finish_sound(_speechlike(23.0, 0.9), 23.0, music)
    monkeypatch.setattr("unrealugc.pipeline.loudness._PIECE", 30 * 48_000)
    whole = finish_sound(_speechlike(23.0, 0.9), 23.0, music)
    assert np.allclose(pieces.samples, whole.samples, atol=1e-5)
    assert pieces.loudness_lufs == pytest.approx(whole.loudness_lufs, abs=1e-4)
    assert pieces.true_peak_dbtp == pytest.approx(whole.true_peak_dbtp, abs=1e-3)


def test_a_minute_of_sound_is_held_but_twice() -> None:
    """Once for its rate, once for what it is raised to; the rest is pieces."""
    speech = _speechlike(60.0, 0.5)
    tracemalloc.start()
    finish_sound(speech, 60.0)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2.5 * 60 * 48_000 * speech.samples.itemsize


def test_a_silent_video_stays_silent() -> None:
    sound = finish_sound(Speech(np.zeros(RATE, np.float32), RATE, (), ()), 1.0)
    assert sound.loudness_lufs == SILENCE
    assert not sound.samples.any()


@pytest.mark.parametrize("name", BEDS)
def test_a_bed_is_heard_alone_and_quiet_under_speech(name: str) -> None:
    speech = _speechlike(16.0, 0.2)
    voice = np.repeat(speech.samples, 2)
    bed = duck(play(name, 16.0), voice)
    assert bed.shape == (2, 16 * 48_000)

    def level(start: float, end: float) -> float:
        part = bed[:, round(start * 48_000) : round(end * 48_000)]
        return 10 * float(np.log10(np.square(part).mean()))

    assert 5 < level(10, 14) - level(2, 7) < 12
    assert np.abs(bed[:, -200:]).max() < 0.01 * np.abs(bed).max()
