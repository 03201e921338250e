"""The job that makes one attempt of a delivery, and plans the next."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime

from unrealugc.accounts import repository as accounts_repository
from unrealugc.core.clock import now
from unrealugc.core.db import Connection
from unrealugc.core.http import Answer, FetchFailed, ResponseTooLarge, SafeClient, UnsafeUrl
from unrealugc.queue.enqueue import enqueue
from unrealugc.queue.registry import JobContext, job
from unrealugc.webhooks import policy, repository, service
from unrealugc.webhooks.repository import Delivery, Endpoint
from unrealugc.webhooks.signing import sign

_PRUNE_BATCH = 1000


@dataclass(frozen=True)
class Outcome:
    """How an attempt went."""

    started_at: datetime
    duration_ms: int
    status_code: int | None = None
    error: str | None = None
    response: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def succeeded(self) -> bool:
        """Whether the receiver took it: any 2xx."""
        return self.status_code is not None and 200 <= self.status_code < 300


async def give_up(
    connection: Connection, error: Exception, delivery_id: str, attempts: int, once: bool = False
) -> None:
    """End a delivery whose job failed for a reason of ours, so that it can be sent again."""
    await repository.set_delivery(connection, delivery_id, "FAILED", None)


@job(service.DELIVER, queue="webhooks", on_failure=give_up)
async def deliver(context: JobContext, delivery_id: str, attempts: int, once: bool = False) -> None:
    """Make one attempt.

    Args:
        delivery_id: the delivery.
        attempts: how many had been made when this one was planned. A job that runs again after
            its attempt was noted finds more, and leaves the delivery to the job that followed.
        once: do not plan further attempts; for one that a person asked for.
    """
    async with context.database.transaction() as connection:
        found = await _load(connection, delivery_id, attempts)
    if found is None:
        return
    delivery, endpoint = found
    settings = context.settings
    async with SafeClient(allow_private=settings.allow_private_networks) as client:
        outcome = await attempt(client, delivery, endpoint, https_only=settings.production)
    async with context.database.transaction() as connection:
        await _conclude(connection, delivery, endpoint, outcome, once=once)


async def _load(
    connection: Connection, delivery_id: str, attempts: int
) -> tuple[Delivery, Endpoint] | None:
    delivery = await repository.get_delivery(connection, delivery_id)
    if delivery is None or delivery.status != "PENDING" or delivery.attempts != attempts:
        return None
    endpoint = await repository.get_endpoint(connection, delivery.account_id, delivery.endpoint_id)
    if endpoint is None or not endpoint.enabled:
        await repository.set_delivery(connection, delivery_id, "FAILED", None)
        return None
    return delivery, endpoint


async def attempt(
    client: SafeClient, delivery: Delivery, endpoint: Endpoint, *, https_only: bool
) -> Outcome:
    """Sign the delivery for this moment and send it. Never raises for what a receiver does."""
    started_at, clock = now(), time.monotonic()
    body = delivery.body.encode()
    timestamp = int(started_at.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-UnrealUGC-Delivery-Id": delivery.id,
        "X-UnrealUGC-Event": delivery.event,
        "X-UnrealUGC-Timestamp": str(timestamp),
        "X-UnrealUGC-Signature": sign(endpoint.secret, delivery.id, timestamp, body),
    }
    answer: Answer | None = None
    error: str | None = None
    try:
        answer = await client.request(
            "POST",
            endpoint.url,
            headers=headers,
            content=body,
            timeout_s=policy.TIMEOUT_S,
            max_bytes=policy.RESPONSE_EXCERPT_BYTES,
            truncate=True,
            allow_http=not https_only,
        )
    except (UnsafeUrl, FetchFailed, ResponseTooLarge) as problem:
        error = str(problem)
    elapsed = round((time.monotonic() - clock) * 1000)
    if answer is None:
        return Outcome(started_at, elapsed, error=error)
    return Outcome(
        started_at,
        elapsed,
        status_code=answer.status,
        response=answer.body.decode("utf-8", "replace").replace("\x00", ""),
        headers=dict(answer.headers),
    )


async def _conclude(
    connection: Connection,
    delivery: Delivery,
    endpoint: Endpoint,
    outcome: Outcome,
    *,
    once: bool,
) -> None:
    number = await repository.insert_attempt(
        connection,
        delivery.id,
        outcome.started_at,
        outcome.duration_ms,
        outcome.status_code,
        outcome.error,
        outcome.response,
    )
    failing_since = await repository.mark_health(
        connection, endpoint.id, failed=not outcome.succeeded
    )
    if outcome.succeeded:
        await repository.set_delivery(connection, delivery.id, "SUCCEEDED", None)
        return
    reason = _why_disable(outcome, failing_since)
    if reason is not None:
        await _disable(connection, endpoint, reason)
    wait = None if once or reason else policy.next_delay(number, outcome.headers)
    if wait is None:
        await repository.set_delivery(connection, delivery.id, "FAILED", None)
        return
    run_at = now() + wait
    await repository.set_delivery(connection, delivery.id, "PENDING", run_at)
    await enqueue(
        connection, service.DELIVER, run_at=run_at, delivery_id=delivery.id, attempts=number
    )


def _why_disable(outcome: Outcome, failing_since: datetime | None) -> str | None:
    if outcome.status_code == policy.GONE:
        return "The receiver answered 410 Gone."
    if service.has_failed_too_long(failing_since, now()):
        return f"No delivery has arrived for {policy.GIVE_UP_AFTER.days} days."
    return None


async def _disable(connection: Connection, endpoint: Endpoint, reason: str) -> None:
    account = await accounts_repository.get(connection, endpoint.account_id)
    assert account is not None
    await service.give_up_on(connection, endpoint, reason, account.email)


@job("webhooks.prune", periodic="47 3 * * *")
async def prune(context: JobContext) -> None:
    """Forget deliveries that were finished a month ago, and their attempts."""
    while True:
        async with context.database.transaction() as connection:
            gone = await repository.prune_deliveries(
                connection, now() - policy.KEEP_DELIVERIES, limit=_PRUNE_BATCH
            )
        if gone < _PRUNE_BATCH or context.should_abort():
            return
