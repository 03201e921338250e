"""From the request to the file, by a real worker and the real pipeline."""

from __future__ import annotations

import asyncio
import io
import shutil
from pathlib import Path

import httpx
import psutil
import pytest
from fastapi import FastAPI
from PIL import Image

from tests.fixtures.accounts import CREDITS
from tests.support.http_server import Received, Reply, serve
from tests.support.recordings import encoded, hum
from tests.support.renders import renders
from tests.support.toy_rig import write_toy_rig
from tests.support.uploading import upload
from tests.support.waiting import WorkerFactory, until
from tests.videos.requests import body, ended
from unrealugc.accounts.repository import Account
from unrealugc.catalog import creators
from unrealugc.config import Settings
from unrealugc.core.db import Database
from unrealugc.ledger import service as ledger
from unrealugc.pipeline.probe import probe

RENDER_LIMIT_S = 300.0
CREATOR = "tech-savvy-female-30"

pytestmark = [
    pytest.mark.media,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("videos-generate"),
]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation that may fetch from loopback, where the test's shop is."""
    return Settings(
        data_dir=tmp_path / "data",
        rate_limit_per_minute=10_000,
        generation_limit_per_minute=10_000,
        allow_private_networks=True,
    )


@pytest.fixture(scope="module")
def rigs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of rigs with one toy rig in it."""
    folder = tmp_path_factory.mktemp("rigs")
    write_toy_rig(folder / CREATOR)
    return folder


@pytest.fixture(autouse=True)
def toy_creator(rigs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reference's creator, drawn by the tests: quick to load and to render."""
    monkeypatch.setattr(creators, "ASSETS", rigs)


async def in_stage(api: httpx.AsyncClient, video_id: str, stages: set[str]) -> None:
    """Wait until the video is worked on in one of the stages."""

    async def there() -> bool:
        return (await api.get(f"videos/{video_id}")).json()["stage"] in stages

    await until(there, RENDER_LIMIT_S)


async def kill_render(api: httpx.AsyncClient, video_id: str) -> bool:
    """Kill the render of a video that has begun; whether there was one."""
    if (await api.get(f"videos/{video_id}")).json()["stage"] is None:
        return False
    killed = own_renders()
    for process in killed:
        process.kill()
    return bool(killed)


def own_renders() -> list[psutil.Process]:
    """Render processes of this test."""
    return renders(psutil.Process().children(recursive=True))


def shop(_: Received) -> Reply:
    """A shop with one picture."""
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), (200, 30, 60)).save(picture, format="JPEG")
    return 200, {"content-type": "image/jpeg"}, picture.getvalue()


async def test_a_video_is_made_even_if_its_render_is_killed_once(
    api: httpx.AsyncClient,
    app: FastAPI,
    database: Database,
    account: Account,
    settings: Settings,
    worker: WorkerFactory,
    tmp_path: Path,
) -> None:
    async with serve(shop) as server:
        request = body(
            script="Look at this. I love it so much!",
            durationSeconds=5,
            aspectRatio="1:1",
            productImageUrl=f"{server.url}/p.jpg",
        )
        made = (await api.post("videos", json=request)).raise_for_status().json()
        async with worker():
            events = asyncio.create_task(
                api.get(f"videos/{made['id']}/events", timeout=RENDER_LIMIT_S)
            )
            await until(lambda: kill_render(api, made["id"]), RENDER_LIMIT_S)
            video = await ended(api, made["id"], RENDER_LIMIT_S)
            story = (await events).text
    assert video["status"] == "COMPLETED", video["error"]
    assert (video["progress"], video["creditsFinal"]) == (100, 140)
    assert "event: video.updated" in story
    assert "event: video.completed" in story
    async with database.transaction() as connection:
        balance = await ledger.balance(connection, account.id)
    assert (balance.available, balance.held) == (CREDITS - 140, 0)
    for field, content_type in (
        ("outputUrl", "video/mp4"),
        ("thumbnailUrl", "image/jpeg"),
        ("subtitlesVttUrl", "text/vtt"),
        ("subtitlesSrtUrl", "application/x-subrip"),
    ):
        file = await api.get(_path(video[field]))
        assert file.status_code == 200
        assert file.headers["content-type"].startswith(content_type)
        assert file.content
        if field == "outputUrl":
            path = tmp_path / "video.mp4"
            path.write_bytes(file.content)
    facts = probe(path)
    assert (facts.width, facts.height, facts.frame_count) == (1080, 1080, 150)
    assert not list((settings.data_dir / "work").iterdir())
    assert (await api.delete(f"videos/{made['id']}")).is_success


