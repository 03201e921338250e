"""Hook, product shots, end card and music: taken, refused, shown, kept, and free of charge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.support.contexts import context_of
from tests.videos.requests import body
from tests.videos.test_life import fail, make
from unrealugc.core.db import Database
from unrealugc.videos import orders

LOOKS = {
    "hookText": "My skin in *7 days* 😱",
    "productShots": "cutaway",
    "endCard": True,
    "callToAction": "Shop now",
    "music": "warm",
}


async def test_looks_are_shown_kept_and_part_of_the_job(
    api: httpx.AsyncClient, app: FastAPI, tmp_path: Path
) -> None:
    plain, video = await make(api), await make(api, **LOOKS)
    assert {name: video[name] for name in LOOKS} == LOOKS
    assert (await api.get(f"videos/{video['id']}")).json() == video
    assert video["creditsCharged"] == plain["creditsCharged"]
    database: Database = app.state.database
    async with database.transaction() as connection:
        order = await orders.load(connection, video["id"])
    assert order is not None
    job = await orders.prepare(context_of(app), order, tmp_path)
    assert (job.hook, job.product_shots) == (LOOKS["hookText"], "cutaway")
    assert (job.end_card, job.call_to_action, job.music) == (True, "Shop now", "warm")
    await fail(app, video)
    again = (await api.post(f"videos/{video['id']}/retry")).raise_for_status().json()
    assert {name: again[name] for name in LOOKS} == LOOKS


async def test_what_a_request_leaves_open(api: httpx.AsyncClient) -> None:
    video = await make(api, callToAction="  Jetzt   ausprobieren ")
    assert (video["endCard"], video["callToAction"]) == (True, "Jetzt ausprobieren")
    upbeat = await make(api, videoModel=..., presetSlug="unboxing")
    assert upbeat["music"] == "upbeat"
    silent = await make(api, videoModel=..., presetSlug="unboxing", music="none")
    assert silent["music"] == "none"
    nothing = await make(api, hookText=None, endCard=None, music=None, productShots=None)
    assert (nothing["hookText"], nothing["endCard"], nothing["music"]) == (None, False, "none")


async def test_a_video_from_before_there_was_a_choice_has_its_presets_music(
    api: httpx.AsyncClient, app: FastAPI, tmp_path: Path
) -> None:
    video = await make(api, videoModel=..., presetSlug="unboxing")
    database: Database = app.state.database
    async with database.transaction() as connection:
        await connection.execute("UPDATE videos SET music = NULL WHERE id = %s", (video["id"],))
        order = await orders.load(connection, video["id"])
    assert (await api.get(f"videos/{video['id']}")).json()["music"] == "upbeat"
    assert order is not None
    assert (await orders.prepare(context_of(app), order, tmp_path)).music == "upbeat"


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"hookText": "x" * 81}, "hookText", "80"),
        ({"hookText": " "}, "hookText", "1"),
        ({"hookText": "???"}, "hookText", "word"),
        ({"hookText": "看 this"}, "hookText", "看"),
        ({"hookText": 7}, "hookText", "string"),
        ({"hookText": "a\x00b"}, "hookText", "NUL"),
        ({"productShots": "zoom"}, "productShots", "cutaway"),
        ({"endCard": "yes"}, "endCard", "boolean"),
        ({"callToAction": "x" * 33}, "callToAction", "32"),
        ({"callToAction": "Buy", "endCard": False}, "callToAction", "endCard"),
        ({"music": "polka"}, "music", "warm"),
    ],
)
async def test_a_bad_look_is_named(
    api: httpx.AsyncClient, changes: dict[str, Any], field: str, told: str
) -> None:
    answer = await api.post("videos", json=body(**changes))
    assert answer.status_code == 400
    problem = answer.json()["error"]["details"]["fields"][0]
    assert problem["field"] == field
    assert told in problem["message"]


async def test_an_estimate_takes_no_notice_of_looks(api: httpx.AsyncClient) -> None:
    request = {"videoModel": "kling-2.6", "durationSeconds": 10}
    plain = (await api.post("videos/estimate", json=request)).raise_for_status().json()
    dressed = await api.post("videos/estimate", json={**request, **LOOKS, "music": "polka"})
    assert dressed.raise_for_status().json() == plain
