"""A database that fails: the caller is told to come back, and nothing half-done remains."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import psycopg
from asgi_lifespan import LifespanManager
from tests.support.waiting import until

from unrealugc.app import create_app
from unrealugc.config import Settings
from unrealugc.core.db import Database

KEY = {"Idempotency-Key": "order"}
PROJECT = {"name": "Summer"}


def check_unavailable(response: httpx.Response) -> None:
    """The answer is a 503 that names the request and says when to come back."""
    assert response.status_code == 503
    error = response.json()["error"]
    assert error["code"] == "service_unavailable"
    assert error["details"] == {"requestId": response.headers["x-request-id"]}
    assert int(response.headers["retry-after"]) >= 1
    assert response.headers["x-ratelimit-limit"]


async def test_a_request_whose_connection_dies_can_be_sent_again(
    api: httpx.AsyncClient, database: Database, database_url: str
) -> None:
    blocker = await psycopg.AsyncConnection.connect(database_url)
    await blocker.execute("LOCK TABLE projects IN ACCESS EXCLUSIVE MODE")
    request = asyncio.create_task(api.post("projects", json=PROJECT, headers=KEY))

    async def killed() -> bool:
        row = await database.fetch_one(
            "SELECT count(pg_terminate_backend(pid)) AS killed FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(row["killed"])

    await until(killed)
    check_unavailable(await request)
    await blocker.close()
    again = await api.post("projects", json=PROJECT, headers=KEY)
    assert again.status_code == 201
    assert "idempotency-replayed" not in again.headers
    assert len((await api.get("projects")).json()["data"]) == 1


async def test_without_a_database_the_gate_says_so(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_timeout_s=0.2)
    app = create_app(settings, "postgresql://postgres@127.0.0.1:1/none")
    async with LifespanManager(app, startup_timeout=30, shutdown_timeout=30):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            check_unavailable(await client.get("/api/v1/me"))
