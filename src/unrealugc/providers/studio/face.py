"""Eyes and brows, frame by frame: blinks, glances, raised and worried brows, smiling eyes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import Speech
from unrealugc.providers.studio.expression import Mood, Phrase
from unrealugc.providers.studio.gestures import stresses
from unrealugc.providers.studio.moods import swell
from unrealugc.providers.studio.rig import BROWS_SPRITES, EYES_SPRITES

Track = NDArray[np.float32]

BLINK_GAP = (2.0, 5.5)
BLINK = ("blink1", "shut", "shut", "blink2", "blink1")
QUICK_BLINK = ("blink2", "shut", "blink1")
DOUBLE_BLINK_SHARE = 0.12
SNAP_TO_PAUSE = 0.8
GLANCE_GAP = (4.0, 9.0)
_WEIGHT_STEPS = 8


@dataclass(frozen=True)
class SpriteTrack:
    """Two sprites a frame and the weight of the second, like the mouth's; shapes (n,)."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    weight: Track


def eyes_track(
    speech: Speech,
    phrases: list[Phrase],
    moods: Mapping[Mood, Track],
    fps: int,
    rng: np.random.Generator,
) -> SpriteTrack:
    """Look into the camera, blink every few seconds, glance aside now and then.

    Cheer and doubt narrow the eyes.
    """
    count = len(moods["smile"])
    names = {name: index for index, name in enumerate(EYES_SPRITES)}
    first = np.full(count, names["open"])
    second = first.copy()
    weight = np.zeros(count, np.float32)
    second[:] = names["squint"]
    cheer = np.maximum(moods["smile"], 0.6 * moods["excitement"])
    weight[:] = np.maximum(0.5 * cheer, 0.55 * moods["doubt"])
    pauses = _pauses(speech, phrases)
    for start, length, look in _glances(pauses, count / fps, rng):
        a, b = int(start * fps), min(count, int((start + length) * fps))
        second[a:b] = names[look]
        edge = np.minimum(np.arange(1, b - a + 1), np.arange(b - a, 0, -1))
        weight[a:b] = np.minimum(1.0, edge / 2.0)
    for start, steps in _blinks(pauses, count / fps, rng):
        a = int(start * fps)
        for frame, name in zip(range(a, min(count, a + len(steps))), steps, strict=False):
            first[frame] = second[frame] = names[name]
            weight[frame] = 0.0
    return SpriteTrack(first, second, _in_steps(weight))


def brows_track(
    speech: Speech,
    phrases: list[Phrase],
    moods: Mapping[Mood, Track],
    level: Track,
    fps: int,
) -> SpriteTrack:
    """Raise the brows on surprise, stress and towards a question's end; knit them on worry."""
    names = {name: index for index, name in enumerate(BROWS_SPRITES)}
    count = len(level)
    times = np.arange(count) / fps
    raised = np.zeros(count)
    for moment, strength in stresses(speech, level, fps):
        if strength > 0.85:
            raised = np.maximum(raised, 0.55 * np.exp(-(((times - moment) / 0.22) ** 2)))
    for phrase in phrases:
        if phrase.question:
            begin = max(phrase.start, phrase.end - 1.3)
            rise = max(0.2, min(0.7, phrase.end - begin - 0.2))
            raised = np.maximum(raised, 0.9 * swell(times, begin, phrase.end + 0.15, rise, 0.4))
    raised = np.maximum(raised, np.maximum(moods["surprise"], 0.6 * moods["excitement"]))
    worried = np.maximum(moods["concern"], 0.6 * moods["doubt"])
    # One gives way to the other through neutral brows: raised and knit ones do not blend.
    drawn = raised - worried
    second = np.where(drawn < 0, names["concerned"], names["raised"])
    weight = np.abs(drawn).astype(np.float32)
    return SpriteTrack(np.full(count, names["neutral"]), second, _in_steps(weight))


def _in_steps(weight: Track) -> Track:
    """Few distinct weights, so that most frames need no new blend."""
    return (np.round(weight * _WEIGHT_STEPS) / _WEIGHT_STEPS).astype(np.float32)


def _pauses(speech: Speech, phrases: list[Phrase]) -> NDArray[np.float64]:
    """Moments at which people like to blink: ends of sentences and gaps between words."""
    gaps = [
        before.end
        for before, after in zip(speech.words, speech.words[1:], strict=False)
        if after.start - before.end > 0.12
    ]
    return np.array(sorted([phrase.end for phrase in phrases] + gaps))


def _near_pause(moment: float, pauses: NDArray[np.float64]) -> float:
    if len(pauses) == 0:
        return moment
    nearest = float(pauses[np.abs(pauses - moment).argmin()])
    return nearest if abs(nearest - moment) < SNAP_TO_PAUSE else moment


def _blinks(
    pauses: NDArray[np.float64], duration: float, rng: np.random.Generator
) -> list[tuple[float, tuple[str, ...]]]:
    found: list[tuple[float, tuple[str, ...]]] = []
    moment = rng.uniform(0.8, 2.2)
    while moment < duration - 0.25:
        start = _near_pause(moment, pauses)
        steps = QUICK_BLINK if rng.random() < 0.3 else BLINK
        found.append((start, steps))
        if rng.random() < DOUBLE_BLINK_SHARE:
            found.append((start + 0.3, QUICK_BLINK))
        moment = max(start, moment) + rng.uniform(*BLINK_GAP)
    return [(start, steps) for start, steps in found if 0.1 < start < duration - 0.25]


def _glances(
    pauses: NDArray[np.float64], duration: float, rng: np.random.Generator
) -> list[tuple[float, float, str]]:
    found: list[tuple[float, float, str]] = []
    looks = ("look_left", "look_right", "look_up", "look_down")
    moment = rng.uniform(2.0, 6.0)
    while moment < duration - 1.5:
        start = _near_pause(moment, pauses)
        length = rng.uniform(0.25, 0.6)
        found.append((max(0.2, start), length, looks[rng.choice(4, p=[0.33, 0.33, 0.14, 0.2])]))
        moment = max(start, moment) + length + rng.uniform(*GLANCE_GAP)
    return found
