"""All SQL about custom voices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from unrealugc.core.db import Connection
from unrealugc.core.ids import is_id

Gender = Literal["male", "female"]


@dataclass(frozen=True)
class CustomVoice:
    """A voice shaped to a sample. ``profile`` is what was measured in it."""

    id: str
    account_id: str
    name: str
    gender: Gender | None
    sample_key: str
    preview_key: str | None
    duration_seconds: float
    profile: Mapping[str, float | str]
    created_at: datetime
    deleted_at: datetime | None


_COLUMNS = (
    "id, account_id, name, gender, sample_key, preview_key, duration_seconds, profile,"
    " created_at, deleted_at"
)


async def get(connection: Connection, account_id: str, voice_id: str) -> CustomVoice | None:
    """The account's voice of that id, deleted ones included."""
    if not is_id(voice_id):
        return None
    async with connection.cursor(row_factory=class_row(CustomVoice)) as cursor:
        await cursor.execute(
            f"SELECT {_COLUMNS} FROM custom_voices WHERE account_id = %s AND id = %s",
            (account_id, voice_id),
        )
        return await cursor.fetchone()


async def list_newest_first(
    connection: Connection, account_id: str, *, before: str | None, limit: int
) -> list[CustomVoice]:
    """The account's voices that are not deleted.

    Args:
        before: show only those older than this id.
        limit: most rows to return.
    """
    async with connection.cursor(row_factory=class_row(CustomVoice)) as cursor:
        await cursor.execute(
            f"SELECT {_COLUMNS} FROM custom_voices"
            " WHERE account_id = %(account)s AND deleted_at IS NULL"
            " AND (%(before)s::text IS NULL OR id < %(before)s) ORDER BY id DESC LIMIT %(limit)s",
            {"account": account_id, "before": before, "limit": limit},
        )
        return await cursor.fetchall()


async def insert(
    connection: Connection,
    *,
    voice_id: str,
    account_id: str,
    upload_id: str,
    name: str,
    gender: Gender | None,
    sample_key: str,
    duration_seconds: float,
    profile: Mapping[str, float | str],
) -> CustomVoice:
    """Add a voice and return it."""
    async with connection.cursor(row_factory=class_row(CustomVoice)) as cursor:
        await cursor.execute(
            "INSERT INTO custom_voices (id, account_id, upload_id, name, gender, sample_key,"
            f" duration_seconds, profile) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
            f" RETURNING {_COLUMNS}",
            (
                voice_id,
                account_id,
                upload_id,
                name,
                gender,
                sample_key,
                duration_seconds,
                Jsonb(dict(profile)),
            ),
        )
        row = await cursor.fetchone()
    assert row is not None
    return row


async def set_preview(connection: Connection, voice_id: str, key: str) -> None:
    """Note where the voice's preview is stored."""
    await connection.execute(
        "UPDATE custom_voices SET preview_key = %s WHERE id = %s", (key, voice_id)
    )


async def mark_deleted(connection: Connection, account_id: str, voice_id: str) -> bool:
    """Delete softly; returns whether there was one to delete."""
    if not is_id(voice_id):
        return False
    cursor = await connection.execute(
        "UPDATE custom_voices SET deleted_at = now()"
        " WHERE account_id = %s AND id = %s AND deleted_at IS NULL",
        (account_id, voice_id),
    )
    return cursor.rowcount == 1


async def claim_purgeable(connection: Connection, *, limit: int) -> list[CustomVoice]:
    """Voices deleted a day ago or more whose files are still there, marked as purged."""
    async with connection.cursor(row_factory=class_row(CustomVoice)) as cursor:
        await cursor.execute(
            "UPDATE custom_voices SET purged_at = now() WHERE id IN ("
            " SELECT id FROM custom_voices WHERE purged_at IS NULL"
            " AND deleted_at < now() - interval '1 day' LIMIT %s FOR UPDATE SKIP LOCKED)"
            f" RETURNING {_COLUMNS}",
            (limit,),
        )
        return await cursor.fetchall()
