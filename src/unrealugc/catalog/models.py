"""The video models: what each can make, what it costs, and who acts it here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from unrealugc.config import Settings
from unrealugc.core.datafiles import read_yaml

AspectRatio = Literal["9:16", "16:9", "1:1"]
Tier = Literal["standard", "premium", "ultra"]

DEFAULT_MODEL = "kling-2.6"
STUDIO = "studio"


class Prices(BaseModel):
    """A provider's list price in USD for a second of video.

    ``silent`` is pictures alone, ``native`` pictures with the model's own speech (``None``
    where it has none), ``voice`` what a separate voiceover adds to ``silent``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    silent: Decimal = Field(ge=0)
    native: Decimal | None = Field(default=None, ge=0)
    voice: Decimal = Field(ge=0)


class VideoModel(BaseModel):
    """One entry of ``data/models.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9.\-]{1,39}$")
    name: str
    description: str
    tier: Tier
    provider: str
    clip_seconds: tuple[int, ...] = Field(min_length=1)
    aspect_ratios: tuple[AspectRatio, ...] = Field(min_length=1)
    usd_per_second: Prices
    credits_per_usd: int = Field(gt=0)

    @property
    def supports_native_audio(self) -> bool:
        """Whether the model makes speech of its own."""
        return self.usd_per_second.native is not None

    @property
    def longest_clip(self) -> int:
        """The longest single clip, in seconds."""
        return max(self.clip_seconds)


@dataclass(frozen=True)
class Offer:
    """A model that this installation can run, and the backend that acts it."""

    model: VideoModel
    backend: str

    @property
    def stands_in(self) -> bool:
        """Whether somebody else than the model's own provider acts it."""
        return self.backend != self.model.provider

    @property
    def description(self) -> str:
        """The model's description, honest about a stand-in."""
        if not self.stands_in:
            return self.model.description
        return (
            f"{self.model.description} Acted here by the built-in Studio engine, because no key "
            "for the hosted model is configured."
        )


@cache
def catalog() -> dict[str, VideoModel]:
    """Every known model by id, in the order in which they are shown."""
    document: dict[str, Any] = read_yaml("unrealugc.catalog", "data/models.yaml")
    factor = document["credits_per_usd"]
    models = [VideoModel(credits_per_usd=factor, **entry) for entry in document["models"]]
    return {model.id: model for model in models}


def configured_providers(_: Settings) -> frozenset[str]:
    """Providers that can be called with these settings; the Studio engine needs none."""
    return frozenset({STUDIO})


def offers(settings: Settings) -> list[Offer]:
    """The models that this installation can run, in catalog order."""
    ready = configured_providers(settings)
    found = []
    for model in catalog().values():
        if model.provider in ready:
            found.append(Offer(model, model.provider))
        elif settings.studio_stand_in:
            found.append(Offer(model, STUDIO))
    return found


def find_offer(settings: Settings, model_id: str) -> Offer | None:
    """The offer of that model, or ``None`` where this installation cannot run it."""
    return next((offer for offer in offers(settings) if offer.model.id == model_id), None)
