"""The rules of webhooks: who is told what, and when an endpoint is no longer called."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from unrealugc.core.db import Connection
from unrealugc.core.http import UnsafeUrl, check_url
from unrealugc.core.ids import is_id, new_id
from unrealugc.errors import Conflict, InvalidRequest, NotFound
from unrealugc.mail import service as mail
from unrealugc.queue.enqueue import enqueue
from unrealugc.webhooks import policy, repository
from unrealugc.webhooks.repository import Attempt, Delivery, Endpoint
from unrealugc.webhooks.signing import new_secret

DELIVER = "webhooks.deliver"
_DELIVERY_PREFIX = "wd_"


async def emit(
    connection: Connection, account_id: str, event: str, video: Mapping[str, Any]
) -> None:
    """Tell every endpoint of the account that wants the event; part of the caller's transaction.

    Args:
        event: one of :data:`policy.EVENTS`.
        video: the whole video object as the API shows it.
    """
    assert event in policy.EVENTS
    for endpoint_id in await repository.subscribers(connection, account_id, event):
        await _send(connection, account_id, endpoint_id, event, {"video": dict(video)})


async def send_test(connection: Connection, account_id: str, endpoint_id: str) -> Delivery:
    """Send a ``webhook.test`` notice, so that a receiver can be tried without a video."""
    endpoint = await get(connection, account_id, endpoint_id)
    _refuse_disabled(endpoint)
    return await _send(connection, account_id, endpoint.id, policy.TEST_EVENT, {"test": True})


async def _send(
    connection: Connection, account_id: str, endpoint_id: str, event: str, data: dict[str, Any]
) -> Delivery:
    delivery_id = f"{_DELIVERY_PREFIX}{new_id()}"
    body = json.dumps(
        {"id": delivery_id, "event": event, "created": time.time_ns() // 1_000_000, "data": data},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    delivery = await repository.insert_delivery(
        connection, delivery_id, account_id, endpoint_id, event, body
    )
    await enqueue(connection, DELIVER, delivery_id=delivery_id, attempts=0)
    return delivery


async def create(
    connection: Connection,
    account_id: str,
    *,
    url: str,
    events: Sequence[str] | None,
    description: str | None,
    https_only: bool,
    allow_private: bool,
) -> Endpoint:
    """Register an endpoint with a fresh secret.

    Raises:
        InvalidRequest: the URL or an event is not acceptable, or there are 32 endpoints.
    """
    check_endpoint_url(url, https_only=https_only, allow_private=allow_private)
    if await repository.count_for_insert(connection, account_id) >= policy.MAX_ENDPOINTS:
        raise InvalidRequest(
            f"An account has at most {policy.MAX_ENDPOINTS} webhook endpoints. Delete one first.",
            code="too_many_endpoints",
        )
    return await repository.insert_endpoint(
        connection, account_id, url, description, events or list(policy.EVENTS), new_secret()
    )


def check_endpoint_url(url: str, *, https_only: bool, allow_private: bool) -> None:
    """Refuse a URL by its form; where it leads is judged whenever it is called."""
    try:
        check_url(url, allow_http=not https_only, allow_private=allow_private)
    except UnsafeUrl as error:
        raise InvalidRequest.field("url", str(error)) from error


async def get(
    connection: Connection, account_id: str, endpoint_id: str, *, lock: bool = False
) -> Endpoint:
    """The account's endpoint; ``lock`` keeps it for this transaction.

    Raises:
        NotFound: there is none of that id.
    """
    endpoint = None
    if is_id(endpoint_id):
        endpoint = await repository.get_endpoint(connection, account_id, endpoint_id, lock=lock)
    if endpoint is None:
        raise NotFound("There is no such webhook endpoint.")
    return endpoint


async def update(
    connection: Connection,
    account_id: str,
    endpoint_id: str,
    changes: Mapping[str, Any],
    *,
    https_only: bool,
    allow_private: bool,
) -> Endpoint:
    """Change the fields given: ``url``, ``description``, ``events``, ``enabled``."""
    endpoint = await get(connection, account_id, endpoint_id, lock=True)
    if "url" in changes:
        check_endpoint_url(changes["url"], https_only=https_only, allow_private=allow_private)
    reason = endpoint.disabled_reason
    if "enabled" in changes:
        reason = None if changes["enabled"] else (reason or "Disabled by its owner.")
    return await repository.update_endpoint(
        connection,
        endpoint.id,
        url=changes.get("url", endpoint.url),
        description=changes.get("description", endpoint.description),
        events=changes.get("events", endpoint.events),
        disabled_reason=reason,
    )


async def delete(connection: Connection, account_id: str, endpoint_id: str) -> None:
    """Remove an endpoint; nothing is sent to it any more."""
    endpoint = await get(connection, account_id, endpoint_id)
    await repository.delete_endpoint(connection, endpoint.id)


async def get_delivery(
    connection: Connection, account_id: str, endpoint_id: str, delivery_id: str
) -> tuple[Delivery, list[Attempt]]:
    """A delivery of the account's endpoint and its attempts."""
    endpoint = await get(connection, account_id, endpoint_id)
    delivery = await _delivery_of(connection, endpoint, delivery_id)
    return delivery, await repository.list_attempts(connection, delivery.id)


async def _delivery_of(
    connection: Connection, endpoint: Endpoint, delivery_id: str, *, lock: bool = False
) -> Delivery:
    delivery = None
    if is_id(delivery_id.removeprefix(_DELIVERY_PREFIX)):
        delivery = await repository.get_delivery(
            connection, delivery_id, endpoint_id=endpoint.id, lock=lock
        )
    if delivery is None:
        raise NotFound("There is no such delivery.")
    return delivery


async def redeliver(
    connection: Connection, account_id: str, endpoint_id: str, delivery_id: str
) -> Delivery:
    """Send a finished delivery again, under the same id and with the same body.

    Raises:
        Conflict: it is still being tried, or the endpoint is disabled.
    """
    endpoint = await get(connection, account_id, endpoint_id)
    _refuse_disabled(endpoint)
    delivery = await _delivery_of(connection, endpoint, delivery_id, lock=True)
    if delivery.status == "PENDING":
        raise Conflict("This delivery is still being tried.", code="delivery_pending")
    await repository.set_delivery(connection, delivery.id, "PENDING", None)
    await enqueue(
        connection, DELIVER, delivery_id=delivery.id, attempts=delivery.attempts, once=True
    )
    found = await repository.get_delivery(connection, delivery.id)
    assert found is not None
    return found


def _refuse_disabled(endpoint: Endpoint) -> None:
    if not endpoint.enabled:
        raise Conflict(
            f"The endpoint is disabled: {endpoint.disabled_reason} Enable it first.",
            code="endpoint_disabled",
        )


async def give_up_on(
    connection: Connection, endpoint: Endpoint, reason: str, owner_email: str
) -> None:
    """Disable an endpoint and tell its owner by mail, once."""
    if await repository.disable_endpoint(connection, endpoint.id, reason):
        await mail.send(
            connection,
            to=owner_email,
            subject="A webhook endpoint was disabled",
            text=(
                f"We no longer send webhooks to {endpoint.url}.\n\n{reason}\n\n"
                "Mend the receiver, then enable the endpoint again (PATCH "
                f"/api/v1/webhooks/{endpoint.id} with enabled=true). Deliveries that failed "
                "can be sent again.\n"
            ),
        )


def has_failed_too_long(failing_since: datetime | None, now: datetime) -> bool:
    """Whether nothing has arrived for so long that the endpoint is given up."""
    return failing_since is not None and now - failing_since >= policy.GIVE_UP_AFTER
