"""Phoneme times to mouth movement: targets, co-articulation, and one blend of sprites a frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unrealugc.core.signals import quantile
from unrealugc.providers.base import PhonemeTime, Speech
from unrealugc.providers.studio.mouth_space import MouthTrack, choose_sprites
from unrealugc.providers.studio.spelled import guess_phonemes
from unrealugc.providers.studio.visemes import (
    GLIDE_START,
    SILENCE,
    Shape,
    Viseme,
    is_silence,
    visemes_of,
)

Track = NDArray[np.float32]

# The lips are seen to move a little before the sound is heard.
LEAD = 0.020
# How much of a smile stays in a mouth that speaks, and how soon it comes when it does not.
SPOKEN_SMILE = np.float32(0.1)
SMILE_EDGE = 0.15
ANTICIPATION = 0.055
CARRY_OVER = 0.045
# How far inside a sound its neighbours begin to pull.
MOST_INSET = 0.03
SHAPE_ATTACK = 0.050
SHAPE_RELEASE = 0.050
LONG_PAUSE = 0.35
SHORT_GAP = 0.04
BREATH = 0.22
BREATH_JAW = 0.16
# How far the loudest voice opens a mouth of which nothing else is known.
JAW_OF_VOICE = np.float32(0.6)
_REACH = 0.30


@dataclass(frozen=True, slots=True)
class _Segment:
    viseme: Viseme
    start: float
    end: float


def mouth_track(speech: Speech, frame_count: int, fps: int, *, smile: Track) -> MouthTrack:
    """Move the mouth for ``speech``.

    Args:
        speech: with times from the start of the take. Without phonemes they are guessed from
            the words' spelling; without words the mouth opens with the voice.
        frame_count: frames of the take.
        fps: frames a second.
        smile: 0..1 a frame, how friendly the face is: it smiles in pauses, and spreads what is
            said by a little.

    Returns:
        For every frame at most two neighbouring sprites and the weight of the second.
    """
    times = (np.arange(frame_count, dtype=np.float64) + 0.5) / fps + LEAD
    phonemes = speech.phonemes or guess_phonemes(speech.words)
    segments = _segments(phonemes, speech.duration)
    jaw, width = _blend_targets(segments, times)
    jaw *= _loudness_gain(speech, frame_count, fps)
    if not phonemes:
        jaw = JAW_OF_VOICE * loudness(speech, frame_count, fps)
    jaw = np.maximum(jaw, _breaths(phonemes, times))
    shapes = _shape_activations(segments, times, frame_count, fps)
    jaw *= 1.0 - shapes["closed"]
    silent = _silent_frames(phonemes, times) & (jaw < BREATH_JAW)
    # Rounded sounds stay round, and the jaw is left alone, so that lips close as before.
    open_enough = np.clip(jaw / BREATH_JAW, 0.0, 1.0)
    width += SPOKEN_SMILE * smile * open_enough * np.clip(1.0 - np.abs(width), 0.0, 1.0)
    return choose_sprites(jaw, width, shapes, smile * _eased_in(silent, round(SMILE_EDGE * fps)))


def _eased_in(silent: NDArray[np.bool_], edge: int) -> Track:
    """1 in silence, 0 in speech, and a ramp of ``edge`` frames inside each end of a silence."""
    speaking = np.flatnonzero(~silent)
    if not len(speaking):
        return np.ones(len(silent), np.float32)
    frames = np.arange(len(silent))
    after = np.searchsorted(speaking, frames).clip(0, len(speaking) - 1)
    before = (after - 1).clip(0)
    away = np.minimum(np.abs(frames - speaking[after]), np.abs(frames - speaking[before]))
    ramp: Track = np.clip(away / max(1, edge), 0.0, 1.0).astype(np.float32)
    return ramp


def _segments(phonemes: tuple[PhonemeTime, ...], duration: float) -> list[_Segment]:
    """The targets in order, with silence wherever nothing is said."""
    found: list[_Segment] = []
    now = -1.0
    for phoneme in phonemes:
        if phoneme.start - now > SHORT_GAP:
            found.append(_Segment(SILENCE, now, phoneme.start))
        found += _targets(phoneme)
        now = phoneme.end
    found.append(_Segment(SILENCE, now, max(now, duration) + 1.0))
    return found


def _targets(phoneme: PhonemeTime) -> list[_Segment]:
    visemes = visemes_of(phoneme.symbol)
    bounds = np.linspace(phoneme.start, phoneme.end, len(visemes) + 1)
    if len(visemes) == 2:
        bounds[1] = phoneme.start + GLIDE_START * (phoneme.end - phoneme.start)
    return [
        _Segment(viseme, start, end)
        for viseme, start, end in zip(visemes, bounds[:-1], bounds[1:], strict=True)
    ]


def _blend_targets(segments: list[_Segment], times: NDArray[np.float64]) -> tuple[Track, Track]:
    """Average the targets around each frame, each weighted by its dominance there."""
    sums = np.zeros((4, len(times)))
    sums[1::2] = 1e-6
    for segment in segments:
        near = slice(*np.searchsorted(times, (segment.start - _REACH, segment.end + _REACH)))
        dominance = _dominance(segment, times[near])
        jaw_share = segment.viseme.jaw_weight * dominance
        width_share = segment.viseme.width_weight * dominance
        sums[0, near] += jaw_share * _sized_jaw(segment)
        sums[1, near] += jaw_share
        sums[2, near] += width_share * segment.viseme.width
        sums[3, near] += width_share
    jaw, width = sums[0] / sums[1], sums[2] / sums[3]
    return jaw.astype(np.float32), width.astype(np.float32)


def _dominance(segment: _Segment, times: NDArray[np.float64]) -> NDArray[np.float64]:
    core = min(0.25 * (segment.end - segment.start), MOST_INSET)
    before = np.maximum(segment.start + core - times, 0.0) / ANTICIPATION
    after = np.maximum(times - segment.end + core, 0.0) / CARRY_OVER
    return np.exp(-before - after)


def _sized_jaw(segment: _Segment) -> float:
    """A short vowel does not reach its full opening."""
    if not segment.viseme.vowel:
        return segment.viseme.jaw
    reached = 0.72 + 0.28 * min(1.0, (segment.end - segment.start) / 0.11)
    return segment.viseme.jaw * reached


def _loudness_gain(speech: Speech, frame_count: int, fps: int) -> Track:
    """0.85 where the voice is quiet .. 1.22 where it is loud."""
    level = loudness(speech, frame_count, fps)
    return (0.85 + 0.37 * level).astype(np.float32)


def loudness(speech: Speech, frame_count: int, fps: int) -> Track:
    """The voice's level a frame: RMS over two frames, 1.0 at its loud tenth."""
    edges = np.linspace(0, frame_count / fps * speech.sample_rate, frame_count + 1).astype(int)
    power = np.concatenate([[0.0], np.cumsum(speech.samples.astype(np.float64) ** 2)])
    edges = np.minimum(edges, len(speech.samples))
    energy = power[edges[1:]] - power[edges[:-1]]
    rms = np.sqrt(energy / max(1.0, speech.sample_rate / fps))
    rms = np.convolve(rms, [0.25, 0.5, 0.25], mode="same")
    loud = quantile(rms, 0.9) if len(rms) else 0.0
    return np.clip(rms / max(loud, 1e-4), 0.0, 1.0).astype(np.float32)


