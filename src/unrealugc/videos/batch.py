"""Many videos in one request."""

from __future__ import annotations

from typing import Any

from pydantic import JsonValue, ValidationError

from unrealugc.config import Settings
from unrealugc.core.db import Connection
from unrealugc.core.problems import invalid_request
from unrealugc.errors import ApiError
from unrealugc.storage.base import Storage
from unrealugc.videos.creation import create
from unrealugc.videos.schemas import BatchCreate, BatchError, BatchOut, BatchResult, VideoCreate
from unrealugc.videos.view import show


async def create_batch(
    connection: Connection,
    settings: Settings,
    storage: Storage,
    account_id: str,
    request: BatchCreate,
) -> BatchOut:
    """Create the videos in their order, each with the checks of a single create.

    Raises:
        ApiError: in an atomic batch, the error of the first bad one with its ``index``.
    """
    results = []
    for index, body in enumerate(request.videos):
        try:
            # A savepoint: what a refused one has written goes, what was taken before stays.
            async with connection.transaction():
                video = await create(connection, settings, account_id, _parse(body))
            results.append(BatchResult(index=index, video=show(video, storage), error=None))
        except ApiError as error:
            if request.atomic:
                error.details["index"] = index
                raise
            results.append(BatchResult(index=index, video=None, error=_describe(error)))
    created = sum(1 for result in results if result.video is not None)
    return BatchOut(object="batch", created=created, failed=len(results) - created, results=results)


def _parse(body: JsonValue) -> VideoCreate:
    try:
        return VideoCreate.model_validate(body)
    except ValidationError as error:
        problems: list[Any] = list(error.errors(include_url=False))
        raise invalid_request(problems) from error


def _describe(error: ApiError) -> BatchError:
    return BatchError(
        status=error.status, code=error.code, message=error.message, details=error.details
    )
