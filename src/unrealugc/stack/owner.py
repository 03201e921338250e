"""The first start: an account for whoever runs the installation."""

from __future__ import annotations

from dataclasses import dataclass

from unrealugc.accounts import repository, service
from unrealugc.core.db import Database
from unrealugc.core.ids import new_token

EMAIL = "owner@unrealugc.local"
OPENING_CREDITS = 100_000
_LOCK = 0x7567_6333  # "ugc3"; any constant that only the first start takes


@dataclass(frozen=True)
class Owner:
    """What the owner must be told once, for nobody can look it up later."""

    email: str
    password: str
    api_key: str


async def first_start(database: Database) -> Owner | None:
    """Make the owner's account and key, unless there is any account already."""
    async with database.transaction() as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        if await repository.exists_any(connection):
            return None
        password = new_token("", 20)
        account = await service.create(
            connection,
            email=EMAIL,
            name="Owner",
            password=password,
            opening_credits=OPENING_CREDITS,
        )
        key = await service.create_key(connection, account.id, name="first key")
    return Owner(account.email, password, key.secret)
