"""All SQL about accounts and their keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from psycopg.rows import class_row

from unrealugc.catalog.plans import PlanCode
from unrealugc.core.db import Connection

SubscriptionStatus = Literal["NONE", "ACTIVE", "PAST_DUE", "CANCELED"]


@dataclass(frozen=True)
class Account:
    """One customer."""

    id: str
    email: str
    name: str
    plan: PlanCode
    subscription_status: SubscriptionStatus
    period_anchor: datetime | None
    period_start: datetime | None
    period_end: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class ApiKey:
    """What is kept of a key: enough to recognise it, not to use it."""

    id: str
    account_id: str
    name: str
    prefix: str
    last4: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


_COLUMNS = (
    "id, email, name, plan, subscription_status, period_anchor, period_start, period_end,"
    " created_at, updated_at"
)
_KEY_COLUMNS = "id, account_id, name, prefix, last4, created_at, last_used_at, revoked_at"


async def get(connection: Connection, account_id: str) -> Account | None:
    """The account, or ``None``."""
    async with connection.cursor(row_factory=class_row(Account)) as cursor:
        await cursor.execute(f"SELECT {_COLUMNS} FROM accounts WHERE id = %s", (account_id,))
        return await cursor.fetchone()


async def lock(connection: Connection, account_id: str) -> Account | None:
    """The account, kept from other writers of it and its credits until the transaction ends."""
    async with connection.cursor(row_factory=class_row(Account)) as cursor:
        await cursor.execute(
            f"SELECT {_COLUMNS} FROM accounts WHERE id = %s FOR NO KEY UPDATE", (account_id,)
        )
        return await cursor.fetchone()


async def exists_any(connection: Connection) -> bool:
    """Whether there is any account at all."""
    cursor = await connection.execute("SELECT EXISTS (SELECT FROM accounts) AS found")
    row = await cursor.fetchone()
    return row is not None and bool(row["found"])


async def by_email(connection: Connection, email: str) -> Account | None:
    """The account with this address, however it is capitalised, or ``None``."""
    async with connection.cursor(row_factory=class_row(Account)) as cursor:
        await cursor.execute(
            f"SELECT {_COLUMNS} FROM accounts WHERE lower(email) = lower(%s)", (email,)
        )
        return await cursor.fetchone()


async def insert(
    connection: Connection, account_id: str, email: str, name: str, password_hash: str | None
) -> Account | None:
    """A new account without plan or credits, or ``None`` when the address is taken."""
    async with connection.cursor(row_factory=class_row(Account)) as cursor:
        await cursor.execute(
            "INSERT INTO accounts (id, email, name, password_hash) VALUES (%s, %s, %s, %s)"
            f" ON CONFLICT (lower(email)) DO NOTHING RETURNING {_COLUMNS}",
            (account_id, email, name, password_hash),
        )
        return await cursor.fetchone()


async def list_all(connection: Connection, *, limit: int) -> list[Account]:
    """Accounts, newest first."""
    async with connection.cursor(row_factory=class_row(Account)) as cursor:
        await cursor.execute(
            f"SELECT {_COLUMNS} FROM accounts ORDER BY created_at DESC, id DESC LIMIT %s", (limit,)
        )
        return await cursor.fetchall()


async def update_subscription(connection: Connection, account: Account) -> None:
    """Write the account's plan, status and period as they are in the object."""
    await connection.execute(
        "UPDATE accounts SET plan = %(plan)s, subscription_status = %(subscription_status)s,"
        " period_anchor = %(period_anchor)s, period_start = %(period_start)s,"
        " period_end = %(period_end)s, updated_at = now() WHERE id = %(id)s",
        vars(account),
    )


async def ids_with_ended_period(connection: Connection, now: datetime, *, limit: int) -> list[str]:
    """Accounts whose period ended at or before ``now``, the longest over first."""
    cursor = await connection.execute(
        "SELECT id FROM accounts WHERE period_end <= %s ORDER BY period_end, id LIMIT %s",
        (now, limit),
    )
    return [row["id"] async for row in cursor]


async def password_hash(connection: Connection, account_id: str) -> str | None:
    """The hash of the account's password, or ``None`` when nobody can sign in with one."""
    cursor = await connection.execute(
        "SELECT password_hash FROM accounts WHERE id = %s", (account_id,)
    )
    row = await cursor.fetchone()
    return row["password_hash"] if row else None


async def set_password_hash(connection: Connection, account_id: str, hashed: str) -> None:
    """Replace the hash of the account's password."""
    await connection.execute(
        "UPDATE accounts SET password_hash = %s, updated_at = now() WHERE id = %s",
        (hashed, account_id),
    )


async def insert_key(connection: Connection, key: ApiKey, digest: bytes) -> None:
    """Keep a new key's digest and what it is recognised by."""
    await connection.execute(
        "INSERT INTO api_keys (id, account_id, name, prefix, last4, created_at, digest)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (key.id, key.account_id, key.name, key.prefix, key.last4, key.created_at, digest),
    )


async def list_keys(connection: Connection, account_id: str) -> list[ApiKey]:
    """The account's keys, newest first, revoked ones included."""
    async with connection.cursor(row_factory=class_row(ApiKey)) as cursor:
        await cursor.execute(
            f"SELECT {_KEY_COLUMNS} FROM api_keys WHERE account_id = %s"
            " ORDER BY created_at DESC, id DESC",
            (account_id,),
        )
        return await cursor.fetchall()


async def revoke_key(connection: Connection, account_id: str | None, key_id: str) -> ApiKey | None:
    """Mark a key revoked (the first time counts), or ``None`` when the account has no such.

    Args:
        account_id: whose key it must be; ``None`` for an operator, who may revoke anybody's.
    """
    async with connection.cursor(row_factory=class_row(ApiKey)) as cursor:
        await cursor.execute(
            "UPDATE api_keys SET revoked_at = coalesce(revoked_at, now())"
            f" WHERE id = %s AND account_id = coalesce(%s, account_id) RETURNING {_KEY_COLUMNS}",
            (key_id, account_id),
        )
        return await cursor.fetchone()
