"""Moods read from the text: which, when, and that the mouth still closes."""

from __future__ import annotations

import numpy as np
import pytest

from tests.providers.studio.conftest import say
from unrealugc.providers.base import Speech, Take, WordTime
from unrealugc.providers.studio.expression import MOODS, Mood, Phrase, emphasised, lexicon, phrases
from unrealugc.providers.studio.face import brows_track
from unrealugc.providers.studio.gestures import PARAMETERS, motion_tracks, stresses
from unrealugc.providers.studio.lipsync import loudness, mouth_track
from unrealugc.providers.studio.moods import ONSET, beats, mood_tracks
from unrealugc.providers.studio.performer import _score
from unrealugc.providers.studio.rig import BROWS_SPRITES, MOUTH_SPRITES

FPS = 30


def spoken(text: str, language: str = "en-us") -> Speech:
    """Half a second a word after one second of silence, and one second after the last."""
    words = tuple(
        WordTime(word, 1.0 + 0.5 * i, 1.45 + 0.5 * i) for i, word in enumerate(text.split("_"))
    )
    samples = np.zeros(round((words[-1].end + 1.0) * 1000), np.float32)
    return Speech(samples, 1000, words, (), language)


def felt(speech: Speech, *, opens: bool = False, closes: bool = False) -> dict[Mood, np.ndarray]:
    count = round(speech.duration * FPS)
    read = beats(speech, phrases(speech), opens=opens, closes=closes)
    return dict(mood_tracks(read, count, FPS))


@pytest.mark.parametrize(
    ("text", "language", "mood"),
    [
        ("I_love_this_cream.", "en-us", "smile"),
        ("Suddenly_it_was_gone.", "en-us", "surprise"),
        ("My_skin_was_a_problem.", "en-gb", "concern"),
        ("This_is_amazing.", "en-us", "excitement"),
        ("I_was_sceptical_of_it.", "en-gb", "doubt"),
        ("Me_encanta_esta_crema.", "es", "smile"),
        ("Estaba_muy_cansada.", "es-mx", "concern"),
        ("C'est_incroyable.", "fr", "surprise"),
        ("Ich_bin_begeistert.", "de", "excitement"),
        ("Ich_habe_Zweifel.", "de", "doubt"),
        ("È_un_problema.", "it", "concern"),
        ("Que_produto_maravilhoso.", "pt-br", "excitement"),
        ("यह_शानदार_है।", "hi", "excitement"),
        ("To_jest_trudne.", "pl", "concern"),
        ("It_has_no_pain.", "en-us", "smile"),
        ("It_is_not_easy.", "en-us", "concern"),
        ("यह_आसान_नहीं_है।", "hi", "concern"),
        ("Look_at_it!", "en-us", "excitement"),
        ("You_did_what?!", "en-us", "surprise"),
        ("Well…", "en-us", "doubt"),
        ("Look_at_it_🤯", "en-us", "surprise"),
        ("Kijk_dit_❤️", "nl", "smile"),
    ],
)
def test_the_mood_that_prevails(text: str, language: str, mood: Mood) -> None:
    tracks = felt(spoken(text, language))
    peaks = {name: float(track.max()) for name, track in tracks.items()}
    assert max(peaks, key=lambda name: peaks[name]) == mood, peaks
    assert 0.4 <= peaks[mood] <= 0.9


def test_plain_words_leave_the_face_calm() -> None:
    assert not any(track.any() for track in felt(spoken("I_put_it_on_the_table.")).values())


def test_a_mood_begins_before_its_word_holds_and_fades_smoothly() -> None:
    speech = spoken("Now_and_then_we_see_my_pain_in_a_cup_of_tea_on_a_table.", "en")
    track = felt(speech)["concern"]
    word = next(word for word in speech.words if word.text == "pain")
    shown = np.flatnonzero(track > 0) / FPS
    assert word.start - ONSET <= shown[0] < word.start
    full = track >= 0.99 * track.max()
    assert full[int((word.start + 0.15) * FPS) : int(word.end * FPS)].all()
    assert word.end + 0.5 < shown[-1] < word.end + 2.0
    assert np.abs(np.diff(track)).max() < 0.15


def test_friendly_at_the_greeting_and_at_the_end() -> None:
    speech = spoken("This_is_a_cup_of_tea_on_a_table_of_wood.")
    assert not felt(speech)["smile"].any()
    smile = felt(speech, opens=True, closes=True)["smile"]
    assert smile[round(1.2 * FPS)] > 0.4
    assert smile[round(3.5 * FPS)] == 0
    assert smile[-1] > 0.5
    assert felt(spoken("Tired_of_it."), opens=True)["smile"].max() == 0


