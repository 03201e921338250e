"""A video's progress as server-sent events."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from unrealugc.core.db import Database
from unrealugc.errors import RateLimited
from unrealugc.storage.base import Storage
from unrealugc.videos import repository
from unrealugc.videos.schemas import VideoOut
from unrealugc.videos.view import show

POLL_S = 0.5
HEARTBEAT_S = 15.0
# A client reconnects by itself; nobody holds a place for ever.
LONGEST_STREAM_S = 3600.0

# What one account may hold open at a process of the API; browsers stop at six for a host.
MAX_STREAMS = 32

_ENDS = {"COMPLETED": "video.completed", "FAILED": "video.failed"}


class OpenStreams:
    """How many streams each account follows at this process of the API."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    def of(self, account_id: str) -> int:
        """How many streams the account follows."""
        return self._open[account_id]

    def refuse_too_many(self, account_id: str) -> None:
        """Let an account follow one more.

        Raises:
            RateLimited: it follows :data:`MAX_STREAMS` already.
        """
        if self.of(account_id) >= MAX_STREAMS:
            raise RateLimited(retry_after_s=5)

    @contextmanager
    def counted(self, account_id: str) -> Iterator[None]:
        """Count a stream while it lasts."""
        self._open[account_id] += 1
        try:
            yield
        finally:
            self._open[account_id] -= 1
            if not self._open[account_id]:
                del self._open[account_id]


async def follow(
    database: Database, storage: Storage, account_id: str, video_id: str
) -> AsyncIterator[str]:
    """The present state, then every change, until the video has ended or was deleted.

    Looks twice a second, in short transactions, so that an open stream holds no connection.
    Yields chunks of an event stream: ``video.updated`` events, a last ``video.completed`` or
    ``video.failed``, and comments that keep proxies from closing a quiet connection.
    """
    loop = asyncio.get_running_loop()
    started = spoke = loop.time()
    last: tuple[object, ...] | None = None
    yield "retry: 2000\n\n"
    while loop.time() - started < LONGEST_STREAM_S:
        async with database.transaction() as connection:
            video = await repository.get(connection, account_id, video_id)
        if video is None:
            yield "event: video.deleted\ndata: {}\n\n"
            return
        state = (video.status, video.stage, video.progress)
        if state != last:
            last, spoke = state, loop.time()
            yield _event(_ENDS.get(video.status, "video.updated"), show(video, storage))
        elif loop.time() - spoke >= HEARTBEAT_S:
            spoke = loop.time()
            yield ": still here\n\n"
        if not video.is_open:
            return
        await asyncio.sleep(POLL_S)


def _event(name: str, video: VideoOut) -> str:
    return f"event: {name}\ndata: {video.model_dump_json(by_alias=True)}\n\n"
