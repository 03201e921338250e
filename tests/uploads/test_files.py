"""The file door: it takes one upload as promised, and shows files to who holds their link."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from tests.support.live import listening

from unrealugc.config import Settings
from unrealugc.core.lingering import LINGER_BYTES
from unrealugc.storage.local import LocalStorage

KEY = "videos/cabc/cdef.mp4"
DATA = bytes(range(256)) * 40
LIMIT = 5 * 1024 * 1024


@pytest.fixture
def storage(app: FastAPI) -> LocalStorage:
    store = app.state.storage
    assert isinstance(store, LocalStorage)
    return store


@pytest.fixture
async def link(storage: LocalStorage, settings: Settings, tmp_path: Path) -> str:
    """A link to 10 240 bytes, as a path."""
    (tmp_path / "video").write_bytes(DATA)
    await storage.put_file(KEY, tmp_path / "video", "video/mp4")
    return storage.url(KEY, expires_s=600).removeprefix(settings.base_url)


@pytest.fixture
async def ticket(api: httpx.AsyncClient) -> dict[str, Any]:
    answer = await api.post("uploads/avatar", json={"contentType": "image/png", "extension": "png"})
    body: dict[str, Any] = answer.json()
    body["path"] = body["uploadUrl"].removeprefix("http://127.0.0.1:8000")
    return body


def _stored(settings: Settings) -> list[str]:
    root = settings.data_dir / "storage"
    return [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]


def _code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_a_link_shows_the_file(client: httpx.AsyncClient, link: str) -> None:
    answer = await client.get(link)
    assert answer.status_code == 200
    assert answer.content == DATA
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["content-length"] == str(len(DATA))
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-disposition"] == 'inline; filename="cdef.mp4"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "content-encoding" not in answer.headers
    download = await client.get(f"{link}&download=1")
    assert download.headers["content-disposition"].startswith("attachment")


async def test_head_shows_what_get_would(client: httpx.AsyncClient, link: str) -> None:
    shown, head = await client.get(link), await client.head(link)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length", "etag", "accept-ranges", "last-modified"):
        assert head.headers[name] == shown.headers[name]


RANGES = [
    ("bytes=0-0", 0, 0),
    ("bytes=0-99", 0, 99),
    ("bytes=100-199", 100, 199),
    ("bytes=10000-", 10000, 10239),
    ("bytes=10000-99999999", 10000, 10239),
    ("bytes=-1", 10239, 10239),
    ("bytes=-99999999", 0, 10239),
    ("bytes=0-", 0, 10239),
    ("Bytes=5-6", 5, 6),
]


async def test_a_range(client: httpx.AsyncClient, link: str) -> None:
    for asked, first, last in RANGES:
        answer = await client.get(link, headers={"Range": asked})
        assert answer.status_code == 206
        assert answer.headers["content-range"] == f"bytes {first}-{last}/10240"
        assert answer.content == DATA[first : last + 1]
        assert answer.headers["content-length"] == str(last - first + 1)


async def test_what_is_no_single_range_means_the_whole(
    client: httpx.AsyncClient, link: str
) -> None:
    for asked in ("bytes=0-1,5-6", "bytes=9-5", "bytes=-", "bytes=x-y", "lines=0-5", "bytes=", ""):
        answer = await client.get(link, headers={"Range": asked})
        assert (answer.status_code, answer.content) == (200, DATA), asked


async def test_a_range_outside_of_the_file(client: httpx.AsyncClient, link: str) -> None:
    for asked in ("bytes=10240-", "bytes=99999-100000", "bytes=-0"):
        answer = await client.get(link, headers={"Range": asked})
        assert _code(answer) == (416, "range_not_satisfiable"), asked
        assert answer.headers["content-range"] == "bytes */10240"


async def test_conditions(client: httpx.AsyncClient, link: str) -> None:
    first = await client.get(link)
    tag, modified = first.headers["etag"], first.headers["last-modified"]
    for headers in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"x", W/{tag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": modified},
    ):
        answer = await client.get(link, headers=headers)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
    for headers in ({"If-None-Match": '"x"'}, {"If-Modified-Since": "nonsense"}):
        assert (await client.get(link, headers=headers)).status_code == 200
    for condition, status in ((tag, 206), (modified, 206), ('"x"', 200)):
        headers = {"Range": "bytes=0-9", "If-Range": condition}
        assert (await client.get(link, headers=headers)).status_code == status


OUTSIDE = [
    f"/files/{KEY}",
    f"/files/{KEY}?expires=99999999999&signature=0",
    "/files/",
    "/files/../secret.key",
    "/files/%2e%2e/secret.key",
    "/files/%2e%2e%2fsecret.key?expires=99999999999&signature=0",
    "/files//etc/passwd",
]


async def test_without_a_good_signature_nothing_is_shown(
    client: httpx.AsyncClient, link: str
) -> None:
    for path in OUTSIDE:
        for method in ("GET", "PUT"):
            answer = await client.request(method, path)
            assert answer.status_code in (403, 404), path
            assert answer.json()["error"]["code"] in ("invalid_signature", "not_found")


async def test_a_link_to_nothing_and_an_expired_one(
    client: httpx.AsyncClient, storage: LocalStorage, settings: Settings
) -> None:
    missing = storage.url("videos/cabc/none.mp4", expires_s=600)
    assert _code(await client.get(missing.removeprefix(settings.base_url))) == (404, "not_found")
    expired = storage.signer.sign_get(KEY, expires_s=-10)
    assert _code(await client.get(f"/files/{KEY}?{expired}")) == (403, "link_expired")


async def test_an_upload_is_taken_once(
    client: httpx.AsyncClient, ticket: dict[str, Any], settings: Settings
) -> None:
    answer = await client.put(ticket["path"], content=b"picture", headers=ticket["headers"])
    assert (answer.status_code, answer.content) == (200, b"")
    assert _stored(settings) == [ticket["r2Key"]]
    again = await client.put(ticket["path"], content=b"another", headers=ticket["headers"])
    assert _code(again) == (409, "already_uploaded")
    assert (settings.data_dir / "storage" / ticket["r2Key"]).read_bytes() == b"picture"
    assert _stored(settings) == [ticket["r2Key"]]


async def test_another_content_type_is_refused(
    client: httpx.AsyncClient, ticket: dict[str, Any], settings: Settings
) -> None:
    for sent in ("image/jpeg", "text/html", "", "image/png2", "multipart/form-data; boundary=x"):
        answer = await client.put(ticket["path"], content=b"x", headers={"Content-Type": sent})
        assert _code(answer) == (400, "wrong_content_type"), sent
        assert answer.json()["error"]["details"]["expected"] == "image/png"
        assert _stored(settings) == []


async def test_a_parameter_of_the_content_type_does_no_harm(
    client: httpx.AsyncClient, ticket: dict[str, Any]
) -> None:
    headers = {"Content-Type": "Image/PNG; name=x"}
    assert (await client.put(ticket["path"], content=b"x", headers=headers)).status_code == 200


async def test_an_altered_or_expired_link_is_refused(
    client: httpx.AsyncClient,
    ticket: dict[str, Any],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = ticket["path"]
    for altered in (
        path.replace(f"maxBytes={LIMIT}", f"maxBytes={LIMIT * 9}"),
        path.replace("image%2Fpng", "text%2Fhtml"),
        path.replace(".png?", ".webp?"),
        path[:-1] + ("0" if path[-1] != "0" else "1"),
    ):
        assert altered != path
        answer = await client.put(altered, content=b"x", headers=ticket["headers"])
        assert _code(answer) == (403, "invalid_signature")
    assert _code(await client.get(path)) == (403, "invalid_signature")
    monkeypatch.setattr("unrealugc.storage.signing.time.time", lambda: 9e9)
    answer = await client.put(path, content=b"x", headers=ticket["headers"])
    assert _code(answer) == (403, "link_expired")
    assert _stored(settings) == []


async def test_the_limit_holds_to_the_byte_and_stops_the_stream(
    client: httpx.AsyncClient, ticket: dict[str, Any], settings: Settings
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 64 * 1024
            yield b"x" * 64 * 1024

    answer = await client.put(ticket["path"], content=endless(), headers=ticket["headers"])
    assert _code(answer) == (413, "payload_too_large")
    assert answer.json()["error"]["details"] == {"limitBytes": LIMIT}
    assert sent <= LIMIT + LINGER_BYTES + 3 * 64 * 1024
    declared = await client.put(
        ticket["path"], content=b"x" * (LIMIT + 1), headers=ticket["headers"]
    )
    assert _code(declared) == (413, "payload_too_large")
    assert _stored(settings) == []
    exact = await client.put(ticket["path"], content=b"x" * LIMIT, headers=ticket["headers"])
    assert exact.status_code == 200


async def test_an_empty_upload_does_not_use_up_the_link(
    client: httpx.AsyncClient, ticket: dict[str, Any]
) -> None:
    async def nothing() -> AsyncIterator[bytes]:
        yield b""

    for content in (b"", nothing()):
        answer = await client.put(ticket["path"], content=content, headers=ticket["headers"])
        assert _code(answer) == (400, "empty_upload")
    answer = await client.put(ticket["path"], content=b"x", headers=ticket["headers"])
    assert answer.status_code == 200


async def test_a_browser_may_upload_from_another_origin(
    client: httpx.AsyncClient, ticket: dict[str, Any]
) -> None:
    origin = {"Origin": "https://shop.example"}
    preflight = await client.options(
        ticket["path"],
        headers={
            **origin,
            "Access-Control-Request-Method": "PUT",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert preflight.status_code == 200
    assert "PUT" in preflight.headers["access-control-allow-methods"]
    answer = await client.put(ticket["path"], content=b"x", headers={**ticket["headers"], **origin})
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_over_a_real_socket(
    app: FastAPI, ticket: dict[str, Any], link: str, settings: Settings
) -> None:
    async with listening(app) as address, httpx.AsyncClient(base_url=address, timeout=60) as wire:
        big = b"x" * (LIMIT + 1)
        too_large = await wire.put(ticket["path"], content=big, headers=ticket["headers"])
        assert too_large.status_code == 413
        taken = await wire.put(ticket["path"], content=b"y" * LIMIT, headers=ticket["headers"])
        assert taken.status_code == 200
        part = await wire.get(link, headers={"Range": "bytes=256-511"})
        assert (part.status_code, part.content) == (206, DATA[256:512])
        assert (await wire.head(link)).headers["content-length"] == "10240"
        assert (await wire.get(link, headers={"Accept-Encoding": "gzip"})).content == DATA


async def test_a_broken_upload_leaves_nothing_and_can_be_repeated(
    app: FastAPI, ticket: dict[str, Any], settings: Settings
) -> None:
    async def breaks_off() -> AsyncIterator[bytes]:
        yield b"x" * 1000
        raise ConnectionAbortedError

    async with listening(app) as address, httpx.AsyncClient(base_url=address, timeout=60) as wire:
        with pytest.raises(ConnectionAbortedError):
            await wire.put(ticket["path"], content=breaks_off(), headers=ticket["headers"])
        answer = await wire.put(ticket["path"], content=b"x", headers=ticket["headers"])
        assert answer.status_code == 200
    assert _stored(settings) == [ticket["r2Key"]]
