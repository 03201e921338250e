"""The stock voices, as data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from unrealugc.core.datafiles import parse_yaml


class StockVoice(BaseModel):
    """One entry of ``data/voices.yaml`` or ``data/voices/*.yaml``.

    ``id`` is what the speech engine knows it by. ``blend`` mixes the voices it names by their
    weights, for a voice without a style of its own; with ``melody`` it takes its pace and
    intonation from other ones. ``pace`` corrects a voice that is slow or hasty by nature.
    ``pitch`` and ``throat`` (above 1: a shorter one) are factors that tell it from a voice of the
    same speaker. ``breath`` is how much is heard of the breath before a sentence: 0 nothing, 1 as
    much as is natural near a microphone, half of that by default.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_\-]{1,59}$")
    name: str
    gender: Literal["male", "female"] | None
    language: str
    accent: str
    style: str
    description: str
    preview: str
    pace: float = Field(default=1.0, ge=0.7, le=1.4)
    pitch: float = Field(default=1.0, ge=0.5, le=2.0)
    throat: float = Field(default=1.0, ge=0.85, le=1.15)
    breath: float = Field(default=0.5, ge=0.0, le=1.0)
    blend: Mapping[str, float] = Field(default_factory=dict)
    melody: Mapping[str, float] = Field(default_factory=dict)

    @property
    def display_name(self) -> str:
        """``Heart``, and ``Dora (Spanish, Spain)`` for a voice that speaks no English."""
        return self.name if self.language.startswith("en") else f"{self.name} ({self.accent})"


@cache
def stock_voices() -> dict[str, StockVoice]:
    """Every stock voice by id, in the order in which they are shown."""
    data = resources.files("unrealugc.catalog").joinpath("data")
    further = sorted(data.joinpath("voices").iterdir(), key=lambda file: file.name)
    listed = [
        StockVoice.model_validate(entry)
        for file in (data.joinpath("voices.yaml"), *further)
        for entry in parse_yaml(file.read_text(encoding="utf-8"))["voices"]
    ]
    return {voice.id: voice for voice in listed}
