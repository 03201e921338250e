"""``/videos``."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from unrealugc.accounts.access import Caller, require_account
from unrealugc.config import Settings
from unrealugc.core.db import Database
from unrealugc.core.openapi import errors
from unrealugc.core.pagination import DEFAULT_LIMIT, Cursor, Limit, Page, page_of
from unrealugc.core.routes import TransactionalRoute, Tx
from unrealugc.core.schemas import Deleted
from unrealugc.ledger import service as ledger
from unrealugc.storage.base import Storage
from unrealugc.videos import batch, service
from unrealugc.videos.creation import create
from unrealugc.videos.events import OpenStreams, follow
from unrealugc.videos.schemas import (
    BatchCreate,
    BatchOut,
    EstimateOut,
    Status,
    VideoCreate,
    VideoEstimate,
    VideoOut,
)
from unrealugc.videos.view import show

router = APIRouter(prefix="/videos", tags=["Videos"], route_class=TransactionalRoute)
# A stream outlives any transaction.
streams = APIRouter(prefix="/videos", tags=["Videos"])


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _storage(request: Request) -> Storage:
    storage: Storage = request.app.state.storage
    return storage


WithSettings = Annotated[Settings, Depends(_settings)]
WithStorage = Annotated[Storage, Depends(_storage)]


@router.get("", summary="List videos", responses=errors(400))
async def list_videos(
    connection: Tx,
    caller: Caller,
    storage: WithStorage,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
    status: Annotated[Status | None, Query(description="Only videos in this status.")] = None,
    project_id: Annotated[
        str | None, Query(alias="projectId", description="Only videos of this project.")
    ] = None,
) -> Page[VideoOut]:
    """Your videos, newest first."""
    rows = await service.page(
        connection, caller.id, limit=limit, cursor=cursor, status=status, project_id=project_id
    )
    return page_of(rows, limit, lambda row: show(row, storage), lambda row: row.id)


@router.post(
    "", status_code=201, summary="Start a new video generation", responses=errors(400, 409, 413)
)
async def create_video(
    connection: Tx,
    caller: Caller,
    settings: WithSettings,
    storage: WithStorage,
    request: VideoCreate,
) -> VideoOut:
    """Hold the price and start a generation.

    Answers at once with the video in GENERATING; poll it, follow its events, or use webhooks.
    Nothing is written or spent when any check fails. Send an `Idempotency-Key` so that a
    repeated request makes one video.
    """
    return show(await create(connection, settings, caller.id, request), storage)


@router.post(
    "/estimate",
    summary="Credit cost estimate before generating",
    responses=errors(400, 409, 413),
)
async def estimate_video(
    connection: Tx, caller: Caller, settings: WithSettings, request: VideoEstimate
) -> EstimateOut:
    """What a generation would cost, by the same code as the generation itself."""
    price = service.estimate(settings, request)
    balance = await ledger.balance(connection, caller.id)
    return EstimateOut(
        total_credits=price, credits=balance.available, can_afford=balance.available >= price
    )


@router.post("/batch", summary="Start many generations", responses=errors(400, 409, 413))
async def create_videos(
    connection: Tx,
    caller: Caller,
    settings: WithSettings,
    storage: WithStorage,
    request: BatchCreate,
) -> BatchOut:
    """Start up to 50 generations in their order.

    By default each stands alone, and the answer (always 200) says for each whether it was
    taken or why not. With `atomic` the first bad one refuses the whole batch with its error,
    `details.index` saying which.
    """
    return await batch.create_batch(connection, settings, storage, caller.id, request)


@router.get("/{video_id}", summary="Fetch one video", responses=errors(404))
async def get_video(
    connection: Tx, caller: Caller, storage: WithStorage, video_id: str
) -> VideoOut:
    """One video; poll it about every 15 seconds for its status."""
    return show(await service.get(connection, caller.id, video_id), storage)


@router.delete("/{video_id}", summary="Delete a video", responses=errors(404))
async def delete_video(connection: Tx, caller: Caller, video_id: str) -> Deleted:
    """Delete a video and its files. One that is being made is cancelled first."""
    await service.delete(connection, caller.id, video_id)
    return Deleted(id=video_id, deleted=True)


@router.post("/{video_id}/cancel", summary="Cancel a video", responses=errors(400, 404, 409))
async def cancel_video(
    connection: Tx, caller: Caller, storage: WithStorage, video_id: str
) -> VideoOut:
    """Stop a video that is being made. It becomes FAILED and all its credits go back."""
    return show(await service.cancel(connection, caller.id, video_id), storage)


@router.post(
    "/{video_id}/retry",
    status_code=201,
    summary="Try a failed video again",
    responses=errors(400, 404, 409),
)
async def retry_video(
    connection: Tx, caller: Caller, settings: WithSettings, storage: WithStorage, video_id: str
) -> VideoOut:
    """Start a new video from a FAILED one's request, at today's price.

    The failed one stays as it is; the new one names it in `retryOf`.
    """
    return show(await service.retry(connection, settings, caller.id, video_id), storage)


_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "`video.updated` events with the video object, then one "
        "`video.completed` or `video.failed`.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


@streams.get(
    "/{video_id}/events",
    summary="Follow a video's progress",
    response_class=StreamingResponse,
    responses=errors(404) | _STREAM,
)
async def video_events(request: Request, storage: WithStorage, video_id: str) -> StreamingResponse:
    """Server-sent events: the present state, every change, and the end."""
    database: Database = request.app.state.database
    streams_open: OpenStreams = request.app.state.open_streams
    async with database.transaction() as connection:
        caller = await require_account(request, connection, None)
        await service.get(connection, caller.id, video_id)
    streams_open.refuse_too_many(caller.id)

    async def chunks() -> AsyncIterator[str]:
        with streams_open.counted(caller.id):
            async for chunk in follow(database, storage, caller.id, video_id):
                yield chunk

    return StreamingResponse(
        chunks(),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
