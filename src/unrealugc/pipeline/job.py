"""What the pipeline is asked for, what it gives back and how it reports on the way."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from unrealugc.pipeline.beds import BEDS
from unrealugc.pipeline.captions.style import CaptionStyle
from unrealugc.pipeline.composition.timing import ProductShots
from unrealugc.providers.base import VoiceSpec

LONGEST_PRODUCT_NAME = 200
LONGEST_HOOK = 80
LONGEST_CALL = 32

AspectRatio = Literal["9:16", "16:9", "1:1"]


class Stage(StrEnum):
    """The stages of a render, in their order."""

    SCRIPT = "script"
    VOICE = "voice"
    PERFORMANCE = "performance"
    CAPTIONS = "captions"
    COMPOSE = "compose"
    PUBLISH = "publish"


# Share of a render's time that each stage takes, for one progress figure over all of them.
STAGE_SHARE: dict[Stage, float] = {
    Stage.SCRIPT: 0.01,
    Stage.VOICE: 0.30,
    Stage.PERFORMANCE: 0.02,
    Stage.CAPTIONS: 0.02,
    Stage.COMPOSE: 0.60,
    Stage.PUBLISH: 0.05,
}


class RenderJob(BaseModel):
    """One video to make. Everything in it is checked and resolved: no ids, no URLs.

    ``rig`` is the folder of the creator who acts. ``clip_seconds`` is the longest single clip
    of the chosen model; longer videos are cut into takes of about that length. ``pace`` and
    ``zoom`` are the preset's wishes. ``product_image`` is a local file that has been decoded
    once already; ``product_shots`` says how it is shown. ``hook`` is a text over the first two
    seconds; ``end_card`` closes the video with the product, and with ``call_to_action`` on it.
    Without a ``seed``, one is derived from the request itself.
    """

    model_config = ConfigDict(frozen=True)

    script: str = Field(min_length=1, max_length=5000)
    rig: Path
    voice: VoiceSpec
    audio: Literal["native", "voice"] = "native"
    aspect_ratio: AspectRatio = "9:16"
    duration_seconds: int = Field(ge=1, le=180)
    clip_seconds: int = Field(default=10, ge=2, le=180)
    captions: CaptionStyle | None = None
    product_name: str | None = Field(default=None, max_length=LONGEST_PRODUCT_NAME)
    product_image: Path | None = None
    product_shots: ProductShots = "both"
    hook: str | None = Field(default=None, max_length=LONGEST_HOOK)
    end_card: bool = False
    call_to_action: str | None = Field(default=None, max_length=LONGEST_CALL)
    pace: float = Field(default=1.0, ge=0.7, le=1.5)
    zoom: float = Field(default=1.0, ge=1.0, le=1.4)
    music: str | None = None
    fps: int = Field(default=30, ge=24, le=60)
    seed: int | None = None

    @field_validator("music")
    @classmethod
    def _there_is_such_music(cls, music: str | None) -> str | None:
        if music is not None and music not in BEDS:
            raise ValueError(f"there is no music {music!r}; there is {', '.join(BEDS)}")
        return music

    def fingerprint(self) -> str:
        """Hex digest of everything that decides how the video looks and sounds."""
        digest = hashlib.sha256(self.model_dump_json(exclude={"rig", "product_image"}).encode())
        digest.update(self.rig.name.encode())
        for file in (*sorted(self.rig.glob("*")), self.product_image):
            if file is not None and file.is_file():
                digest.update(file.read_bytes())
        return digest.hexdigest()

    def stable_seed(self) -> int:
        """The seed of all that moves by chance: the given one, or one of the request."""
        if self.seed is not None:
            return self.seed
        said = self.model_dump_json(include={"script", "voice", "aspect_ratio", "duration_seconds"})
        return int.from_bytes(hashlib.sha256(f"{self.rig.name}{said}".encode()).digest()[:4])


class Progress(BaseModel):
    """How far a render is. ``stage_fraction`` and ``fraction`` run from 0 to 1."""

    model_config = ConfigDict(frozen=True)

    stage: Stage
    stage_fraction: float
    fraction: float

    @classmethod
    def at(cls, stage: Stage, stage_fraction: float) -> Progress:
        """Progress with the overall fraction worked out from the stages' shares."""
        before = sum(
            share
            for other, share in STAGE_SHARE.items()
            if list(Stage).index(other) < list(Stage).index(stage)
        )
        overall = before + STAGE_SHARE[stage] * stage_fraction
        return cls(stage=stage, stage_fraction=round(stage_fraction, 4), fraction=round(overall, 4))


class RenderResult(BaseModel):
    """The finished files, all inside the work folder, and what was measured on them."""

    model_config = ConfigDict(frozen=True)

    video: Path
    poster: Path
    subtitles_srt: Path
    subtitles_vtt: Path
    width: int
    height: int
    fps: int
    frame_count: int
    duration_seconds: float
    takes: int
    loudness_lufs: float
    true_peak_dbtp: float
    size_bytes: int
    video_sha256: str
