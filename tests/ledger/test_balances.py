"""Balances are kept beside the lines, and never differ from them."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import errors
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool
from tests.fixtures.database import url_of
from tests.ledger.books import check_books, connect

from unrealugc.accounts import service as accounts
from unrealugc.accounts.repository import Account
from unrealugc.core.ids import new_id
from unrealugc.core.migrate import migrate
from unrealugc.ledger import repository
from unrealugc.ledger import service as ledger
from unrealugc.ledger.entries import Entry
from unrealugc.ledger.repository import Transaction
from unrealugc.ledger.service import Balance

BEFORE = "0007"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_balances SET amount = amount + 1",
        "DELETE FROM ledger_balances",
        "TRUNCATE ledger_balances",
        "INSERT INTO ledger_balances SELECT account_id, pool, 'spent', 1 FROM ledger_balances",
    ],
)
async def test_nobody_writes_a_balance(database_url: str, account: Account, statement: str) -> None:
    connection = await connect(database_url)
    with pytest.raises(errors.RestrictViolation, match="only follows"):
        await connection.execute(statement.encode())
    await connection.close()


async def test_lines_written_by_hand_count_too(database_url: str, account: Account) -> None:
    """Two statements, several pools: whoever writes lines, and however, balances follow."""
    connection = await connect(database_url)
    before = await ledger.balance(connection, account.id)
    async with connection.transaction():
        head = Transaction(new_id(), account.id, "grant", "k", "test", None, None, None)
        await repository.post(connection, head, [])
        for pool, amount in (("purchased", 7), ("subscription", 4)):
            await connection.execute(
                "INSERT INTO ledger_entries (id, transaction_id, account_id, pool, book, amount)"
                " SELECT id, %(head)s, %(account)s, %(pool)s, book, amount FROM (VALUES"
                " (%(one)s, 'issued', -%(amount)s::bigint),"
                " (%(two)s, 'available', %(amount)s::bigint)) AS line (id, book, amount)",
                {
                    "head": head.id,
                    "account": account.id,
                    "pool": pool,
                    "amount": amount,
                    "one": new_id(),
                    "two": new_id(),
                },
            )
    after = await ledger.balance(connection, account.id)
    assert after == Balance(before.subscription + 4, before.purchased + 7, before.held)
    await check_books(connection)
    await connection.close()


@pytest.fixture
def older_database_url(postgres: str) -> Iterator[str]:
    """A database of the version before there were balances."""
    name = f"test_{new_id()}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    url = url_of(postgres, name)
    config = Config()
    config.set_main_option("script_location", "unrealugc:migrations")
    engine = create_engine(url.replace("://", "+psycopg://", 1), poolclass=NullPool)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
    yield url
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


async def test_an_upgrade_sums_what_is_there(older_database_url: str) -> None:
    connection = await connect(older_database_url)
    account = await accounts.create(connection, email="old@example.com")
    for number, amount in enumerate((100, 20, 3)):
        head = Transaction(new_id(), account.id, "grant", f"k{number}", "test", None, None, None)
        lines = [Entry("purchased", "issued", -amount), Entry("purchased", "available", amount)]
        await repository.post(connection, head, lines)
    migrate(older_database_url)
    assert (await ledger.balance(connection, account.id)).purchased == 123
    await ledger.hold(connection, account.id, 23, reference="cvideo")
    assert await ledger.balance(connection, account.id) == Balance(0, 100, 23)
    await check_books(connection)
    await connection.close()
