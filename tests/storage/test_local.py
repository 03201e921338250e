"""The local folder: objects appear whole, once, and never outside of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from unrealugc.storage.base import (
    InvalidKeyError,
    ObjectExistsError,
    ObjectNotFoundError,
    ObjectTooLargeError,
)
from unrealugc.storage.local import LocalStorage

KEY = "videos/cabc/cdef.mp4"


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "store", base_url="http://test", signing_key=b"k" * 32)


async def _chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def _files(storage: LocalStorage) -> list[str]:
    return sorted(
        str(path.relative_to(storage.root)) for path in storage.root.rglob("*") if path.is_file()
    )


async def test_an_object_goes_in_and_comes_out(storage: LocalStorage, tmp_path: Path) -> None:
    source = tmp_path / "source.mp4"
    source.write_bytes(b"video")
    await storage.put_file(KEY, source, "video/mp4")
    info = await storage.head(KEY)
    assert info is not None
    assert (info.key, info.size, info.content_type) == (KEY, 5, "video/mp4")
    await storage.fetch(KEY, tmp_path / "copy.mp4")
    assert (tmp_path / "copy.mp4").read_bytes() == b"video"
    assert _files(storage) == [KEY]


async def test_a_new_version_has_another_etag(storage: LocalStorage, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"first")
    await storage.put_file(KEY, source, "video/mp4")
    before = await storage.head(KEY)
    source.write_bytes(b"second one")
    await storage.put_file(KEY, source, "video/mp4")
    after = await storage.head(KEY)
    assert before is not None
    assert after is not None
    assert before.etag != after.etag


async def test_missing_objects(storage: LocalStorage, tmp_path: Path) -> None:
    assert await storage.head(KEY) is None
    with pytest.raises(ObjectNotFoundError):
        await storage.fetch(KEY, tmp_path / "copy")
    await storage.delete(KEY)


async def test_a_folder_is_no_object(storage: LocalStorage) -> None:
    await storage.receive(KEY, _chunks(b"x"), 10)
    assert await storage.head("videos/cabc") is None
    assert await storage.head(f"{KEY}/more") is None


async def test_delete(storage: LocalStorage) -> None:
    await storage.receive(KEY, _chunks(b"x"), 10)
    await storage.delete(KEY)
    assert await storage.head(KEY) is None


async def test_a_key_is_received_once(storage: LocalStorage) -> None:
    await storage.receive(KEY, _chunks(b"fir", b"st"), 10)
    with pytest.raises(ObjectExistsError):
        await storage.receive(KEY, _chunks(b"second"), 10)
    assert storage.path_of(KEY).read_bytes() == b"first"
    assert _files(storage) == [KEY]


async def test_what_is_too_large_is_not_read_to_its_end(storage: LocalStorage) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b"x" * 100

    with pytest.raises(ObjectTooLargeError):
        await storage.receive(KEY, endless(), 1000)
    assert sent == 11
    assert _files(storage) == []


async def test_a_broken_stream_leaves_nothing(storage: LocalStorage) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await storage.receive(KEY, broken(), 1000)
    assert _files(storage) == []


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/etc/passwd",
        "../secret.key",
        "videos/../../secret.key",
        "videos//x",
        "videos/./x",
        "videos/.hidden",
        ".drafts/x",
        "videos/",
        "videos/a\x00b",
        "videos/a\nb",
        "videos/a\n",
        "videos\\..\\x",
        "videos/ä.mp4",
        "videos/%2e%2e/x",
        "C:/x",
        "x" * 129,
        "/".join(["x" * 100] * 6),
    ],
)
async def test_no_key_leads_out_of_the_folder(
    storage: LocalStorage, key: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidKeyError):
        await storage.head(key)
    with pytest.raises(InvalidKeyError):
        await storage.receive(key, _chunks(b"x"), 10)
    with pytest.raises(InvalidKeyError):
        await storage.fetch(key, tmp_path / "out")
    with pytest.raises(InvalidKeyError):
        storage.url(key, expires_s=60)
