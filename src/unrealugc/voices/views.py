"""How voices are shown."""

from __future__ import annotations

from unrealugc.catalog.voices import StockVoice
from unrealugc.voices.schemas import VoiceOut
from unrealugc.voices.service import Voice


def render(voice: Voice) -> VoiceOut:
    """The voice as the API shows it."""
    if isinstance(voice, StockVoice):
        return VoiceOut(
            id=voice.id,
            name=voice.name,
            gender=voice.gender,
            is_custom=False,
            preview_url=None,
            created_at=None,
        )
    return VoiceOut(
        id=voice.id,
        name=voice.name,
        gender=voice.gender,
        is_custom=True,
        preview_url=None,
        created_at=voice.created_at,
    )
