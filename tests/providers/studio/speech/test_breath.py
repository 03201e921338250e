"""Voices take breath in pauses alone, as quietly and in the colour that is known of people."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.signal import find_peaks

from unrealugc.pipeline.audio import finish_sound
from unrealugc.providers.base import Speech, VoiceSpec, WordTime
from unrealugc.providers.studio.expression import phrases
from unrealugc.providers.studio.speech.breath import breathing
from unrealugc.providers.studio.speech.engine import StudioSpeech
from unrealugc.providers.studio.speech.shape import delivery_of

RATE = 24_000
MAN, WOMAN = 1.0, 1.15
SCRIPT = (
    "I was not sure about it at first. Then I tried it for two weeks.\n\nTry it yourself today!"
)


def said(*words: tuple[str, float, float]) -> Speech:
    """Words of a loud hum, with nothing between them."""
    times = tuple(WordTime(*word) for word in words)
    samples = np.zeros(round((times[-1].end + 0.1) * RATE), np.float32)
    for word in times:
        clock = np.arange(round(word.start * RATE), round(word.end * RATE))
        samples[clock] = 0.1 * np.sin(2 * np.pi * 200 * clock / RATE)
    return Speech(samples, RATE, times, ())


def added(speech: Speech, amount: float = 0.5, tract: float = MAN) -> list[tuple[float, float]]:
    """From when to when there is a breath, in seconds."""
    breaths = breathing(speech, amount, tract).samples - speech.samples
    where = np.flatnonzero(breaths)
    parts = np.split(where, np.flatnonzero(np.diff(where) > 0.05 * RATE) + 1)
    return [(part[0] / RATE, (part[-1] + 1) / RATE) for part in parts if len(part)]


def decibels(samples: NDArray[np.float32]) -> float:
    return 10 * float(np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-12))


def words_of(speech: Speech) -> NDArray[np.float32]:
    parts = [(round(w.start * RATE), round(w.end * RATE)) for w in speech.words]
    return np.concatenate([speech.samples[first:last] for first, last in parts])


@pytest.fixture(scope="module")
def both(synth: StudioSpeech) -> tuple[Speech, Speech]:
    """Real speech before its breaths, and as the engine gives it."""
    without: list[Speech] = []

    def noting(speech: Speech, amount: float, tract: float) -> Speech:
        without.append(speech)
        return breathing(speech, amount, tract)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("unrealugc.providers.studio.speech.engine.breathing", noting)
        real = synth.synthesize(SCRIPT, VoiceSpec("am_michael"))
    return without[0], real


@pytest.fixture(scope="module")
def dry(both: tuple[Speech, Speech]) -> Speech:
    """Real speech without a breath."""
    return both[0]


def test_breath_is_taken_in_pauses_between_sentences_only(dry: Speech) -> None:
    breaths = added(dry)
    sentences = phrases(dry)
    assert len(breaths) == len(sentences) - 1 == 2
    for (start, end), (before, after) in zip(breaths, pairwise(sentences), strict=True):
        assert start - before.end >= 0.099
        assert 0.03 <= after.start - end <= 0.08
        assert 0.2 - 0.001 <= end - start <= 0.45


def test_the_engine_breathes_and_moves_nothing(both: tuple[Speech, Speech]) -> None:
    dry, real = both
    assert not np.array_equal(real.samples, dry.samples)
    assert (real.words, real.phonemes) == (dry.words, dry.phonemes)
    assert len(real.samples) == len(dry.samples)
    assert np.array_equal(words_of(real), words_of(dry))


def test_breath_is_as_quiet_as_meant_before_and_after_the_sound_is_finished(dry: Speech) -> None:
    wet = breathing(dry, 0.5, MAN)
    breaths = added(dry)
    for speech, rate in ((wet, RATE), (finished(wet), 2 * RATE)):
        loud = decibels(words_of(speech) if rate == RATE else words_of(halved(speech)))
        for start, end in breaths:
            quiet = decibels(speech.samples[round(start * rate) : round(end * rate)])
            assert -38 < quiet - loud < -34
    assert decibels(np.trim_zeros(wet.intake)) - decibels(words_of(dry)) == pytest.approx(
        -36, abs=0.1
    )


def finished(speech: Speech) -> Speech:
    """With the loudness that the file will have."""
    sound = finish_sound(speech, speech.duration)
    return replace(speech, samples=sound.samples[0], sample_rate=2 * RATE)


def halved(speech: Speech) -> Speech:
    return replace(speech, samples=speech.samples[::2], sample_rate=RATE)


def test_a_voice_that_does_not_breathe_is_left_as_it_is(dry: Speech) -> None:
    assert breathing(dry, 0.0, MAN) is dry


def test_the_same_speech_breathes_the_same_and_no_two_breaths_are_alike(dry: Speech) -> None:
    one, other = (breathing(dry, 0.5, MAN) for _ in range(2))
    assert np.array_equal(one.samples, other.samples)
    (first, _), (second, _) = ((round(start * RATE), 0) for start, _ in added(dry))
    noise = one.samples - dry.samples
    assert not np.allclose(noise[first : first + 2000], noise[second : second + 2000])


@pytest.mark.parametrize(
    ("pause", "breaths"),
    [(0.25, 0), (0.34, 0), (0.36, 1), (2.0, 1)],
)
def test_a_short_pause_is_left_alone(pause: float, breaths: int) -> None:
    speech = said(("Two.", 0.1, 2.1), ("Three.", 2.1 + pause, 4.0 + pause))
    assert len(added(speech)) == breaths


def test_no_breath_is_taken_within_a_sentence_or_after_two_words() -> None:
    assert not added(said(("Well,", 0.1, 2.1), ("yes.", 3.1, 4.0)))
    assert not added(said(("Stop.", 0.1, 0.6), ("Buy.", 1.6, 3.0)))


def test_a_longer_sentence_takes_more_breath() -> None:
    lengths = []
    for seconds in (1.0, 3.0, 6.0, 20.0):
        start, end = added(said(("Two.", 0.1, 2.1), ("Three.", 3.1, 3.1 + seconds)))[0]
        lengths.append(end - start)
    assert lengths == sorted(set(lengths))
    assert lengths[0] >= 0.2
    assert lengths[-1] <= 0.45 + 1e-3


@cache
def spectrum(tract: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Hz, and dB below the loudest, of many breaths together, smoothed over 200 Hz."""
    power = np.zeros(257)
    for extra in range(100):
        speech = said(("Two.", 0.1, 2.1 + extra * 0.01), ("Three.", 4.0, 4.1))
        intake = breathing(speech, 0.5, tract).intake[: 512 * 12].reshape(12, 512)
        power += np.square(np.abs(np.fft.rfft(intake * np.hanning(512)))).sum(axis=0)
    level = 10 * np.log10(np.convolve(power, np.hanning(7) / 3, mode="same"))
    return np.arange(257) * RATE / 512, np.asarray(level - level.max(), np.float64)


