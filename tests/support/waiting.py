"""Waiting for conditions, never for time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeVar

from unrealugc.core.db import Database

Found = TypeVar("Found")
WorkerFactory = Callable[[], AbstractAsyncContextManager[asyncio.Event]]


async def until(condition: Callable[[], Awaitable[Found | None]], limit_s: float = 60.0) -> Found:
    """Wait until the condition gives something true, with a limit that only a fault reaches.

    Returns:
        What the condition gave.
    """
    async with asyncio.timeout(limit_s):
        while not (found := await condition()):  # noqa: ASYNC110 - the database cannot set an event
            await asyncio.sleep(0.05)
    return found


async def status_of(database: Database, job_id: int) -> str:
    """What the engine's table says about a job."""
    row = await database.fetch_one(
        "SELECT status::text AS status FROM procrastinate_jobs WHERE id = %(id)s", {"id": job_id}
    )
    return str(row["status"])


async def until_status(database: Database, job_id: int, status: str) -> None:
    """Wait for a job to reach a status."""

    async def reached() -> bool:
        return await status_of(database, job_id) == status

    await until(reached)
