"""The music beds: in tune, without a seam, and each a mood of its own."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy import signal

from unrealugc.pipeline import instruments
from unrealugc.pipeline.band import loop_of
from unrealugc.pipeline.beds import BEDS
from unrealugc.pipeline.instruments import RATE, Sound


def _cents_off(sound: Sound, note: int) -> float:
    """How far the strongest partial near the note is from it, in hundredths of a semitone."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 2**19))
    frequencies = np.fft.rfftfreq(2**19, 1 / RATE)
    wanted = instruments.pitch(note)
    near = (frequencies > wanted * 0.94) & (frequencies < wanted * 1.06)
    found = frequencies[near][np.argmax(spectrum[near])]
    return float(1200 * np.log2(found / wanted))


@pytest.mark.parametrize("name", ["keys", "pluck", "bell", "pad", "bass"])
@pytest.mark.parametrize("note", [41, 57, 72, 84])
def test_every_instrument_is_in_tune_and_bounded(name: str, note: int) -> None:
    sound: Sound = getattr(instruments, name)(note, 1.5)
    assert abs(_cents_off(sound, note)) < 6
    assert 0.1 < np.abs(sound).max() < 1.7
    assert abs(sound[0]) < 0.01
    assert abs(sound[-1]) < 0.01


def test_each_bed_is_a_mood_of_its_own() -> None:
    loops = {name: loop_of(bed) for name, bed in BEDS.items()}
    colours = {}
    for name, loop in loops.items():
        assert np.abs(loop).max() == pytest.approx(1.0, abs=1e-3)
        # Where the loop begins again there is no click.
        step = np.abs(np.diff(loop, axis=1)).max()
        assert np.abs(loop[:, 0] - loop[:, -1]).max() <= step
        # It can be heard from a phone, which plays little below 150 Hz, and in mono.
        mono = loop.mean(axis=0)
        frequencies, power = signal.welch(mono, RATE, nperseg=8192)
        assert power[frequencies > 150].sum() > 0.3 * power.sum()
        assert np.asarray(np.corrcoef(loop))[0, 1] > 0.5
        colours[name] = np.log10(power[5:400:5] / power.sum())
    for one, other in combinations(colours, 2):
        assert np.abs(colours[one] - colours[other]).mean() > 0.15, (one, other)


def test_the_same_bed_sounds_the_same_every_time() -> None:
    assert np.array_equal(loop_of(BEDS["bright"]), loop_of(BEDS["bright"]))
