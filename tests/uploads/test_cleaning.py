"""Files that nothing was made of go after a day."""

from __future__ import annotations

import threading

import httpx
from fastapi import FastAPI

from unrealugc.config import Settings
from unrealugc.core.db import Database
from unrealugc.queue.registry import JobContext
from unrealugc.uploads import repository
from unrealugc.uploads.tasks import clean_uploads


async def _upload(api: httpx.AsyncClient) -> str:
    body = (
        await api.post("uploads/avatar", json={"contentType": "image/png", "extension": "png"})
    ).json()
    path = body["uploadUrl"].removeprefix("http://127.0.0.1:8000")
    await api.put(f"http://test{path}", content=b"x", headers=body["headers"])
    return str(body["r2Key"])


async def test_only_old_and_unused_uploads_go(
    app: FastAPI, api: httpx.AsyncClient, settings: Settings, database: Database
) -> None:
    old, used, fresh = [await _upload(api) for _ in range(3)]
    async with database.transaction() as connection:
        await connection.execute(
            "UPDATE uploads SET created_at = now() - interval '25 hours' WHERE key = ANY(%s)",
            ([old, used],),
        )
        cursor = await connection.execute("SELECT id FROM uploads WHERE key = %s", (used,))
        row = await cursor.fetchone()
        assert row is not None
        await repository.mark_finalized(connection, row["id"])
    context = JobContext(
        job_id=1,
        attempt=1,
        last_attempt=False,
        settings=settings,
        database=database,
        storage=app.state.storage,
        should_abort=threading.Event().is_set,
    )
    await clean_uploads(context)
    assert await app.state.storage.head(old) is None
    assert await app.state.storage.head(used) is not None
    assert await app.state.storage.head(fresh) is not None
    async with database.transaction() as connection:
        cursor = await connection.execute("SELECT key FROM uploads ORDER BY id")
        assert [row["key"] for row in await cursor.fetchall()] == [used, fresh]
