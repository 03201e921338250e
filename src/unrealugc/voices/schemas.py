"""Voices as JSON."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from unrealugc.core.schemas import ApiModel, Timestamp


class VoiceOut(ApiModel):
    """A stock voice, or one of the account's own."""

    id: str = Field(description="Pass to `voiceId`.")
    name: str
    gender: Literal["male", "female"] | None
    is_custom: bool = Field(description="True for your own voices, false for stock.")
    preview_url: str | None = Field(description="Preview audio.")
    created_at: Timestamp | None = Field(description="`null` for stock voices.")
