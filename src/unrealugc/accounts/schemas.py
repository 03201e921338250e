"""Accounts as the API shows them."""

from __future__ import annotations

from unrealugc.accounts.repository import Account, SubscriptionStatus
from unrealugc.catalog.plans import PlanCode
from unrealugc.core.schemas import ApiModel


class AccountOut(ApiModel):
    """The account behind a key, and what it can spend."""

    id: str
    email: str
    name: str
    plan: PlanCode
    subscription_status: SubscriptionStatus
    credits: int

    @classmethod
    def of(cls, account: Account, available: int) -> AccountOut:
        """Show an account with its spendable credits."""
        return cls(
            id=account.id,
            email=account.email,
            name=account.name,
            plan=account.plan,
            subscription_status=account.subscription_status,
            credits=available,
        )
