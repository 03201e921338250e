"""Subscriptions: what a plan gives, month by month.

The credits of a period are granted at its start and what is left of them expires at its
end. Both carry the period's start in their key, so that neither happens twice, however
often and however late the periodic job comes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from unrealugc.accounts import repository
from unrealugc.accounts.periods import period_at
from unrealugc.accounts.repository import Account, SubscriptionStatus
from unrealugc.catalog.plans import PlanCode, get_plan
from unrealugc.core.db import Connection
from unrealugc.errors import NotFound
from unrealugc.ledger import service as ledger


@dataclass(frozen=True)
class Rolled:
    """What the change of period did: credits that expired, and credits that were granted."""

    expired: int
    granted: int


async def set_plan(
    connection: Connection, account_id: str, plan: PlanCode, *, now: datetime
) -> Account:
    """Put an account on a plan.

    A paid plan starts a period at once; what is left of another plan's credits is kept and
    expires with it. Leaving for a plan without monthly credits ends the subscription: its
    credits stay until their period ends. The plan it already has changes nothing.

    Raises:
        NotFound: there is no such account.
    """
    account = await repository.lock(connection, account_id)
    if account is None:
        raise NotFound(f"There is no account {account_id}.")
    status: SubscriptionStatus = "ACTIVE" if get_plan(plan).monthly_credits else "CANCELED"
    if account.plan == plan and account.subscription_status in (status, "NONE"):
        return account
    account = replace(account, plan=plan, subscription_status=status)
    if status == "ACTIVE":
        account = _with_period(account, anchor=now, now=now)
    await repository.update_subscription(connection, account)
    await _grant_period(connection, account)
    return account


async def roll_period(connection: Connection, account_id: str, *, now: datetime) -> Rolled:
    """Close the account's period if it is over, and start the one that holds ``now``.

    Periods that went by while nobody looked are not made up for: their credits would have
    expired with them. A subscription that is not active only closes.
    """
    account = await repository.lock(connection, account_id)
    if account is None or account.period_end is None or account.period_end > now:
        return Rolled(0, 0)
    expired = await ledger.expire(connection, account_id, key=_key(account))
    if account.subscription_status == "ACTIVE" and account.period_anchor is not None:
        account = _with_period(account, anchor=account.period_anchor, now=now)
    else:
        account = replace(account, period_anchor=None, period_start=None, period_end=None)
    await repository.update_subscription(connection, account)
    return Rolled(expired, await _grant_period(connection, account))


def _with_period(account: Account, *, anchor: datetime, now: datetime) -> Account:
    start, end = period_at(anchor, now)
    return replace(account, period_anchor=anchor, period_start=start, period_end=end)


async def _grant_period(connection: Connection, account: Account) -> int:
    if account.subscription_status != "ACTIVE":
        return 0
    monthly = get_plan(account.plan).monthly_credits
    if monthly:
        await ledger.grant(
            connection,
            account.id,
            monthly,
            pool="subscription",
            reason="subscription",
            key=_key(account),
            expires_at=account.period_end,
        )
    return monthly


def _key(account: Account) -> str:
    assert account.period_start is not None
    return f"period:{account.period_start.astimezone(UTC).isoformat()}"
