"""``/me``: who the key belongs to."""

from __future__ import annotations

from fastapi import APIRouter

from unrealugc.accounts.access import Caller
from unrealugc.accounts.schemas import AccountOut
from unrealugc.core.openapi import errors
from unrealugc.core.routes import TransactionalRoute, Tx
from unrealugc.ledger import service as ledger

router = APIRouter(tags=["Account"], route_class=TransactionalRoute)


@router.get("/me", summary="Account info + credit balance", responses=errors())
async def get_me(account: Caller, connection: Tx) -> AccountOut:
    """The account behind the key, and its credit balance."""
    balance = await ledger.balance(connection, account.id)
    return AccountOut.of(account, balance.available)
