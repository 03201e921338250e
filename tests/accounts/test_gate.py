"""The limits, over several API processes, and the headers that tell of them."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from tests.fixtures.accounts import OpenAccount

from unrealugc.accounts import service
from unrealugc.accounts.repository import Account
from unrealugc.app import create_app
from unrealugc.config import Settings
from unrealugc.core.db import Database

ADDRESS, OTHER_ADDRESS, PROXY = "203.0.113.7", "203.0.113.8", "10.0.0.1"


@pytest.fixture
def limited() -> Settings:
    """Settings with the limits as they are by default."""
    return Settings(trusted_proxies=(PROXY,))


@pytest.fixture
async def processes(limited: Settings, database_url: str) -> AsyncIterator[list[FastAPI]]:
    """Two API processes on one database."""
    async with AsyncExitStack() as stack:
        apps = [create_app(limited, database_url) for _ in range(2)]
        for app in apps:
            await stack.enter_async_context(
                LifespanManager(app, startup_timeout=60, shutdown_timeout=60)
            )
        yield apps


async def ask(
    app: FastAPI,
    path: str,
    key: str | None = None,
    *,
    method: str = "GET",
    address: str = ADDRESS,
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    """One request from an address."""
    transport = httpx.ASGITransport(app=app, client=(address, 50_000), raise_app_exceptions=False)
    every = dict(headers or {}) | ({"Authorization": f"Bearer {key}"} if key else {})
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.request(method, f"/api/v1/{path}", headers=every)


def check_refused(response: httpx.Response, limit: int) -> None:
    """The answer is a 429 that says when to come back."""
    assert response.status_code == 429
    assert response.json()["error"]["code"] == "rate_limited"
    assert 1 <= int(response.headers["retry-after"]) <= 61
    assert response.headers["x-ratelimit-limit"] == str(limit)
    assert response.headers["x-ratelimit-remaining"] == "0"
    assert 0 < int(response.headers["x-ratelimit-reset"]) - time.time() <= 62


async def test_sixty_a_minute_hold_over_all_processes(
    processes: list[FastAPI], api_key: str, open_account: OpenAccount
) -> None:
    for number in range(60):
        response = await ask(processes[number % 2], "credits", api_key)
        assert response.status_code == 200
        assert response.headers["x-ratelimit-limit"] == "60"
        assert response.headers["x-ratelimit-remaining"] == str(59 - number)
    for app in processes:
        check_refused(await ask(app, "credits", api_key), 60)
    _, other_key = await open_account(1)
    assert (await ask(processes[0], "credits", other_key)).status_code == 200


async def test_ten_generations_a_minute_have_a_bucket_of_their_own(
    processes: list[FastAPI], api_key: str
) -> None:
    for number in range(10):
        response = await ask(processes[number % 2], "videos", api_key, method="POST")
        assert response.status_code == 400  # counted all the same
        assert response.headers["x-ratelimit-limit"] == "10"
        assert response.headers["x-ratelimit-remaining"] == str(9 - number)
    for app in processes:
        check_refused(await ask(app, "videos", api_key, method="POST"), 10)
    response = await ask(processes[0], "videos", api_key)
    assert response.status_code == 200
    assert response.headers["x-ratelimit-remaining"] == "59"


async def test_without_a_good_key_the_address_is_counted(
    processes: list[FastAPI], api_key: str
) -> None:
    keys = [None, "usk_live_" + "x" * 40, "nonsense"]
    for number in range(60):
        response = await ask(processes[number % 2], "credits", keys[number % 3])
        assert response.status_code == 401
        assert response.headers["x-ratelimit-remaining"] == str(59 - number)
    check_refused(await ask(processes[0], "credits"), 60)
    assert (await ask(processes[0], "credits", address=OTHER_ADDRESS)).status_code == 401
    assert (await ask(processes[0], "credits", api_key)).status_code == 200


async def test_only_a_trusted_proxy_may_name_the_client(processes: list[FastAPI]) -> None:
    app = processes[0]

    async def remaining(address: str, forwarded: str) -> int:
        headers = {"X-Forwarded-For": forwarded}
        response = await ask(app, "credits", address=address, headers=headers)
        return int(response.headers["x-ratelimit-remaining"])

    assert await remaining(PROXY, f"spoofed, {ADDRESS}") == 59
    assert await remaining(PROXY, ADDRESS) == 58
    assert await remaining(PROXY, OTHER_ADDRESS) == 59
    assert await remaining(ADDRESS, OTHER_ADDRESS) == 57


async def test_a_window_ends_a_minute_after_it_began(
    processes: list[FastAPI], database: Database, api_key: str
) -> None:
    for _ in range(3):
        await ask(processes[0], "credits", api_key)
    async with database.transaction() as connection:
        await connection.execute(
            "UPDATE rate_counters SET window_start = window_start - interval '61 seconds'"
        )
    response = await ask(processes[0], "credits", api_key)
    assert response.headers["x-ratelimit-remaining"] == "59"


async def test_every_answer_has_the_limits(
    processes: list[FastAPI], api_key: str, open_account: OpenAccount
) -> None:
    app = processes[0]
    _, poor_key = await open_account(0)
    answers = {
        200: await ask(app, "me", api_key),
        400: await ask(app, "projects", api_key, method="POST"),
        401: await ask(app, "me"),
        402: await ask(app, "me", poor_key),
        404: await ask(app, "nothing", api_key),
        405: await ask(app, "me", api_key, method="PUT"),
        413: await ask(
            app, "projects", api_key, method="POST", headers={"Content-Length": "9999999"}
        ),
    }
    for status, response in answers.items():
        assert response.status_code == status
        assert response.headers["x-request-id"]
        for name in ("limit", "remaining", "reset"):
            assert response.headers[f"x-ratelimit-{name}"].isdigit(), (status, name)


async def test_a_revoked_key_is_refused_at_once_and_use_is_noted(
    processes: list[FastAPI], database: Database, account: Account
) -> None:
    async with database.transaction() as connection:
        made = await service.create_key(connection, account.id)
    assert (await ask(processes[0], "me", made.secret)).status_code == 200
    async with database.transaction() as connection:
        revoked = await service.revoke_key(connection, account.id, made.key.id)
    assert revoked.last_used_at is not None
    for app in processes:
        response = await ask(app, "me", made.secret)
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == "Bearer"
