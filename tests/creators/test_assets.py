"""Pictures of stock creators, as anybody may see them."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import av
import httpx
import pytest
from PIL import Image
from tests.support.toy_rig import write_toy_rig

from unrealugc.catalog import creators as catalog
from unrealugc.config import Settings

SLUG = "tech-savvy-female-30"
PATH = f"/assets/creators/{SLUG}/avatar.webp"


@pytest.fixture
def toy_assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one rig in place of the package's."""
    folder = tmp_path / "assets"
    write_toy_rig(folder / SLUG)
    monkeypatch.setattr(catalog, "ASSETS", folder)
    return folder


async def test_avatars_are_drawn_once_and_public(
    toy_assets: Path, api: httpx.AsyncClient, client: httpx.AsyncClient, settings: Settings
) -> None:
    listed = (await api.get(f"creators/{SLUG}")).json()
    assert listed["avatarUrl"] == f"{settings.base_url}{PATH}"
    first, second = await asyncio.gather(client.get(PATH), client.get(PATH))
    assert (first.status_code, first.headers["content-type"]) == (200, "image/webp")
    assert first.content == second.content
    assert first.headers["cache-control"].startswith("public")
    picture = Image.open(io.BytesIO(first.content))
    assert picture.size == (640, 640)
    assert len(set(picture.convert("L").tobytes())) > 30
    assert len(list((settings.data_dir / "cache" / "creators").iterdir())) == 1
    tag = {"If-None-Match": first.headers["etag"]}
    assert (await client.get(PATH, headers=tag)).status_code == 304


@pytest.mark.media
@pytest.mark.timeout(400)
async def test_a_creator_introduces_herself(
    toy_assets: Path, api: httpx.AsyncClient, client: httpx.AsyncClient, settings: Settings
) -> None:
    path = f"/assets/creators/{SLUG}/preview.mp4"
    listed = (await api.get(f"creators/{SLUG}")).json()
    assert listed["previewVideoUrl"] == f"{settings.base_url}{path}"
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "video/mp4")
    with av.open(io.BytesIO(answer.content), "r") as container:
        assert container.streams.video[0].height == 1920
        assert container.streams.audio
        assert container.duration is not None
        assert 5 < container.duration / av.time_base < 8


async def test_there_are_no_others(toy_assets: Path, client: httpx.AsyncClient) -> None:
    for slug in ("nobody", "..", "%2e%2e", "a%2fb"):
        for file in ("avatar.webp", "preview.mp4", "rig.json"):
            answer = await client.get(f"/assets/creators/{slug}/{file}")
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
