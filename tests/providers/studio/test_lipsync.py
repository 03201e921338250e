"""Sounds to mouth shapes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.providers.studio.conftest import say
from unrealugc.providers.base import WordTime
from unrealugc.providers.studio.lipsync import mouth_track
from unrealugc.providers.studio.mouth_space import MouthTrack
from unrealugc.providers.studio.rig import MOUTH_SPRITES
from unrealugc.providers.studio.spelled import guess_phonemes
from unrealugc.providers.studio.visemes import NEUTRAL, is_silence, visemes_of

FPS = 30
# The whole vocabulary of the speech model.
VOCABULARY = (
    ';:,.!?—…"()“” ʣʥʦʨᵝꭧAIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧ'
    "ʊʋʌɣɤχʎʒʔˈˌːʰʲ↓→↗↘ᵻ\u0303"
)


def mouth(symbols: str, duration: float = 2.0) -> MouthTrack:
    speech = say((("word", symbols),), duration)
    count = round(duration * FPS)
    return mouth_track(speech, count, FPS, smile=np.zeros(count, np.float32))


def shown(track: MouthTrack) -> list[str]:
    """The sprite that prevails in each frame."""
    index = np.where(track.weight > 0.5, track.second, track.first)
    return [MOUTH_SPRITES[i] for i in index]


def test_every_sound_of_the_model_has_a_shape() -> None:
    # S and T occur only in other languages' marks; they and the modifiers may be neutral.
    strangers = [s for s in VOCABULARY if visemes_of(s) == (NEUTRAL,)]
    assert set(strangers) <= set("STˈˌːʰʲ↓→↗↘ᵝ\u0303")


@pytest.mark.parametrize(
    ("symbols", "sprite"),
    [("ɑ f ɑ", "fv"), ("ɑ θ ɑ", "th"), ("ɑ l ɑ", "l"), ("ɑ s ɑ", "teeth"), ("ɑ b ɑ", "closed")],
)
def test_consonants_show_their_own_shape(symbols: str, sprite: str) -> None:
    assert sprite in shown(mouth(symbols))


@pytest.mark.parametrize(
    ("symbols", "family"), [("i i", "wide"), ("u u", "round"), ("ɑ ɑ", "open"), ("w u", "round")]
)
def test_vowels_take_their_width(symbols: str, family: str) -> None:
    speaking = shown(mouth(symbols))[17:21]
    assert all(name.startswith(family) for name in speaking), speaking


def test_the_mouth_starts_before_the_sound() -> None:
    track = mouth("u u u")
    start = int(0.5 * FPS)
    assert shown(track)[start - 1].startswith("round")
    assert not shown(track)[start - 5].startswith("round")


def test_a_vowel_is_wider_beside_wide_neighbours() -> None:
    """Co-articulation: the same schwa is spread between two i and pursed between two u."""
    spread, pursed = mouth("i ə i"), mouth("u ə u")
    middle = int((0.5 + 0.14 + 0.07) * FPS)
    assert "round" not in shown(spread)[middle]
    assert shown(spread)[middle] != shown(pursed)[middle]


def test_loud_speech_opens_wider() -> None:
    speech = say((("word", "ɑ t t t ɑ"),), 2.0)
    samples = speech.samples.copy()
    samples[: int(0.66 * speech.sample_rate)] *= 0.2
    quieter = type(speech)(samples, speech.sample_rate, speech.words, speech.phonemes)
    still = np.zeros(60, np.float32)
    quiet = mouth_track(quieter, 60, FPS, smile=still).openness
    loud = mouth_track(speech, 60, FPS, smile=still).openness
    assert quiet[:19].max() < loud[:19].max()


def test_blends_are_between_neighbours_only() -> None:
    track = mouth("h æ p i p ᵊ l m u v θ ɪ s f A s", 3.0)
    blended = [
        frozenset((MOUTH_SPRITES[a], MOUTH_SPRITES[b]))
        for a, b, w in zip(track.first, track.second, track.weight, strict=True)
        if 0 < w < 1
    ]
    far = [
        frozenset(("open4", "closed")),
        frozenset(("wide2", "round2")),
        frozenset(("open3", "fv")),
    ]
    assert blended
    assert not any(pair in far for pair in blended)


def test_silence() -> None:
    assert is_silence("")
    assert is_silence("pau")
    assert not is_silence("p")
    assert set(shown(mouth(""))) == {"rest"}


def test_without_phonemes_the_spelling_moves_the_mouth() -> None:
    spoken = say((("Mama,", "m ɑ m ə"), ("move!", "m u v")), 2.0)
    worded = replace(spoken, phonemes=())
    sprites = shown(mouth_track(worded, 60, FPS, smile=np.zeros(60, np.float32)))
    assert sprites.count("closed") >= 2
    assert any(name.startswith("open") for name in sprites)
    assert "fv" in sprites


def test_without_words_the_voice_moves_the_mouth() -> None:
    spoken = say((("word", "t ɑ t ɑ"),), 2.0)
    track = mouth_track(
        replace(spoken, phonemes=(), words=()), 60, FPS, smile=np.zeros(60, np.float32)
    )
    assert track.openness[:13].max() == 0
    assert track.openness[15:28].max() > 0.4


@pytest.mark.parametrize(
    ("word", "symbols"),
    [
        ("Move!", "m ɔ v"),
        ("this", "θ ɪ s"),
        ("happy", "h æ p i"),
        ("fish", "f ɪ ʃ"),
        ("é", "ɛ"),
        ("…", ""),
    ],
)
def test_spelling(word: str, symbols: str) -> None:
    guessed = guess_phonemes((WordTime(word, 1.0, 2.0),))
    assert " ".join(phoneme.symbol for phoneme in guessed) == symbols
    if guessed:
        assert (guessed[0].start, round(guessed[-1].end, 6)) == (1.0, 2.0)


def test_any_script_moves_the_mouth() -> None:
    guessed = guess_phonemes((WordTime("こんにちは", 0.0, 1.0),))
    assert len(guessed) > 3
