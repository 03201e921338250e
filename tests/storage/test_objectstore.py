"""An object store over real HTTP: S3 as moto's server speaks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from moto.server import ThreadedMotoServer

from unrealugc.config import Settings
from unrealugc.storage import open_storage
from unrealugc.storage.base import (
    InvalidKeyError,
    ObjectNotFoundError,
    StorageUnavailableError,
)
from unrealugc.storage.local import LocalStorage
from unrealugc.storage.objectstore import ObjectStorage

KEY = "videos/cabc/cdef.mp4"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of an S3 server that has the bucket ``media``."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    httpx.put(f"{address}/media", timeout=60).raise_for_status()
    yield address
    server.stop()


@pytest.fixture
def storage(s3: str, monkeypatch: pytest.MonkeyPatch) -> ObjectStorage:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3)
    made = open_storage(Settings(storage_url="s3://media/shop"))
    assert isinstance(made, ObjectStorage)
    return made


async def test_an_object_goes_in_out_and_away(storage: ObjectStorage, tmp_path: Path) -> None:
    source = tmp_path / "source.mp4"
    source.write_bytes(b"video" * 1000)
    await storage.put_file(KEY, source, "video/mp4")
    info = await storage.head(KEY)
    assert info is not None
    assert (info.key, info.size, info.content_type) == (KEY, 5000, "video/mp4")
    await storage.fetch(KEY, tmp_path / "copy.mp4")
    assert (tmp_path / "copy.mp4").read_bytes() == source.read_bytes()
    await storage.delete(KEY)
    assert await storage.head(KEY) is None
    await storage.delete(KEY)
    with pytest.raises(ObjectNotFoundError):
        await storage.fetch(KEY, tmp_path / "copy.mp4")


async def test_links_show_and_take_an_object(storage: ObjectStorage) -> None:
    put = storage.presign_put(KEY, content_type="image/png", max_bytes=100, expires_s=600)
    assert put.headers == {"Content-Type": "image/png"}
    async with httpx.AsyncClient(timeout=60) as client:
        sent = await client.put(put.url, content=b"picture", headers=put.headers)
        assert sent.status_code == 200
        link = storage.url(KEY, expires_s=30 * 24 * 3600)
        shown = await client.get(link)
        assert (shown.status_code, shown.content) == (200, b"picture")
        assert shown.headers["content-type"] == "image/png"
        part = await client.get(link, headers={"Range": "bytes=0-3"})
        assert (part.status_code, part.content) == (206, b"pict")
    assert "/media/shop/videos/cabc/cdef.mp4?" in link
    assert "X-Amz-Expires=604800" in link
    assert "X-Amz-Expires=600" in put.url
    info = await storage.head(KEY)
    assert info is not None
    assert info.size == 7


async def test_keys_are_checked_here_too(storage: ObjectStorage, tmp_path: Path) -> None:
    for key in ("../x", "/x", "a//b", ""):
        with pytest.raises(InvalidKeyError):
            await storage.head(key)
        with pytest.raises(InvalidKeyError):
            storage.url(key, expires_s=60)


async def test_a_refusing_store_is_unavailable_and_no_fault_of_ours(
    storage: ObjectStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_storage(Settings(storage_url="s3://no-such-bucket"))
    (tmp_path / "x").write_bytes(b"x")
    with pytest.raises((StorageUnavailableError, ObjectNotFoundError)):
        await other.put_file(KEY, tmp_path / "x", "video/mp4")


@pytest.mark.parametrize("url", ["ftp://x/y", "memory:///", "file:///tmp/x", "nonsense", "s3://"])
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="storage_url"):
        open_storage(Settings(storage_url=url))


def test_google_and_azure_links_are_signed_by_the_same_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "shop")
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_KEY", "a2V5" * 16)
    azure = open_storage(Settings(storage_url="az://media/shop"))
    put = azure.presign_put(KEY, content_type="image/png", max_bytes=9, expires_s=600)
    assert put.url.startswith("https://shop.blob.core.windows.net/media/shop/videos/cabc/cdef.mp4")
    assert put.headers["x-ms-blob-type"] == "BlockBlob"


def test_without_a_url_objects_are_files(tmp_path: Path) -> None:
    made = open_storage(Settings(data_dir=tmp_path))
    assert isinstance(made, LocalStorage)
    assert made.root == tmp_path / "storage"
