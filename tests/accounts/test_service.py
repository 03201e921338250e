"""Accounts, passwords and keys."""

from __future__ import annotations

import re

import pytest
from tests.fixtures.accounts import OpenAccount

from unrealugc.accounts import repository, service
from unrealugc.accounts.keys import digest_of
from unrealugc.accounts.passwords import hash_password, verify_password
from unrealugc.accounts.repository import Account
from unrealugc.core.db import Database
from unrealugc.errors import Conflict, InvalidRequest, NotFound
from unrealugc.ledger import service as ledger
from unrealugc.ledger.service import Balance


async def test_an_account_has_what_it_was_opened_with(database: Database) -> None:
    async with database.transaction() as connection:
        account = await service.create(
            connection,
            email=" Ada.Lovelace@Example.COM ",
            password="correct horse",
            plan="PRO",
            opening_credits=280,
        )
        balance = await ledger.balance(connection, account.id)
    assert (account.email, account.name) == ("Ada.Lovelace@example.com", "Ada.Lovelace")
    assert (account.plan, account.subscription_status) == ("PRO", "ACTIVE")
    assert balance == Balance(subscription=4000, purchased=280, held=0)


async def test_an_address_is_taken_however_it_is_capitalised(database: Database) -> None:
    async with database.transaction() as connection:
        await service.create(connection, email="ada@example.com")
        with pytest.raises(Conflict) as caught:
            await service.create(connection, email="ADA@example.com", opening_credits=5)
        assert await repository.by_email(connection, "Ada@Example.com") is not None
    assert caught.value.code == "email_taken"


@pytest.mark.parametrize(
    "email",
    ["", "ada", "ada@", "@example.com", "a b@example.com", "ada@example", "ada@exa..mple.com",
     "ada@@example.com", "a" * 65 + "@example.com", "ada@" + "x" * 250 + ".com", "a\n@example.com",
     "a\x00@example.com"],
)  # fmt: skip
async def test_what_is_no_address_is_refused(database: Database, email: str) -> None:
    async with database.transaction() as connection:
        with pytest.raises(InvalidRequest) as caught:
            await service.create(connection, email=email)
    assert caught.value.details["fields"][0]["field"] == "email"


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("password", {"password": "short"}),
        ("password", {"password": "x" * 1025}),
        ("name", {"name": "  "}),
        ("name", {"name": "a\x00b"}),
        ("credits", {"opening_credits": -1}),
        ("credits", {"opening_credits": 10**9 + 1}),
    ],
)
async def test_other_bad_values_are_named(
    database: Database, field: str, values: dict[str, str | int]
) -> None:
    async with database.transaction() as connection:
        with pytest.raises(InvalidRequest) as caught:
            await service.create(connection, email="ada@example.com", **values)  # type: ignore[arg-type]
        assert await repository.by_email(connection, "ada@example.com") is None
    assert caught.value.details["fields"][0]["field"] == field


async def test_a_password_is_kept_as_a_salted_hash() -> None:
    first, second = await hash_password("correct horse"), await hash_password("correct horse")
    assert first != second
    assert "correct" not in first
    assert await verify_password("correct horse", first)
    assert not await verify_password("wrong horse", first)


async def test_a_key_is_shown_once_and_kept_as_a_digest(
    database: Database, account: Account
) -> None:
    async with database.transaction() as connection:
        made = await service.create_key(connection, account.id, name="ci")
        cursor = await connection.execute(
            "SELECT digest FROM api_keys WHERE id = %s", (made.key.id,)
        )
        row = await cursor.fetchone()
        listed = await repository.list_keys(connection, account.id)
    assert re.fullmatch(r"usk_live_[A-Za-z0-9_-]{32,}", made.secret)
    assert row is not None
    assert bytes(row["digest"]) == digest_of(made.secret)
    assert listed[0] == made.key
    assert (listed[0].prefix, listed[0].last4) == (made.secret[:12], made.secret[-4:])
    assert [key.name for key in listed] == ["ci", "test"]


async def test_a_revoked_key_stays_listed_and_revoking_again_changes_nothing(
    database: Database, account: Account, open_account: OpenAccount
) -> None:
    stranger, _ = await open_account(0)
    async with database.transaction() as connection:
        made = await service.create_key(connection, account.id)
        with pytest.raises(NotFound):
            await service.revoke_key(connection, stranger.id, made.key.id)
        first = await service.revoke_key(connection, account.id, made.key.id)
    async with database.transaction() as connection:
        assert await service.revoke_key(connection, account.id, made.key.id) == first
        assert first in await repository.list_keys(connection, account.id)
    assert first.revoked_at is not None
