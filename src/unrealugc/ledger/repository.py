"""All SQL about credits. Only :mod:`unrealugc.ledger.service` writes through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from unrealugc.core.db import Connection
from unrealugc.core.ids import new_id
from unrealugc.ledger.entries import Entry, Kind, Pool


@dataclass(frozen=True)
class Transaction:
    """The head of a transaction, as stored."""

    id: str
    account_id: str
    kind: Kind
    key: str
    reason: str
    reference: str | None
    closes: str | None
    expires_at: datetime | None


_TRANSACTION = "id, account_id, kind, key, reason, reference, closes, expires_at"

_POST = """
WITH head AS (
    INSERT INTO ledger_transactions
        (id, account_id, kind, key, reason, reference, closes, expires_at)
    VALUES (%(id)s, %(account_id)s, %(kind)s, %(key)s, %(reason)s, %(reference)s, %(closes)s,
            %(expires_at)s)
)
INSERT INTO ledger_entries (id, transaction_id, account_id, pool, book, amount)
SELECT line.id, %(id)s, %(account_id)s, line.pool, line.book, line.amount
FROM unnest(%(ids)s::text[], %(pools)s::text[], %(books)s::text[], %(amounts)s::bigint[])
    AS line (id, pool, book, amount)
"""


@dataclass(frozen=True)
class Movement:
    """One change of what an account can spend, as its history shows it."""

    id: str
    kind: Kind
    pool: Pool
    amount: int
    reason: str
    reference: str | None
    expires_at: datetime | None
    created_at: datetime


async def lock_account(connection: Connection, account_id: str) -> bool:
    """Keep other writers of this account's credits out until the transaction ends.

    Returns:
        Whether the account exists.
    """
    cursor = await connection.execute(
        "SELECT 1 AS found FROM accounts WHERE id = %s FOR NO KEY UPDATE", (account_id,)
    )
    return await cursor.fetchone() is not None


async def balances(connection: Connection, account_id: str) -> dict[tuple[str, str], int]:
    """Available and held credits by (pool, book); what is missing is zero.

    The database sums the lines as they are written, so that reading does not grow with them.
    """
    cursor = await connection.execute(
        "SELECT pool, book, amount FROM ledger_balances"
        " WHERE account_id = %s AND book IN ('available', 'held')",
        (account_id,),
    )
    return {(row["pool"], row["book"]): row["amount"] async for row in cursor}


async def sums_of_reference(
    connection: Connection, account_id: str, reference: str
) -> dict[tuple[str, str], int]:
    """Credits by (pool, book) over all transactions with this reference."""
    cursor = await connection.execute(
        "SELECT pool, book, sum(amount)::bigint AS amount FROM ledger_entries"
        " JOIN ledger_transactions AS head ON head.id = transaction_id"
        " WHERE head.reference = %s AND head.account_id = %s GROUP BY pool, book",
        (reference, account_id),
    )
    return {(row["pool"], row["book"]): row["amount"] async for row in cursor}


async def entries_of(connection: Connection, transaction_id: str) -> list[Entry]:
    """The lines of one transaction."""
    async with connection.cursor(row_factory=class_row(Entry)) as cursor:
        await cursor.execute(
            "SELECT pool, book, amount FROM ledger_entries WHERE transaction_id = %s"
            " ORDER BY pool, book",
            (transaction_id,),
        )
        return await cursor.fetchall()


async def by_key(connection: Connection, account_id: str, key: str) -> Transaction | None:
    """The account's transaction with this idempotency key."""
    return await _one(connection, "account_id = %s AND key = %s", (account_id, key))


async def last_hold(connection: Connection, reference: str) -> Transaction | None:
    """The newest hold of a reference, open or closed."""
    return await _one(
        connection,
        "reference = %s AND kind = 'hold' ORDER BY created_at DESC, id DESC LIMIT 1",
        (reference,),
    )


async def closing_of(connection: Connection, hold_id: str) -> Transaction | None:
    """The settle or release that ended a hold, or ``None`` while it is open."""
    return await _one(connection, "closes = %s", (hold_id,))


async def count_holds(connection: Connection, reference: str) -> int:
    """How many holds a reference has had."""
    cursor = await connection.execute(
        "SELECT count(*) AS holds FROM ledger_transactions WHERE reference = %s AND kind = 'hold'",
        (reference,),
    )
    row = await cursor.fetchone()
    return int(row["holds"]) if row else 0


async def post(connection: Connection, head: Transaction, entries: Sequence[Entry]) -> None:
    """Append a transaction and its lines in one statement."""
    await connection.execute(
        _POST,
        {
            **vars(head),
            "ids": [new_id() for _ in entries],
            "pools": [entry.pool for entry in entries],
            "books": [entry.book for entry in entries],
            "amounts": [entry.amount for entry in entries],
        },
    )


async def movements(
    connection: Connection, account_id: str, *, limit: int, before: str | None
) -> list[Movement]:
    """What changed the account's spendable credits, newest first.

    Args:
        limit: most movements returned.
        before: id of a movement of the account; only those older than it are returned.
    """
    async with connection.cursor(row_factory=class_row(Movement)) as cursor:
        await cursor.execute(
            "SELECT line.id, head.kind, line.pool, line.amount, head.reason, head.reference,"
            " head.expires_at, line.created_at"
            " FROM ledger_entries AS line"
            " JOIN ledger_transactions AS head ON head.id = line.transaction_id"
            " WHERE line.account_id = %(account)s AND line.book = 'available'"
            " AND (%(before)s::text IS NULL OR (line.created_at, line.id) <"
            "   (SELECT created_at, id FROM ledger_entries WHERE id = %(before)s))"
            " ORDER BY line.created_at DESC, line.id DESC LIMIT %(limit)s",
            {"account": account_id, "before": before, "limit": limit},
        )
        return await cursor.fetchall()


async def has_movement(connection: Connection, account_id: str, movement_id: str) -> bool:
    """Whether the id is one of the account's movements."""
    cursor = await connection.execute(
        "SELECT 1 AS found FROM ledger_entries"
        " WHERE id = %s AND account_id = %s AND book = 'available'",
        (movement_id, account_id),
    )
    return await cursor.fetchone() is not None


async def _one(
    connection: Connection, where: str, parameters: tuple[str, ...]
) -> Transaction | None:
    async with connection.cursor(row_factory=class_row(Transaction)) as cursor:
        await cursor.execute(
            f"SELECT {_TRANSACTION} FROM ledger_transactions WHERE {where}".encode(), parameters
        )
        return await cursor.fetchone()
