"""Videos in and out of the API; webhooks and the SDK show the same object."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
)

from unrealugc.catalog.durations import LONGEST_SCRIPT, LONGEST_VIDEO_S, SHORTEST_SCRIPT
from unrealugc.catalog.models import DEFAULT_MODEL, AspectRatio
from unrealugc.catalog.pricing import Audio
from unrealugc.core.schemas import ApiInput, ApiModel, Timestamp
from unrealugc.core.text import Ident, Name, Text, WebAddress
from unrealugc.pipeline.composition.timing import ProductShots
from unrealugc.videos import examples
from unrealugc.videos.looks import VideoLooks

Status = Literal["DRAFT", "GENERATING", "RENDERING", "COMPLETED", "FAILED"]
Stage = Literal["script", "voice", "performance", "captions", "compose", "publish"]

METADATA_BYTES = 4096
METADATA_DEPTH = 32
BATCH_LIMIT = 50


def _sayable(script: str) -> str:
    if len(script.strip()) < SHORTEST_SCRIPT:
        raise ValueError(f"must hold at least {SHORTEST_SCRIPT} characters")
    if not any(character.isalnum() for character in script):
        raise ValueError("must hold words that can be spoken")
    return script


def _storable(metadata: dict[str, JsonValue]) -> dict[str, JsonValue]:
    try:
        text = json.dumps(metadata, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        size = len(text.encode())
    except ValueError as error:
        raise ValueError("must be plain JSON: finite numbers and valid text") from error
    if size > METADATA_BYTES:
        raise ValueError(f"must be at most {METADATA_BYTES} bytes as JSON, this is {size}")
    _check_within(metadata, METADATA_DEPTH)
    return metadata


def _check_within(value: JsonValue, depth: int) -> None:
    """Refuse what the database cannot keep, or an answer that holds it could not show."""
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("must not contain NUL characters")
    if not isinstance(value, dict | list):
        return
    if depth == 0:
        raise ValueError(f"must not be nested deeper than {METADATA_DEPTH} levels")
    for part in (*value.keys(), *value.values()) if isinstance(value, dict) else value:
        _check_within(part, depth - 1)


Script = Annotated[
    Text,
    StringConstraints(min_length=SHORTEST_SCRIPT, max_length=LONGEST_SCRIPT),
    AfterValidator(_sayable),
]
Metadata = Annotated[dict[str, JsonValue], AfterValidator(_storable)]


class VideoChoices(ApiInput):
    """What decides how a video is made and what it costs."""

    video_model: Ident | None = Field(
        default=None,
        description=f"Model id from `GET /models`. Without it and a preset: `{DEFAULT_MODEL}`.",
    )
    preset_slug: Ident | None = Field(
        default=None, description="A preset in place of `videoModel`; not together with it."
    )
    voice_id: Ident | None = Field(
        default=None,
        description="From `GET /voices`, stock or your own. Required if `useNativeAudio` is false.",
    )
    use_native_audio: bool | None = Field(
        default=None,
        description="Use the model's own speech. Without it: true where the model can and no "
        "`voiceId` is given.",
    )
    duration_seconds: float | None = Field(
        default=None,
        ge=1,
        le=LONGEST_VIDEO_S,
        allow_inf_nan=False,
        description="Wished length, up to 180. Snaps up to what whole clips of the model add up "
        "to. Without it: a second for every 15 characters of script.",
    )
    aspect_ratio: AspectRatio | None = Field(
        default=None, description="One of the model's; `9:16` without it."
    )
    captions: Ident | None = Field(
        default=None,
        description="Caption style, or `none`. Without it: the preset's, else `karaoke`.",
    )


class VideoEstimate(VideoChoices):
    """Body of ``POST /videos/estimate``: what a create takes, without the assets."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ESTIMATE_IN]})

    script: Script | None = Field(
        default=None, description="20 to 2400 characters. This or `durationSeconds` is needed."
    )


