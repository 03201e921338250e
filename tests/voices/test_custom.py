"""Custom voices: from a sample to a voice that can be chosen, and away again."""

from __future__ import annotations

import asyncio
import re

import httpx
import numpy as np
import pytest
from fastapi import FastAPI
from tests.support.recordings import FORMATS, encoded, hum
from tests.support.uploading import upload

from unrealugc.accounts.repository import Account
from unrealugc.config import Settings
from unrealugc.core.db import Database
from unrealugc.errors import InvalidRequest
from unrealugc.voices import service


@pytest.mark.timeout(400)
async def test_the_whole_story_of_a_sample(
    api: httpx.AsyncClient, account: Account, database: Database, settings: Settings
) -> None:
    key = await upload(api, "voice-sample", encoded(hum(31), "audio/mpeg"), "audio/mpeg", "mp3")
    made = await api.post(
        "voices",
        json={
            "name": "Founder voice",
            "r2Key": key,
            "contentType": "audio/mpeg",
            "durationSeconds": 180,
            "gender": "female",
        },
    )
    assert made.status_code == 201, made.text
    voice = made.json()
    assert set(voice) == {"id", "name", "gender", "isCustom", "previewUrl", "createdAt"}
    assert (voice["name"], voice["gender"], voice["isCustom"]) == ("Founder voice", "female", True)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", voice["createdAt"])
    assert not list((settings.data_dir / "intake").iterdir())

    listed = (await api.get("voices")).json()["data"]
    assert listed[0] == voice
    assert listed[1]["isCustom"] is False
    assert (await api.get(f"voices/{voice['id']}")).json() == voice
    after = (await api.get("voices", params={"cursor": voice["id"]})).json()["data"]
    assert after == listed[1:]

    async with database.transaction() as connection:
        found = await service.resolve(connection, account.id, voice["id"])
        cursor = await connection.execute("SELECT duration_seconds FROM custom_voices")
        assert await cursor.fetchone() == {"duration_seconds": pytest.approx(31, abs=0.2)}
    assert (found.is_custom, found.spec.voice_id) == (True, voice["id"])
    assert found.spec.profile is not None
    assert found.spec.profile["pitch_hz"] == pytest.approx(140, rel=0.05)

    body = {"name": "Again", "r2Key": key, "contentType": "audio/mpeg"}
    again = await api.post("voices", json=body)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "upload_already_used")

    gone = await api.delete(f"voices/{voice['id']}")
    assert gone.json() == {"id": voice["id"], "deleted": True}
    for method in ("GET", "DELETE"):
        assert (await api.request(method, f"voices/{voice['id']}")).status_code == 404
    assert not any(item["isCustom"] for item in (await api.get("voices")).json()["data"])
    async with database.transaction() as connection:
        with pytest.raises(InvalidRequest):
            await service.resolve(connection, account.id, voice["id"])
        kept = await service.resolve(connection, account.id, voice["id"], deleted_too=True)
    assert kept == found


@pytest.mark.timeout(400)
async def test_what_browsers_and_phones_record_becomes_a_voice(api: httpx.AsyncClient) -> None:
    """All six content types are decoded in ``tests/pipeline/test_recordings.py``."""
    samples = hum(31)
    for content_type, claimed in (
        ("audio/webm", "audio/webm;codecs=opus"),
        ("audio/m4a", "audio/mp4"),
    ):
        content = encoded(samples, content_type)
        key = await upload(api, "voice-sample", content, content_type, FORMATS[content_type][0])
        body = {"name": "Voice", "r2Key": key, "contentType": claimed}
        answer = await api.post("voices", json=body)
        assert answer.status_code == 201, (content_type, answer.text)


@pytest.mark.timeout(400)
async def test_what_is_no_sample_is_refused_and_deleted(
    api: httpx.AsyncClient, app: FastAPI
) -> None:
    whole = encoded(hum(31), "audio/wav")
    for content, code in (
        (encoded(hum(29), "audio/wav"), "voice_sample_too_short"),
        (encoded(0 * hum(31), "audio/wav"), "invalid_audio"),
        (encoded(hum(31), "audio/mpeg"), "invalid_audio"),
        (whole[: len(whole) // 2], "voice_sample_too_short"),
    ):
        key = await upload(api, "voice-sample", content, "audio/wav", "wav")
        body = {"name": "Nobody", "r2Key": key, "contentType": "audio/wav", "durationSeconds": 180}
        answer = await api.post("voices", json=body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
        assert await app.state.storage.head(key) is None
    assert not any(item["isCustom"] for item in (await api.get("voices")).json()["data"])


async def test_a_bad_body_is_refused_by_field(api: httpx.AsyncClient) -> None:
    good = {"name": "Voice", "r2Key": "x", "contentType": "audio/mpeg"}
    for change, field in (
        ({"name": "x"}, "name"),
        ({"name": None}, "name"),
        ({"r2Key": 5}, "r2Key"),
        ({"contentType": "audio/flac"}, "contentType"),
        ({"contentType": None}, "contentType"),
        ({"durationSeconds": "180"}, "durationSeconds"),
        ({"durationSeconds": -1}, "durationSeconds"),
        ({"gender": "other"}, "gender"),
    ):
        answer = await api.post("voices", json={**good, **change})
        assert answer.status_code == 400, change
        assert [item["field"] for item in answer.json()["error"]["details"]["fields"]] == [field]


async def test_the_content_type_is_the_one_that_was_announced(api: httpx.AsyncClient) -> None:
    key = await upload(
        api, "voice-sample", encoded(np.zeros(100, np.float32), "audio/wav"), "audio/wav", "wav"
    )
    body = {"name": "Voice", "r2Key": key, "contentType": "audio/mpeg"}
    answer = await api.post("voices", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["details"]["fields"][0]["field"] == "contentType"


@pytest.mark.timeout(400)
async def test_three_at_once_make_one_voice(api: httpx.AsyncClient) -> None:
    key = await upload(api, "voice-sample", encoded(hum(31), "audio/mpeg"), "audio/mpeg", "mp3")
    body = {"name": "Twin", "r2Key": key, "contentType": "audio/mpeg"}
    answers = await asyncio.gather(*(api.post("voices", json=body) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    for answer in answers:
        if answer.status_code == 409:
            assert answer.json()["error"]["code"] in ("request_in_progress", "upload_already_used")
    assert sum(item["isCustom"] for item in (await api.get("voices")).json()["data"]) == 1
