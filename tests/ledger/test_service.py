"""The ledger's verbs, one by one."""

from __future__ import annotations

import pytest

from unrealugc.accounts.repository import Account
from unrealugc.core.db import Database
from unrealugc.errors import InsufficientCredits
from unrealugc.ledger import service as ledger
from unrealugc.ledger.errors import AmountNotAllowed, HoldClosed, KeyReused, NoHold
from unrealugc.ledger.service import Balance, Settlement

VIDEO = "cvideo"


@pytest.fixture
async def funded(account: Account, database: Database) -> str:
    """An account with 100 subscription and 10 000 purchased credits."""
    async with database.transaction() as connection:
        await ledger.grant(
            connection, account.id, 100, pool="subscription", reason="period", key="p1"
        )
    return account.id


async def _balance(database: Database, account_id: str) -> Balance:
    async with database.transaction() as connection:
        return await ledger.balance(connection, account_id)


async def test_a_hold_takes_subscription_credits_first(database: Database, funded: str) -> None:
    async with database.transaction() as connection:
        await ledger.hold(connection, funded, 280, reference=VIDEO)
    assert await _balance(database, funded) == Balance(subscription=0, purchased=9820, held=280)


async def test_settling_charges_subscription_first_and_returns_the_rest(
    database: Database, funded: str
) -> None:
    async with database.transaction() as connection:
        await ledger.hold(connection, funded, 280, reference=VIDEO)
    for _ in range(2):
        async with database.transaction() as connection:
            assert await ledger.settle(connection, VIDEO, 130) == Settlement(130, 150)
    assert await _balance(database, funded) == Balance(subscription=0, purchased=9970, held=0)


async def test_releasing_gives_all_back_into_its_pools(database: Database, funded: str) -> None:
    async with database.transaction() as connection:
        await ledger.hold(connection, funded, 280, reference=VIDEO)
    for _ in range(2):
        async with database.transaction() as connection:
            assert await ledger.release(connection, VIDEO) == 280
    assert await _balance(database, funded) == Balance(subscription=100, purchased=10_000, held=0)


async def test_a_hold_ends_only_once(database: Database, funded: str) -> None:
    async with database.transaction() as connection:
        await ledger.hold(connection, funded, 280, reference=VIDEO)
        await ledger.settle(connection, VIDEO, 280)
        with pytest.raises(HoldClosed):
            await ledger.release(connection, VIDEO)
        with pytest.raises(HoldClosed):
            await ledger.settle(connection, VIDEO, 279)
    assert (await _balance(database, funded)).available == 9820


async def test_a_retried_video_holds_anew(database: Database, funded: str) -> None:
    async with database.transaction() as connection:
        await ledger.hold(connection, funded, 280, reference=VIDEO)
        await ledger.hold(connection, funded, 280, reference=VIDEO)
        await ledger.release(connection, VIDEO)
        await ledger.hold(connection, funded, 300, reference=VIDEO)
        with pytest.raises(KeyReused):
            await ledger.hold(connection, funded, 280, reference=VIDEO)
        await ledger.settle(connection, VIDEO, 300)
    assert (await _balance(database, funded)).available == 9800


async def test_not_more_than_the_balance_can_be_held(database: Database, funded: str) -> None:
    async with database.transaction() as connection:
        with pytest.raises(InsufficientCredits) as caught:
            await ledger.hold(connection, funded, 10_101, reference=VIDEO)
    assert caught.value.details == {"required": 10_101, "available": 10_100}


async def test_a_refund_goes_back_purchased_first_and_never_above_the_charge(
    database: Database, funded: str
) -> None:
    async with database.transaction() as connection:
        await ledger.hold(connection, funded, 280, reference=VIDEO)
        await ledger.settle(connection, VIDEO, 280)
        await ledger.refund(connection, VIDEO, 200, key="r1")
        await ledger.refund(connection, VIDEO, 200, key="r1")
        with pytest.raises(AmountNotAllowed):
            await ledger.refund(connection, VIDEO, 81, key="r2")
        with pytest.raises(KeyReused):
            await ledger.refund(connection, VIDEO, 80, key="r1")
    assert await _balance(database, funded) == Balance(subscription=20, purchased=10_000, held=0)


async def test_a_grant_counts_once(database: Database, funded: str) -> None:
    async with database.transaction() as connection:
        await ledger.grant(connection, funded, 5, pool="purchased", reason="gift", key="g")
        await ledger.grant(connection, funded, 5, pool="purchased", reason="gift", key="g")
        with pytest.raises(KeyReused):
            await ledger.grant(connection, funded, 6, pool="purchased", reason="gift", key="g")
    assert (await _balance(database, funded)).purchased == 10_005


async def test_expiry_spares_what_is_held_and_what_comes_back_later(
    database: Database, funded: str
) -> None:
    async with database.transaction() as connection:
        await ledger.hold(connection, funded, 60, reference=VIDEO)
        assert await ledger.expire(connection, funded, key="p1") == 40
        await ledger.release(connection, VIDEO)
        assert await ledger.expire(connection, funded, key="p1") == 0
    assert await _balance(database, funded) == Balance(subscription=60, purchased=10_000, held=0)


@pytest.mark.parametrize("amount", [0, -1, 10**9 + 1])
async def test_grants_have_sane_amounts(database: Database, funded: str, amount: int) -> None:
    async with database.transaction() as connection:
        with pytest.raises(AmountNotAllowed):
            await ledger.grant(connection, funded, amount, pool="purchased", reason="x", key="k")


async def test_what_was_never_held_cannot_be_settled(database: Database, funded: str) -> None:
    async with database.transaction() as connection:
        with pytest.raises(NoHold):
            await ledger.settle(connection, "cother", 0)
        await ledger.hold(connection, funded, 10, reference=VIDEO)
        for amount in (-1, 11):
            with pytest.raises(AmountNotAllowed):
                await ledger.settle(connection, VIDEO, amount)


async def test_a_free_video_is_held_and_settled_too(database: Database, funded: str) -> None:
    async with database.transaction() as connection:
        await ledger.hold(connection, funded, 0, reference=VIDEO)
        assert await ledger.settle(connection, VIDEO, 0) == Settlement(0, 0)
    assert (await _balance(database, funded)).available == 10_100
