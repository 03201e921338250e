"""Custom creators: from a portrait to somebody who can act, and away again."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image
from tests.fixtures.accounts import OpenAccount
from tests.support.uploading import upload

from unrealugc.accounts.repository import Account
from unrealugc.config import Settings
from unrealugc.core.db import Database
from unrealugc.creators import service
from unrealugc.errors import InvalidRequest
from unrealugc.providers.studio.rig import load_rig


def _png(width: int = 400, height: int = 400) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).save(file, "PNG")
    return file.getvalue()


def _stored(settings: Settings) -> set[str]:
    root = settings.data_dir / "storage"
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


@pytest.mark.timeout(400)
async def test_the_whole_story_of_a_portrait(
    app: FastAPI,
    api: httpx.AsyncClient,
    client: httpx.AsyncClient,
    account: Account,
    database: Database,
    settings: Settings,
    portrait_jpeg: bytes,
    tmp_path: Path,
) -> None:
    key = await upload(api, "avatar", portrait_jpeg, "image/jpeg", "jpg")
    made = await api.post("creators", json={"name": "  Founder avatar ", "r2Key": key})
    assert made.status_code == 201, made.text
    creator = made.json()
    assert set(creator) == {"id", "name", "avatarUrl", "createdAt", "isCustom"}
    assert (creator["name"], creator["isCustom"]) == ("Founder avatar", True)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", creator["createdAt"])

    shown = await client.get(creator["avatarUrl"].removeprefix(settings.base_url))
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
    assert Image.open(io.BytesIO(shown.content)).size == (640, 640)
    assert not list((settings.data_dir / "intake").iterdir())

    listed = (await api.get("creators")).json()["data"]
    assert listed[0] == creator
    assert listed[1]["isCustom"] is False
    assert (await api.get("creators?include=custom")).json()["data"] == [creator]
    assert creator not in (await api.get("creators?include=stock")).json()["data"]
    assert (await api.get(f"creators/{creator['id']}")).json() == creator
    after = (await api.get("creators", params={"cursor": creator["id"]})).json()["data"]
    assert after == listed[1:]

    async with database.transaction() as connection:
        found = await service.resolve(connection, account.id, custom_creator_id=creator["id"])
    assert found.rig_key is not None
    await app.state.storage.fetch(found.rig_key, tmp_path / "rig.zip")
    with zipfile.ZipFile(tmp_path / "rig.zip") as archive:
        archive.extractall(tmp_path / "rig")
    assert load_rig(tmp_path / "rig").slug == creator["id"]

    again = await api.post("creators", json={"name": "Again", "r2Key": key})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "upload_already_used")

    assert (await api.delete(f"creators/{creator['id']}")).json() == {
        "id": creator["id"],
        "deleted": True,
    }
    for method in ("GET", "DELETE"):
        assert (await api.request(method, f"creators/{creator['id']}")).status_code == 404
    assert (await api.get("creators?include=custom")).json()["data"] == []
    async with database.transaction() as connection:
        with pytest.raises(InvalidRequest):
            await service.resolve(connection, account.id, custom_creator_id=creator["id"])
        kept = await service.resolve(
            connection, account.id, custom_creator_id=creator["id"], deleted_too=True
        )
    assert kept == found


@pytest.mark.timeout(400)
async def test_what_cannot_speak_is_refused_and_deleted(
    api: httpx.AsyncClient, settings: Settings, portrait_jpeg: bytes
) -> None:
    for content, code in (
        (_png(), "no_face_found"),
        (_png(100, 100), "invalid_image"),
        (portrait_jpeg, "invalid_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "invalid_image"),
    ):
        key = await upload(api, "avatar", content, "image/png", "png")
        answer = await api.post("creators", json={"name": "Nobody", "r2Key": key})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
        assert _stored(settings) == set()
        answer = await api.post("creators", json={"name": "Nobody", "r2Key": key})
        assert answer.json()["error"]["code"] == "upload_not_found"
    assert (await api.get("creators?include=custom")).json()["data"] == []


async def test_only_what_one_uploaded_oneself_can_be_used(
    api: httpx.AsyncClient, app: FastAPI, open_account: OpenAccount, portrait_jpeg: bytes
) -> None:
    theirs = await upload(api, "avatar", portrait_jpeg, "image/jpeg", "jpg")
    sample = await upload(api, "voice-sample", portrait_jpeg, "audio/mpeg", "mp3")
    asked = await api.post("uploads/avatar", json={"contentType": "image/png", "extension": "png"})
    _, secret = await open_account(100)
    transport = httpx.ASGITransport(app=app)
    other = httpx.AsyncClient(
        transport=transport,
        base_url="http://test/api/v1/",
        headers={"Authorization": f"Bearer {secret}"},
    )
    async with other:
        answer = await other.post("creators", json={"name": "Mine", "r2Key": theirs})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "upload_not_found")
    for key in (sample, asked.json()["r2Key"], "../../secret.key", "custom-creators/x/y.png", ""):
        answer = await api.post("creators", json={"name": "Mine", "r2Key": key})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "upload_not_found")


async def test_a_bad_body_is_refused_by_field(api: httpx.AsyncClient) -> None:
    for body, field in (
        ({"r2Key": "x"}, "name"),
        ({"name": "x", "r2Key": "x"}, "name"),
        ({"name": " x ", "r2Key": "x"}, "name"),
        ({"name": "x" * 81, "r2Key": "x"}, "name"),
        ({"name": "x\x00y", "r2Key": "x"}, "name"),
        ({"name": 5, "r2Key": "x"}, "name"),
        ({"name": "Name"}, "r2Key"),
        ({"name": "Name", "r2Key": None}, "r2Key"),
        ({"name": "Name", "r2Key": "x\x00"}, "r2Key"),
    ):
        answer = await api.post("creators", json=body)
        assert answer.status_code == 400, body
        assert answer.json()["error"]["code"] == "invalid_request"
        assert [item["field"] for item in answer.json()["error"]["details"]["fields"]] == [field]


async def test_too_large_an_upload_is_told_so(
    api: httpx.AsyncClient, app: FastAPI, tmp_path: Path
) -> None:
    """An object store takes more than was agreed, so the size is looked at here too."""
    asked = await api.post("uploads/avatar", json={"contentType": "image/png", "extension": "png"})
    key = asked.json()["r2Key"]
    (tmp_path / "big").write_bytes(b"x" * (5 * 1024 * 1024 + 1))
    await app.state.storage.put_file(key, tmp_path / "big", "image/png")
    answer = await api.post("creators", json={"name": "Big", "r2Key": key})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "upload_too_large")
    assert answer.json()["error"]["details"]["limitBytes"] == 5 * 1024 * 1024
