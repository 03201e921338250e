"""Waiting for conditions, never for time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from unrealugc.core.db import Database

WorkerFactory = Callable[[], AbstractAsyncContextManager[asyncio.Event]]


async def until(condition: Callable[[], Awaitable[bool]], limit_s: float = 60.0) -> None:
    """Wait for a condition, with a limit that only a broken engine reaches."""
    async with asyncio.timeout(limit_s):
        while not await condition():  # noqa: ASYNC110 - the database cannot set an event
            await asyncio.sleep(0.05)


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
