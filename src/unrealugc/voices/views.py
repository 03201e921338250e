"""How voices are shown."""

from __future__ import annotations

from unrealugc.catalog.voices import StockVoice
from unrealugc.storage.base import Storage
from unrealugc.voices.schemas import VoiceOut
from unrealugc.voices.service import Voice

LINK_LIFETIME_S = 6 * 24 * 3600
"""Object stores sign for at most seven days."""


def render(voice: Voice, *, base_url: str, storage: Storage) -> VoiceOut:
    """The voice as the API shows it.

    Args:
        voice: a stock or custom one.
        base_url: address of this installation, for public links.
        storage: signs the links of custom voices' previews.
    """
    if isinstance(voice, StockVoice):
        return VoiceOut(
            id=voice.id,
            name=voice.display_name,
            gender=voice.gender,
            is_custom=False,
            preview_url=f"{base_url}/assets/voices/{voice.id}/preview.mp3",
            created_at=None,
        )
    return VoiceOut(
        id=voice.id,
        name=voice.name,
        gender=voice.gender,
        is_custom=True,
        preview_url=voice.preview_key and storage.url(voice.preview_key, expires_s=LINK_LIFETIME_S),
        created_at=voice.created_at,
    )
