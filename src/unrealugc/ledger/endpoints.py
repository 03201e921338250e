"""``/credits``: the balance by pool, and what changed it."""

from __future__ import annotations

from fastapi import APIRouter

from unrealugc.accounts.access import Caller
from unrealugc.core.openapi import errors
from unrealugc.core.pagination import DEFAULT_LIMIT, Cursor, Limit, Page, page_of
from unrealugc.core.routes import TransactionalRoute, Tx
from unrealugc.ledger import service
from unrealugc.ledger.schemas import CreditsOut, MovementOut

router = APIRouter(prefix="/credits", tags=["Account"], route_class=TransactionalRoute)


@router.get("", summary="Credit balance breakdown by pool", responses=errors())
async def get_credits(account: Caller, connection: Tx) -> CreditsOut:
    """What the account can spend now, by pool."""
    return CreditsOut.of(await service.balance(connection, account.id))


@router.get(
    "/transactions",
    summary="What changed the credit balance, newest first",
    responses=errors(400),
)
async def list_transactions(
    account: Caller, connection: Tx, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Page[MovementOut]:
    """Every grant, hold, settlement, release, refund and expiry that changed the balance."""
    rows = await service.history(connection, account.id, limit=limit + 1, before=cursor)
    return page_of(rows, limit, MovementOut.of, lambda movement: movement.id)
