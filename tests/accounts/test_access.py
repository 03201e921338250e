"""Who may use the API: every endpoint asks for a key, and for a subscription or credits."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI
from tests.fixtures.accounts import OpenAccount

from unrealugc.api import PREFIX
from unrealugc.core.db import Database
from unrealugc.ledger import service as ledger


def _endpoints(app: FastAPI) -> Iterator[tuple[str, str]]:
    for path, methods in app.openapi()["paths"].items():
        if path.startswith(f"{PREFIX}/"):
            for method in methods:
                yield method.upper(), re.sub(r"\{.*?\}", "cnothing", path)


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


async def test_no_endpoint_answers_without_a_key_whatever_is_sent(
    app: FastAPI, client: httpx.AsyncClient
) -> None:
    endpoints = list(_endpoints(app))
    assert len(endpoints) > 20
    for method, path in endpoints:
        response = await client.request(method, path, content=b"{not json")
        assert response.status_code == 401, (method, path)
        assert response.json()["error"]["code"] == "unauthorized"


async def test_no_endpoint_answers_an_account_without_subscription_and_credits(
    app: FastAPI, client: httpx.AsyncClient, open_account: OpenAccount
) -> None:
    _, key = await open_account(0)
    for method, path in _endpoints(app):
        response = await client.request(method, path, content=b"{}", headers=_bearer(key))
        assert response.status_code == 402, (method, path, response.text)
        assert response.json()["error"]["code"] == "subscription_required"
        assert response.json()["error"]["details"] == {}


@pytest.mark.parametrize(
    ("status", "answer"), [("ACTIVE", 200), ("NONE", 402), ("PAST_DUE", 402), ("CANCELED", 402)]
)
async def test_an_active_subscription_opens_the_door_without_credits(
    client: httpx.AsyncClient,
    database: Database,
    open_account: OpenAccount,
    status: str,
    answer: int,
) -> None:
    account, key = await open_account(0)
    async with database.transaction() as connection:
        await connection.execute(
            "UPDATE accounts SET subscription_status = %s WHERE id = %s", (status, account.id)
        )
    response = await client.get("/api/v1/credits", headers=_bearer(key))
    assert response.status_code == answer


async def test_held_credits_open_the_door_until_they_are_spent(
    client: httpx.AsyncClient, database: Database, open_account: OpenAccount
) -> None:
    account, key = await open_account(10)
    async with database.transaction() as connection:
        await ledger.hold(connection, account.id, 10, reference="cvideo")
    response = await client.get("/api/v1/credits", headers=_bearer(key))
    assert response.status_code == 200
    assert response.json()["credits"] == 0
    async with database.transaction() as connection:
        await ledger.settle(connection, "cvideo", 10)
    assert (await client.get("/api/v1/credits", headers=_bearer(key))).status_code == 402
