"""Who speaks in a video of one's own creator."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from tests.support.library import add_creator
from tests.videos.test_life import make
from unrealugc.accounts.repository import Account
from unrealugc.catalog.voices import stock_voices
from unrealugc.core.db import Database
from unrealugc.videos import orders


async def _voice(app: FastAPI, video_id: str) -> str:
    database: Database = app.state.database
    async with database.transaction() as connection:
        order = await orders.load(connection, video_id)
    assert order is not None
    return order.voice.voice_id


@pytest.mark.parametrize(("name", "gender"), [("Michał", "male"), ("Our mom", "female")])
async def test_the_voice_that_a_request_names_wins_over_the_creators_name(
    api: httpx.AsyncClient, app: FastAPI, account: Account, name: str, gender: str
) -> None:
    database: Database = app.state.database
    async with database.transaction() as connection:
        creator = await add_creator(connection, account, name)
    own = {"creatorId": ..., "customCreatorId": creator.id}
    left_open = await make(api, **own)
    assert stock_voices()[await _voice(app, left_open["id"])].gender == gender
    other = next(voice for voice in stock_voices().values() if voice.gender != gender)
    named = await make(api, **own, useNativeAudio=..., voiceId=other.id)
    assert await _voice(app, named["id"]) == other.id
