"""A custom voice says a sentence that its owner can listen to."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI
from tests.support.contexts import context_of
from tests.support.recordings import encoded, hum
from tests.support.uploading import upload

from unrealugc.accounts.repository import Account
from unrealugc.config import Settings
from unrealugc.voices.tasks import make_preview


@pytest.mark.timeout(400)
async def test_a_new_voice_gets_a_preview(
    app: FastAPI,
    api: httpx.AsyncClient,
    client: httpx.AsyncClient,
    account: Account,
    settings: Settings,
) -> None:
    key = await upload(api, "voice-sample", encoded(hum(31), "audio/mpeg"), "audio/mpeg", "mp3")
    body = {"name": "Founder voice", "r2Key": key, "contentType": "audio/mpeg"}
    voice = (await api.post("voices", json=body)).json()
    assert voice["previewUrl"] is None
    await make_preview(context_of(app), account.id, voice["id"])
    link = (await api.get(f"voices/{voice['id']}")).json()["previewUrl"]
    heard = await client.get(link.removeprefix(settings.base_url))
    assert (heard.status_code, heard.headers["content-type"]) == (200, "audio/mpeg")
    assert len(heard.content) > 10_000
    await make_preview(context_of(app), account.id, voice["id"])
    await make_preview(context_of(app), account.id, "c" + "0" * 24)
