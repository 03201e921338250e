"""Uploads as JSON."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from unrealugc.core.schemas import ApiInput, ApiModel

AvatarType = Literal["image/jpeg", "image/png", "image/webp"]
AvatarExtension = Literal["jpg", "jpeg", "png", "webp"]
SampleType = Literal["audio/mpeg", "audio/wav", "audio/webm", "audio/ogg", "audio/mp4", "audio/m4a"]
SampleExtension = Literal["mp3", "wav", "webm", "ogg", "m4a", "mp4"]


class AvatarUpload(ApiInput):
    """Which picture is going to be uploaded."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"contentType": "image/png", "extension": "png"}]}
    )

    content_type: AvatarType = Field(examples=["image/png"])
    extension: AvatarExtension = Field(description="Without the dot.", examples=["png"])


class VoiceSampleUpload(ApiInput):
    """Which recording is going to be uploaded."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"contentType": "audio/mpeg", "extension": "mp3"}]}
    )

    content_type: SampleType = Field(examples=["audio/mpeg"])
    extension: SampleExtension = Field(description="Without the dot.", examples=["mp3"])


_EXAMPLE: JsonDict = {
    "uploadUrl": "https://ugc.example/files/custom-creators/a/u.png?expires=1767225600&signature=…",
    "r2Key": "custom-creators/cmbq0ac1x0001abcdefghij12/cmbq0up1x0001abcdefghij12.png",
    "method": "PUT",
    "headers": {"Content-Type": "image/png"},
    "expiresInSeconds": 600,
}


class UploadOut(ApiModel):
    """Where to send the file, and how."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    upload_url: str = Field(description="Send the file here, once.")
    r2_key: str = Field(
        description="Name of the file; pass it to `POST /creators` or `POST /voices` afterwards.",
        examples=["custom-creators/cm1…/cm2….png"],
    )
    method: Literal["PUT"]
    headers: dict[str, str] = Field(
        description="Headers to send with the file.", examples=[{"Content-Type": "image/png"}]
    )
    expires_in_seconds: int = Field(examples=[600])
