"""Voices as JSON."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.config import JsonDict

from unrealugc.core.schemas import ApiInput, ApiModel, Timestamp
from unrealugc.core.text import DisplayName, Text
from unrealugc.uploads.schemas import SampleType

_VOICE: JsonDict = {
    "id": "cmbq0vc1x0001abcdefghij12",
    "name": "Founder voice",
    "gender": "female",
    "isCustom": True,
    "previewUrl": None,
    "createdAt": "2026-01-31T08:00:00.000Z",
}
_CREATE: JsonDict = {
    "name": "Founder voice",
    "r2Key": "custom-voices/cmbq0ac1x0001abcdefghij12/cmbq0up1x0001abcdefghij12.mp3",
    "contentType": "audio/mpeg",
    "durationSeconds": 180,
    "gender": "female",
}


class VoiceOut(ApiModel):
    """A stock voice, or one of the account's own."""

    model_config = ConfigDict(json_schema_extra={"examples": [_VOICE]})

    id: str = Field(description="Pass to `voiceId`.")
    name: str
    gender: Literal["male", "female"] | None
    is_custom: bool = Field(description="True for your own voices, false for stock.")
    preview_url: str | None = Field(description="Preview audio.")
    created_at: Timestamp | None = Field(description="`null` for stock voices.")


def _without_parameters(value: object) -> object:
    """``audio/webm;codecs=opus``, as browsers' recorders say it, is ``audio/webm``."""
    return value.partition(";")[0].strip() if isinstance(value, str) else value


class VoiceCreate(ApiInput):
    """What makes a voice out of an uploaded sample."""

    model_config = ConfigDict(json_schema_extra={"examples": [_CREATE]})

    name: DisplayName = Field(examples=["Founder voice"])
    r2_key: Text = Field(
        max_length=512,
        description="The `r2Key` that `POST /uploads/voice-sample` returned.",
        examples=["custom-voices/cm1…/cm2….mp3"],
    )
    content_type: Annotated[SampleType, BeforeValidator(_without_parameters)] = Field(
        description="The type that the upload was announced with.", examples=["audio/mpeg"]
    )
    duration_seconds: float | None = Field(
        default=None,
        gt=0,
        le=86_400,
        description="Your word for its length; the real one is measured.",
        examples=[180],
    )
    gender: Literal["male", "female"] | None = Field(default=None, examples=["female"])
