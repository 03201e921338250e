"""Blinks, glances, nods and brows."""

from __future__ import annotations

import numpy as np
import pytest

from unrealugc.providers.base import Speech
from unrealugc.providers.studio.expression import phrases
from unrealugc.providers.studio.face import brows_track, eyes_track
from unrealugc.providers.studio.gestures import PARAMETERS, motion_tracks, stresses
from unrealugc.providers.studio.lipsync import loudness
from unrealugc.providers.studio.moods import mood_tracks
from unrealugc.providers.studio.rig import BROWS_SPRITES, EYES_SPRITES

FPS = 30
SHUT = EYES_SPRITES.index("shut")


@pytest.mark.parametrize("seed", range(5))
def test_people_blink_every_few_seconds(speech: Speech, seed: int) -> None:
    seconds = 40
    rng = np.random.default_rng(seed)
    track = eyes_track(speech, phrases(speech), mood_tracks([], seconds * FPS, FPS), FPS, rng)
    shut = np.flatnonzero(np.diff((track.first == SHUT).astype(int)) == 1) / FPS
    gaps = np.diff(shut)
    assert 0.5 < shut[0] < 4
    assert gaps.max() < 7
    assert 6 <= len(shut) <= 28


def test_eyes_are_open_at_both_ends(speech: Speech) -> None:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        track = eyes_track(speech, phrases(speech), mood_tracks([], 150, FPS), FPS, rng)
        assert track.first[0] == track.first[-1] == EYES_SPRITES.index("open")


def test_the_head_moves_but_not_far(speech: Speech) -> None:
    level = loudness(speech, 600, FPS)
    calm = mood_tracks([], 600, FPS)
    rng = np.random.default_rng(1)
    motion = motion_tracks(speech, phrases(speech), calm, level, FPS, rng).values
    assert motion.shape == (600, len(PARAMETERS))
    assert np.isfinite(motion).all()
    assert (motion.std(axis=0) > 0).all()
    roll = motion[:, PARAMETERS.index("roll")]
    assert np.abs(roll).max() < 0.06
    others = np.delete(motion, PARAMETERS.index("roll"), axis=1)
    assert np.abs(others).max() < 40
    # A frame never jumps: the fastest nod is below 5 pixels a frame.
    assert np.abs(np.diff(others, axis=0)).max() < 5


def test_stress_falls_on_vowels_of_full_words(speech: Speech) -> None:
    moments = [moment for moment, _ in stresses(speech, loudness(speech, 150, FPS), FPS)]
    vowels = [p for p in speech.phonemes if p.symbol in "ɑæiuWɔəᵊ"]
    assert moments
    assert all(any(v.start <= moment <= v.end for v in vowels) for moment in moments)


def test_brows_rise_on_a_question(speech: Speech) -> None:
    calm = mood_tracks([], 150, FPS)
    track = brows_track(speech, phrases(speech), calm, np.zeros(150, np.float32), FPS)
    asked = slice(int(speech.words[-1].start * FPS), int(speech.words[-1].end * FPS))
    assert (track.second[asked] == BROWS_SPRITES.index("raised")).all()
    assert track.weight[asked].max() > 0.5
    assert track.weight[: int(0.4 * FPS)].max() == 0
    # They rise towards its end.
    assert track.weight[asked].max() > track.weight[int(speech.words[-2].start * FPS)]
