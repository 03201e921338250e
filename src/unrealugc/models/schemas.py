"""The model object of the API."""

from __future__ import annotations

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from unrealugc.catalog.models import AspectRatio, Offer, Tier
from unrealugc.core.schemas import ApiModel

EXAMPLE: JsonDict = {
    "id": "kling-2.6",
    "name": "Kling 2.6",
    "description": "Cinematic realism with native audio.",
    "maxDurationSeconds": 10,
    "supportsNativeAudio": True,
    "aspectRatios": ["9:16", "16:9", "1:1"],
    "tier": "premium",
}


class ModelOut(ApiModel):
    """A video model."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    id: str = Field(description="Pass this as `videoModel` when you make a video.")
    name: str
    description: str | None
    max_duration_seconds: int | None = Field(description="Longest single clip, in seconds.")
    supports_native_audio: bool = Field(
        description="If true, `useNativeAudio` may be true and `voiceId` left out."
    )
    aspect_ratios: list[AspectRatio]
    tier: Tier


def render(offer: Offer) -> ModelOut:
    """What the API shows of an offered model."""
    model = offer.model
    return ModelOut(
        id=model.id,
        name=model.name,
        description=offer.description,
        max_duration_seconds=model.longest_clip,
        supports_native_audio=model.supports_native_audio,
        aspect_ratios=list(model.aspect_ratios),
        tier=model.tier,
    )
