"""Presets: a model, framing, caption style, pace and music bed under one name."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from unrealugc.core.datafiles import read_yaml


class Preset(BaseModel):
    """One entry of ``data/presets.yaml``.

    ``zoom`` of 1.0 shows the whole picture; ``pace`` of 1.0 is the voice's natural one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str = Field(pattern=r"^[a-z][a-z0-9\-]{1,39}$")
    name: str
    description: str
    model: str
    zoom: float = Field(ge=1.0, le=1.4)
    captions: str
    pace: float = Field(ge=0.7, le=1.5)
    music: str | None


@cache
def presets() -> dict[str, Preset]:
    """Every preset by slug, in the order in which they are shown."""
    document = read_yaml("unrealugc.catalog", "data/presets.yaml")
    listed = [Preset(**entry) for entry in document["presets"]]
    return {preset.slug: preset for preset in listed}
