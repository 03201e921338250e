"""All SQL about webhook endpoints, deliveries and attempts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from unrealugc.core.db import Connection
from unrealugc.core.ids import new_id


@dataclass(frozen=True)
class Endpoint:
    """Where an account wants its notices."""

    id: str
    account_id: str
    url: str
    description: str | None
    events: list[str]
    secret: str
    enabled: bool
    disabled_reason: str | None
    failing_since: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Delivery:
    """One notice to one endpoint."""

    id: str
    account_id: str
    endpoint_id: str
    event: str
    body: str
    status: str
    attempts: int
    next_attempt_at: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Attempt:
    """One try of a delivery: a status code, or an error where none came."""

    delivery_id: str
    number: int
    started_at: datetime
    duration_ms: int
    status_code: int | None
    error: str | None
    response: str | None


_ENDPOINT = (
    "id, account_id, url, description, events, secret, enabled, disabled_reason, failing_since,"
    " created_at, updated_at"
)
_DELIVERY = (
    "id, account_id, endpoint_id, event, body, status, attempts, next_attempt_at, created_at,"
    " updated_at"
)


async def insert_endpoint(
    connection: Connection,
    account_id: str,
    url: str,
    description: str | None,
    events: Sequence[str],
    secret: str,
) -> Endpoint:
    """Register an endpoint."""
    async with connection.cursor(row_factory=class_row(Endpoint)) as cursor:
        await cursor.execute(
            "INSERT INTO webhook_endpoints (id, account_id, url, description, events, secret)"
            f" VALUES (%s, %s, %s, %s, %s, %s) RETURNING {_ENDPOINT}",
            (new_id(), account_id, url, description, list(events), secret),
        )
        row = await cursor.fetchone()
    assert row is not None
    return row


async def get_endpoint(
    connection: Connection, account_id: str, endpoint_id: str, *, lock: bool = False
) -> Endpoint | None:
    """The account's endpoint, or ``None``; ``lock`` keeps it for this transaction."""
    async with connection.cursor(row_factory=class_row(Endpoint)) as cursor:
        await cursor.execute(
            f"SELECT {_ENDPOINT} FROM webhook_endpoints"
            " WHERE id = %s AND account_id = %s AND deleted_at IS NULL"
            + (" FOR UPDATE" if lock else ""),
            (endpoint_id, account_id),
        )
        return await cursor.fetchone()


async def list_endpoints(connection: Connection, account_id: str) -> list[Endpoint]:
    """All of the account's endpoints, newest first (they are few)."""
    async with connection.cursor(row_factory=class_row(Endpoint)) as cursor:
        await cursor.execute(
            f"SELECT {_ENDPOINT} FROM webhook_endpoints"
            " WHERE account_id = %s AND deleted_at IS NULL ORDER BY id DESC",
            (account_id,),
        )
        return await cursor.fetchall()


async def count_for_insert(connection: Connection, account_id: str) -> int:
    """How many endpoints the account has; nobody else adds one before this transaction ends."""
    await connection.execute(
        "SELECT 1 FROM accounts WHERE id = %s FOR NO KEY UPDATE", (account_id,)
    )
    cursor = await connection.execute(
        "SELECT count(*) AS number FROM webhook_endpoints"
        " WHERE account_id = %s AND deleted_at IS NULL",
        (account_id,),
    )
    row = await cursor.fetchone()
    assert row is not None
    return int(row["number"])


async def subscribers(connection: Connection, account_id: str, event: str) -> list[str]:
    """Ids of the account's enabled endpoints that want the event."""
    cursor = await connection.execute(
        "SELECT id FROM webhook_endpoints WHERE account_id = %s AND enabled"
        " AND deleted_at IS NULL AND %s = ANY (events)",
        (account_id, event),
    )
    return [row["id"] for row in await cursor.fetchall()]


async def update_endpoint(
    connection: Connection,
    endpoint_id: str,
    *,
    url: str,
    description: str | None,
    events: Sequence[str],
    disabled_reason: str | None,
) -> Endpoint:
    """Write the endpoint's changeable fields; enabling one forgives its past failures."""
    async with connection.cursor(row_factory=class_row(Endpoint)) as cursor:
        await cursor.execute(
            "UPDATE webhook_endpoints SET url = %(url)s, description = %(description)s,"
            " events = %(events)s, enabled = %(reason)s::text IS NULL,"
            " disabled_reason = %(reason)s, updated_at = now(),"
            " failing_since = CASE WHEN enabled THEN failing_since END"
            f" WHERE id = %(id)s RETURNING {_ENDPOINT}",
            {
                "id": endpoint_id,
                "url": url,
                "description": description,
                "events": list(events),
                "reason": disabled_reason,
            },
        )
        row = await cursor.fetchone()
    assert row is not None
    return row


async def mark_health(connection: Connection, endpoint_id: str, *, failed: bool) -> datetime | None:
    """Note how an attempt went; returns since when all of them have failed."""
    cursor = await connection.execute(
        "UPDATE webhook_endpoints SET failing_since ="
        " CASE WHEN %s THEN coalesce(failing_since, now()) END"
        " WHERE id = %s RETURNING failing_since",
        (failed, endpoint_id),
    )
    row = await cursor.fetchone()
    return row["failing_since"] if row else None


