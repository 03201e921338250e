"""The database's own guards: they hold whoever writes, whatever code has forgotten."""

from __future__ import annotations

import asyncio

import psycopg
import pytest
from psycopg import errors
from tests.ledger.books import connect

from unrealugc.accounts.repository import Account
from unrealugc.core.db import Connection, Database
from unrealugc.core.ids import new_id
from unrealugc.ledger import repository
from unrealugc.ledger import service as ledger
from unrealugc.ledger.entries import Entry, Kind
from unrealugc.ledger.repository import Transaction


@pytest.fixture
async def held(account: Account, database: Database) -> str:
    """The id of an open hold of 280 credits."""
    async with database.transaction() as connection:
        await ledger.hold(connection, account.id, 280, reference="cvideo")
        hold = await repository.last_hold(connection, "cvideo")
    assert hold is not None
    return hold.id


def _head(
    account: Account, kind: Kind = "grant", *, key: str = "k", closes: str | None = None
) -> Transaction:
    reference = None if kind == "grant" else "cvideo"
    return Transaction(new_id(), account.id, kind, key, "test", reference, closes, None)


async def _post(database: Database, head: Transaction, *entries: Entry) -> None:
    async with database.transaction() as connection:
        await repository.post(connection, head, entries)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entries SET amount = amount + 1",
        "UPDATE ledger_transactions SET reason = 'other'",
        "DELETE FROM ledger_entries",
        "DELETE FROM ledger_transactions",
        "TRUNCATE ledger_entries",
        "TRUNCATE ledger_transactions CASCADE",
    ],
)
async def test_history_cannot_be_changed(
    database_url: str, account: Account, statement: str
) -> None:
    connection = await connect(database_url)
    with pytest.raises(errors.RestrictViolation, match="append-only"):
        await connection.execute(statement.encode())
    await connection.close()


async def test_a_transaction_sums_to_zero_in_each_pool(
    database: Database, account: Account
) -> None:
    with pytest.raises(errors.CheckViolation, match="sum to zero"):
        await _post(database, _head(account), Entry("purchased", "available", 5))
    with pytest.raises(errors.CheckViolation, match="sum to zero"):
        await _post(
            database,
            _head(account),
            Entry("purchased", "issued", -5),
            Entry("subscription", "available", 5),
        )


async def test_no_pool_can_be_overdrawn(database: Database, account: Account) -> None:
    with pytest.raises(errors.CheckViolation, match="negative available credits"):
        await _post(
            database,
            _head(account, "hold"),
            Entry("subscription", "available", -1),
            Entry("subscription", "held", 1),
        )


async def test_two_writers_without_manners_cannot_overdraw_either(
    database_url: str, account: Account
) -> None:
    """Both saw the same credits and both spend them all: the second is refused."""

    async def spend_all(number: int) -> None:
        connection: Connection = await connect(database_url)
        try:
            async with connection.transaction():
                await repository.post(
                    connection,
                    _head(account, "hold", key=f"k{number}"),
                    [Entry("purchased", "available", -10_000), Entry("purchased", "held", 10_000)],
                )
        finally:
            await connection.close()

    ends = await asyncio.gather(*(spend_all(n) for n in range(4)), return_exceptions=True)
    assert [end for end in ends if end is None] == [None]
    assert sum(isinstance(end, errors.CheckViolation) for end in ends) == 3


async def test_a_hold_cannot_end_twice(database: Database, account: Account, held: str) -> None:
    back = [Entry("purchased", "held", -280), Entry("purchased", "available", 280)]
    await _post(database, _head(account, "release", key="one", closes=held), *back)
    with pytest.raises(errors.UniqueViolation):
        await _post(database, _head(account, "settle", key="two", closes=held), *back)


@pytest.mark.parametrize("kind", ["settle", "release"])
async def test_what_ends_a_hold_names_it(database: Database, account: Account, kind: Kind) -> None:
    with pytest.raises(errors.CheckViolation):
        await _post(database, _head(account, kind))


async def test_a_key_counts_once_in_an_account(database: Database, account: Account) -> None:
    gift = [Entry("purchased", "issued", -5), Entry("purchased", "available", 5)]
    await _post(database, _head(account), *gift)
    with pytest.raises(errors.UniqueViolation):
        await _post(database, _head(account), *gift)


async def test_lines_belong_to_the_account_of_their_transaction(
    database_url: str, account: Account, held: str
) -> None:
    with psycopg.connect(database_url) as connection, pytest.raises(errors.ForeignKeyViolation):
        connection.execute(
            "INSERT INTO ledger_entries (id, transaction_id, account_id, pool, book, amount)"
            " VALUES ('x', %s, 'cother', 'subscription', 'available', 5)",
            (held,),
        )