def _breaths(phonemes: tuple[PhonemeTime, ...], times: NDArray[np.float64]) -> Track:
    """The lips part for a breath before speech goes on after a long pause."""
    jaw = np.zeros(len(times), np.float32)
    pause_start = -1.0
    for phoneme in phonemes:
        if is_silence(phoneme.symbol):
            continue
        if phoneme.start - pause_start > LONG_PAUSE:
            phase = (times - (phoneme.start - BREATH)) / BREATH
            lift = np.where((phase > 0) & (phase < 1), np.sin(np.pi * phase) ** 2, 0.0)
            jaw = np.maximum(jaw, BREATH_JAW * lift).astype(np.float32)
        pause_start = phoneme.end
    return jaw


def _silent_frames(
    phonemes: tuple[PhonemeTime, ...], times: NDArray[np.float64]
) -> NDArray[np.bool_]:
    silent = np.ones(len(times), np.bool_)
    for phoneme in phonemes:
        if not is_silence(phoneme.symbol):
            a, b = np.searchsorted(times, (phoneme.start - 0.10, phoneme.end + 0.08))
            silent[a:b] = False
    return silent


def _shape_activations(
    segments: list[_Segment], times: NDArray[np.float64], frame_count: int, fps: int
) -> dict[Shape, Track]:
    """How fully each consonant's own shape is taken, 0..1 a frame."""
    active: dict[Shape, Track] = {
        name: np.zeros(frame_count, np.float32) for name in ("closed", "fv", "th", "l", "teeth")
    }
    for segment in segments:
        shape = segment.viseme.shape
        if shape is None:
            continue
        start = segment.start + 0.01
        end = max(start + 0.02, segment.end - 0.015)
        near = slice(*np.searchsorted(times, (start - _REACH, end + _REACH)))
        rise = 1.0 - np.maximum(start - times[near], 0.0) / SHAPE_ATTACK
        fall = 1.0 - np.maximum(times[near] - end, 0.0) / SHAPE_RELEASE
        level = np.clip(np.minimum(rise, fall), 0.0, 1.0)
        active[shape][near] = np.maximum(active[shape][near], level)
        # However short the sound, one frame shows it: lips that never meet on an M look wrong.
        middle = int(np.clip(round(((start + end) / 2 - LEAD) * fps - 0.5), 0, frame_count - 1))
        active[shape][middle] = 1.0
    return active
