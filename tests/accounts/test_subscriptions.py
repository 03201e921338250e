"""Refill and expiry, with the clock moved by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest
from tests.fixtures.accounts import CREDITS

from unrealugc.accounts import repository
from unrealugc.accounts.repository import Account
from unrealugc.accounts.subscriptions import Rolled, roll_period, set_plan
from unrealugc.accounts.tasks import roll_all
from unrealugc.core.db import Database
from unrealugc.errors import NotFound
from unrealugc.ledger import service as ledger
from unrealugc.ledger.service import Balance

START = datetime(2027, 1, 31, 12, tzinfo=UTC)
SECOND = datetime(2027, 2, 28, 12, tzinfo=UTC)
MUCH_LATER = datetime(2027, 9, 3, tzinfo=UTC)


@pytest.fixture
async def subscriber(account: Account, database: Database) -> Account:
    """The test's account on PRO since the 31st of January."""
    async with database.transaction() as connection:
        return await set_plan(connection, account.id, "PRO", now=START)


async def _balance(database: Database, account_id: str) -> Balance:
    async with database.transaction() as connection:
        return await ledger.balance(connection, account_id)


async def _get(database: Database, account_id: str) -> Account:
    async with database.transaction() as connection:
        account = await repository.get(connection, account_id)
    assert account is not None
    return account


async def test_a_paid_plan_starts_with_its_credits(database: Database, subscriber: Account) -> None:
    assert (subscriber.plan, subscriber.subscription_status) == ("PRO", "ACTIVE")
    assert (subscriber.period_start, subscriber.period_end) == (START, SECOND)
    assert await _balance(database, subscriber.id) == Balance(4000, CREDITS, 0)
    async with database.transaction() as connection:
        await set_plan(connection, subscriber.id, "PRO", now=SECOND)
    assert await _balance(database, subscriber.id) == Balance(4000, CREDITS, 0)


async def test_at_the_end_of_a_period_the_rest_expires_and_the_next_is_granted(
    database: Database, subscriber: Account
) -> None:
    async with database.transaction() as connection:
        await ledger.hold(connection, subscriber.id, 280, reference="cvideo")
    assert await roll_all(database, datetime(2027, 2, 28, 11, 59, tzinfo=UTC)) == 0
    assert await roll_all(database, SECOND) == 1
    assert await roll_all(database, SECOND) == 0
    assert await _balance(database, subscriber.id) == Balance(4000, CREDITS, 280)
    assert (await _get(database, subscriber.id)).period_end == datetime(2027, 3, 31, 12, tzinfo=UTC)
    async with database.transaction() as connection:
        await ledger.release(connection, "cvideo")
    assert await _balance(database, subscriber.id) == Balance(4280, CREDITS, 0)


async def test_after_months_without_a_worker_only_the_present_period_is_granted(
    database: Database, subscriber: Account
) -> None:
    async with database.transaction() as connection:
        rolled = await roll_period(connection, subscriber.id, now=MUCH_LATER)
        again = await roll_period(connection, subscriber.id, now=MUCH_LATER)
    assert (rolled, again) == (Rolled(expired=4000, granted=4000), Rolled(0, 0))
    account = await _get(database, subscriber.id)
    assert account.period_start == datetime(2027, 8, 31, 12, tzinfo=UTC)
    assert account.period_end == datetime(2027, 9, 30, 12, tzinfo=UTC)
    assert await _balance(database, subscriber.id) == Balance(4000, CREDITS, 0)


async def test_a_cancelled_subscription_keeps_its_credits_to_the_end_and_no_longer(
    database: Database, subscriber: Account
) -> None:
    async with database.transaction() as connection:
        cancelled = await set_plan(connection, subscriber.id, "FREE", now=START)
    assert (cancelled.plan, cancelled.subscription_status) == ("FREE", "CANCELED")
    assert await _balance(database, subscriber.id) == Balance(4000, CREDITS, 0)
    assert await roll_all(database, SECOND) == 1
    assert await roll_all(database, MUCH_LATER) == 0
    assert await _balance(database, subscriber.id) == Balance(0, CREDITS, 0)


async def test_a_larger_plan_begins_at_once_and_keeps_what_is_left(
    account: Account, database: Database
) -> None:
    async with database.transaction() as connection:
        await set_plan(connection, account.id, "STARTER", now=START)
        upgraded = await set_plan(
            connection, account.id, "PRO", now=datetime(2027, 2, 10, tzinfo=UTC)
        )
    assert upgraded.period_end == datetime(2027, 3, 10, tzinfo=UTC)
    assert await _balance(database, account.id) == Balance(5500, CREDITS, 0)
    assert await roll_all(database, datetime(2027, 3, 10, tzinfo=UTC)) == 1
    assert await _balance(database, account.id) == Balance(4000, CREDITS, 0)


async def test_a_job_that_dies_in_the_middle_leaves_the_period_whole(
    database: Database, subscriber: Account
) -> None:
    async def die() -> None:
        async with database.transaction() as connection:
            await roll_period(connection, subscriber.id, now=SECOND)
            await connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(psycopg.OperationalError):
        await die()
    assert await _balance(database, subscriber.id) == Balance(4000, CREDITS, 0)
    assert (await _get(database, subscriber.id)).period_end == SECOND
    assert await roll_all(database, SECOND) == 1
    assert await _balance(database, subscriber.id) == Balance(4000, CREDITS, 0)


async def test_only_an_account_that_exists_can_have_a_plan(database: Database) -> None:
    async with database.transaction() as connection:
        with pytest.raises(NotFound):
            await set_plan(connection, "cnobody", "PRO", now=START)
