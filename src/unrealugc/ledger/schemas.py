"""Credits as the API shows them."""

from __future__ import annotations

from pydantic import Field

from unrealugc.core.schemas import ApiModel, Timestamp
from unrealugc.ledger.entries import Kind, Pool
from unrealugc.ledger.repository import Movement
from unrealugc.ledger.service import Balance


class CreditsOut(ApiModel):
    """What can be spent now, by pool."""

    credits: int = Field(description="All that can be spent: both pools together.")
    subscription_credits: int = Field(description="Spent first; expire with the period.")
    purchased_credits: int = Field(description="Never expire.")

    @classmethod
    def of(cls, balance: Balance) -> CreditsOut:
        """Show a balance."""
        return cls(
            credits=balance.available,
            subscription_credits=balance.subscription,
            purchased_credits=balance.purchased,
        )


class MovementOut(ApiModel):
    """One change of what can be spent; all of them together sum to the balance."""

    id: str
    kind: Kind = Field(
        description="grant (negative when credits expire), hold, settle (the part of a hold that"
        " was not needed), release, or refund."
    )
    amount: int = Field(description="Credits; negative when they leave the balance.")
    pool: Pool
    reason: str
    video_id: str | None
    expires_at: Timestamp | None
    created_at: Timestamp

    @classmethod
    def of(cls, movement: Movement) -> MovementOut:
        """Show a movement."""
        return cls(
            id=movement.id,
            kind=movement.kind,
            amount=movement.amount,
            pool=movement.pool,
            reason=movement.reason,
            video_id=movement.reference,
            expires_at=movement.expires_at,
            created_at=movement.created_at,
        )
