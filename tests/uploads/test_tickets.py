"""``POST /uploads/…``: what is promised to whom."""

from __future__ import annotations

import re

import httpx

from unrealugc.accounts.repository import Account

PAIRS = {
    "avatar": [
        ("image/jpeg", "jpg"),
        ("image/jpeg", "jpeg"),
        ("image/png", "png"),
        ("image/webp", "webp"),
    ],
    "voice-sample": [
        ("audio/mpeg", "mp3"),
        ("audio/wav", "wav"),
        ("audio/webm", "webm"),
        ("audio/ogg", "ogg"),
        ("audio/mp4", "m4a"),
        ("audio/mp4", "mp4"),
        ("audio/m4a", "m4a"),
        ("audio/m4a", "mp4"),
    ],
}
FOLDERS = {"avatar": "custom-creators", "voice-sample": "custom-voices"}


async def test_every_pair_of_the_reference_gets_a_place(
    api: httpx.AsyncClient, account: Account
) -> None:
    for kind, pairs in PAIRS.items():
        for content_type, extension in pairs:
            await _check_ticket(api, account, kind, content_type, extension)


async def _check_ticket(
    api: httpx.AsyncClient, account: Account, kind: str, content_type: str, extension: str
) -> None:
    answer = await api.post(
        f"uploads/{kind}", json={"contentType": content_type, "extension": extension}
    )
    assert answer.status_code == 201
    body = answer.json()
    assert set(body) == {"uploadUrl", "r2Key", "method", "headers", "expiresInSeconds"}
    assert body["method"] == "PUT"
    assert body["headers"] == {"Content-Type": content_type}
    assert body["expiresInSeconds"] == 600
    assert re.fullmatch(
        rf"{FOLDERS[kind]}/{account.id}/c[a-z0-9]{{24}}\.{extension}", body["r2Key"]
    )
    assert body["r2Key"] in body["uploadUrl"]


REFUSED: list[tuple[str, dict[str, object], str]] = [
    ("avatar", {"extension": "png"}, "contentType"),
    ("avatar", {"contentType": "image/png"}, "extension"),
    ("avatar", {"contentType": "image/gif", "extension": "png"}, "contentType"),
    ("avatar", {"contentType": "image/svg+xml", "extension": "png"}, "contentType"),
    ("avatar", {"contentType": "audio/mpeg", "extension": "mp3"}, "contentType"),
    ("avatar", {"contentType": "image/png", "extension": "jpg"}, "extension"),
    ("avatar", {"contentType": "image/png", "extension": ".png"}, "extension"),
    ("avatar", {"contentType": "image/png", "extension": "../../png"}, "extension"),
    ("avatar", {"contentType": "image/png", "extension": 7}, "extension"),
    ("avatar", {"contentType": None, "extension": "png"}, "contentType"),
    ("voice-sample", {"contentType": "image/png", "extension": "png"}, "contentType"),
    ("voice-sample", {"contentType": "audio/mpeg", "extension": "wav"}, "extension"),
    ("voice-sample", {"contentType": "audio/flac", "extension": "wav"}, "contentType"),
]


async def test_anything_else_is_refused_by_field(api: httpx.AsyncClient) -> None:
    for kind, body, field in REFUSED:
        answer = await api.post(f"uploads/{kind}", json=body)
        assert answer.status_code == 400, body
        assert answer.json()["error"]["code"] == "invalid_request"
        problems = answer.json()["error"]["details"]["fields"]
        assert field in {problem["field"] for problem in problems}, body


async def test_the_same_request_twice_gets_the_same_place(api: httpx.AsyncClient) -> None:
    body = {"contentType": "image/png", "extension": "png"}
    headers = {"Idempotency-Key": "once"}
    first = await api.post("uploads/avatar", json=body, headers=headers)
    again = await api.post("uploads/avatar", json=body, headers=headers)
    assert again.json() == first.json()
    assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")


async def test_without_a_key_nothing_is_promised(client: httpx.AsyncClient) -> None:
    for kind in PAIRS:
        assert (await client.post(f"/api/v1/uploads/{kind}", json={})).status_code == 401