async def disable_endpoint(connection: Connection, endpoint_id: str, reason: str) -> bool:
    """Stop calling the endpoint; ``False`` when it was disabled already."""
    cursor = await connection.execute(
        "UPDATE webhook_endpoints SET enabled = false, disabled_reason = %s, updated_at = now()"
        " WHERE id = %s AND enabled",
        (reason, endpoint_id),
    )
    return cursor.rowcount == 1


async def delete_endpoint(connection: Connection, endpoint_id: str) -> None:
    """Hide the endpoint and give up what still waits for it."""
    await connection.execute(
        "UPDATE webhook_endpoints SET deleted_at = now() WHERE id = %s", (endpoint_id,)
    )
    await connection.execute(
        "UPDATE webhook_deliveries SET status = 'FAILED', next_attempt_at = NULL,"
        " updated_at = now() WHERE endpoint_id = %s AND status = 'PENDING'",
        (endpoint_id,),
    )


async def insert_delivery(
    connection: Connection,
    delivery_id: str,
    account_id: str,
    endpoint_id: str,
    event: str,
    body: str,
) -> Delivery:
    """Record a notice that is to be delivered now."""
    async with connection.cursor(row_factory=class_row(Delivery)) as cursor:
        await cursor.execute(
            "INSERT INTO webhook_deliveries"
            " (id, account_id, endpoint_id, event, body, next_attempt_at)"
            f" VALUES (%s, %s, %s, %s, %s, now()) RETURNING {_DELIVERY}",
            (delivery_id, account_id, endpoint_id, event, body),
        )
        row = await cursor.fetchone()
    assert row is not None
    return row


async def get_delivery(
    connection: Connection,
    delivery_id: str,
    *,
    endpoint_id: str | None = None,
    lock: bool = False,
) -> Delivery | None:
    """A delivery, of the given endpoint where one is named; ``lock`` keeps it."""
    async with connection.cursor(row_factory=class_row(Delivery)) as cursor:
        await cursor.execute(
            f"SELECT {_DELIVERY} FROM webhook_deliveries"
            " WHERE id = %s AND (%s::text IS NULL OR endpoint_id = %s)"
            + (" FOR UPDATE" if lock else ""),
            (delivery_id, endpoint_id, endpoint_id),
        )
        return await cursor.fetchone()


async def list_deliveries(
    connection: Connection, endpoint_id: str, before: str | None, limit: int
) -> list[Delivery]:
    """Up to ``limit`` deliveries of an endpoint, newest first, older than ``before``."""
    async with connection.cursor(row_factory=class_row(Delivery)) as cursor:
        await cursor.execute(
            f"SELECT {_DELIVERY} FROM webhook_deliveries WHERE endpoint_id = %s"
            " AND (%s::text IS NULL OR id < %s) ORDER BY id DESC LIMIT %s",
            (endpoint_id, before, before, limit),
        )
        return await cursor.fetchall()


async def set_delivery(
    connection: Connection, delivery_id: str, status: str, next_attempt_at: datetime | None
) -> None:
    """Write where a delivery stands."""
    await connection.execute(
        "UPDATE webhook_deliveries SET status = %s, next_attempt_at = %s, updated_at = now()"
        " WHERE id = %s",
        (status, next_attempt_at, delivery_id),
    )


async def insert_attempt(
    connection: Connection,
    delivery_id: str,
    started_at: datetime,
    duration_ms: int,
    status_code: int | None,
    error: str | None,
    response: str | None,
) -> int:
    """Count and keep an attempt; returns its number, from 1."""
    cursor = await connection.execute(
        "UPDATE webhook_deliveries SET attempts = attempts + 1 WHERE id = %s RETURNING attempts",
        (delivery_id,),
    )
    row = await cursor.fetchone()
    assert row is not None
    await connection.execute(
        "INSERT INTO webhook_attempts (delivery_id, number, started_at, duration_ms, status_code,"
        " error, response) VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (delivery_id, row["attempts"], started_at, duration_ms, status_code, error, response),
    )
    return int(row["attempts"])


async def list_attempts(connection: Connection, delivery_id: str) -> list[Attempt]:
    """All attempts of a delivery, in order."""
    async with connection.cursor(row_factory=class_row(Attempt)) as cursor:
        await cursor.execute(
            "SELECT delivery_id, number, started_at, duration_ms, status_code, error, response"
            " FROM webhook_attempts WHERE delivery_id = %s ORDER BY number",
            (delivery_id,),
        )
        return await cursor.fetchall()


async def prune_deliveries(connection: Connection, before: datetime, *, limit: int) -> int:
    """Forget up to ``limit`` finished deliveries last touched before a time; returns how many."""
    cursor = await connection.execute(
        "WITH old AS (SELECT id FROM webhook_deliveries WHERE status <> 'PENDING'"
        " AND updated_at < %s LIMIT %s FOR UPDATE SKIP LOCKED),"
        " tries AS (DELETE FROM webhook_attempts USING old WHERE delivery_id = old.id)"
        " DELETE FROM webhook_deliveries USING old WHERE webhook_deliveries.id = old.id",
        (before, limit),
    )
    return cursor.rowcount
