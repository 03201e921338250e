"""``POST /videos`` and ``POST /videos/estimate``: what is taken, what is refused, what it costs."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from tests.fixtures.accounts import CREDITS, OpenAccount
from tests.videos.requests import SCRIPT, body
from unrealugc.core.db import Database
from unrealugc.core.ids import is_id, new_id

FIELDS = {
    "id",
    "status",
    "title",
    "script",
    "productName",
    "durationSeconds",
    "aspectRatio",
    "videoModel",
    "audio",
    "voiceId",
    "creatorId",
    "customCreatorId",
    "projectId",
    "outputUrl",
    "thumbnailUrl",
    "error",
    "creditsCharged",
    "creditsFinal",
    "createdAt",
    "updatedAt",
}
ADDITIONS = {
    "progress",
    "stage",
    "renderedBy",
    "captions",
    "subtitlesVttUrl",
    "subtitlesSrtUrl",
    "presetSlug",
    "productImageUrl",
    "hookText",
    "productShots",
    "endCard",
    "callToAction",
    "music",
    "retryOf",
    "metadata",
}
TABLES = ("videos", "projects", "ledger_transactions", "procrastinate_jobs")


async def counts(database: Database) -> dict[str, int]:
    """Rows in every table that a create writes to."""
    return {
        table: int((await database.fetch_one(f"SELECT count(*) AS n FROM {table}"))["n"])
        for table in TABLES
    }


async def a_voice(api: httpx.AsyncClient) -> str:
    """The id of some stock voice."""
    return str((await api.get("voices")).raise_for_status().json()["data"][0]["id"])


async def test_the_example_of_the_reference(api: httpx.AsyncClient) -> None:
    answer = await api.post("videos", json=body())
    assert answer.status_code == 201
    video = answer.json()
    assert set(video) == FIELDS | ADDITIONS
    assert is_id(video["id"])
    assert is_id(video["projectId"])
    creator = (await api.get("creators/tech-savvy-female-30")).json()
    expected = {
        "status": "GENERATING",
        "script": SCRIPT,
        "productName": "Acme Skincare",
        "durationSeconds": 10,
        "aspectRatio": "9:16",
        "videoModel": "kling-2.6",
        "audio": "native",
        "voiceId": None,
        "creatorId": creator["id"],
        "customCreatorId": None,
        "outputUrl": None,
        "thumbnailUrl": None,
        "error": None,
        "creditsCharged": 280,
        "creditsFinal": None,
        "progress": 0,
        "renderedBy": "studio",
        "captions": "karaoke",
        "hookText": None,
        "productShots": "both",
        "endCard": False,
        "callToAction": None,
        "music": "none",
        "retryOf": None,
        "metadata": {},
    }
    assert {name: video[name] for name in expected} == expected
    assert "Acme Skincare" in video["title"]
    assert (await api.get(f"videos/{video['id']}")).json() == video
    assert (await api.get(f"projects/{video['projectId']}")).json()["name"] == "Acme Skincare"
    assert (await api.get("credits")).json()["credits"] == CREDITS - 280


SPANISH = "Llevo dos semanas con este producto y la verdad es que me encanta todo lo que hace."
BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"script": ...}, "invalid_request", "script"),
    ({"script": "too short"}, "invalid_request", "script"),
    ({"script": " " * 30}, "invalid_request", "script"),
    ({"script": "!" * 30}, "invalid_request", "script"),
    ({"script": "x" * 2401}, "invalid_request", "script"),
    ({"script": "a\x00" * 20}, "invalid_request", "script"),
    ({"script": 12345678901234567890123}, "invalid_request", "script"),
    ({"productName": ...}, "invalid_request", "productName"),
    ({"productName": ""}, "invalid_request", "productName"),
    ({"productName": "x" * 201}, "invalid_request", "productName"),
    ({"creatorId": ...}, "invalid_request", "creatorId"),
    ({"customCreatorId": new_id()}, "invalid_request", "customCreatorId"),
    ({"creatorId": "nobody"}, "unknown_creator", "creatorId"),
    ({"creatorId": "\x00"}, "invalid_request", "creatorId"),
    ({"creatorId": ..., "customCreatorId": new_id()}, "unknown_creator", "customCreatorId"),
    ({"videoModel": "sora-9"}, "invalid_request", "videoModel"),
    ({"presetSlug": "testimonial"}, "invalid_request", "presetSlug"),
    ({"videoModel": ..., "presetSlug": "nope"}, "invalid_request", "presetSlug"),
    ({"useNativeAudio": "yes"}, "invalid_request", "useNativeAudio"),
    ({"useNativeAudio": 1}, "invalid_request", "useNativeAudio"),
    ({"useNativeAudio": False}, "voice_required", "voiceId"),
    ({"videoModel": "hailuo-2.3"}, "invalid_request", "useNativeAudio"),
    ({"videoModel": "hailuo-2.3", "useNativeAudio": ...}, "voice_required", "voiceId"),
    ({"useNativeAudio": False, "voiceId": "nobody"}, "unknown_voice", "voiceId"),
    ({"voiceId": "any"}, "invalid_request", "voiceId"),
    ({"durationSeconds": 0}, "invalid_request", "durationSeconds"),
    ({"durationSeconds": -5}, "invalid_request", "durationSeconds"),
    ({"durationSeconds": 181}, "invalid_request", "durationSeconds"),
    ({"durationSeconds": "10"}, "invalid_request", "durationSeconds"),
    ({"durationSeconds": True}, "invalid_request", "durationSeconds"),
    ({"script": SCRIPT * 3}, "script_too_long", "script"),
    (
        {"script": "これは本当に素晴らしい製品です。毎日使っています。"},
        "language_not_supported",
        "script",
    ),
    ({"aspectRatio": "4:3"}, "invalid_request", "aspectRatio"),
    ({"aspectRatio": "1:1", "videoModel": "veo-3.1"}, "invalid_request", "aspectRatio"),
    ({"projectId": "nope"}, "invalid_request", "projectId"),
    ({"projectId": new_id()}, "invalid_request", "projectId"),
    ({"productImageUrl": "ftp://shop.example/p.png"}, "invalid_request", "productImageUrl"),
    ({"productImageUrl": "https://me:pw@shop.example/p"}, "invalid_request", "productImageUrl"),
    ({"productImageUrl": "not a url"}, "invalid_request", "productImageUrl"),
    ({"captions": "comic"}, "invalid_request", "captions"),
    ({"maxCredits": -1}, "invalid_request", "maxCredits"),
    ({"maxCredits": 10.5}, "invalid_request", "maxCredits"),
    ({"metadata": []}, "invalid_request", "metadata"),
    ({"metadata": {"note": "x" * 4096}}, "invalid_request", "metadata"),
    ({"metadata": {"a": [{"b\x00": 1}]}}, "invalid_request", "metadata"),
    ({"metadata": {"a": json.loads("[" * 40 + "]" * 40)}}, "invalid_request", "metadata"),
]


async def test_a_bad_value_is_named_and_nothing_is_written(
    api: httpx.AsyncClient, database: Database
) -> None:
    before = await counts(database)
    for change, code, field in BAD:
        answer = await api.post("videos", json=body(**change))
        assert answer.status_code == 400, (change, answer.text)
        error = answer.json()["error"]
        assert error["code"] == code, change
        assert [entry["field"] for entry in error["details"]["fields"]] == [field], change
    assert await counts(database) == before


ODD = (
    b'{"metadata": {"a": NaN}}',
    b'{"metadata": {"a": 1e999}}',
    b'{"metadata": {"a": "\\ud800"}}',
    b'{"script": "\\ud800 aaaaaaaaaaaaaaaaaaaaaaa"}',
    b'{"productName": "\\ud800"}',
    b'{"durationSeconds": NaN}',
)
NOT_OBJECTS = (b"[" * 100_000, b"", b"null", b"[]", b"\xff\xfe", b'{"script": ')


async def test_odd_json_is_a_400(api: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/json"}
    whole = json.dumps(body()).encode()
    # The last of two equal names counts.
    for raw in (*NOT_OBJECTS, *(whole[:-1] + b", " + odd[1:] for odd in ODD)):
        answer = await api.post("videos", content=raw, headers=headers)
        assert answer.status_code == 400, (raw[-60:], answer.text)
        assert answer.json()["error"]["code"] == "invalid_request"


# Each request has one fault more than the one before: the first in the order of checks speaks.
ORDER: list[tuple[dict[str, Any], str]] = [
    ({"maxCredits": 1}, "maxCredits"),
    ({"projectId": new_id()}, "projectId"),
    ({"useNativeAudio": ..., "voiceId": "nobody"}, "voiceId"),
    ({"creatorId": "nobody"}, "creatorId"),
    ({"videoModel": "sora-9"}, "videoModel"),
    ({"script": "short"}, "script"),
]


async def test_checks_run_in_the_order_of_the_contract(
    api: httpx.AsyncClient, database: Database, open_account: OpenAccount
) -> None:
    _, key = await open_account(1)
    poor = {"Authorization": f"Bearer {key}"}
    before = await counts(database)
    answer = await api.post("videos", json=body(), headers=poor)
    assert answer.status_code == 402
    assert answer.json()["error"] == {
        "code": "insufficient_credits",
        "message": "280 credits required",
        "details": {"required": 280, "available": 1},
    }
    change: dict[str, Any] = {}
    for fault, field in ORDER:
        change |= fault
        answer = await api.post("videos", json=body(**change), headers=poor)
        error = answer.json()["error"]
        if field == "maxCredits":
            assert (answer.status_code, error["code"]) == (402, "max_credits_exceeded")
            assert error["details"] == {"required": 280, "maxCredits": 1}
        else:
            assert answer.status_code == 400
            assert [entry["field"] for entry in error["details"]["fields"]] == [field]
    assert await counts(database) == before


async def test_a_script_that_does_not_fit_says_what_would(api: httpx.AsyncClient) -> None:
    script = "word " * 100
    answer = await api.post("videos", json=body(script=script))
    least = answer.json()["error"]["details"]["minimumDurationSeconds"]
    assert least == 25
    assert (await api.post("videos", json=body(script=script, durationSeconds=least))).is_success


SNAPS: list[tuple[dict[str, Any], int, int]] = [
    ({"durationSeconds": 6}, 10, 280),
    ({"durationSeconds": 10.5}, 15, 420),
    ({"durationSeconds": ...}, 10, 280),
    ({"durationSeconds": 180}, 180, 5040),
    ({"videoModel": "veo-3.1", "durationSeconds": 9}, 10, 800),
    ({"videoModel": "grok-imagine", "durationSeconds": 7}, 7, 98),
]


async def test_durations_snap_up_and_cost_accordingly(api: httpx.AsyncClient) -> None:
    left = CREDITS
    for change, duration, price in SNAPS:
        request = body(**change)
        estimate = (await api.post("videos/estimate", json=request)).raise_for_status().json()
        assert estimate == {"totalCredits": price, "credits": left, "canAfford": price <= left}
        video = (await api.post("videos", json=request)).raise_for_status().json()
        assert (video["durationSeconds"], video["creditsCharged"]) == (duration, price)
        left -= price


async def test_a_voice_of_another_language_is_refused(api: httpx.AsyncClient) -> None:
    request = body(voiceId="af_heart", script=SPANISH, useNativeAudio=...)
    answer = await api.post("videos", json=request)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "language_not_supported")
    assert "Spanish" in error["message"] + str(error["details"])


@pytest.mark.parametrize("voice", ["ef_dora", ...])
async def test_a_script_in_spanish_is_accepted(api: httpx.AsyncClient, voice: object) -> None:
    native = {} if voice is ... else {"useNativeAudio": ...}
    answer = await api.post("videos", json=body(voiceId=voice, script=SPANISH, **native))
    assert answer.status_code == 201, answer.text


async def test_a_voice_means_no_native_audio(api: httpx.AsyncClient) -> None:
    voice = await a_voice(api)
    for change in ({"useNativeAudio": ...}, {"useNativeAudio": False}):
        request = body(voiceId=voice, **change)
        video = (await api.post("videos", json=request)).raise_for_status().json()
        assert (video["audio"], video["voiceId"]) == ("voice", voice)
        # Pictures without sound at 0.07 USD a second, the voiceover at 0.0515.
        assert video["creditsCharged"] == 243
        estimate = await api.post("videos/estimate", json=request)
        assert estimate.json()["totalCredits"] == 243


async def test_defaults(api: httpx.AsyncClient) -> None:
    bare = {name: body()[name] for name in ("creatorId", "script", "productName")}
    video = (await api.post("videos", json=bare)).raise_for_status().json()
    assert video["videoModel"] == "kling-2.6"
    assert video["audio"] == "native"
    assert video["aspectRatio"] == "9:16"
    # 83 characters at 15 a second are 6 seconds, which two clips of 5 hold.
    assert video["durationSeconds"] == 10


async def test_a_preset_chooses_model_and_captions(api: httpx.AsyncClient) -> None:
    request = body(videoModel=..., presetSlug="founder-story", durationSeconds=...)
    video = (await api.post("videos", json=request)).raise_for_status().json()
    assert (video["videoModel"], video["captions"]) == ("veo-3.1-fast", "minimal")
    assert video["presetSlug"] == "founder-story"
    video = (await api.post("videos", json={**request, "captions": "none"})).json()
    assert video["captions"] == "none"


async def test_unknown_fields_are_ignored_and_metadata_comes_back(api: httpx.AsyncClient) -> None:
    metadata = {"campaign": "q3 🚀", "nested": {"list": [1, 2.5, None, True]}}
    request = body(metadata=metadata, somethingNew={"a": 1}, productName="  Acme  ")
    video = (await api.post("videos", json=request)).raise_for_status().json()
    assert video["metadata"] == metadata
    assert video["productName"] == "Acme"


async def test_videos_of_one_product_share_a_project(api: httpx.AsyncClient) -> None:
    first = (await api.post("videos", json=body())).json()["projectId"]
    assert (await api.post("videos", json=body(productName="acme skincare"))).json()[
        "projectId"
    ] == first
    assert (await api.post("videos", json=body(productName="Other"))).json()["projectId"] != first
    made = (await api.post("projects", json={"name": "Mine"})).json()["id"]
    assert (await api.post("videos", json=body(projectId=made))).json()["projectId"] == made
    await api.delete(f"projects/{made}")
    assert (await api.post("videos", json=body(projectId=made))).status_code == 400


async def test_an_estimate_needs_a_script_or_a_duration_alone(api: httpx.AsyncClient) -> None:
    for request, price in (
        ({"script": SCRIPT}, 280),
        ({"durationSeconds": 10}, 280),
        ({"durationSeconds": 10, "useNativeAudio": False}, 243),
        ({"durationSeconds": 10, "presetSlug": "tutorial"}, 40),
    ):
        answer = await api.post("videos/estimate", json=request)
        assert answer.json()["totalCredits"] == price, answer.text
    for bad in ({}, {"durationSeconds": 10, "videoModel": "x"}, {"script": "short"}):
        answer = await api.post("videos/estimate", json=bad)
        assert answer.status_code == 400
        assert answer.json()["error"]["details"]["fields"]


async def test_fifty_at_once_with_credit_for_twenty(
    api: httpx.AsyncClient, database: Database, open_account: OpenAccount
) -> None:
    account, key = await open_account(20 * 280 + 279)
    headers = {"Authorization": f"Bearer {key}"}
    answers = await asyncio.gather(
        *(api.post("videos", json=body(), headers=headers) for _ in range(50))
    )
    assert sorted(answer.status_code for answer in answers) == [201] * 20 + [402] * 30
    credits_left = (await api.get("credits", headers=headers)).json()
    assert credits_left["credits"] == 279
    row = await database.fetch_one(
        "SELECT count(*) AS videos, sum(credits_charged) AS charged,"
        " count(DISTINCT project_id) AS projects FROM videos WHERE account_id = %(id)s",
        {"id": account.id},
    )
    assert row == {"videos": 20, "charged": 5600, "projects": 1}


async def test_one_idempotency_key_makes_one_video(
    api: httpx.AsyncClient, database: Database
) -> None:
    headers = {"Idempotency-Key": "order-1"}
    answers = await asyncio.gather(
        *(api.post("videos", json=body(), headers=headers) for _ in range(20))
    )
    made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    others = {a.json()["error"]["code"] for a in answers if a.status_code != 201}
    assert others <= {"request_in_progress"}
    replay = await api.post("videos", json=body(), headers=headers)
    assert replay.headers["idempotency-replayed"] == "true"
    assert replay.json()["id"] in made
    other = await api.post("videos", json=body(durationSeconds=15), headers=headers)
    assert other.json()["error"]["code"] == "idempotency_conflict"
    assert (await counts(database))["videos"] == 1