def peaks(tract: float) -> list[float]:
    """Hz of the resonances below 3 kHz times the throat's factor."""
    hertz, level = spectrum(tract)
    found, _ = find_peaks(level, prominence=0.7)
    return [float(hertz[place]) for place in found if hertz[place] < 3000 * tract]


def test_it_sounds_like_air_through_an_open_throat() -> None:
    """A falling spectrum with weak peaks below 3 kHz, like a schwa's (Werner et al. 2023)."""
    hertz, level = spectrum(MAN)
    at = {f: float(level[np.argmin(np.abs(hertz - f))]) for f in (100, 600, 1500, 3000, 6000, 9000)}
    assert at[600] > at[1500] > at[3000] > at[6000] > at[9000]
    assert at[100] < -8
    assert -30 < at[6000] < -15
    assert peaks(MAN) == pytest.approx([650, 1500, 2500], abs=100)
    centre = float(np.sum(hertz * 10 ** (level / 10)) / np.sum(10 ** (level / 10)))
    assert 1000 < centre < 2500


def test_a_shorter_throat_breathes_higher() -> None:
    ratios = [hers / his for his, hers in zip(peaks(MAN), peaks(WOMAN), strict=True)]
    assert np.mean(ratios) == pytest.approx(WOMAN, abs=0.05)


@pytest.mark.parametrize("start", [0.0, 0.02, 0.05, 0.3])
def test_the_breath_before_all_ends_a_little_before_the_voice(start: float) -> None:
    intake = breathing(said(("Two.", start, start + 2)), 0.5, MAN).intake
    silence = (len(intake) - 1 - np.flatnonzero(intake)[-1]) / RATE + start
    assert silence == pytest.approx(max(start, 0.05), abs=0.001)


def test_it_swells_slowly_and_ends_quickly(dry: Speech) -> None:
    intake = np.trim_zeros(breathing(dry, 0.5, MAN).intake)
    level = np.sqrt(np.convolve(intake**2, np.ones(480) / 480, mode="same"))
    loud = np.flatnonzero(level > level.max() / 2)
    before, after = loud[0], len(level) - loud[-1]
    assert before > 1.3 * after
    assert np.abs(intake[[0, -1]]).max() < 1e-4


def test_voices_differ_in_how_much_they_breathe() -> None:
    amounts = {name: delivery_of(VoiceSpec(name)).breath for name in ("af_heart", "af_nicole")}
    assert 0 < amounts["af_heart"] < amounts["af_nicole"] <= 1
    tracts = [delivery_of(VoiceSpec(name)).tract for name in ("am_michael", "af_heart")]
    assert tracts == [MAN, WOMAN]
