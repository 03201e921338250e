"""How far a mouth is open in a film, measured against the same person drawn in the same poses.

A network that knows faces takes the bent line of a shut smile for a gap, in some people for more
of one than parted lips, and hardly sees lips part under a beard. What a mouth is made of is known
here: each frame is drawn again with the mouth at rest, in a shut smile and a little open, and the
film's frame is told as the sum of those that comes nearest to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from unrealugc.pipeline.framing import framing_for
from unrealugc.pipeline.job import RenderJob
from unrealugc.providers.base import Plane, Speech, Take
from unrealugc.providers.studio.facing import Blend
from unrealugc.providers.studio.mouth_space import POSITIONS, choose_sprites
from unrealugc.providers.studio.painter import Painter
from unrealugc.providers.studio.performer import _blend, _lookup, _Score, _score
from unrealugc.providers.studio.plates import Plates
from unrealugc.providers.studio.rig import BROWS_SPRITES, EYES_SPRITES, MOUTH_SPRITES, load_rig
from unrealugc.providers.studio.stage import Stage
from unrealugc.providers.studio.visemes import Shape

Luma = NDArray[np.float32]


@dataclass(frozen=True)
class Poses:
    """Chosen frames of a take as it is acted, to be drawn again with another mouth."""

    stage: Stage
    score: _Score
    chosen: list[int]

    @classmethod
    def of(cls, job: RenderJob, take: Take, speech: Speech, chosen: list[int]) -> Poses:
        """Those of a video's first take; ``chosen`` are indices of frames, rising."""
        framing = framing_for(job.aspect_ratio, fps=job.fps, zoom=job.zoom)
        stage = Stage.of(Plates.of(load_rig(job.rig)), framing)
        return cls(stage, _score(take, speech, framing.fps, job.stable_seed()), chosen)

    def inside(self, luma: Plane) -> Luma:
        """What a frame shows of mouth and chin."""
        x, y, width, height = self.stage.mouth_box
        return luma[y : y + height, x : x + width].astype(np.float32)

    def with_jaw(self, jaw: float) -> list[Luma]:
        """Mouth and chin in the chosen frames, were the jaw so far down in all, 0..1."""
        down, nothing = np.full(1, jaw, np.float32), np.zeros(1, np.float32)
        mouth = choose_sprites(down, nothing, dict.fromkeys(get_args(Shape), nothing), nothing)
        return self._drawn(_blend(mouth, _lookup(self.stage.mouth, MOUTH_SPRITES), 0))

    @cached_property
    def references(self) -> tuple[list[Luma], ...]:
        """Mouth and chin in the chosen frames at rest, in a shut smile, and a quarter open."""
        names = self.stage.mouth.names
        sprites = (names.index(name) for name in ("rest", "smile", "open1"))
        return tuple(self._drawn(Blend(sprite, sprite, 0.0)) for sprite in sprites)

    def _drawn(self, mouth: Blend) -> list[Luma]:
        stage, score = self.stage, self.score
        eyes_of = _lookup(stage.eyes, EYES_SPRITES)
        brows_of = _lookup(stage.brows, BROWS_SPRITES)
        motion = score.motion.values[self.chosen]
        painter = Painter(stage, motion)
        return [
            self.inside(
                painter.draw(
                    pose,
                    mouth,
                    _blend(score.eyes, eyes_of, index),
                    _blend(score.brows, brows_of, index),
                ).y
            )
            for pose, index in zip(motion, self.chosen, strict=True)
        ]


def openings(film: Sequence[Luma], poses: Poses) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far the jaw is down in frames of a film, and how unlike they are to a shut mouth.

    Args:
        film: what the film shows of mouth and chin in the frames of ``poses``.
        poses: of the take that was filmed.

    Returns:
        The jaw, 0 shut … 1 as wide as it gets, as far as the frame looks like a mouth that opens;
        and what no shut mouth explains, 1.0 being as much as of a mouth open by a quarter.
    """
    jaws, unlike = [], []
    for seen, rest, smile, opened in zip(film, *poses.references, strict=True):
        shut = np.stack([smile - rest, np.ones_like(rest)], axis=-1).reshape(-1, 2)
        odd, way = _without(shut, (seen - rest).ravel()), _without(shut, (opened - rest).ravel())
        jaws.append(POSITIONS["open1"][0] * float(odd @ way / (way @ way)))
        unlike.append(float(np.sqrt((odd @ odd) / (way @ way))))
    return np.array(jaws), np.array(unlike)


def _without(known: Luma, values: Luma) -> Luma:
    """What is left of ``values`` when all that the columns of ``known`` explain is taken away."""
    shares = np.linalg.solve(known.T @ known, known.T @ values)
    return np.asarray(values - known @ shares)
