from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.support.engines import RATE, ToneSynth
from unrealugc.pipeline.checkpoint import Workspace
from unrealugc.pipeline.voice import (
    VoiceTrack,
    arrange,
    as_written,
    natural_lengths,
    pack_track,
    speak,
    unpack_track,
)
from unrealugc.providers.base import Speech, VoiceSpec, WordTime
from unrealugc.providers.errors import ScriptTooLongError

VOICE = VoiceSpec("tone")
TEXTS = (
    "I have been using this for two weeks.",
    "My skin has never looked better than today.",
    "You should really try it out for yourself.",
)


def _track(folder: Path, seconds: float, synth: ToneSynth | None = None) -> VoiceTrack:
    synth = synth or ToneSynth()
    spoken = speak(
        synth,
        VOICE,
        TEXTS,
        seconds,
        natural=natural_lengths(synth, VOICE, TEXTS),
        pace=1.0,
        workspace=Workspace(folder, "f" * 64),
        progress=lambda done: None,
    )
    return arrange(TEXTS, spoken, seconds, longest=5, fps=30)


@pytest.mark.parametrize("seconds", [7, 10, 20])
def test_the_track_is_as_long_as_the_video_and_says_every_word(
    tmp_path: Path, seconds: int
) -> None:
    track = _track(tmp_path, seconds)
    assert len(track.speech.samples) == seconds * RATE
    assert [word.text for word in track.speech.words] == " ".join(TEXTS).split()
    assert all(0 <= word.start < word.end <= seconds for word in track.speech.words)


def test_words_are_where_the_sound_is(tmp_path: Path) -> None:
    speech = _track(tmp_path, 12).speech
    loud = np.zeros(len(speech.samples), bool)
    for word in speech.words:
        inside = slice(round((word.start + 0.02) * RATE), round((word.end - 0.02) * RATE))
        assert np.abs(speech.samples[inside]).max() > 0.1
        loud[round(word.start * RATE) - 2 : round(word.end * RATE) + 2] = True
    assert np.abs(speech.samples[~loud]).max() < 0.01


def test_takes_hold_their_own_words_on_their_own_clock(tmp_path: Path) -> None:
    track = _track(tmp_path, 15)
    assert len(track.takes) > 1
    said = []
    for take in track.takes:
        speech = track.for_take(take)
        assert speech.duration == pytest.approx(take.duration, abs=1 / RATE)
        assert [word.text for word in speech.words] == take.text.split()
        assert all(0 <= word.start < word.end <= take.duration for word in speech.words)
        said.append(speech.samples)
    assert np.array_equal(np.concatenate(said), track.speech.samples)


def test_a_tight_video_is_spoken_quicker_and_a_roomy_one_is_not_rushed(tmp_path: Path) -> None:
    tight, roomy = _track(tmp_path / "a", 6), _track(tmp_path / "b", 20)
    assert tight.speech.words[0].end - tight.speech.words[0].start < 0.06
    assert roomy.speech.words[0].end - roomy.speech.words[0].start >= 0.06


def test_too_much_to_say_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScriptTooLongError):
        _track(tmp_path, 3)


def test_what_was_said_is_not_said_again(tmp_path: Path) -> None:
    first, second = ToneSynth(), ToneSynth()
    before = _track(tmp_path, 12, first)
    after = _track(tmp_path, 12, second)
    assert first.said
    assert second.said == []
    assert np.array_equal(before.speech.samples, after.speech.samples)


def test_a_track_survives_being_packed(tmp_path: Path) -> None:
    track = _track(tmp_path, 12)
    again = unpack_track(pack_track(track))
    assert again.takes == track.takes
    assert again.speech.words == track.speech.words
    assert again.speech.phonemes == track.speech.phonemes
    assert np.array_equal(again.speech.samples, track.speech.samples)


def test_what_is_not_said_stays_beside_its_word() -> None:
    words = (WordTime("love", 0.1, 0.4), WordTime("it!", 0.4, 0.7))
    told = as_written("✨ love it! 🔥 —", words)
    assert [word.text for word in told] == ["✨ love", "it! 🔥 —"]
    assert [word.start for word in told] == [0.1, 0.4]


def test_words_that_are_not_the_texts_own_are_kept() -> None:
    words = (WordTime("and", 0.1, 0.4), WordTime("or", 0.4, 0.7))
    assert as_written("and/or", words) == words


class Breather(ToneSynth):
    """Takes a third of a second of breath before each utterance."""

    def synthesize(self, text: str, voice: VoiceSpec, *, pace: float = 1.0) -> Speech:
        speech = super().synthesize(text, voice, pace=pace)
        return replace(speech, intake=np.full(RATE // 3, 0.001, np.float32))


def test_breath_is_taken_before_words_where_there_is_room(tmp_path: Path) -> None:
    dry, wet = _track(tmp_path / "a", 12), _track(tmp_path / "b", 12, Breather())
    assert wet.speech.words == dry.speech.words
    assert wet.takes == dry.takes
    breaths = wet.speech.samples - dry.speech.samples
    where = np.flatnonzero(breaths) / RATE
    starts = [word.start for word in wet.speech.words if word.text in {"I", "My", "You"}]
    ends = [0.0, *(word.end for word in wet.speech.words if word.text[-1] == ".")]
    for start, end in zip(starts, ends, strict=False):
        inside = where[(where > end) & (where < start)]
        assert len(inside) / RATE == pytest.approx(1 / 3, abs=0.01)
        assert inside[0] > end + 0.1
        assert 0.03 < start - inside[-1] < 0.08
    for word in wet.speech.words:
        assert not ((where > word.start) & (where < word.end)).any()


def test_a_hurried_speaker_takes_no_breath(tmp_path: Path) -> None:
    dry, wet = _track(tmp_path / "a", 5), _track(tmp_path / "b", 5, Breather())
    assert np.array_equal(wet.speech.samples, dry.speech.samples)
