"""All SQL about uploads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from psycopg.errors import LockNotAvailable
from psycopg.rows import class_row

from unrealugc.core.db import Connection
from unrealugc.errors import Conflict

Kind = Literal["avatar", "voice-sample"]


@dataclass(frozen=True)
class Upload:
    """A place that was promised to a file; ``finalized_at`` is when something was made of it."""

    id: str
    account_id: str
    kind: Kind
    key: str
    content_type: str
    created_at: datetime
    finalized_at: datetime | None


_COLUMNS = "id, account_id, kind, key, content_type, created_at, finalized_at"


async def insert(
    connection: Connection,
    *,
    upload_id: str,
    account_id: str,
    kind: Kind,
    key: str,
    content_type: str,
) -> None:
    """Remember an upload that was promised a place."""
    await connection.execute(
        "INSERT INTO uploads (id, account_id, kind, key, content_type) VALUES (%s, %s, %s, %s, %s)",
        (upload_id, account_id, kind, key, content_type),
    )


async def lock_by_key(
    connection: Connection, account_id: str, kind: Kind, key: str
) -> Upload | None:
    """The account's upload of that key, locked until the transaction ends.

    Raises:
        Conflict: ``request_in_progress``, another request has it.
    """
    try:
        return await _lock(connection, account_id, kind, key)
    except LockNotAvailable:
        raise Conflict(
            "Another request is making something of this upload.", code="request_in_progress"
        ) from None


async def _lock(connection: Connection, account_id: str, kind: Kind, key: str) -> Upload | None:
    async with connection.cursor(row_factory=class_row(Upload)) as cursor:
        await cursor.execute(
            f"SELECT {_COLUMNS} FROM uploads"
            " WHERE account_id = %s AND kind = %s AND key = %s FOR UPDATE NOWAIT",
            (account_id, kind, key),
        )
        return await cursor.fetchone()


async def mark_finalized(connection: Connection, upload_id: str) -> None:
    """Note that something was made of the upload, so that it is not cleaned up."""
    await connection.execute("UPDATE uploads SET finalized_at = now() WHERE id = %s", (upload_id,))


async def take_abandoned(connection: Connection, *, limit: int) -> list[Upload]:
    """Delete and return uploads that nothing was made of within a day."""
    async with connection.cursor(row_factory=class_row(Upload)) as cursor:
        await cursor.execute(
            "DELETE FROM uploads WHERE id IN ("
            " SELECT id FROM uploads WHERE finalized_at IS NULL"
            " AND created_at < now() - interval '1 day' ORDER BY created_at LIMIT %s"
            f" FOR UPDATE SKIP LOCKED) RETURNING {_COLUMNS}",
            (limit,),
        )
        return await cursor.fetchall()
