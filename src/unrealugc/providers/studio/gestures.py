"""Everything that moves besides the mouth: head, breath, camera, eyes and brows.

All of it is drawn from one random generator, so that the same seed gives the same performance.
Displacements are pixels of the person's canvas; ``stage`` scales them to the frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import PhonemeTime, Speech, WordTime
from unrealugc.providers.studio.expression import Mood, Phrase, carries_weight, emphasised
from unrealugc.providers.studio.moods import swell
from unrealugc.providers.studio.spelled import guess_phonemes
from unrealugc.providers.studio.visemes import visemes_of

Track = NDArray[np.float32]

PARAMETERS = ("camera_x", "camera_y", "head_x", "head_y", "yaw", "pitch", "roll", "breath", "lean")

NOD_SPACING = 0.55
BREATH_PERIOD = 3.6
# A pause from which a speaker takes breath, and the air for the sentence after it.
BREATH_PAUSE = 0.25
INHALED = 3.0
EMPHASIS = 0.92


@dataclass(frozen=True)
class MotionTracks:
    """One value a frame for every parameter of the warp, shape (n, len(PARAMETERS)).

    ``camera_*``, ``head_*``, ``yaw``, ``pitch``, ``breath`` and ``lean`` are pixels at the point
    that they move most; ``roll`` is radians.
    """

    values: Track


def motion_tracks(
    speech: Speech,
    phrases: list[Phrase],
    moods: Mapping[Mood, Track],
    level: Track,
    fps: int,
    rng: np.random.Generator,
) -> MotionTracks:
    """Move head, shoulders and camera.

    Args:
        phrases: the sentences; the head takes a new pose at each.
        moods: excitement nods harder, surprise lifts the head, doubt and worry tilt it.
        level: loudness a frame, 0..1; its length is the number of frames.
        rng: consumed in a fixed order.
    """
    count = len(level)
    times = np.arange(count) / fps
    nod = _nods(speech, level, times, fps, rng) * (1.0 + 0.35 * moods["excitement"])
    tilt = np.maximum(moods["doubt"], 0.6 * moods["concern"]) * rng.choice((-1.0, 1.0))
    pose_x, pose_y, pose_roll = (_poses(phrases, times, rng) for _ in range(3))
    tracks = {
        "camera_x": _drift(times, rng, 3.5, 9.0),
        "camera_y": _drift(times, rng, 2.5, 7.0),
        "head_x": _drift(times, rng, 3.0, 3.2) + 8.0 * pose_x,
        "head_y": _drift(times, rng, 2.0, 2.7) + 0.55 * nod,
        "yaw": _drift(times, rng, 4.0, 2.9) + 10.0 * pose_x,
        "pitch": _drift(times, rng, 3.0, 2.3) + 6.0 * pose_y + 0.9 * nod - 4.0 * moods["surprise"],
        "roll": _drift(times, rng, 0.007, 3.4) + 0.018 * pose_roll + 0.014 * tilt,
        "breath": _breath(times, rng) + _inhaled(phrases, times),
        "lean": _drift(times, rng, 4.5, 9.0) + 3.0 * pose_x,
    }
    return MotionTracks(np.stack([tracks[name] for name in PARAMETERS], axis=1).astype(np.float32))


def _drift(
    times: NDArray[np.float64], rng: np.random.Generator, size: float, period: float
) -> NDArray[np.float64]:
    """Wander without an audible rhythm: three sines whose periods share no common multiple."""
    periods = period * np.array([1.0, 0.618, 0.382]) * rng.uniform(0.85, 1.15, 3)
    phases = rng.uniform(0.0, 2 * np.pi, 3)
    waves = np.sin(2 * np.pi * times[:, None] / periods + phases)
    wander: NDArray[np.float64] = size * (waves @ np.array([0.62, 0.28, 0.10]))
    return wander


def _breath(times: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    phase = 2 * np.pi * times / (BREATH_PERIOD * rng.uniform(0.9, 1.1)) + rng.uniform(0, 2 * np.pi)
    return 4.0 * (0.5 + 0.5 * np.sin(phase + 0.4 * np.sin(phase)))


def _inhaled(phrases: list[Phrase], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shoulders rise in the pause before a sentence and sink as it is said; pixels."""
    air = np.zeros(len(times))
    before = 0.0
    for phrase in phrases:
        pause = phrase.start - before
        if pause > BREATH_PAUSE:
            taken = min(pause, 0.5)
            spent = max(0.8, min(2.0, phrase.end - phrase.start))
            rise = swell(times, phrase.start - taken, phrase.start, taken, spent)
            air = np.maximum(air, INHALED * rise)
        before = phrase.end
    return air


def _poses(
    phrases: list[Phrase], times: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """A new pose for every sentence, -1..1, taken smoothly as it begins."""
    pose = np.full(len(times), rng.uniform(-0.5, 0.5))
    for phrase in phrases:
        target = rng.uniform(-1.0, 1.0)
        share = np.clip((times - phrase.start + 0.25) / 0.55, 0.0, 1.0)
        pose += (target - pose) * share * share * (3 - 2 * share)
    return pose


def _nods(
    speech: Speech,
    level: Track,
    times: NDArray[np.float64],
    fps: int,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """A dip of the head on stressed syllables, pixels downwards."""
    nod = np.zeros(len(times))
    last = -NOD_SPACING
    for moment, strength in stresses(speech, level, fps):
        skipped = rng.random() < 0.25 and strength < EMPHASIS
        if moment - last < NOD_SPACING or skipped:
            continue
        last = moment
        since = times - moment
        dip = np.where(since < 0, np.exp(-((since / 0.11) ** 2)), np.exp(-((since / 0.20) ** 2)))
        nod += rng.uniform(5.0, 10.0) * strength * dip
    return nod


def stresses(speech: Speech, level: Track, fps: int) -> list[tuple[float, float]]:
    """Stressed syllables as (seconds, strength 0..1): the strongest vowel of each full word."""
    vowels = [
        p
        for p in speech.phonemes or guess_phonemes(speech.words)
        if any(v.vowel for v in visemes_of(p.symbol))
    ]
    found: list[tuple[float, float]] = []
    next_vowel = 0
    loud = emphasised(speech.words)
    for word, stressed in zip(speech.words, loud, strict=True):
        while next_vowel < len(vowels) and vowels[next_vowel].start < word.start - 0.01:
            next_vowel += 1
        inside: list[PhonemeTime] = []
        while next_vowel < len(vowels) and vowels[next_vowel].start < word.end:
            inside.append(vowels[next_vowel])
            next_vowel += 1
        if inside and (stressed or carries_weight(word, speech.language)):
            moment, strength = _strongest(inside, level, fps, word)
            found.append((moment, max(strength, EMPHASIS) if stressed else strength))
    return [(moment, strength) for moment, strength in found if strength > 0.45]


def _strongest(
    vowels: list[PhonemeTime], level: Track, fps: int, word: WordTime
) -> tuple[float, float]:
    def strength(vowel: PhonemeTime) -> float:
        frame = min(len(level) - 1, int((vowel.start + vowel.end) / 2 * fps))
        long = min(1.0, (vowel.end - vowel.start) / 0.14)
        return float(level[frame]) * (0.6 + 0.4 * long)

    best = max(vowels, key=strength)
    emphasis = 1.0 if word.text.endswith("!") else 0.9
    return (best.start + best.end) / 2, strength(best) * emphasis
