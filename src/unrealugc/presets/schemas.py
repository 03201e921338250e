"""The preset object of the API."""

from __future__ import annotations

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from unrealugc.catalog.presets import Preset
from unrealugc.core.schemas import ApiModel

EXAMPLE: JsonDict = {
    "slug": "testimonial",
    "name": "Testimonial",
    "description": "A customer tells a friend what changed. Calm, close and honest.",
    "videoModel": "kling-2.6",
    "captions": "karaoke",
    "zoom": 1.08,
    "pace": 1.0,
    "music": None,
}


class PresetOut(ApiModel):
    """A ready-made way to shoot an ad."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    slug: str = Field(description="Pass this as `presetSlug` when you make a video.")
    name: str
    description: str
    video_model: str
    captions: str = Field(description="Caption style, unless the request names another.")
    zoom: float = Field(description="How close the camera is; 1.0 shows the whole picture.")
    pace: float = Field(description="How quickly the script is said; 1.0 is natural.")
    music: str | None = Field(description="Music bed under the speech, or null.")


def render(preset: Preset) -> PresetOut:
    """What the API shows of a preset."""
    return PresetOut(
        slug=preset.slug,
        name=preset.name,
        description=preset.description,
        video_model=preset.model,
        captions=preset.captions,
        zoom=preset.zoom,
        pace=preset.pace,
        music=preset.music,
    )
