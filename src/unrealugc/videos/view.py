"""A video as the API and webhooks show it."""

from __future__ import annotations

from typing import Any

from unrealugc.storage.base import Storage
from unrealugc.videos.files import MP4, POSTER, SRT, VTT
from unrealugc.videos.looks import music_of
from unrealugc.videos.repository import Video
from unrealugc.videos.schemas import VideoOut

LINK_LIFETIME_S = 7 * 24 * 3600


def show(video: Video, storage: Storage | None) -> VideoOut:
    """The video object, with links made now: the row keeps keys, so that links never go stale.

    Args:
        storage: makes the links; may be left out where there are no files yet.
    """

    def link(extension: str) -> str | None:
        if storage is None or video.files_key is None:
            return None
        return storage.url(video.files_key + extension, expires_s=LINK_LIFETIME_S)

    return VideoOut(
        id=video.id,
        status=video.status,
        title=video.title,
        script=video.script,
        product_name=video.product_name,
        duration_seconds=video.duration_seconds,
        aspect_ratio=video.aspect_ratio,
        video_model=video.video_model,
        audio=video.audio,
        voice_id=video.voice_id,
        creator_id=video.creator_id,
        custom_creator_id=video.custom_creator_id,
        project_id=video.project_id,
        output_url=link(MP4),
        thumbnail_url=link(POSTER),
        error=video.error,
        credits_charged=video.credits_charged,
        credits_final=video.credits_final,
        created_at=video.created_at,
        updated_at=video.updated_at,
        progress=video.progress,
        stage=video.stage,
        rendered_by=video.rendered_by,
        captions=video.captions,
        subtitles_vtt_url=link(VTT),
        subtitles_srt_url=link(SRT),
        preset_slug=video.preset_slug,
        product_image_url=video.product_image_url,
        hook_text=video.hook_text,
        product_shots=video.product_shots,
        end_card=video.end_card,
        call_to_action=video.call_to_action,
        music=music_of(video.music, video.preset_slug),
        retry_of=video.retry_of,
        metadata=video.metadata,
    )


def event_data(video: Video, storage: Storage | None = None) -> dict[str, Any]:
    """The video object as plain JSON values."""
    return show(video, storage).model_dump(mode="json", by_alias=True)
