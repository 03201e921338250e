"""Stock creators over the API, and how videos find them."""

from __future__ import annotations

import httpx
import pytest

from unrealugc.catalog.creators import stock_creators
from unrealugc.core.db import Database
from unrealugc.core.ids import is_id
from unrealugc.creators import service
from unrealugc.errors import InvalidRequest

SLUG = "tech-savvy-female-30"


async def test_the_list_shows_every_stock_creator(api: httpx.AsyncClient) -> None:
    page = (await api.get("creators")).json()
    assert page["object"] == "list"
    assert [item["slug"] for item in page["data"]] == list(stock_creators())
    assert page["has_more"] is False
    assert page["next_cursor"] is None
    assert (await api.get("creators?include=stock")).json() == page
    assert (await api.get("creators?include=custom")).json()["data"] == []


async def test_pages_join_to_the_whole_list(api: httpx.AsyncClient) -> None:
    whole = (await api.get("creators")).json()["data"]
    seen, cursor = [], None
    while True:
        query = {"limit": 1, **({"cursor": cursor} if cursor else {})}
        page = (await api.get("creators", params=query)).json()
        seen += page["data"]
        cursor = page["next_cursor"]
        if not page["has_more"]:
            break
    assert seen == whole
    assert cursor is None


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=251", "limit=x", "include=both", "cursor=nothing", "cursor=%00", "cursor="],
)
async def test_a_bad_query_is_refused(api: httpx.AsyncClient, query: str) -> None:
    answer = await api.get(f"creators?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid_request"
    assert answer.json()["error"]["details"]["fields"][0]["field"] == query.split("=")[0]


async def test_one_is_found_by_slug_and_by_id(api: httpx.AsyncClient) -> None:
    by_slug = (await api.get(f"creators/{SLUG}")).json()
    assert is_id(by_slug["id"])
    assert (await api.get(f"creators/{by_slug['id']}")).json() == by_slug


@pytest.mark.parametrize("ident", ["nobody", "c" + "0" * 24, "%00", "%F0%9F%98%80"])
async def test_an_unknown_one_is_not_found(api: httpx.AsyncClient, ident: str) -> None:
    for method in ("GET", "DELETE"):
        answer = await api.request(method, f"creators/{ident}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


async def test_a_stock_creator_cannot_be_deleted(api: httpx.AsyncClient) -> None:
    answer = await api.delete(f"creators/{SLUG}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "stock_item")
    assert (await api.get(f"creators/{SLUG}")).status_code == 200


async def test_the_list_is_not_sent_twice(api: httpx.AsyncClient) -> None:
    first = await api.get("creators")
    again = await api.get("creators", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (await api.get("creators", headers={"If-None-Match": '"other"'})).status_code == 200


async def test_without_a_key_there_is_nothing_to_see(client: httpx.AsyncClient) -> None:
    for path in ("/api/v1/creators", f"/api/v1/creators/{SLUG}"):
        assert (await client.get(path)).status_code == 401


async def test_videos_find_stock_creators(database: Database) -> None:
    async with database.transaction() as connection:
        found = await service.resolve(connection, "cacc", creator_id=SLUG)
        again = await service.resolve(connection, "cacc", creator_id=found.id)
        assert again == found
        assert found.voice is not None
        assert found.rig_folder is not None
        for wrong in ("nobody", "\x00"):
            with pytest.raises(InvalidRequest) as caught:
                await service.resolve(connection, "cacc", creator_id=wrong)
            assert caught.value.details["fields"][0]["field"] == "creatorId"
            with pytest.raises(InvalidRequest) as caught:
                await service.resolve(connection, "cacc", custom_creator_id=wrong)
            assert caught.value.details["fields"][0]["field"] == "customCreatorId"
        with pytest.raises(InvalidRequest):
            await service.resolve(connection, "cacc")
        with pytest.raises(InvalidRequest):
            await service.resolve(connection, "cacc", creator_id=SLUG, custom_creator_id="x")
