"""All SQL about accounts and their keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from unrealugc.core.db import Connection


@dataclass(frozen=True)
class Account:
    """One customer."""

    id: str
    email: str
    name: str
    plan: str
    subscription_status: str
    period_start: datetime | None
    period_end: datetime | None
    created_at: datetime
    updated_at: datetime


_COLUMNS = (
    "id, email, name, plan, subscription_status, period_start, period_end, created_at, updated_at"
)


async def get(connection: Connection, account_id: str) -> Account | None:
    """The account, or ``None``."""
    async with connection.cursor(row_factory=class_row(Account)) as cursor:
        await cursor.execute(f"SELECT {_COLUMNS} FROM accounts WHERE id = %s", (account_id,))
        return await cursor.fetchone()
