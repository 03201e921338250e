"""What stock voices sound like, as anybody may hear it."""

from __future__ import annotations

import io

import av
import httpx
import numpy as np

from unrealugc.catalog.voices import stock_voices
from unrealugc.config import Settings

VOICE = next(iter(stock_voices()))
PATH = f"/assets/voices/{VOICE}/preview.mp3"


async def test_previews_are_spoken_once_and_public(
    api: httpx.AsyncClient, client: httpx.AsyncClient, settings: Settings
) -> None:
    assert (await api.get(f"voices/{VOICE}")).json()["previewUrl"] == f"{settings.base_url}{PATH}"
    answer = await client.get(PATH)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/mpeg")
    with av.open(io.BytesIO(answer.content), "r") as container:
        heard = np.concatenate(
            [frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)]
        )
    assert 2 < len(heard) / 48_000 < 15
    assert np.abs(heard).max() > 0.2
    files = [file.name for file in (settings.data_dir / "cache" / "voices").iterdir()]
    assert len(files) == 1
    part = await client.get(PATH, headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(part.content)) == (206, 100)


async def test_there_are_no_others(client: httpx.AsyncClient) -> None:
    answer = await client.get("/assets/voices/nobody/preview.mp3")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
