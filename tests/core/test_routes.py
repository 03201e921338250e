"""The edge: faults of ours, and bodies that come slowly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from unrealugc.config import Settings
from unrealugc.core import routes

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation with a single connection, which whoever holds it keeps from all others."""
    return Settings(data_dir=tmp_path / "data", pool_size=1)


async def test_a_fault_of_ours_has_the_common_headers_and_tells_nothing(
    app: FastAPI, api: httpx.AsyncClient
) -> None:
    async def fault() -> None:
        raise RuntimeError("what only we may know")

    app.add_api_route("/api/v1/fault", fault)
    response = await api.get("fault", headers={"Origin": "https://app.example.com"})
    assert response.status_code == 500
    assert response.json()["error"]["code"] == "internal_error"
    assert response.json()["error"]["details"] == {"requestId": response.headers["x-request-id"]}
    assert "only we" not in response.text
    assert response.headers["x-ratelimit-remaining"]
    assert response.headers["access-control-allow-origin"]


async def test_a_slow_body_holds_no_connection(api: httpx.AsyncClient) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield b'{"name": '
        begun.set()
        await go_on.wait()
        yield b'"Summer"}'

    slow = asyncio.create_task(api.post("projects", content=slowly(), headers=JSON))
    await begun.wait()
    assert (await api.get("me")).status_code == 200
    go_on.set()
    assert (await slow).status_code == 201


async def test_a_body_that_does_not_arrive_is_given_up(
    api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "RECEIVE_TIMEOUT_S", 0.05)

    async def never() -> AsyncIterator[bytes]:
        yield b'{"name": '
        await asyncio.Event().wait()

    response = await api.post("projects", content=never(), headers=JSON)
    assert response.status_code == 408
    assert response.json()["error"]["code"] == "request_timeout"
