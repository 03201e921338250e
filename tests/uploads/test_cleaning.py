"""Files that nothing was made of go after a day."""

from __future__ import annotations

import os

import httpx
from fastapi import FastAPI
from tests.support.contexts import context_of
from tests.support.uploading import upload

from unrealugc.config import Settings
from unrealugc.core.db import Database
from unrealugc.uploads import repository
from unrealugc.uploads.tasks import clean_uploads


async def test_only_old_and_unused_uploads_go(
    app: FastAPI, api: httpx.AsyncClient, settings: Settings, database: Database
) -> None:
    old, used, fresh = [await upload(api, "avatar", b"x", "image/png", "png") for _ in range(3)]
    async with database.transaction() as connection:
        await connection.execute(
            "UPDATE uploads SET created_at = now() - interval '25 hours' WHERE key = ANY(%s)",
            ([old, used],),
        )
        cursor = await connection.execute("SELECT id FROM uploads WHERE key = %s", (used,))
        row = await cursor.fetchone()
        assert row is not None
        await repository.mark_finalized(connection, row["id"])
    left = settings.data_dir / "storage" / ".drafts" / "broken-off"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    await clean_uploads(context_of(app))
    assert not left.exists()
    assert await app.state.storage.head(old) is None
    assert await app.state.storage.head(used) is not None
    assert await app.state.storage.head(fresh) is not None
    async with database.transaction() as connection:
        cursor = await connection.execute("SELECT key FROM uploads ORDER BY id")
        assert [row["key"] for row in await cursor.fetchall()] == [used, fresh]
