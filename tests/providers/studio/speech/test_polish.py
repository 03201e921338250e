"""The level is evened and the ends of the spectrum cleaned; nothing moves."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from unrealugc.providers.studio.speech.polish import polished

RATE = 24_000


def tone(hertz: float, level: float) -> NDArray[np.float32]:
    """A second of a tone with its peaks at ``level``."""
    return np.asarray(level * np.sin(2 * np.pi * hertz * np.arange(RATE) / RATE), np.float32)


def gain_db(hertz: float, level: float) -> float:
    """What happens to the middle of a steady tone."""
    before, after = tone(hertz, level), polished(tone(hertz, level), RATE)
    middle = slice(RATE // 4, 3 * RATE // 4)
    return float(20 * np.log10(np.std(after[middle]) / np.std(before[middle])))


def test_what_is_quiet_stays_as_it_is() -> None:
    assert gain_db(1000, 0.01) == pytest.approx(0, abs=0.3)


def test_what_is_loud_comes_down() -> None:
    # -10 dB is 16 dB above the threshold, of which half remains.
    assert gain_db(1000, 10 ** (-10 / 20) * np.sqrt(2)) == pytest.approx(-8, abs=0.5)


@pytest.mark.parametrize("hertz", [20, 11_000])
def test_what_is_no_voice_is_turned_down(hertz: float) -> None:
    assert gain_db(hertz, 0.01) < -6


def test_nothing_moves_and_silence_stays_silent() -> None:
    sound = np.zeros(RATE, np.float32)
    sound[RATE // 2 : RATE // 2 + 2400] = tone(300, 0.02)[:2400]
    after = polished(sound, RATE)
    assert len(after) == len(sound)
    match = np.correlate(after, sound[RATE // 2 : RATE // 2 + 2400], "valid")
    assert abs(int(match.argmax()) - RATE // 2) <= 2
    assert np.abs(after[: RATE // 4]).max() < 1e-4
