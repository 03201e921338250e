"""Stock voices over the API, and how videos find them."""

from __future__ import annotations

import httpx
import pytest

from unrealugc.catalog.creators import stock_creators
from unrealugc.catalog.voices import stock_voices
from unrealugc.core.db import Database
from unrealugc.errors import InvalidRequest
from unrealugc.voices import service

FIRST = next(iter(stock_voices()))


def test_every_creator_has_a_voice_that_exists() -> None:
    assert {creator.voice for creator in stock_creators().values()} <= set(stock_voices())


async def test_the_list_shows_every_stock_voice(api: httpx.AsyncClient) -> None:
    page = (await api.get("voices")).json()
    assert [item["id"] for item in page["data"]] == list(stock_voices())
    assert {item["isCustom"] for item in page["data"]} == {False}
    assert {item["createdAt"] for item in page["data"]} == {None}
    assert (page["has_more"], page["next_cursor"]) == (False, None)


async def test_a_page_goes_on_where_the_last_one_ended(api: httpx.AsyncClient) -> None:
    rest = (await api.get("voices", params={"cursor": FIRST})).json()
    assert [item["id"] for item in rest["data"]] == list(stock_voices())[1:]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "cursor=nobody", "cursor=%00"])
async def test_a_bad_query_is_refused(api: httpx.AsyncClient, query: str) -> None:
    answer = await api.get(f"voices?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]["details"]["fields"][0]["field"] == query.split("=")[0]


async def test_one_is_fetched(api: httpx.AsyncClient) -> None:
    assert (await api.get(f"voices/{FIRST}")).json()["id"] == FIRST
    for ident in ("nobody", "c" + "0" * 24, "%00"):
        assert (await api.get(f"voices/{ident}")).status_code == 404
        assert (await api.delete(f"voices/{ident}")).status_code == 404


async def test_a_stock_voice_cannot_be_deleted(api: httpx.AsyncClient) -> None:
    answer = await api.delete(f"voices/{FIRST}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "stock_item")


async def test_the_list_is_not_sent_twice(api: httpx.AsyncClient) -> None:
    tag = (await api.get("voices")).headers["etag"]
    assert (await api.get("voices", headers={"If-None-Match": tag})).status_code == 304


async def test_videos_find_stock_voices(database: Database) -> None:
    async with database.transaction() as connection:
        found = await service.resolve(connection, "cacc", FIRST)
        assert (found.id, found.is_custom, found.spec.voice_id) == (FIRST, False, FIRST)
        for wrong in ("nobody", "\x00", "c" + "0" * 24):
            with pytest.raises(InvalidRequest) as caught:
                await service.resolve(connection, "cacc", wrong)
            assert caught.value.details["fields"][0]["field"] == "voiceId"
