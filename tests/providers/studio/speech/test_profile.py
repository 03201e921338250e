"""A voice is measured in a sample, found again, and spoken in its shape."""

from __future__ import annotations

import json

import numpy as np
import pytest

from unrealugc.providers.base import Speech, VoiceSpec
from unrealugc.providers.errors import UnknownVoiceError, UnusableMediaError
from unrealugc.providers.studio.speech.analysis import analyse_sample
from unrealugc.providers.studio.speech.engine import StudioSpeech
from unrealugc.providers.studio.speech.pitch import track_pitch
from unrealugc.providers.studio.speech.profile import VoiceProfile
from unrealugc.providers.studio.speech.shape import nearest_voices, shaped_delivery


@pytest.mark.parametrize("hertz", [80.0, 120.0, 210.0, 330.0])
def test_pitch_of_a_buzz(hertz: float) -> None:
    rate = 24_000
    times = np.arange(rate) / rate
    buzz = sum(np.sin(2 * np.pi * hertz * k * times) / k for k in range(1, 12))
    pitch = track_pitch(np.asarray(buzz, np.float32) * 0.2, rate)
    assert np.median(pitch[pitch > 0]) == pytest.approx(hertz, rel=0.01)


def test_noise_has_no_pitch() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 24_000).astype(np.float32)
    assert np.mean(track_pitch(noise, 24_000) > 0) < 0.05


def test_a_profile_survives_json(spoken: Speech) -> None:
    profile = analyse_sample(spoken.samples, spoken.sample_rate)
    stored = json.loads(json.dumps(profile.to_json()))
    assert VoiceProfile.from_json(stored) == profile


def test_a_profile_is_plausible(spoken: Speech) -> None:
    profile = analyse_sample(spoken.samples, spoken.sample_rate)
    assert profile.gender == "female"
    assert 150 < profile.pitch_hz < 230
    assert 3 < profile.syllable_rate < 9
    assert 0.4 < profile.voiced_share <= 1
    assert 3 < profile.speech_seconds < spoken.duration


def test_a_stock_voice_is_found_again(spoken: Speech) -> None:
    profile = analyse_sample(spoken.samples, spoken.sample_rate)
    mix = nearest_voices(profile)
    assert "af_heart" in mix
    assert all(name[1] == "f" for name in mix)
    assert sum(mix.values()) == pytest.approx(1)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 1.0, 20.0])
def test_silence_is_no_voice(seconds: float) -> None:
    with pytest.raises(UnusableMediaError, match="too little"):
        analyse_sample(np.zeros(round(seconds * 24_000), np.float32), 24_000)


def test_a_custom_voice_is_spoken_at_the_pitch_of_its_sample(
    synth: StudioSpeech, spoken: Speech
) -> None:
    measured = analyse_sample(spoken.samples, spoken.sample_rate).to_json()
    wished = 225.0
    voice = VoiceSpec("cmine", profile={**measured, "pitch_hz": wished})
    speech = synth.synthesize("I have never slept this well in years.", voice)
    got = analyse_sample(speech.samples, speech.sample_rate)
    assert 12 * abs(np.log2(got.pitch_hz / wished)) < 2
    assert speech.words[-1].text == "years."
    assert speech.words[-1].end <= speech.duration


def test_shaping_stays_within_reason(spoken: Speech) -> None:
    measured = analyse_sample(spoken.samples, spoken.sample_rate).to_json()
    odd = VoiceProfile.from_json({**measured, "pitch_hz": 400.0, "syllable_rate": 20.0})
    delivery = shaped_delivery(odd, "en-us")
    assert 0.7 < delivery.pitch < 1.4
    assert 0.8 < delivery.speed < 1.4
    assert max(map(abs, delivery.tone_db)) <= 6


def test_a_damaged_profile_is_refused(synth: StudioSpeech) -> None:
    with pytest.raises(UnknownVoiceError):
        synth.synthesize("Hello.", VoiceSpec("cmine", profile={"pitch_hz": 100.0}))
