"""``Idempotency-Key``: the same POST twice has one effect, and the second gets the first's answer.

The record is written in the transaction of the effect itself, so there is never one
without the other. While the first request runs, an advisory lock of its transaction tells
a second one so.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from psycopg.types.json import Jsonb

from unrealugc.core.db import Connection
from unrealugc.errors import Conflict, InvalidRequest

_KEY = re.compile(r"[A-Za-z0-9_\-:.]{1,255}")
LIFETIME_HOURS = 24


@dataclass(frozen=True)
class Recorded:
    """An answer given before: HTTP status, body and the headers that belong to it."""

    status: int
    body: bytes
    headers: dict[str, str]


def check_key(key: str) -> None:
    """Refuse a key outside of 1..255 characters of ``A-Za-z0-9_-:.``."""
    if not _KEY.fullmatch(key):
        raise InvalidRequest.field(
            "Idempotency-Key", "must be 1 to 255 characters of A-Z, a-z, 0-9, _, -, : and ."
        )


def fingerprint(route: str, body: bytes) -> bytes:
    """What makes two requests the same one: method and path, and the raw body."""
    return hashlib.sha256(route.encode() + b"\n" + body).digest()


async def begin(
    connection: Connection, account_id: str, key: str, route: str, body: bytes
) -> Recorded | None:
    """Claim the key, or find what it was answered before.

    Raises:
        Conflict: ``idempotency_conflict`` when the key came with another request,
            ``request_in_progress`` while the first still runs.
    """
    cursor = await connection.execute(
        "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0)) AS claimed",
        (f"idempotency:{account_id}:{key}",),
    )
    row = await cursor.fetchone()
    if row is None or not row["claimed"]:
        raise Conflict(
            "A request with this Idempotency-Key is still running. Ask again in a moment.",
            code="request_in_progress",
            headers={"Retry-After": "1"},
        )
    cursor = await connection.execute(
        "SELECT fingerprint, status, body, headers FROM idempotency_records"
        " WHERE account_id = %s AND key = %s AND created_at > now() - make_interval(hours => %s)",
        (account_id, key, LIFETIME_HOURS),
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    if bytes(row["fingerprint"]) != fingerprint(route, body):
        raise Conflict(
            "This Idempotency-Key was used for a different request. Use a new key.",
            code="idempotency_conflict",
        )
    return Recorded(row["status"], bytes(row["body"]), row["headers"])


async def record(
    connection: Connection, account_id: str, key: str, route: str, body: bytes, answer: Recorded
) -> None:
    """Keep the answer for 24 hours, in the caller's transaction."""
    await connection.execute(
        "INSERT INTO idempotency_records (account_id, key, route, fingerprint, status, body,"
        " headers) VALUES (%s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (account_id, key) DO UPDATE SET route = excluded.route,"
        " fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body,"
        " headers = excluded.headers, created_at = now()",
        (
            account_id,
            key,
            route,
            fingerprint(route, body),
            answer.status,
            answer.body,
            Jsonb(answer.headers),
        ),
    )


async def forget_old(connection: Connection) -> int:
    """Delete records past their lifetime; returns how many."""
    cursor = await connection.execute(
        "DELETE FROM idempotency_records WHERE created_at < now() - make_interval(hours => %s)",
        (LIFETIME_HOURS,),
    )
    return cursor.rowcount
