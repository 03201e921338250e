"""All SQL about custom creators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from unrealugc.core.db import Connection
from unrealugc.core.ids import is_id


@dataclass(frozen=True)
class CustomCreator:
    """An uploaded portrait that can speak."""

    id: str
    account_id: str
    name: str
    photo_key: str
    avatar_key: str
    rig_key: str
    created_at: datetime
    deleted_at: datetime | None


_COLUMNS = "id, account_id, name, photo_key, avatar_key, rig_key, created_at, deleted_at"


async def get(connection: Connection, account_id: str, creator_id: str) -> CustomCreator | None:
    """The account's creator of that id, deleted ones included."""
    if not is_id(creator_id):
        return None
    async with connection.cursor(row_factory=class_row(CustomCreator)) as cursor:
        await cursor.execute(
            f"SELECT {_COLUMNS} FROM custom_creators WHERE account_id = %s AND id = %s",
            (account_id, creator_id),
        )
        return await cursor.fetchone()


async def list_newest_first(
    connection: Connection, account_id: str, *, before: str | None, limit: int
) -> list[CustomCreator]:
    """The account's creators that are not deleted.

    Args:
        before: show only those older than this id.
        limit: most rows to return.
    """
    async with connection.cursor(row_factory=class_row(CustomCreator)) as cursor:
        await cursor.execute(
            f"SELECT {_COLUMNS} FROM custom_creators"
            " WHERE account_id = %(account)s AND deleted_at IS NULL"
            " AND (%(before)s::text IS NULL OR id < %(before)s) ORDER BY id DESC LIMIT %(limit)s",
            {"account": account_id, "before": before, "limit": limit},
        )
        return await cursor.fetchall()


async def insert(
    connection: Connection,
    *,
    creator_id: str,
    account_id: str,
    upload_id: str,
    name: str,
    photo_key: str,
    avatar_key: str,
    rig_key: str,
) -> CustomCreator:
    """Add a creator and return it."""
    async with connection.cursor(row_factory=class_row(CustomCreator)) as cursor:
        await cursor.execute(
            "INSERT INTO custom_creators (id, account_id, upload_id, name, photo_key,"
            " avatar_key, rig_key)"
            f" VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING {_COLUMNS}",
            (creator_id, account_id, upload_id, name, photo_key, avatar_key, rig_key),
        )
        row = await cursor.fetchone()
    assert row is not None
    return row


async def mark_deleted(connection: Connection, account_id: str, creator_id: str) -> bool:
    """Delete softly; returns whether there was one to delete."""
    if not is_id(creator_id):
        return False
    cursor = await connection.execute(
        "UPDATE custom_creators SET deleted_at = now()"
        " WHERE account_id = %s AND id = %s AND deleted_at IS NULL",
        (account_id, creator_id),
    )
    return cursor.rowcount == 1


async def claim_purgeable(connection: Connection, *, limit: int) -> list[CustomCreator]:
    """Creators deleted a day ago or more whose files are still there, marked as purged."""
    async with connection.cursor(row_factory=class_row(CustomCreator)) as cursor:
        await cursor.execute(
            "UPDATE custom_creators SET purged_at = now() WHERE id IN ("
            " SELECT id FROM custom_creators WHERE purged_at IS NULL"
            " AND deleted_at < now() - interval '1 day' LIMIT %s FOR UPDATE SKIP LOCKED)"
            f" RETURNING {_COLUMNS}",
            (limit,),
        )
        return await cursor.fetchall()
