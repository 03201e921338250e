"""How a video ends: once, and its credits with it, in one transaction."""

from __future__ import annotations

from unrealugc.core.db import Connection
from unrealugc.ledger import service as ledger
from unrealugc.storage.base import Storage
from unrealugc.videos import repository
from unrealugc.videos.repository import Video
from unrealugc.videos.view import event_data
from unrealugc.webhooks import service as webhooks


async def complete(
    connection: Connection, storage: Storage, video_id: str, files_key: str
) -> Video | None:
    """COMPLETED: the hold is settled and the account told.

    Args:
        files_key: what the keys of the video's stored files begin with.

    Returns:
        The video, or ``None`` when it had ended already: it was cancelled a moment ago.
    """
    video = await repository.complete(connection, video_id, files_key)
    if video is None:
        return None
    assert video.credits_final is not None
    await ledger.settle(connection, video.id, video.credits_final)
    await webhooks.emit(connection, video.account_id, "video.completed", event_data(video, storage))
    return video


async def fail(connection: Connection, video_id: str, reason: str) -> Video | None:
    """FAILED: all held credits go back and the account is told.

    Args:
        reason: what the customer is told; nothing of our internals.

    Returns:
        The video, or ``None`` when it had ended already.
    """
    video = await repository.fail(connection, video_id, reason)
    if video is None:
        return None
    await ledger.release(connection, video.id)
    await webhooks.emit(connection, video.account_id, "video.failed", event_data(video))
    return video