def test_every_language_has_words_for_every_mood_and_none_for_two() -> None:
    for language in ("en", "es", "fr", "de", "it", "pt", "hi", "pl"):
        known = lexicon(language)
        seen: set[str] = set()
        for mood in MOODS:
            words = {*known.words[mood], *(stem + "*" for stem in known.stems[mood])}
            assert len(words) >= 9, (language, mood)
            assert not words & seen, (language, words & seen)
            seen |= words


def test_emphasis_is_heard_in_stars_and_capitals() -> None:
    def marked(text: str) -> list[str]:
        words = spoken(text).words
        loud = emphasised(words)
        return [word.text for word, is_loud in zip(words, loud, strict=True) if is_loud]

    assert marked("the_*very_best*_cream_EVER_for_your_TV") == ["*very", "best*", "EVER"]
    assert marked("THIS_IS_LOUD") == []
    assert marked("only_5*_here") == []


def test_the_head_nods_on_a_word_in_stars() -> None:
    plain = say((("take", "t A k"), ("that", "ð æ t"), ("cup", "k ʌ p")), 3.0)
    words = tuple(
        WordTime("*that*" if word.text == "that" else word.text, word.start, word.end)
        for word in plain.words
    )
    starred = Speech(plain.samples, plain.sample_rate, words, plain.phonemes)
    level = loudness(plain, 90, FPS)
    that = words[1]
    assert not any(that.start < m < that.end for m, _ in stresses(plain, level, FPS))
    (strength,) = [s for m, s in stresses(starred, level, FPS) if that.start < m < that.end]
    assert strength > 0.9


def test_brows_pass_from_knit_to_raised_through_neutral() -> None:
    speech = spoken("What_a_problem_it_was_suddenly_gone?")
    moods = felt(speech)
    level = np.zeros(len(moods["smile"]), np.float32)
    track = brows_track(speech, phrases(speech), moods, level, FPS)
    signed = np.where(track.second == BROWS_SPRITES.index("raised"), 1, -1) * track.weight
    assert signed.min() < -0.4
    assert signed.max() > 0.4
    assert np.abs(np.diff(signed)).max() < 0.3


@pytest.mark.parametrize("smile", [0.0, 1.0])
def test_a_smile_leaves_lips_closed_where_they_meet(smile: float) -> None:
    speech = say((("Mama,", "m ɑ m ə"), ("happy", "h æ p i"), ("bubble", "b ʌ b ᵊ l")), 3.0)
    track = mouth_track(speech, 90, FPS, smile=np.full(90, smile, np.float32))
    for sound in speech.phonemes:
        if sound.symbol in "mbp":
            middle = int((sound.start + sound.end) / 2 * FPS)
            around = slice(middle - 1, middle + 2)
            names = [MOUTH_SPRITES[index] for index in track.first[around]]
            pure = track.weight[around] == 0
            assert any(n == "closed" and p for n, p in zip(names, pure, strict=True)), sound


def test_a_smile_comes_gently_into_a_pause() -> None:
    speech = say((("Mama", "m ɑ m ə"), ("", ""), ("Mama", "m ɑ m ə")), 3.0)
    track = mouth_track(speech, 90, FPS, smile=np.ones(90, np.float32))
    smiling = np.where(track.second == MOUTH_SPRITES.index("smile"), track.weight, 0.0)
    assert smiling[-1] == 1.0
    after = smiling[int(speech.words[-1].end * FPS) :]
    assert np.diff(after).max() <= 0.3


def test_the_shoulders_rise_for_breath_before_a_sentence(speech: Speech) -> None:
    sentences = phrases(speech)
    level = loudness(speech, 150, FPS)
    breath = PARAMETERS.index("breath")

    def shoulders(read: list[Phrase]) -> np.ndarray:
        rng = np.random.default_rng(1)
        return motion_tracks(speech, read, mood_tracks([], 150, FPS), level, FPS, rng).values

    drawn = (shoulders(sentences) - shoulders([]))[:, breath]
    begin = int(sentences[1].start * FPS)
    assert drawn[begin] - drawn[begin - int(0.6 * FPS)] > 1.0


def test_same_seed_same_score() -> None:
    speech = say((("Mama,", "m ɑ m ə"), ("amazing!", "ə m A z ɪ ŋ")), 3.0)
    take = Take(0, "Mama, amazing!", 0.0, 3.0)
    first, again, other = (_score(take, speech, FPS, seed) for seed in (5, 5, 6))
    assert np.array_equal(first.motion.values, again.motion.values)
    for part in ("eyes", "brows", "mouth"):
        for name in ("first", "second", "weight"):
            one, two = (getattr(getattr(score, part), name) for score in (first, again))
            assert np.array_equal(one, two)
    assert not np.array_equal(first.motion.values, other.motion.values)
