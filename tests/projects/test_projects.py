"""Projects over HTTP."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from tests.fixtures.accounts import OpenAccount

from unrealugc.accounts.repository import Account
from unrealugc.core.db import Database
from unrealugc.core.ids import is_id, new_id
from unrealugc.projects import service

SOME_ID = "c" + "0" * 24
FIELDS = {
    "id",
    "name",
    "description",
    "productName",
    "productDescription",
    "productUrl",
    "creatorId",
    "customCreatorId",
    "createdAt",
    "updatedAt",
}


async def test_create_and_fetch(api: httpx.AsyncClient) -> None:
    made = await api.post("projects", json={"name": "Q3 Launch", "productName": "Acme Skincare"})
    assert made.status_code == 201
    project = made.json()
    assert set(project) == FIELDS
    assert is_id(project["id"])
    assert project["productName"] == "Acme Skincare"
    assert project["description"] is None
    assert (await api.get(f"projects/{project['id']}")).json() == project


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": 7}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": None}, "name"),
        ({"name": "A", "description": "x" * 5001}, "description"),
        ({"name": "A", "productUrl": "javascript:alert(1)"}, "productUrl"),
        ({"name": "A", "productUrl": "https://user:pw@shop.example"}, "productUrl"),
        ({"name": "A", "productName": ""}, "productName"),
        ({"name": "A", "creatorId": "a", "customCreatorId": "b"}, "customCreatorId"),
    ],
)
async def test_bad_values_are_named_and_nothing_is_written(
    api: httpx.AsyncClient, body: dict[str, object], field: str
) -> None:
    answer = await api.post("projects", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_request"
    assert [entry["field"] for entry in answer.json()["error"]["details"]["fields"]] == [field]
    assert (await api.get("projects")).json()["data"] == []


async def test_patch_changes_what_is_sent_and_null_clears(api: httpx.AsyncClient) -> None:
    made = (
        await api.post("projects", json={"name": "A", "description": "d", "productName": "P"})
    ).json()
    path = f"projects/{made['id']}"
    patched = (await api.patch(path, json={"name": "B"})).raise_for_status().json()
    assert (patched["name"], patched["description"], patched["productName"]) == ("B", "d", "P")
    cleared = (await api.patch(path, json={"description": None})).raise_for_status().json()
    assert (cleared["name"], cleared["description"]) == ("B", None)
    assert (await api.patch(path, json={})).json() == cleared
    for bad in ({"name": None}, {"name": ""}, {"productUrl": "nowhere"}):
        assert (await api.patch(path, json=bad)).status_code == 400
    assert (await api.get(path)).json() == cleared


async def test_a_deleted_project_is_gone_for_good(api: httpx.AsyncClient) -> None:
    made = (await api.post("projects", json={"name": "A"})).json()
    path = f"projects/{made['id']}"
    answer = await api.delete(path)
    assert answer.status_code == 200
    assert answer.json() == {"id": made["id"], "deleted": True}
    for response in (
        await api.get(path),
        await api.patch(path, json={"name": "B"}),
        await api.delete(path),
    ):
        assert response.status_code == 404
        assert response.json()["error"]["code"] == "not_found"
    assert (await api.get("projects")).json()["data"] == []


async def test_somebody_elses_project_looks_like_none(
    api: httpx.AsyncClient, open_account: OpenAccount
) -> None:
    _, key = await open_account(100)
    stranger = {"Authorization": f"Bearer {key}"}
    made = (await api.post("projects", json={"name": "A"})).json()
    foreign = await api.get(f"projects/{made['id']}", headers=stranger)
    unknown = await api.get(f"projects/{new_id()}", headers=stranger)
    odd = await api.get("projects/%00", headers=stranger)
    assert foreign.status_code == unknown.status_code == odd.status_code == 404
    assert foreign.json() == unknown.json() == odd.json()
    cursor = await api.get("projects", params={"cursor": made["id"]}, headers=stranger)
    assert cursor.status_code == 400


async def test_pages_hold_every_project_once(api: httpx.AsyncClient) -> None:
    ids = [(await api.post("projects", json={"name": f"P{n}"})).json()["id"] for n in range(7)]
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(10):
        params = {"limit": "3"} | ({"cursor": cursor} if cursor else {})
        page = (await api.get("projects", params=params)).raise_for_status().json()
        seen += [project["id"] for project in page["data"]]
        cursor = page["next_cursor"]
        assert page["has_more"] == (cursor is not None)
        if cursor is None:
            break
        # What is written or deleted meanwhile neither repeats nor hides anything.
        await api.post("projects", json={"name": "meanwhile"})
        await api.delete(f"projects/{cursor}")
    assert seen == ids[::-1]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=x", "cursor=nope", "cursor=%00", f"cursor={SOME_ID}"],
)
async def test_bad_paging_is_a_400(api: httpx.AsyncClient, query: str) -> None:
    answer = await api.get(f"projects?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]["details"]["fields"][0]["field"] == query.split("=")[0]


async def test_many_at_once_make_one_project_of_a_product(
    database: Database, account: Account, api: httpx.AsyncClient
) -> None:
    async def one(name: str) -> str:
        async with database.transaction() as connection:
            return await service.for_product(connection, account.id, name)

    names = ["Acme", "ACME", "acme"] * 5
    found = await asyncio.gather(*(one(name) for name in names))
    assert len(set(found)) == 1
    assert len((await api.get("projects")).json()["data"]) == 1
    await api.delete(f"projects/{found[0]}")
    assert await one("Acme") != found[0]


async def test_a_project_made_by_hand_is_joined(
    database: Database, account: Account, api: httpx.AsyncClient
) -> None:
    made = (await api.post("projects", json={"name": "Launch", "productName": "Acme"})).json()
    async with database.transaction() as connection:
        assert await service.for_product(connection, account.id, "acme") == made["id"]
