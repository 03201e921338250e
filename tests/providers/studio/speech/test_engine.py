"""Scripts become natural speech whose times are right."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.providers.studio.speech.conftest import SCRIPT
from unrealugc.providers.base import Speech, SpeechSynth, VoiceSpec
from unrealugc.providers.errors import UnknownVoiceError, UnspeakableTextError
from unrealugc.providers.studio.speech.engine import StudioSpeech


def _level(speech: Speech, start: float, end: float) -> float:
    rate = speech.sample_rate
    part = speech.samples[round(start * rate) : round(end * rate)]
    return 20 * float(np.log10(np.sqrt(np.mean(part**2)) + 1e-9))


def test_it_is_a_speech_synth(synth: StudioSpeech) -> None:
    checked: SpeechSynth = synth
    assert checked.capabilities.word_times


def test_words_are_those_of_the_script(spoken: Speech) -> None:
    assert [word.text for word in spoken.words] == SCRIPT.split()


def test_word_times_follow_each_other_within_the_speech(spoken: Speech) -> None:
    assert spoken.words[0].start < 0.2
    assert spoken.duration - spoken.words[-1].end < 0.3
    assert spoken.words[-1].end <= spoken.duration
    assert all(word.end - word.start >= 0.04 for word in spoken.words)
    assert all(a.end <= b.start + 1e-9 for a, b in pairwise(spoken.words))


def test_phonemes_cover_the_speech_without_a_gap(spoken: Speech) -> None:
    assert spoken.phonemes[0].start == 0
    assert spoken.phonemes[-1].end == pytest.approx(spoken.duration, abs=1e-6)
    assert all(a.end == pytest.approx(b.start, abs=1e-9) for a, b in pairwise(spoken.phonemes))
    assert all(p.end > p.start for p in spoken.phonemes)


def test_sounds_lie_in_words_and_silences_between_them(spoken: Speech) -> None:
    for phoneme in spoken.phonemes:
        middle = (phoneme.start + phoneme.end) / 2
        inside = any(word.start <= middle <= word.end for word in spoken.words)
        assert inside == bool(phoneme.symbol)


def test_it_is_loud_in_words_and_silent_between_sentences(spoken: Speech) -> None:
    words = [_level(spoken, word.start, word.end) for word in spoken.words]
    pauses = [p for p in spoken.phonemes if not p.symbol and p.end - p.start > 0.25]
    assert min(words) > -46
    assert len(pauses) >= 2
    assert all(_level(spoken, p.start + 0.05, p.end - 0.05) < -55 for p in pauses)


def test_it_does_not_clip_or_click(spoken: Speech) -> None:
    assert spoken.samples.dtype == np.float32
    assert 0.1 < np.abs(spoken.samples).max() < 1.0
    assert abs(float(spoken.samples[0])) < 1e-3
    assert abs(float(spoken.samples[-1])) < 1e-3


def test_the_same_request_gives_the_same_samples(synth: StudioSpeech) -> None:
    text, voice = "The same again.", VoiceSpec("am_michael")
    first, second = (synth.synthesize(text, voice) for _ in range(2))
    assert np.array_equal(first.samples, second.samples)
    assert first.words == second.words


def test_an_unknown_voice_is_refused(synth: StudioSpeech) -> None:
    with pytest.raises(UnknownVoiceError):
        synth.synthesize("Hello.", VoiceSpec("nobody"))


@pytest.mark.parametrize("text", ["", "  \n ", "🔥🔥", "--- ..."])
def test_a_script_without_words_is_refused(synth: StudioSpeech, text: str) -> None:
    with pytest.raises(UnspeakableTextError):
        synth.synthesize(text, VoiceSpec("af_heart"))


def test_pace_changes_the_length_as_asked(synth: StudioSpeech) -> None:
    text, voice = "It does work every day.", VoiceSpec("af_heart")
    lengths = []
    for pace in (1.0, 0.8, 1.3):
        words = synth.synthesize(text, voice, pace=pace).words
        lengths.append((words[-1].end - words[0].start) * pace)
    assert lengths[1:] == pytest.approx(lengths[:1] * 2, rel=0.12)


def test_an_estimate_tells_the_length(synth: StudioSpeech, spoken: Speech) -> None:
    assert synth.estimate(SCRIPT, VoiceSpec("af_heart")) == pytest.approx(spoken.duration, rel=0.1)


def test_a_pace_that_nobody_speaks_is_a_mistake(synth: StudioSpeech) -> None:
    with pytest.raises(ValueError, match="pace"):
        synth.synthesize("Hello.", VoiceSpec("af_heart"), pace=9)


def test_a_word_without_end_is_still_spoken(synth: StudioSpeech) -> None:
    assert synth.estimate("9" * 200, VoiceSpec("af_heart")) > 30
