"""``Idempotency-Key``: one effect and one answer, however often and however close together."""

from __future__ import annotations

import asyncio
import json

import httpx
import psycopg
import pytest
from fastapi import FastAPI
from tests.fixtures.accounts import OpenAccount
from tests.support.waiting import until

from unrealugc.core.db import Database
from unrealugc.core.idempotency import forget_old

KEY = {"Idempotency-Key": "order-2027.01:a_b"}
PROJECT = {"name": "Summer"}


async def _names(api: httpx.AsyncClient) -> list[str]:
    return [project["name"] for project in (await api.get("projects")).json()["data"]]


async def test_the_same_request_again_gets_the_first_answer(api: httpx.AsyncClient) -> None:
    first = await api.post("projects", json=PROJECT, headers=KEY)
    assert first.status_code == 201
    assert "idempotency-replayed" not in first.headers
    again = await api.post("projects", json=PROJECT, headers=KEY)
    assert again.status_code == 201
    assert again.headers["idempotency-replayed"] == "true"
    assert again.content == first.content
    assert again.headers["content-type"] == first.headers["content-type"]
    assert await _names(api) == ["Summer"]


async def test_the_key_of_another_request_is_a_conflict(api: httpx.AsyncClient) -> None:
    await api.post("projects", json=PROJECT, headers=KEY)
    for path, body in [("projects", {"name": "Winter"}), ("videos/estimate", PROJECT)]:
        response = await api.post(path, json=body, headers=KEY)
        assert response.status_code == 409
        assert response.json()["error"]["code"] == "idempotency_conflict"
    assert await _names(api) == ["Summer"]


async def test_a_refused_request_leaves_its_key_free(api: httpx.AsyncClient) -> None:
    refused = await api.post("projects", json={"name": ""}, headers=KEY)
    assert refused.status_code == 400
    mended = await api.post("projects", json=PROJECT, headers=KEY)
    assert mended.status_code == 201
    assert "idempotency-replayed" not in mended.headers


async def test_another_account_may_use_the_same_key(
    api: httpx.AsyncClient, open_account: OpenAccount
) -> None:
    first = await api.post("projects", json=PROJECT, headers=KEY)
    _, other_key = await open_account(5)
    bearer = {"Authorization": f"Bearer {other_key}"}
    second = await api.post("projects", json=PROJECT, headers=KEY | bearer)
    assert second.status_code == 201
    assert "idempotency-replayed" not in second.headers
    assert second.json()["id"] != first.json()["id"]


async def test_while_the_first_runs_a_second_is_told_so(
    api: httpx.AsyncClient, database: Database, database_url: str
) -> None:
    blocker = await psycopg.AsyncConnection.connect(database_url)
    await blocker.execute("LOCK TABLE projects IN ACCESS EXCLUSIVE MODE")
    first = asyncio.create_task(api.post("projects", json=PROJECT, headers=KEY))
    await until(lambda: _waits_for_a_lock(database), 10)
    second = await api.post("projects", json=PROJECT, headers=KEY)
    assert second.status_code == 409
    assert second.json()["error"]["code"] == "request_in_progress"
    assert int(second.headers["retry-after"]) >= 1
    await blocker.close()
    assert (await first).status_code == 201
    third = await api.post("projects", json=PROJECT, headers=KEY)
    assert third.headers["idempotency-replayed"] == "true"
    assert third.json() == (await first).json()


async def _waits_for_a_lock(database: Database) -> bool:
    row = await database.fetch_one(
        "SELECT count(*) AS waiting FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    return bool(row["waiting"])


async def test_many_at_once_have_one_effect(api: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(
        *(api.post("projects", json=PROJECT, headers=KEY) for _ in range(8))
    )
    made = [answer for answer in answers if answer.status_code == 201]
    assert made
    assert len({answer.content for answer in made}) == 1
    for answer in answers:
        if answer.status_code != 201:
            assert answer.json()["error"]["code"] == "request_in_progress"
    assert await _names(api) == ["Summer"]


async def test_after_a_day_the_key_is_new(api: httpx.AsyncClient, database: Database) -> None:
    await api.post("projects", json=PROJECT, headers=KEY)
    async with database.transaction() as connection:
        await connection.execute(
            "UPDATE idempotency_records SET created_at = created_at - interval '25 hours'"
        )
    again = await api.post("projects", json={"name": "Winter"}, headers=KEY)
    assert again.status_code == 201
    assert await _names(api) == ["Winter", "Summer"]
    async with database.transaction() as connection:
        assert await forget_old(connection) == 0
        await connection.execute(
            "UPDATE idempotency_records SET created_at = created_at - interval '25 hours'"
        )
        assert await forget_old(connection) == 1


@pytest.mark.parametrize("key", ["", " ", "a b", "ключ", "x" * 256, "a/b"])
async def test_a_malformed_key_is_refused(app: FastAPI, api_key: str, key: str) -> None:
    headers = [
        (b"Authorization", f"Bearer {api_key}".encode()),
        (b"Idempotency-Key", key.encode()),
        (b"Content-Type", b"application/json"),
    ]
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.post(
            "/api/v1/projects", content=json.dumps(PROJECT), headers=headers
        )
    assert response.status_code == 400
    assert response.json()["error"]["details"]["fields"][0]["field"] == "Idempotency-Key"


async def test_reading_needs_no_key_and_ignores_one(api: httpx.AsyncClient) -> None:
    for _ in range(2):
        response = await api.get("me", headers=KEY)
        assert response.status_code == 200
        assert "idempotency-replayed" not in response.headers
