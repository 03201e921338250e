"""Deliveries through the real worker to real receivers that behave and misbehave."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.http_server import LoopbackServer, Received, Reply, serve
from tests.support.waiting import WorkerFactory, until
from unrealugc.accounts.repository import Account
from unrealugc.config import Settings
from unrealugc.core.db import Database
from unrealugc.webhooks import policy, service
from unrealugc.webhooks.signing import verify

VIDEO = {"id": "cvideo", "status": "COMPLETED", "title": "Grüße 🎉"}


@pytest.fixture(autouse=True)
async def running(worker: WorkerFactory) -> AsyncIterator[None]:
    """A worker runs throughout each test."""
    async with worker():
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Receivers of these tests are on loopback."""
    return Settings(
        data_dir=tmp_path / "data", rate_limit_per_minute=10_000, allow_private_networks=True
    )


async def register(api: httpx.AsyncClient, url: str, **fields: Any) -> dict[str, Any]:
    """Register an endpoint through the API."""
    response = await api.post("webhooks", json={"url": url, **fields})
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


async def emit(database: Database, account: Account, event: str = "video.completed") -> None:
    """What a video's transaction does."""
    async with database.transaction() as connection:
        await service.emit(connection, account.id, event, VIDEO)


async def _emit_and_fail(database: Database, account: Account) -> None:
    async with database.transaction() as connection:
        await service.emit(connection, account.id, "video.created", VIDEO)
        raise RuntimeError


async def hasten(database: Database) -> None:
    """Let the waits of planned attempts be over."""
    async with database.transaction() as connection:
        await connection.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'"
            " AND task_name = 'webhooks.deliver'"
        )


async def delivery_of(
    api: httpx.AsyncClient, endpoint_id: str, *, attempts: int, status: str | None = None
) -> dict[str, Any]:
    """The endpoint's newest delivery, once it has had that many attempts."""

    async def look() -> dict[str, Any] | None:
        listed = (await api.get(f"webhooks/{endpoint_id}/deliveries")).json()["data"]
        if not listed or listed[0]["attempts"] < attempts:
            return None
        if status is not None and listed[0]["status"] != status:
            return None
        url = f"webhooks/{endpoint_id}/deliveries/{listed[0]['id']}"
        found: dict[str, Any] = (await api.get(url)).json()
        return found

    return await until(look, limit_s=60)


def check_signature(request: Received, secret: str) -> None:
    """A receiver's check, on the bytes that came."""
    assert verify(
        secret,
        request.headers["x-unrealugc-delivery-id"],
        request.headers["x-unrealugc-timestamp"],
        request.headers["x-unrealugc-signature"],
        request.body,
    )


@pytest.fixture
async def moody() -> AsyncIterator[LoopbackServer]:
    """Answers 500 twice, then 200."""
    replies = iter([500, 500, 200])

    def answer(_: Received) -> Reply:
        return next(replies), {}, b"noted"

    async with serve(answer) as server:
        yield server


async def test_a_receiver_that_fails_twice_gets_the_same_delivery_until_it_takes_it(
    api: httpx.AsyncClient, database: Database, account: Account, moody: LoopbackServer
) -> None:
    endpoint = await register(api, f"{moody.url}/hook")
    await emit(database, account)
    first = await delivery_of(api, endpoint["id"], attempts=1)
    assert first["status"] == "PENDING"
    assert first["nextAttemptAt"] is not None
    await hasten(database)
    await delivery_of(api, endpoint["id"], attempts=2)
    await hasten(database)
    done = await delivery_of(api, endpoint["id"], attempts=3, status="SUCCEEDED")

    requests = await moody.wait_for(3)
    assert [request.method for request in requests] == ["POST"] * 3
    assert {request.headers["x-unrealugc-delivery-id"] for request in requests} == {done["id"]}
    assert {request.headers["x-unrealugc-event"] for request in requests} == {"video.completed"}
    for request in requests:
        check_signature(request, endpoint["secret"])
    assert len({request.body for request in requests}) == 1
    body = json.loads(requests[0].body)
    assert body["id"] == done["id"]
    assert body["event"] == "video.completed"
    assert isinstance(body["created"], int)
    assert body["data"] == {"video": VIDEO}
    assert [item["statusCode"] for item in done["attemptLog"]] == [500, 500, 200]
    assert done["attemptLog"][2]["response"] == "noted"
    assert done["nextAttemptAt"] is None


