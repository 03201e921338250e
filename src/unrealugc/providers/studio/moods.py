"""How the face feels about the text, frame by frame: beats of mood that rise, hold and fade."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import Speech
from unrealugc.providers.studio.expression import (
    MOODS,
    Lexicon,
    Mood,
    Phrase,
    bare,
    emphasised,
    lexicon,
    symbol_mood,
)

Track = NDArray[np.float32]

# A face moves before the word that it belongs to, holds, and lets go slowly; seconds.
ONSET = 0.22
ATTACK = 0.30
HOLD = 0.9
RELEASE = 0.55
_GRAVE: tuple[Mood, ...] = ("concern", "doubt")
_BRIGHT: tuple[Mood, ...] = ("smile", "excitement")
_OPPOSITE: dict[Mood, Mood] = {
    "smile": "concern",
    "excitement": "doubt",
    "concern": "smile",
    "surprise": "doubt",
    "doubt": "smile",
}
_NEGATION_REACH = 2
# Only there does "not" follow what it denies.
_NEGATED_BEFORE = "hi"
_WORD, _EMPHASIS, _SYMBOL = 0.6, 0.25, 0.7
_GREETING, _FAREWELL = 0.5, 0.6
_GREETS_FOR = 1.1
_ENDINGS: tuple[tuple[str, Mood, float], ...] = (
    ("?!", "surprise", 0.7),
    ("!?", "surprise", 0.7),
    ("!", "excitement", 0.45),
    ("…", "doubt", 0.45),
    ("...", "doubt", 0.45),
)


@dataclass(frozen=True, slots=True)
class Beat:
    """A mood from ``start``, where it begins to show, to ``end``, where it fades; seconds.

    ``strength`` is 0..1.
    """

    mood: Mood
    start: float
    end: float
    strength: float


def beats(speech: Speech, phrases: list[Phrase], *, opens: bool, closes: bool) -> list[Beat]:
    """Read the moods of a take.

    Args:
        speech: in a language of ``moods.yaml``; of others only signs and position count.
        phrases: its sentences.
        opens: the take begins the video, so that it begins with a friendly face.
        closes: the take ends the video, and the last word is said with a smile.
    """
    found = [beat for phrase in phrases for beat in _of_phrase(phrase, speech.language)]
    if opens and phrases and not _is_grave(found, phrases[0]):
        start = phrases[0].start - ONSET
        found.append(Beat("smile", start, phrases[0].start + _GREETS_FOR, _GREETING))
    if closes and phrases:
        last = phrases[-1].words[-1]
        found.append(Beat("smile", last.start - ONSET, speech.duration + RELEASE, _FAREWELL))
    return found


def mood_tracks(beats: list[Beat], count: int, fps: int) -> dict[Mood, Track]:
    """Every mood as a smooth track of ``count`` frames, 0..1.

    Of cheer and gravity only the difference shows: a face does not do both at once.
    """
    times = np.arange(count) / fps
    tracks = {mood: np.zeros(count) for mood in MOODS}
    for beat in beats:
        shown = beat.strength * swell(times, beat.start, beat.end, ATTACK, RELEASE)
        tracks[beat.mood] = np.maximum(tracks[beat.mood], shown)
    grave = np.maximum(tracks["concern"], tracks["doubt"])
    bright = np.maximum(tracks["smile"], tracks["excitement"])
    for mood in _GRAVE:
        tracks[mood] *= 1.0 - 0.6 * bright
    for mood in _BRIGHT:
        tracks[mood] *= np.clip(1.0 - 1.3 * grave, 0.0, 1.0)
    return {mood: track.astype(np.float32) for mood, track in tracks.items()}


def swell(
    times: NDArray[np.float64], start: float, end: float, attack: float, release: float
) -> NDArray[np.float64]:
    """0 until ``start``, 1 after ``attack`` seconds and until ``end``, 0 ``release`` later."""
    share = np.minimum((times - start) / attack, 1.0 - (times - end) / release)
    share = np.clip(share, 0.0, 1.0)
    eased: NDArray[np.float64] = share * share * (3 - 2 * share)
    return eased


def _of_phrase(phrase: Phrase, language: str) -> list[Beat]:
    """The beats of one sentence's words, emojis and ending."""
    known = lexicon(language)
    texts = [bare(word.text) for word in phrase.words]
    loud = emphasised(phrase.words)
    found: list[Beat] = []
    for index, word in enumerate(phrase.words):
        mood = _mood_at(texts, index, known, language)
        end = min(word.end + HOLD, max(word.end, phrase.end) + 0.25)
        if mood:
            strength = _WORD + _EMPHASIS * loud[index]
            found.append(Beat(mood, word.start - ONSET, end, strength))
        symbol = symbol_mood(word.text)
        if symbol:
            found.append(Beat(symbol, word.start - ONSET, word.end + HOLD, _SYMBOL))
    ending = next((rule for rule in _ENDINGS if rule[0] in phrase.ending), None)
    if ending and not (ending[1] == "excitement" and _is_grave(found, phrase)):
        start = max(phrase.start, phrase.end - HOLD) - ONSET
        found.append(Beat(ending[1], start, phrase.end + 0.25, ending[2]))
    return found


def _mood_at(texts: list[str], index: int, known: Lexicon, language: str) -> Mood | None:
    """The mood of a word, turned round by a "not" beside it."""
    mood = known.mood(texts[index])
    if mood is None or known.has("not", texts[index]):
        return None
    beside = texts[max(0, index - _NEGATION_REACH) : index]
    if language.startswith(_NEGATED_BEFORE):
        beside = texts[index + 1 : index + 1 + _NEGATION_REACH]
    return _OPPOSITE[mood] if any(known.has("not", text) for text in beside) else mood


def _is_grave(beats: list[Beat], phrase: Phrase) -> bool:
    return any(
        beat.mood in _GRAVE and phrase.start - ONSET <= beat.start < phrase.end for beat in beats
    )
