"""What can be done with videos, once asked for."""

from __future__ import annotations

from unrealugc.config import Settings
from unrealugc.core.db import Connection
from unrealugc.core.ids import is_id
from unrealugc.errors import Conflict, InvalidRequest, NotFound
from unrealugc.projects import repository as projects_repository
from unrealugc.queue.enqueue import cancel as cancel_job
from unrealugc.queue.enqueue import enqueue
from unrealugc.videos import lifecycle, repository
from unrealugc.videos.choices import choose
from unrealugc.videos.creation import create
from unrealugc.videos.looks import music_of
from unrealugc.videos.repository import Video
from unrealugc.videos.schemas import Status, VideoCreate, VideoEstimate

DISCARD = "videos.discard"


def estimate(settings: Settings, request: VideoEstimate) -> int:
    """The price in credits, by the same code as a create's.

    Raises:
        InvalidRequest: a value is not acceptable.
    """
    return choose(settings, request, request.script).price


async def get(connection: Connection, account_id: str, video_id: str) -> Video:
    """A video of the account.

    Raises:
        NotFound: there is none of that id.
    """
    video = None
    if is_id(video_id):
        video = await repository.get(connection, account_id, video_id)
    if video is None:
        raise NotFound("There is no such video.")
    return video


async def page(
    connection: Connection,
    account_id: str,
    *,
    limit: int,
    cursor: str | None,
    status: Status | None,
    project_id: str | None,
) -> list[Video]:
    """Up to ``limit + 1`` videos, newest first.

    Raises:
        InvalidRequest: the cursor is not one of the account's videos, or ``project_id`` is not
            an id.
    """
    if project_id is not None and not is_id(project_id):
        raise InvalidRequest.field("projectId", "is not the id of a project")
    after = None
    if cursor is not None:
        if is_id(cursor):
            # A cursor stays good when its video is deleted.
            after = await repository.get(connection, account_id, cursor, deleted_too=True)
        if after is None:
            raise InvalidRequest.field("cursor", "is not the id of one of your videos")
    return await repository.page(
        connection, account_id, limit=limit, after=after, status=status, project_id=project_id
    )


async def cancel(connection: Connection, account_id: str, video_id: str) -> Video:
    """Stop a video that is being made; it becomes FAILED and its credits go back.

    Raises:
        NotFound: there is no such video.
        Conflict: it has ended already.
    """
    video = await get(connection, account_id, video_id)
    cancelled = await _stop(connection, video)
    if cancelled is None:
        raise Conflict("This video has ended already.", code="video_ended")
    return cancelled


async def _stop(connection: Connection, video: Video) -> Video | None:
    ended = await lifecycle.fail(connection, video.id, "Cancelled.")
    if ended is not None and ended.job_id is not None:
        await cancel_job(connection, ended.job_id)
    return ended


async def retry(
    connection: Connection, settings: Settings, account_id: str, video_id: str
) -> Video:
    """Make a new video from a failed one's request, at today's price.

    A status never moves back, so the failed one stays as it is and the new one names it.

    Raises:
        NotFound: there is no such video.
        Conflict: it has not failed.
        InvalidRequest: the request is no longer acceptable, its creator was deleted for instance.
        InsufficientCredits: the balance is below the price.
    """
    video = await get(connection, account_id, video_id)
    if video.status != "FAILED":
        raise Conflict("Only a FAILED video can be tried again.", code="video_not_failed")
    project = await projects_repository.get(connection, account_id, video.project_id)
    request = VideoCreate.model_validate(
        {
            "script": video.script,
            "productName": video.product_name,
            "productImageUrl": video.product_image_url,
            "creatorId": video.creator_id,
            "customCreatorId": video.custom_creator_id,
            "projectId": project.id if project else None,
            "voiceId": video.voice_id,
            "useNativeAudio": video.audio == "native",
            "durationSeconds": video.duration_seconds,
            "aspectRatio": video.aspect_ratio,
            "captions": video.captions,
            "hookText": video.hook_text,
            "productShots": video.product_shots,
            "endCard": video.end_card,
            "callToAction": video.call_to_action,
            "music": music_of(video.music, video.preset_slug),
            "metadata": video.metadata,
            **(
                {"presetSlug": video.preset_slug}
                if video.preset_slug
                else {"videoModel": video.video_model}
            ),
        }
    )
    return await create(connection, settings, account_id, request, retry_of=video.id)


async def delete(connection: Connection, account_id: str, video_id: str) -> None:
    """Delete a video and its files; one that is being made is cancelled first.

    Raises:
        NotFound: there is no such video.
    """
    video = await get(connection, account_id, video_id)
    if video.is_open:
        await _stop(connection, video)
        # It may have completed in between, and then has files.
        video = await get(connection, account_id, video_id)
    await repository.mark_deleted(connection, video.id)
    if video.files_key is not None:
        await enqueue(connection, DISCARD, files_key=video.files_key)
