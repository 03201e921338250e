"""The studio's performer: a take and its speech in, frames of a living person out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.random import default_rng

from unrealugc.providers.base import (
    Box,
    FrameSource,
    Framing,
    PerformerCapabilities,
    Speech,
    Take,
    YuvFrame,
)
from unrealugc.providers.studio.expression import phrases
from unrealugc.providers.studio.face import SpriteTrack, brows_track, eyes_track
from unrealugc.providers.studio.facing import Blend
from unrealugc.providers.studio.gestures import MotionTracks, motion_tracks
from unrealugc.providers.studio.lipsync import loudness, mouth_track
from unrealugc.providers.studio.moods import beats, mood_tracks
from unrealugc.providers.studio.mouth_space import MouthTrack
from unrealugc.providers.studio.painter import Painter
from unrealugc.providers.studio.plates import Plates
from unrealugc.providers.studio.rig import (
    BROWS_SPRITES,
    EYES_SPRITES,
    MOUTH_SPRITES,
    load_rig,
)
from unrealugc.providers.studio.stage import Sprites, Stage

CAPABILITIES = PerformerCapabilities(name="studio")
# Plates are 25 MB, stages 15; a video needs one person and at most two zooms.
_KEPT_PLATES = 1
_KEPT_STAGES = 2
_FAREWELL = 0.6


class StudioPerformer:
    """Acts takes as the person whose rig lies in ``folder``, which is read at the first take."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def capabilities(self) -> PerformerCapabilities:
        """What the studio can act."""
        return CAPABILITIES

    def perform(self, take: Take, speech: Speech, framing: Framing, seed: int) -> FrameSource:
        """Plan the whole take now; draw its frames only as they are asked for.

        Args:
            take: its duration sets the number of frames, its index varies the gestures.
            speech: on the take's time line, with phoneme and word times.
            framing: canvas, frame rate and zoom.
            seed: the same request with the same seed gives the same frames.

        Raises:
            RigError: the rig cannot be used.
        """
        stage = _stage(self._folder, _stamp(self._folder), framing)
        return _Performance(stage, _score(take, speech, framing.fps, seed), framing.fps)

    def rest(self) -> None:
        """Give back the pictures that stages are made of, 25 MB."""
        _plates.cache_clear()


@dataclass(frozen=True)
class _Score:
    """Everything the person does in a take, a value a frame."""

    motion: MotionTracks
    mouth: MouthTrack
    eyes: SpriteTrack
    brows: SpriteTrack


class _Performance:
    """The frames of one take."""

    def __init__(self, stage: Stage, score: _Score, fps: int) -> None:
        self._stage = stage
        self._score = score
        self._fps = fps

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self._stage.view.width, self._stage.view.height

    @property
    def fps(self) -> int:
        """Frames a second."""
        return self._fps

    @property
    def frame_count(self) -> int:
        """Frames of the take."""
        return len(self._score.mouth.first)

    @property
    def mouth_box(self) -> Box:
        """What mouth and chin reach."""
        return self._stage.mouth_box

    @property
    def face_box(self) -> Box:
        """The face from its brows to the chin."""
        return self._stage.face_box

    @property
    def poster_index(self) -> int:
        """The friendliest frame with open eyes and a mouth that is not in mid-word."""
        score = self._score
        awkward = score.mouth.openness * 2.0
        awkward = awkward + (score.eyes.first != EYES_SPRITES.index("open")) * 10.0
        smiling = score.mouth.second == MOUTH_SPRITES.index("smile")
        awkward = awkward - smiling * score.mouth.weight
        return int(np.argmin(awkward))

    def frames(self, canvas: YuvFrame | None = None) -> Iterator[YuvFrame]:
        """Draw every frame in order, into buffers that the next one reuses."""
        painter = Painter(self._stage, self._score.motion.values, canvas)
        score, stage = self._score, self._stage
        mouth_of = _lookup(stage.mouth, MOUTH_SPRITES)
        eyes_of = _lookup(stage.eyes, EYES_SPRITES)
        brows_of = _lookup(stage.brows, BROWS_SPRITES)
        for index in range(self.frame_count):
            yield painter.draw(
                score.motion.values[index],
                _blend(score.mouth, mouth_of, index),
                _blend(score.eyes, eyes_of, index),
                _blend(score.brows, brows_of, index),
            )


def _score(take: Take, speech: Speech, fps: int, seed: int) -> _Score:
    count = max(1, round(take.duration * fps))
    rng = default_rng([seed & 0xFFFFFFFF, take.index])
    sentences = phrases(speech)
    level = loudness(speech, count, fps)
    felt = beats(speech, sentences, opens=take.index == 0, closes=take.final)
    moods = mood_tracks(felt, count, fps)
    motion = motion_tracks(speech, sentences, moods, level, fps, rng)
    eyes = eyes_track(speech, sentences, moods, fps, rng)
    brows = brows_track(speech, sentences, moods, level, fps)
    smile = np.maximum(moods["smile"], np.float32(0.7) * moods["excitement"])
    if take.final and speech.words:
        after = np.arange(count) / fps - speech.words[-1].end
        smile = np.maximum(smile, np.clip(after / _FAREWELL, 0.0, 1.0)).astype(np.float32)
    return _Score(motion, mouth_track(speech, count, fps, smile=smile), eyes, brows)


def _lookup(part: Sprites, standard: tuple[str, ...]) -> list[int]:
    """Where the standard sprites are in this rig's own order."""
    return [part.names.index(name) for name in standard]


def _blend(track: MouthTrack | SpriteTrack, place: list[int], index: int) -> Blend:
    return Blend(place[track.first[index]], place[track.second[index]], float(track.weight[index]))


def _stamp(folder: Path) -> int:
    """Changes when the rig is made anew, so that a cached one is not used for it."""
    manifest = folder / "rig.json"
    return manifest.stat().st_mtime_ns if manifest.exists() else 0


@lru_cache(maxsize=_KEPT_PLATES)
def _plates(folder: Path, stamp: int) -> Plates:
    return Plates.of(load_rig(folder))


@lru_cache(maxsize=_KEPT_STAGES)
def _stage(folder: Path, stamp: int, framing: Framing) -> Stage:
    return Stage.of(_plates(folder, stamp), framing)
