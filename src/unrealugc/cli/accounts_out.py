"""Accounts and keys as the commands show them, with the API's field names."""

from __future__ import annotations

from typing import Any

from unrealugc.accounts.repository import Account, ApiKey, SubscriptionStatus
from unrealugc.accounts.service import NewKey
from unrealugc.catalog.plans import PlanCode
from unrealugc.core.schemas import ApiModel, Timestamp
from unrealugc.ledger.service import Balance


class AccountDetails(ApiModel):
    """An account and its credits, for the operator."""

    id: str
    email: str
    name: str
    plan: PlanCode
    subscription_status: SubscriptionStatus
    period_end: Timestamp | None
    credits: int
    subscription_credits: int
    purchased_credits: int
    held_credits: int
    created_at: Timestamp

    @classmethod
    def of(cls, account: Account, balance: Balance) -> AccountDetails:
        """Show an account with its balance."""
        return cls(**_fields(account, balance))


class NewAccount(AccountDetails):
    """An account at its opening, with the secret of its first key."""

    api_key: str
    api_key_id: str

    @classmethod
    def made(cls, account: Account, balance: Balance, made: NewKey) -> NewAccount:
        """Show a new account and its key."""
        return cls(**_fields(account, balance), api_key=made.secret, api_key_id=made.key.id)


def _fields(account: Account, balance: Balance) -> dict[str, Any]:
    shown = ("id", "email", "name", "plan", "subscription_status", "period_end", "created_at")
    return {name: getattr(account, name) for name in shown} | {
        "credits": balance.available,
        "subscription_credits": balance.subscription,
        "purchased_credits": balance.purchased,
        "held_credits": balance.held,
    }


class KeyOut(ApiModel):
    """What is kept of a key."""

    id: str
    name: str
    prefix: str
    last4: str
    created_at: Timestamp
    last_used_at: Timestamp | None
    revoked_at: Timestamp | None

    @classmethod
    def of(cls, key: ApiKey) -> KeyOut:
        """Show a key without its secret."""
        return cls.model_validate(key)


class NewKeyOut(KeyOut):
    """A key at its creation, the only time its secret is shown."""

    api_key: str

    @classmethod
    def made(cls, made: NewKey) -> NewKeyOut:
        """Show a new key with its secret."""
        return cls(**vars(KeyOut.of(made.key)), api_key=made.secret)
