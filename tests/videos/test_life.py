"""What can be done with videos over HTTP once they are asked for."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.fixtures.accounts import CREDITS, OpenAccount
from tests.support.contexts import context_of
from tests.support.waiting import until
from tests.videos.requests import body
from unrealugc.accounts.repository import Account
from unrealugc.core.db import Database
from unrealugc.core.ids import new_id
from unrealugc.ledger import service as ledger
from unrealugc.pipeline.job import RenderResult
from unrealugc.videos import events, lifecycle, orders, tasks
from unrealugc.videos.render import VideoEnded


async def make(api: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    """Create a video and return its object."""
    video: dict[str, Any] = (
        (await api.post("videos", json=body(**changes))).raise_for_status().json()
    )
    return video


async def available(api: httpx.AsyncClient) -> int:
    """Credits that can be spent."""
    return int((await api.get("credits")).json()["credits"])


async def finish(app: FastAPI, video: dict[str, Any], account_id: str) -> None:
    """End a video well, as its job would; there are no files behind it."""
    database: Database = app.state.database
    async with database.transaction() as connection:
        key = f"videos/{account_id}/{video['id']}"
        assert await lifecycle.complete(connection, app.state.storage, video["id"], key)


async def fail(app: FastAPI, video: dict[str, Any], reason: str = "No luck.") -> None:
    """End a video badly, as its job would."""
    database: Database = app.state.database
    async with database.transaction() as connection:
        assert await lifecycle.fail(connection, video["id"], reason)


async def test_lists_filter_and_page(api: httpx.AsyncClient, app: FastAPI) -> None:
    videos = [await make(api, productName=f"P{n % 2}") for n in range(5)]
    ids = [video["id"] for video in videos]
    await fail(app, videos[1])
    answer = (await api.get("videos")).json()
    assert [video["id"] for video in answer["data"]] == ids[::-1]
    assert answer == {**answer, "object": "list", "has_more": False, "next_cursor": None}
    failed = (await api.get("videos", params={"status": "FAILED"})).json()["data"]
    assert [video["id"] for video in failed] == [ids[1]]
    of_one = (await api.get("videos", params={"projectId": videos[0]["projectId"]})).json()["data"]
    assert [video["id"] for video in of_one] == [ids[4], ids[2], ids[0]]
    assert (await api.get("videos", params={"projectId": new_id()})).json()["data"] == []
    seen: list[str] = []
    params = {"limit": "2"}
    while True:
        page = (await api.get("videos", params=params)).json()
        seen += [video["id"] for video in page["data"]]
        if not page["has_more"]:
            break
        params["cursor"] = page["next_cursor"]
        await api.delete(f"videos/{page['next_cursor']}")
    assert seen == ids[::-1]
    for query in (
        "status=DONE",
        "status=completed",
        "projectId=nope",
        "limit=0",
        "limit=101",
        "cursor=nope",
        f"cursor={new_id()}",
    ):
        bad = await api.get(f"videos?{query}")
        assert bad.status_code == 400, query
        assert bad.json()["error"]["details"]["fields"][0]["field"] == query.split("=")[0]


async def test_a_strangers_video_looks_like_none(
    api: httpx.AsyncClient, open_account: OpenAccount
) -> None:
    video = await make(api)
    _, key = await open_account(100)
    stranger = {"Authorization": f"Bearer {key}"}
    for method, path in (
        ("GET", "videos/{}"),
        ("DELETE", "videos/{}"),
        ("POST", "videos/{}/cancel"),
        ("POST", "videos/{}/retry"),
        ("GET", "videos/{}/events"),
    ):
        answers = [
            await api.request(method, path.format(ident), headers=stranger)
            for ident in (video["id"], new_id(), "nope", "%00")
        ]
        assert {answer.status_code for answer in answers} == {404}, path
        assert len({answer.text for answer in answers}) == 1, path
    assert (await api.get(f"videos/{video['id']}")).json() == video


async def test_cancel_gives_the_credits_back_once(api: httpx.AsyncClient) -> None:
    video = await make(api)
    path = f"videos/{video['id']}/cancel"
    answers = await asyncio.gather(*(api.post(path) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    cancelled = next(answer.json() for answer in answers if answer.status_code == 200)
    assert (cancelled["status"], cancelled["error"]) == ("FAILED", "Cancelled.")
    assert cancelled["creditsFinal"] is None
    assert await available(api) == CREDITS


async def test_cancel_and_completion_at_once_end_in_one_of_them(
    api: httpx.AsyncClient, app: FastAPI
) -> None:
    database: Database = app.state.database
    for _ in range(4):
        before = await available(api)
        video = await make(api)

        async def complete(video_id: str = video["id"]) -> bool:
            async with database.transaction() as connection:
                key = f"videos/a/{video_id}"
                done = await lifecycle.complete(connection, app.state.storage, video_id, key)
            return done is not None

        cancelled, completed = await asyncio.gather(
            api.post(f"videos/{video['id']}/cancel"), complete()
        )
        assert (cancelled.status_code == 200) != completed
        final = (await api.get(f"videos/{video['id']}")).json()
        assert final["status"] == ("COMPLETED" if completed else "FAILED")
        assert await available(api) == before - (280 if completed else 0)


async def test_a_completed_video_has_links_and_a_final_price(
    api: httpx.AsyncClient, app: FastAPI
) -> None:
    video = await make(api)
    await finish(app, video, "account")
    done = (await api.get(f"videos/{video['id']}")).json()
    assert (done["status"], done["progress"]) == ("COMPLETED", 100)
    assert done["creditsFinal"] == done["creditsCharged"] == 280
    for field, extension in (
        ("outputUrl", ".mp4"),
        ("thumbnailUrl", ".jpg"),
        ("subtitlesVttUrl", ".vtt"),
        ("subtitlesSrtUrl", ".srt"),
    ):
        assert done[field].split("?")[0].endswith(f"/{video['id']}{extension}")
    assert await available(api) == CREDITS - 280
    for action in ("cancel", "retry"):
        refused = await api.post(f"videos/{video['id']}/{action}")
        assert refused.status_code == 409


async def test_retry_makes_a_new_video_of_the_same_request(
    api: httpx.AsyncClient, app: FastAPI
) -> None:
    first = await make(api, metadata={"n": 1}, captions="none", aspectRatio="1:1")
    assert (await api.post(f"videos/{first['id']}/retry")).status_code == 409
    await fail(app, first)
    answer = await api.post(f"videos/{first['id']}/retry")
    assert answer.status_code == 201
    second = answer.json()
    same = set(first) - {"id", "createdAt", "updatedAt", "retryOf"}
    assert {name: second[name] for name in same} == {name: first[name] for name in same}
    assert second["retryOf"] == first["id"]
    assert (await api.get(f"videos/{first['id']}")).json()["status"] == "FAILED"
    assert await available(api) == CREDITS - 280


async def test_retry_of_a_preset_with_a_voice(api: httpx.AsyncClient, app: FastAPI) -> None:
    voice = (await api.get("voices")).json()["data"][0]["id"]
    first = await make(api, videoModel=..., presetSlug="podcast", useNativeAudio=..., voiceId=voice)
    await api.delete(f"projects/{first['projectId']}")
    await fail(app, first)
    second = (await api.post(f"videos/{first['id']}/retry")).raise_for_status().json()
    assert (second["presetSlug"], second["voiceId"]) == ("podcast", voice)
    assert second["projectId"] != first["projectId"]


async def test_delete_cancels_what_is_being_made(api: httpx.AsyncClient, app: FastAPI) -> None:
    running, done = await make(api), await make(api)
    await finish(app, done, "account")
    for video in (running, done):
        answer = await api.delete(f"videos/{video['id']}")
        assert answer.status_code == 200
        assert answer.json() == {"id": video["id"], "deleted": True}
        assert (await api.get(f"videos/{video['id']}")).status_code == 404
        assert (await api.delete(f"videos/{video['id']}")).status_code == 404
    assert (await api.get("videos")).json()["data"] == []
    assert await available(api) == CREDITS - 280


async def test_batch_takes_what_is_good(api: httpx.AsyncClient) -> None:
    request = {"videos": [body(), body(script="short"), 7, body(creatorId="nobody"), body()]}
    answer = await api.post("videos/batch", json=request)
    assert answer.status_code == 200
    batch = answer.json()
    assert (batch["object"], batch["created"], batch["failed"]) == ("batch", 2, 3)
    assert [result["index"] for result in batch["results"]] == [0, 1, 2, 3, 4]
    assert [bool(result["video"]) for result in batch["results"]] == [
        True,
        False,
        False,
        False,
        True,
    ]
    errors = [result["error"] for result in batch["results"] if result["error"]]
    assert [error["status"] for error in errors] == [400, 400, 400]
    assert [error["details"]["fields"][0]["field"] for error in errors] == [
        "script",
        "body",
        "creatorId",
    ]
    assert await available(api) == CREDITS - 2 * 280


async def test_batch_stops_spending_where_the_credits_end(
    api: httpx.AsyncClient, open_account: OpenAccount
) -> None:
    _, key = await open_account(600)
    headers = {"Authorization": f"Bearer {key}"}
    request = {"videos": [body(), body(), body(), body(durationSeconds=5, script="a" * 90)]}
    batch = (await api.post("videos/batch", json=request, headers=headers)).json()
    assert [bool(result["video"]) for result in batch["results"]] == [True, True, False, False]
    assert batch["results"][2]["error"]["code"] == "insufficient_credits"
    assert batch["results"][2]["error"]["status"] == 402


async def test_an_atomic_batch_is_all_or_nothing(api: httpx.AsyncClient) -> None:
    request = {"videos": [body(), body(videoModel="nope")], "atomic": True}
    answer = await api.post("videos/batch", json=request)
    assert answer.status_code == 400
    assert answer.json()["error"]["details"]["index"] == 1
    assert (await api.get("videos")).json()["data"] == []
    assert (await api.get("projects")).json()["data"] == []
    assert await available(api) == CREDITS
    refused: list[Any] = [{}, {"videos": []}, {"videos": [body()] * 51}, {"videos": body()}]
    for bad in refused:
        assert (await api.post("videos/batch", json=bad)).status_code == 400


async def test_two_batches_at_once_do_not_lock_each_other_out(api: httpx.AsyncClient) -> None:
    products = [f"P{n}" for n in range(6)]
    there = {"videos": [body(productName=name) for name in products]}
    back = {"videos": [body(productName=name) for name in reversed(products)]}
    answers = await asyncio.gather(
        *(api.post("videos/batch", json=request) for request in (there, back))
    )
    assert [answer.json()["created"] for answer in answers] == [6, 6]
    assert len((await api.get("projects")).json()["data"]) == 6


def _events(text: str) -> list[tuple[str, str]]:
    blocks = [block.split("\n") for block in text.split("\n\n") if block.startswith("event:")]
    return [(lines[0].removeprefix("event: "), lines[1].removeprefix("data: ")) for lines in blocks]


async def test_events_tell_the_story_and_end(api: httpx.AsyncClient, app: FastAPI) -> None:
    video = await make(api)
    stream = asyncio.create_task(api.get(f"videos/{video['id']}/events", timeout=60))
    await asyncio.sleep(0)
    await fail(app, video)
    answer = await stream
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "x-ratelimit-remaining" in answer.headers
    told = _events(answer.text)
    assert told[-1][0] == "video.failed"
    assert '"error":"No luck."' in told[-1][1]
    assert {name for name, _ in told[:-1]} <= {"video.updated"}
    again = await api.get(f"videos/{video['id']}/events")
    assert [name for name, _ in _events(again.text)] == ["video.failed"]
    assert (await api.get("videos/nope/events")).status_code == 404


async def test_an_account_follows_so_many_videos_at_once(
    api: httpx.AsyncClient, app: FastAPI, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MAX_STREAMS", 1)
    video = await make(api)
    path = f"videos/{video['id']}/events"
    stream = asyncio.create_task(api.get(path, timeout=60))
    streams: events.OpenStreams = app.state.open_streams

    async def follows() -> bool:
        return streams.of(account.id) == 1

    await until(follows)
    refused = await api.get(path)
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "5"
    await fail(app, video)
    assert (await stream).status_code == 200
    assert (await api.get(path)).status_code == 200


async def test_a_stuck_video_is_ended_by_the_watch(
    api: httpx.AsyncClient, app: FastAPI, database: Database, account_and_key: Any
) -> None:
    stuck, queued = await make(api), await make(api)
    async with database.transaction() as connection:
        await connection.execute("UPDATE videos SET updated_at = now() - interval '10 minutes'")
        await connection.execute(
            "DELETE FROM procrastinate_jobs WHERE id = (SELECT job_id FROM videos WHERE id = %s)",
            (stuck["id"],),
        )
    await tasks.watch(context_of(app))
    ended = (await api.get(f"videos/{stuck['id']}")).json()
    assert ended["status"] == "FAILED"
    assert ended["error"]
    assert (await api.get(f"videos/{queued['id']}")).json()["status"] == "GENERATING"
    async with database.transaction() as connection:
        balance = await ledger.balance(connection, account_and_key[0].id)
    assert (balance.available, balance.held) == (CREDITS - 280, 280)


@pytest.mark.parametrize("completed", [True, False])
async def test_a_worker_taken_for_dead_leaves_the_files_of_a_complete_video(
    api: httpx.AsyncClient, app: FastAPI, account: Account, tmp_path: Path, completed: bool
) -> None:
    video = await make(api)
    async with app.state.database.transaction() as connection:
        order = await orders.load(connection, video["id"])
    assert order is not None
    await (finish(app, video, account.id) if completed else fail(app, video))
    file = tmp_path / "any"
    file.write_bytes(b"the same file")
    late = RenderResult.model_construct(
        video=file, poster=file, subtitles_srt=file, subtitles_vtt=file
    )
    with pytest.raises(VideoEnded):
        await tasks.publish(context_of(app), order, late)
    key = f"videos/{account.id}/{video['id']}.mp4"
    assert (await app.state.storage.head(key) is not None) == completed
