"""No two stock voices sound alike: pitch, spectrum, melody or pace tell every pair apart."""

from __future__ import annotations

import json
from importlib import resources
from itertools import combinations

import numpy as np
import pytest
from tools.voices.compare import TARGET, measured

from unrealugc.catalog.voices import stock_voices
from unrealugc.providers.studio.speech.engine import StudioSpeech
from unrealugc.providers.studio.speech.profile import VoiceProfile

DESCRIBED = resources.files("unrealugc.providers.studio.speech").joinpath("data/profiles.json")
PROFILES = {
    name: VoiceProfile.from_json(values)
    for text in (DESCRIBED.read_text("utf-8"), TARGET.read_text("utf-8"))
    for name, values in json.loads(text).items()
}


def _differences(one: VoiceProfile, other: VoiceProfile) -> dict[str, float]:
    """By how many just noticeable steps two voices differ, in each way."""
    bands = np.subtract(one.bands_db, other.bands_db)
    return {
        "pitch": abs(12 * np.log2(one.pitch_hz / other.pitch_hz)) / 1.0,
        "spectrum": float(np.std(bands)) / 2.0,
        "melody": abs(one.pitch_range_st - other.pitch_range_st) / 2.0,
        "pace": abs(np.log(one.syllable_rate / other.syllable_rate)) / 0.1,
    }


def test_every_voice_was_measured() -> None:
    assert set(PROFILES) == set(stock_voices())


def test_any_two_voices_differ() -> None:
    alike = [
        (one, other)
        for one, other in combinations(PROFILES, 2)
        if max(_differences(PROFILES[one], PROFILES[other]).values()) < 1
    ]
    assert alike == []


@pytest.mark.parametrize("voice", ["es_lucia", "pm_santa"])
def test_the_measurements_are_of_these_voices(synth: StudioSpeech, voice: str) -> None:
    fresh, kept = measured(synth, stock_voices()[voice]), PROFILES[voice]
    assert fresh.pitch_hz == pytest.approx(kept.pitch_hz, rel=0.02)
    assert np.abs(np.subtract(fresh.bands_db, kept.bands_db)).max() < 1.5
