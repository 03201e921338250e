"""``/me`` and ``/credits`` against the reference."""

from __future__ import annotations

import re

import httpx

from tests.fixtures.accounts import CREDITS
from unrealugc.accounts.repository import Account
from unrealugc.core.db import Database
from unrealugc.ledger import service as ledger


async def test_me_has_exactly_the_fields_of_the_reference(
    api: httpx.AsyncClient, account: Account
) -> None:
    response = await api.get("me")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/json")
    assert response.json() == {
        "id": account.id,
        "email": account.email,
        "name": "Test",
        "plan": "FREE",
        "subscriptionStatus": "NONE",
        "credits": CREDITS,
    }
    assert re.fullmatch(r"c[a-z0-9]{24}", response.json()["id"])


async def test_credits_are_broken_down_by_pool(
    api: httpx.AsyncClient, account: Account, database: Database
) -> None:
    async with database.transaction() as connection:
        await ledger.grant(
            connection, account.id, 4000, pool="subscription", reason="period", key="p"
        )
        await ledger.hold(connection, account.id, 280, reference="cvideo")
    response = await api.get("credits")
    assert response.status_code == 200
    assert response.json() == {
        "credits": CREDITS + 3720,
        "subscriptionCredits": 3720,
        "purchasedCredits": CREDITS,
    }
    assert (await api.get("me")).json()["credits"] == CREDITS + 3720


async def test_transactions_sum_to_the_balance_and_name_their_video(
    api: httpx.AsyncClient, account: Account, database: Database
) -> None:
    async with database.transaction() as connection:
        await ledger.hold(connection, account.id, 280, reference="cvideo")
        await ledger.settle(connection, "cvideo", 250)
        await ledger.refund(connection, "cvideo", 50, key="sorry")
    body = (await api.get("credits/transactions")).json()
    assert (body["object"], body["has_more"], body["next_cursor"]) == ("list", False, None)
    assert [(line["kind"], line["amount"], line["videoId"]) for line in body["data"]] == [
        ("refund", 50, "cvideo"),
        ("settle", 30, "cvideo"),
        ("hold", -280, "cvideo"),
        ("grant", CREDITS, None),
    ]
    opening = body["data"][-1]
    assert set(opening) == {
        "id", "kind", "amount", "pool", "reason", "videoId", "expiresAt", "createdAt",
    }  # fmt: skip
    assert (opening["pool"], opening["reason"], opening["expiresAt"]) == (
        "purchased",
        "opening",
        None,
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", opening["createdAt"])
    credits_now = (await api.get("credits")).json()["credits"]
    assert sum(line["amount"] for line in body["data"]) == credits_now


async def test_transactions_are_paged_without_gap_or_repetition(
    api: httpx.AsyncClient, account: Account, database: Database
) -> None:
    for number in range(6):
        async with database.transaction() as connection:
            await ledger.grant(
                connection, account.id, 1, pool="purchased", reason="gift", key=f"g{number}"
            )
    whole = (await api.get("credits/transactions")).json()["data"]
    seen: list[object] = []
    cursor: str | None = None
    for _ in range(3):
        params: dict[str, str | int] = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = (await api.get("credits/transactions", params=params)).json()
        seen += page["data"]
        cursor = page["next_cursor"]
        assert page["has_more"] == (cursor is not None)
    assert cursor is None
    assert seen == whole
    assert len(seen) == 7


async def test_a_foreign_cursor_is_refused(api: httpx.AsyncClient) -> None:
    response = await api.get("credits/transactions", params={"cursor": "cnobodys"})
    assert response.status_code == 400
    error = response.json()["error"]
    assert error["code"] == "invalid_request"
    assert error["details"]["fields"][0]["field"] == "cursor"
    for limit in ("0", "101", "many"):
        response = await api.get("credits/transactions", params={"limit": limit})
        assert response.status_code == 400
        assert response.json()["error"]["details"]["fields"][0]["field"] == "limit"