async def test_an_uploaded_portrait_speaks_in_an_uploaded_voice(
    api: httpx.AsyncClient, worker: WorkerFactory, portrait_jpeg: bytes, tmp_path: Path
) -> None:
    key = await upload(api, "avatar", portrait_jpeg, "image/jpeg", "jpg")
    creator = await api.post("creators", json={"name": "Founder", "r2Key": key}, timeout=60)
    assert creator.status_code == 201, creator.text
    key = await upload(api, "voice-sample", encoded(hum(31), "audio/mpeg"), "audio/mpeg", "mp3")
    sample = {"name": "Founder", "r2Key": key, "contentType": "audio/mpeg"}
    voice = await api.post("voices", json=sample, timeout=60)
    assert voice.status_code == 201, voice.text
    request = body(
        creatorId=...,
        customCreatorId=creator.json()["id"],
        voiceId=voice.json()["id"],
        useNativeAudio=...,
        script="Look at this. I love it so much!",
        durationSeconds=5,
        aspectRatio="1:1",
    )
    made = (await api.post("videos", json=request)).raise_for_status().json()
    # Deleted meanwhile: a video that was accepted is made all the same.
    assert (await api.delete(f"creators/{creator.json()['id']}")).is_success
    assert (await api.delete(f"voices/{voice.json()['id']}")).is_success
    assert (await api.post("videos", json=request)).status_code == 400
    async with worker():
        video = await ended(api, made["id"], RENDER_LIMIT_S)
    assert video["status"] == "COMPLETED", video["error"]
    assert video["customCreatorId"] == creator.json()["id"]
    assert (video["audio"], video["voiceId"]) == ("voice", voice.json()["id"])
    path = tmp_path / "portrait.mp4"
    path.write_bytes((await api.get(_path(video["outputUrl"]))).content)
    assert probe(path).frame_count == 150


def _path(url: str) -> str:
    parsed = httpx.URL(url)
    return f"http://test{parsed.raw_path.decode()}"


async def test_a_cancelled_render_stops(
    api: httpx.AsyncClient, database: Database, account: Account, worker: WorkerFactory
) -> None:
    made = (await api.post("videos", json=body(durationSeconds=60))).raise_for_status().json()
    async with worker():
        await in_stage(api, made["id"], {"voice", "performance", "captions", "compose"})
        assert own_renders()
        cancelled = (await api.post(f"videos/{made['id']}/cancel")).raise_for_status().json()
        assert cancelled["status"] == "FAILED"

        async def stopped() -> bool:
            return not own_renders()

        await until(stopped)
    assert (await api.get(f"videos/{made['id']}")).json() == cancelled
    async with database.transaction() as connection:
        balance = await ledger.balance(connection, account.id)
    assert (balance.available, balance.held) == (CREDITS, 0)


async def test_a_broken_installation_fails_the_video_in_plain_words(
    api: httpx.AsyncClient,
    worker: WorkerFactory,
    rigs: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(rigs, tmp_path / "rigs")
    (tmp_path / "rigs" / CREATOR / "mouth.webp").write_bytes(b"broken")
    monkeypatch.setattr(creators, "ASSETS", tmp_path / "rigs")
    made = (await api.post("videos", json=body())).raise_for_status().json()
    async with worker():
        video = await ended(api, made["id"], RENDER_LIMIT_S)
    assert video["status"] == "FAILED"
    assert str(tmp_path) not in video["error"]
    assert "webp" not in video["error"]
    retried = await api.post(f"videos/{made['id']}/retry")
    assert retried.status_code == 201
