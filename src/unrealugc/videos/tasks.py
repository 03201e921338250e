"""The jobs of videos: make one, give up on one, look after what is left lying about."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from unrealugc.core.db import Connection
from unrealugc.pipeline.job import RenderResult
from unrealugc.providers.errors import ProviderError
from unrealugc.queue.enqueue import unfinished
from unrealugc.queue.registry import JobContext, Queue, job
from unrealugc.videos import files, lifecycle, orders, repository
from unrealugc.videos.creation import GENERATE
from unrealugc.videos.failures import RenderTooSlow, reason_of
from unrealugc.videos.orders import Order
from unrealugc.videos.render import RenderProcess, VideoEnded
from unrealugc.videos.service import DISCARD

FORSAKEN_AFTER_S = 120
# The handler keeps to the setting render_timeout_s itself, with an error that says so.
_NO_LIMIT_S = 24 * 3600.0

_log = logging.getLogger(__name__)


async def give_up(connection: Connection, error: Exception, video_id: str) -> None:
    """End a video whose job failed for good: FAILED, credits back, in one transaction."""
    _log.error("video %s failed: %s", video_id, error)
    await lifecycle.fail(connection, video_id, reason_of(error))


@job(GENERATE, queue=Queue.RENDER, on_failure=give_up, timeout_s=_NO_LIMIT_S)
async def generate(context: JobContext, video_id: str) -> None:
    """Make a video, from wherever an earlier attempt on this machine has left it."""
    await sweep(context)
    async with context.database.transaction() as connection:
        order = await orders.load(connection, video_id)
    if order is None:
        return
    folder = files.work_folder(context.settings, video_id)
    try:
        result = await _render(context, order, folder)
        await publish(context, order, result)
    except VideoEnded:
        _log.info("video %s was cancelled", video_id)
    await asyncio.to_thread(files.remove, folder)


async def _render(context: JobContext, order: Order, folder: Path) -> RenderResult:
    limit_s = context.settings.render_timeout_s
    process = RenderProcess(context.database, order.video.id, context.run_child)
    try:
        async with asyncio.timeout(limit_s) as limit:
            request = await orders.prepare(context, order, folder)
            return await process.run(request, folder, time_s=limit_s)
    except TimeoutError as error:
        if not limit.expired():
            raise
        raise RenderTooSlow(detail=f"{limit_s:g} s") from error


async def publish(context: JobContext, order: Order, result: RenderResult) -> None:
    """Store the files and end the video well.

    Raises:
        VideoEnded: it has ended meanwhile.
    """
    video = order.video
    key = files.files_key(video.account_id, video.id)
    await files.store(context.storage, key, result)
    async with context.database.transaction() as connection:
        ended = await lifecycle.complete(connection, context.storage, video.id, key)
        shown = await repository.get(connection, video.account_id, video.id)
    if ended is None:
        # Complete, it was made by a worker that took this one for dead, and these are its files.
        if shown is None or shown.status != "COMPLETED":
            await files.discard(context.storage, key)
        raise VideoEnded


@job(DISCARD)
async def discard(context: JobContext, files_key: str) -> None:
    """Delete the stored files of a deleted video."""
    await files.discard(context.storage, files_key)


@job("videos.watch", periodic="*/2 * * * *")
async def watch(context: JobContext) -> None:
    """End videos that nobody works on: nothing may stay in between for ever."""
    async with context.database.transaction() as connection:
        idle = await repository.forsaken(connection, idle_s=FORSAKEN_AFTER_S)
        alive = await unfinished(connection, [video.job_id for video in idle if video.job_id])
    for video in idle:
        if video.job_id not in alive:
            _log.error("video %s was stuck without a job", video.id)
            async with context.database.transaction() as connection:
                await lifecycle.fail(connection, video.id, ProviderError.default_message)


@job("videos.sweep", periodic="*/15 * * * *")
async def sweep(context: JobContext) -> None:
    """Delete work folders of videos that have ended."""
    folders = {folder.name: folder for folder in files.work_folders(context.settings)}
    if not folders:
        return
    async with context.database.transaction() as connection:
        in_the_making = await repository.open_among(connection, folders)
    for video_id in folders.keys() - in_the_making:
        await asyncio.to_thread(files.remove, folders[video_id])