class VideoCreate(VideoChoices, VideoLooks):
    """Body of ``POST /videos``."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [examples.CREATE, examples.CREATE_MORE]}
    )

    script: Script = Field(description="What is said: 20 to 2400 characters, about 15 a second.")
    product_name: Name = Field(
        description="The product; also names the project that is made without a `projectId`."
    )
    creator_id: Ident | None = Field(
        default=None, description="Stock creator, id or slug. This or `customCreatorId` is needed."
    )
    custom_creator_id: Ident | None = Field(
        default=None, description="One of your own creators; not together with `creatorId`."
    )
    project_id: Ident | None = Field(
        default=None,
        description="Parent project. Without it: your project of that product, made if needed.",
    )
    product_image_url: WebAddress | None = Field(
        default=None,
        description="Public http(s) address of a picture of the product, at most 10 MB.",
    )
    max_credits: int | None = Field(
        default=None, ge=0, description="Refuse with 402 if the video would cost more."
    )
    metadata: Metadata | None = Field(
        default=None, description="Your own JSON object, at most 4 KB, given back as it is."
    )


class VideoOut(ApiModel):
    """The video object."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.VIDEO]})

    id: str
    status: Status = Field(description="Moves only forward; ends as COMPLETED or FAILED.")
    title: str | None = Field(description="Short title, made from script and product name.")
    script: str | None
    product_name: str | None
    duration_seconds: int | None = Field(description="Length after snapping, in seconds.")
    aspect_ratio: AspectRatio
    video_model: str | None
    audio: Audio | None = Field(description="`native`: the model speaks; `voice`: a voiceover.")
    voice_id: str | None
    creator_id: str | None
    custom_creator_id: str | None
    project_id: str
    output_url: str | None = Field(
        description="The MP4 once COMPLETED. Good for about 7 days; fetch the video again for "
        "a fresh one."
    )
    thumbnail_url: str | None
    error: str | None = Field(description="Why it failed, in words for people.")
    credits_charged: int | None = Field(description="Credits held when generation started.")
    credits_final: int | None = Field(description="What it cost in the end, once COMPLETED.")
    created_at: Timestamp
    updated_at: Timestamp
    progress: int = Field(description="0 to 100.")
    stage: Stage | None = Field(description="What is being worked on.")
    rendered_by: str | None = Field(description="The backend that acts, `studio` for instance.")
    captions: str | None = Field(description="Caption style, `none` without captions.")
    subtitles_vtt_url: str | None = Field(description="Subtitles as WebVTT, once COMPLETED.")
    subtitles_srt_url: str | None = Field(description="Subtitles as SubRip, once COMPLETED.")
    preset_slug: str | None
    product_image_url: str | None
    hook_text: str | None = Field(description="Text over the first two seconds.")
    product_shots: ProductShots = Field(description="How the product is shown.")
    end_card: bool = Field(description="Whether a card with the product closes the video.")
    call_to_action: str | None = Field(description="What the end card asks for.")
    music: str = Field(description="Music bed under the voice, `none` without one.")
    retry_of: str | None = Field(description="The failed video that this one tries again.")
    metadata: dict[str, JsonValue]


class EstimateOut(ApiModel):
    """What a video would cost."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.ESTIMATE]})

    total_credits: int = Field(description="The price.")
    credits: int = Field(description="Your balance.")
    can_afford: bool


class BatchCreate(ApiInput):
    """Body of ``POST /videos/batch``."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"videos": [examples.CREATE]}]})

    videos: list[JsonValue] = Field(
        min_length=1, max_length=BATCH_LIMIT, description="Bodies of `POST /videos`."
    )
    atomic: bool = Field(
        default=False,
        description="True: all or nothing, the first bad one refuses the whole batch. False: "
        "each stands alone, and the answer says which were taken.",
    )


class BatchError(ApiModel):
    """Why one video of a batch was not taken; like the error of a single create."""

    status: int = Field(description="HTTP status that a single create would have had.")
    code: str
    message: str
    details: dict[str, JsonValue]


class BatchResult(ApiModel):
    """What became of one video of a batch; ``video`` or ``error`` is null."""

    index: int = Field(description="Its place in the request, from 0.")
    video: VideoOut | None
    error: BatchError | None


class BatchOut(ApiModel):
    """What became of a batch."""

    object: Literal["batch"]
    created: int
    failed: int
    results: list[BatchResult]
