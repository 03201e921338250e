"""Hostile files sent as a client sends them: each is refused, and nothing of it stays.

A spread of them by default; all of them with ``HOSTILE=all`` in the environment.
"""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI

from tests.hostile.pictures import pictures
from tests.hostile.recordings import recordings
from tests.support.decode_program import CLAIMS
from unrealugc.config import Settings

pytestmark = pytest.mark.xdist_group("hostile")

SAMPLE = 16
CODES = {
    "avatar": {"invalid_image", "no_face_found"},
    "voice-sample": {"invalid_audio", "voice_sample_too_short"},
}


def _chosen(cases: dict[str, bytes]) -> dict[str, bytes]:
    if os.environ.get("HOSTILE") == "all":
        return cases
    names = sorted(cases)
    return {name: cases[name] for name in names[:: len(names) // SAMPLE]}


async def _refused(api: httpx.AsyncClient, kind: str, name: str, content: bytes) -> str:
    """Go the whole way with one file; returns the code that it was refused with."""
    extension = PurePosixPath(name).suffix[1:]
    content_type = CLAIMS[extension]
    ticket = (
        await api.post(
            f"uploads/{kind}", json={"contentType": content_type, "extension": extension}
        )
    ).json()
    address = urlsplit(ticket["uploadUrl"])
    put = await api.put(
        f"http://test{address.path}?{address.query}", content=content, headers=ticket["headers"]
    )
    if not put.is_success:
        answer = put
    elif kind == "avatar":
        answer = await api.post("creators", json={"name": "Nobody", "r2Key": ticket["r2Key"]})
    else:
        body = {"name": "Nobody", "r2Key": ticket["r2Key"], "contentType": content_type}
        answer = await api.post("voices", json=body)
    assert 400 <= answer.status_code < 500, (name, answer.text)
    return str(answer.json()["error"]["code"])


@pytest.mark.timeout(3000 if os.environ.get("HOSTILE") == "all" else 600)
@pytest.mark.parametrize("kind", ["avatar", "voice-sample"])
async def test_each_is_refused_and_nothing_stays(
    kind: str, api: httpx.AsyncClient, app: FastAPI, settings: Settings
) -> None:
    cases = pictures() if kind == "avatar" else recordings()
    for name, content in _chosen(cases).items():
        code = await _refused(api, kind, name, content)
        door = {"empty_upload"} if not content else {"payload_too_large"}
        assert code in CODES[kind] | door, name
        left = [path for path in (settings.data_dir / "storage").rglob("*") if path.is_file()]
        assert not left, name
    assert not list((settings.data_dir / "intake").iterdir())
