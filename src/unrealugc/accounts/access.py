"""Who is asking: the dependency that every endpoint of the API stands behind."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from unrealugc.accounts import repository
from unrealugc.accounts.repository import Account
from unrealugc.core.routes import Tx
from unrealugc.errors import SubscriptionRequired, Unauthorized
from unrealugc.ledger import service as ledger

# Only for the OpenAPI document: the gate has already looked the key up.
_scheme = HTTPBearer(
    auto_error=False, scheme_name="ApiKey", description="An API key: `usk_live_…`."
)


async def require_account(
    request: Request, connection: Tx, _: Annotated[object, Depends(_scheme)]
) -> Account:
    """The account behind the request's key, if it may use the API.

    Raises:
        Unauthorized: no key, or a bad one.
        SubscriptionRequired: neither an active subscription nor credits.
    """
    account_id = getattr(request.state, "account_id", None)
    if account_id is None:
        raise Unauthorized
    account = await repository.get(connection, account_id)
    if account is None:
        raise Unauthorized
    if account.subscription_status != "ACTIVE":
        balance = await ledger.balance(connection, account.id)
        # Held credits open the door too: somebody who spent the last ones on a video must
        # be able to watch it being made.
        if balance.available <= 0 and balance.held <= 0:
            raise SubscriptionRequired
    return account


Caller = Annotated[Account, Depends(require_account)]
"""Endpoint parameter: the calling account."""