async def test_a_receiver_that_hangs_is_given_ten_seconds(
    api: httpx.AsyncClient,
    database: Database,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert policy.TIMEOUT_S == 10
    monkeypatch.setattr(policy, "TIMEOUT_S", 0.5)

    async def hang(_: Received) -> Reply:
        await asyncio.Event().wait()
        raise AssertionError

    async with serve(hang) as server:
        endpoint = await register(api, server.url)
        await emit(database, account)
        delivery = await delivery_of(api, endpoint["id"], attempts=1)
    assert delivery["status"] == "PENDING"
    assert delivery["attemptLog"][0]["statusCode"] is None
    assert "no answer within" in delivery["attemptLog"][0]["error"]


async def test_a_redirect_is_a_failure_and_is_not_followed(
    api: httpx.AsyncClient, database: Database, account: Account
) -> None:
    async with serve(lambda _: (200, {}, b"")) as victim:

        def redirect(_: Received) -> Reply:
            return 307, {"location": victim.url}, b""

        async with serve(redirect) as server:
            endpoint = await register(api, server.url)
            await emit(database, account)
            delivery = await delivery_of(api, endpoint["id"], attempts=1)
    assert delivery["attemptLog"][0]["statusCode"] == 307
    assert delivery["status"] == "PENDING"
    assert victim.received == []


async def test_410_disables_the_endpoint_and_its_owner_is_told(
    api: httpx.AsyncClient, database: Database, account: Account, settings: Settings
) -> None:
    async with serve(lambda _: (410, {}, b"")) as server:
        endpoint = await register(api, server.url)
        await emit(database, account)
        delivery = await delivery_of(api, endpoint["id"], attempts=1, status="FAILED")
    assert delivery["nextAttemptAt"] is None
    shown = (await api.get(f"webhooks/{endpoint['id']}")).json()
    assert shown["enabled"] is False
    assert "410" in shown["disabledReason"]

    async def mail() -> str | None:
        found = list((settings.data_dir / "outbox").glob("*.eml"))
        return found[0].read_text() if found else None

    message = await until(mail, limit_s=60)
    assert f"To: {account.email}" in message
    assert server.url in message
    # A disabled endpoint is not called, and can be taken up again.
    assert (await api.post(f"webhooks/{endpoint['id']}/test")).status_code == 409
    enabled = await api.patch(f"webhooks/{endpoint['id']}", json={"enabled": True})
    assert enabled.json()["disabledReason"] is None


async def test_five_days_of_failures_disable_the_endpoint(
    api: httpx.AsyncClient, database: Database, account: Account
) -> None:
    async with serve(lambda _: (503, {}, b"")) as server:
        endpoint = await register(api, server.url)
        async with database.transaction() as connection:
            await connection.execute(
                "UPDATE webhook_endpoints SET failing_since = now() - interval '5 days'"
            )
        await emit(database, account)
        await delivery_of(api, endpoint["id"], attempts=1, status="FAILED")
    shown = (await api.get(f"webhooks/{endpoint['id']}")).json()
    assert shown["enabled"] is False
    assert "5 days" in shown["disabledReason"]


async def test_any_delivery_can_be_sent_again_under_its_id(
    api: httpx.AsyncClient, database: Database, account: Account
) -> None:
    async with serve(lambda _: (204, {}, b"")) as server:
        endpoint = await register(api, server.url, events=["video.failed"])
        await emit(database, account, "video.created")
        await emit(database, account, "video.failed")
        first = await delivery_of(api, endpoint["id"], attempts=1, status="SUCCEEDED")
        path = f"webhooks/{endpoint['id']}/deliveries/{first['id']}/redeliver"
        assert (await api.post(path)).status_code == 201
        again = await delivery_of(api, endpoint["id"], attempts=2, status="SUCCEEDED")
        requests = await server.wait_for(2)
    assert again["id"] == first["id"]
    assert {request.headers["x-unrealugc-event"] for request in requests} == {"video.failed"}
    assert requests[0].body == requests[1].body
    check_signature(requests[1], endpoint["secret"])


async def test_a_test_notice_arrives_signed(api: httpx.AsyncClient) -> None:
    async with serve(lambda _: (200, {}, b"")) as server:
        endpoint = await register(api, server.url)
        assert (await api.post(f"webhooks/{endpoint['id']}/test")).status_code == 201
        requests = await server.wait_for(1)
    check_signature(requests[0], endpoint["secret"])
    assert requests[0].headers["x-unrealugc-event"] == "webhook.test"


async def test_nothing_is_sent_when_the_transaction_fails(
    api: httpx.AsyncClient, database: Database, account: Account
) -> None:
    async with serve(lambda _: (200, {}, b"")) as server:
        endpoint = await register(api, server.url)
        with pytest.raises(RuntimeError):
            await _emit_and_fail(database, account)
        await emit(database, account, "video.completed")
        await delivery_of(api, endpoint["id"], attempts=1, status="SUCCEEDED")
    assert [item.headers["x-unrealugc-event"] for item in server.received] == ["video.completed"]
