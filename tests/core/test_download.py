"""Large files over connections that break, from servers that behave and misbehave."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.http_server import Received, Reply, serve

from unrealugc.core.download import DownloadFailed, copy, download

CONTENT = bytes(range(256)) * 4000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def _ranged(request: Received) -> Reply:
    start = int(request.headers.get("range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
    if not start:
        return 200, {}, CONTENT
    span = f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}"
    return 206, {"content-range": span}, CONTENT[start:]


async def _fetch(
    handler: Callable[[Received], Reply], to: Path, *, size: int = len(CONTENT), tries: int = 3
) -> tuple[list[Received], list[int]]:
    seen: list[int] = []
    async with serve(handler) as server:
        await asyncio.to_thread(
            download,
            f"{server.url}/model",
            to,
            size=size,
            sha256=SHA256,
            report=seen.append,
            tries=tries,
            wait_s=0.01,
        )
        return server.received, seen


async def test_a_whole_file_arrives_with_progress(tmp_path: Path) -> None:
    _, seen = await _fetch(_ranged, tmp_path / "model")
    assert (tmp_path / "model").read_bytes() == CONTENT
    assert seen == sorted(seen)
    assert seen[-1] == len(CONTENT)
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


async def test_an_earlier_try_is_gone_on_from(tmp_path: Path) -> None:
    (tmp_path / "model.part").write_bytes(CONTENT[:1000])
    received, seen = await _fetch(_ranged, tmp_path / "model")
    assert received[0].headers["range"] == "bytes=1000-"
    assert seen[0] == 1000
    assert (tmp_path / "model").read_bytes() == CONTENT


async def test_connections_that_break_are_tried_again(tmp_path: Path) -> None:
    calls = 0

    def flaky(request: Received) -> Reply:
        nonlocal calls
        calls += 1
        if calls == 1:
            return 503, {}, b""
        status, headers, body = _ranged(request)
        if calls < 5:
            # Announces everything and closes after a part of it.
            return status, {**headers, "content-length": str(len(body))}, body[:200_000]
        return status, headers, body

    await _fetch(flaky, tmp_path / "model")
    assert (tmp_path / "model").read_bytes() == CONTENT
    assert calls > 3


async def test_a_server_without_ranges_starts_again(tmp_path: Path) -> None:
    (tmp_path / "model.part").write_bytes(b"x" * 1000)
    await _fetch(lambda _: (200, {}, CONTENT), tmp_path / "model")
    assert (tmp_path / "model").read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("handler", "told"),
    [
        (lambda _: (404, {}, b""), "answered 404"),
        (lambda _: (200, {}, CONTENT + b"x"), "longer than the expected"),
        (lambda _: (200, {}, CONTENT[:-1] + b"x"), "SHA-256 is another"),
        (lambda _: (500, {}, b""), "cannot be fetched"),
        (lambda _: (200, {}, CONTENT[:0]), "cannot be fetched"),
    ],
)
async def test_what_is_not_the_file_is_refused(
    tmp_path: Path, handler: Callable[[Received], Reply], told: str
) -> None:
    with pytest.raises(DownloadFailed, match=told):
        await _fetch(handler, tmp_path / "model")
    assert not (tmp_path / "model").exists()


async def test_another_part_than_asked_for_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.part").write_bytes(CONTENT[:1000])
    with pytest.raises(DownloadFailed, match="another part"):
        await _fetch(
            lambda _: (206, {"content-range": f"bytes 0-9/{len(CONTENT)}"}, CONTENT[:10]),
            tmp_path / "model",
        )
    assert (tmp_path / "model.part").read_bytes() == CONTENT[:1000]


async def test_a_disk_that_is_too_small_is_named(tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="MB more are needed"):
        await _fetch(_ranged, tmp_path / "model", size=1 << 60)


def test_a_folder_will_do(tmp_path: Path) -> None:
    given, to = tmp_path / "given", tmp_path / "there" / "model"
    given.write_bytes(CONTENT)
    copy(given, to, size=len(CONTENT), sha256=SHA256)
    assert to.read_bytes() == CONTENT
    given.write_bytes(CONTENT[:-1])
    with pytest.raises(DownloadFailed, match="not the expected file"):
        copy(given, to, size=len(CONTENT), sha256=SHA256)
    assert to.read_bytes() == CONTENT
    with pytest.raises(DownloadFailed, match="cannot be read"):
        copy(tmp_path / "none", to, size=len(CONTENT), sha256=SHA256)
