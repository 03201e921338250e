"""Files of deleted creators and voices go a day later, and not before."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from tests.support.contexts import context_of
from tests.support.library import add_creator

from unrealugc.accounts.repository import Account
from unrealugc.core.db import Connection, Database
from unrealugc.core.ids import new_id
from unrealugc.creators.tasks import purge_deleted as purge_creators
from unrealugc.storage.base import Storage
from unrealugc.uploads import repository as uploads
from unrealugc.uploads.service import keys_of
from unrealugc.voices import repository as voices
from unrealugc.voices.tasks import purge_deleted as purge_voices


async def _creator(connection: Connection, account: Account) -> str:
    return (await add_creator(connection, account)).photo_key


async def _voice(connection: Connection, account: Account) -> str:
    upload_id = new_id()
    key = f"custom-voices/{account.id}/{upload_id}.mp3"
    await uploads.insert(
        connection,
        upload_id=upload_id,
        account_id=account.id,
        kind="voice-sample",
        key=key,
        content_type="audio/mpeg",
    )
    await voices.insert(
        connection,
        voice_id=upload_id,
        account_id=account.id,
        upload_id=upload_id,
        name="Somebody",
        gender=None,
        sample_key=key,
        duration_seconds=40,
        profile={},
    )
    return key


async def _fill(storage: Storage, key: str, file: Path) -> None:
    file.write_bytes(b"x")
    for stored in keys_of(key):
        await storage.put_file(stored, file, "application/octet-stream")


async def test_only_what_was_deleted_a_day_ago_goes(
    app: FastAPI, account: Account, database: Database, tmp_path: Path
) -> None:
    storage: Storage = app.state.storage
    for make, table, purge in (
        (_creator, b"custom_creators", purge_creators),
        (_voice, b"custom_voices", purge_voices),
    ):
        async with database.transaction() as connection:
            kept, fresh, old = [await make(connection, account) for _ in range(3)]
            for key, hours in ((fresh, 23), (old, 25)):
                await connection.execute(
                    b"UPDATE " + table + b" SET deleted_at = now() - make_interval(hours => %s)"
                    b" WHERE id = (SELECT id FROM uploads WHERE key = %s)",
                    (hours, key),
                )
        for key in (kept, fresh, old):
            await _fill(storage, key, tmp_path / "file")
        await purge(context_of(app))
        for key in (kept, fresh):
            for stored in keys_of(key):
                assert await storage.head(stored) is not None
        for stored in keys_of(old):
            assert await storage.head(stored) is None
        await purge(context_of(app))
