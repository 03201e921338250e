"""``/webhooks``: register, test, reveal, delete; look at deliveries and send them again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request

from unrealugc.accounts.access import Caller
from unrealugc.config import Settings
from unrealugc.core.openapi import errors
from unrealugc.core.pagination import DEFAULT_LIMIT, Cursor, Limit, Page, page_of
from unrealugc.core.routes import TransactionalRoute, Tx
from unrealugc.core.schemas import Deleted
from unrealugc.errors import InvalidRequest
from unrealugc.webhooks import repository, service
from unrealugc.webhooks.schemas import (
    Webhook,
    WebhookCreate,
    WebhookDelivery,
    WebhookDeliveryDetail,
    WebhookSecret,
    WebhookUpdate,
    WebhookWithSecret,
    show,
    show_delivery,
    show_delivery_detail,
    show_with_secret,
)

router = APIRouter(prefix="/webhooks", tags=["Webhooks"], route_class=TransactionalRoute)

Id = Annotated[str, Path(max_length=100)]


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


@router.get("", responses=errors(400, 401, 402, 429))
async def list_webhooks(account: Caller, connection: Tx) -> Page[Webhook]:
    """List the account's webhook endpoints, newest first. There are at most 32."""
    rows = await repository.list_endpoints(connection, account.id)
    return page_of(rows, max(1, len(rows)), show, lambda row: row.id)


@router.post("", status_code=201, responses=errors(400, 401, 402, 409, 413, 429))
async def create_webhook(
    body: WebhookCreate, account: Caller, connection: Tx, request: Request
) -> WebhookWithSecret:
    """Register an endpoint. The answer holds the secret that deliveries are signed with."""
    settings = _settings(request)
    endpoint = await service.create(
        connection,
        account.id,
        url=body.url,
        events=body.events,
        description=body.description,
        https_only=settings.production,
        allow_private=settings.allow_private_networks,
    )
    return show_with_secret(endpoint)


@router.get("/{webhook_id}", responses=errors(400, 401, 402, 404, 429))
async def get_webhook(webhook_id: Id, account: Caller, connection: Tx) -> Webhook:
    """Fetch one endpoint."""
    return show(await service.get(connection, account.id, webhook_id))


@router.patch("/{webhook_id}", responses=errors(400, 401, 402, 404, 413, 429))
async def update_webhook(
    webhook_id: Id, body: WebhookUpdate, account: Caller, connection: Tx, request: Request
) -> Webhook:
    """Change the fields sent. `enabled: true` takes a disabled endpoint up again."""
    settings = _settings(request)
    endpoint = await service.update(
        connection,
        account.id,
        webhook_id,
        body.model_dump(exclude_unset=True),
        https_only=settings.production,
        allow_private=settings.allow_private_networks,
    )
    return show(endpoint)


@router.delete("/{webhook_id}", responses=errors(400, 401, 402, 404, 429))
async def delete_webhook(webhook_id: Id, account: Caller, connection: Tx) -> Deleted:
    """Delete an endpoint; what still waits for it is given up."""
    await service.delete(connection, account.id, webhook_id)
    return Deleted(id=webhook_id, deleted=True)


@router.get("/{webhook_id}/secret", responses=errors(400, 401, 402, 404, 429))
async def reveal_webhook_secret(webhook_id: Id, account: Caller, connection: Tx) -> WebhookSecret:
    """Show the signing secret again. To rotate it, delete the endpoint and create it anew."""
    endpoint = await service.get(connection, account.id, webhook_id)
    return WebhookSecret(id=endpoint.id, secret=endpoint.secret)


@router.post(
    "/{webhook_id}/test", status_code=201, responses=errors(400, 401, 402, 404, 409, 413, 429)
)
async def send_test_webhook(webhook_id: Id, account: Caller, connection: Tx) -> WebhookDelivery:
    """Send a signed `webhook.test` notice to the endpoint now."""
    return show_delivery(await service.send_test(connection, account.id, webhook_id))


@router.get("/{webhook_id}/deliveries", responses=errors(400, 401, 402, 404, 429))
async def list_webhook_deliveries(
    webhook_id: Id,
    account: Caller,
    connection: Tx,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[WebhookDelivery]:
    """List what was sent to the endpoint, newest first."""
    endpoint = await service.get(connection, account.id, webhook_id)
    if cursor is not None and not await repository.get_delivery(
        connection, cursor, endpoint_id=endpoint.id
    ):
        raise InvalidRequest.field("cursor", "is not one of this endpoint's deliveries")
    rows = await repository.list_deliveries(connection, endpoint.id, cursor, limit + 1)
    return page_of(rows, limit, show_delivery, lambda row: row.id)


@router.get("/{webhook_id}/deliveries/{delivery_id}", responses=errors(400, 401, 402, 404, 429))
async def get_webhook_delivery(
    webhook_id: Id, delivery_id: Id, account: Caller, connection: Tx
) -> WebhookDeliveryDetail:
    """Fetch one delivery: the body that was signed, and every attempt."""
    return show_delivery_detail(
        *await service.get_delivery(connection, account.id, webhook_id, delivery_id)
    )


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/redeliver",
    status_code=201,
    responses=errors(400, 401, 402, 404, 409, 413, 429),
)
async def redeliver_webhook(
    webhook_id: Id, delivery_id: Id, account: Caller, connection: Tx
) -> WebhookDelivery:
    """Send a finished delivery again, once, under the same id."""
    return show_delivery(await service.redeliver(connection, account.id, webhook_id, delivery_id))
