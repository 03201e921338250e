"""The stock voices, as data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field


class StockVoice(BaseModel):
    """One entry of ``data/voices.yaml``. ``id`` is what the speech engine knows it by.

    ``blend`` mixes the voices it names by their weights, for a voice without a style of its own.
    ``pace`` corrects a voice that is slow or hasty by nature.
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
    blend: Mapping[str, float] = Field(default_factory=dict)


@cache
def stock_voices() -> dict[str, StockVoice]:
    """Every stock voice by id, in the order in which they are shown."""
    source = resources.files("unrealugc.catalog").joinpath("data/voices.yaml")
    document = yaml.safe_load(source.read_text(encoding="utf-8"))
    listed = [StockVoice.model_validate(entry) for entry in document["voices"]]
    return {voice.id: voice for voice in listed}
