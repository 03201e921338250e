"""Objects as files in a folder, shown and received by the application's own door."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import anyio
import anyio.to_thread

from unrealugc.core.ids import new_id
from unrealugc.storage.base import (
    ObjectEmptyError,
    ObjectExistsError,
    ObjectInfo,
    ObjectNotFoundError,
    ObjectTooLargeError,
    PresignedPut,
    StorageUnavailableError,
    check_key,
    content_type_of,
)
from unrealugc.storage.signing import UrlSigner

# Begins with a dot, which no key does: drafts are out of every key's reach.
_DRAFTS = ".drafts"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS}

Result = TypeVar("Result")


class LocalStorage:
    """A folder of files, for one machine or a shared file system.

    Files are written to a draft beside their place and then renamed or linked, so that nobody
    ever sees half of one. The content type is the one of the key's extension.

    Args:
        root: the folder; made if it is missing.
        base_url: where the application's file door is reached, without a trailing slash.
        signing_key: secret that signs links; all processes of an installation share it.
    """

    def __init__(self, root: Path, *, base_url: str, signing_key: bytes) -> None:
        self.root = root
        self.signer = UrlSigner(signing_key)
        self._base_url = base_url
        (root / _DRAFTS).mkdir(parents=True, exist_ok=True)

    async def put_file(self, key: str, path: Path, content_type: str) -> None:
        """See :class:`~unrealugc.storage.base.Storage`; the extension gives the content type."""
        target = self._path(key)

        def copy() -> None:
            with self._draft() as draft:
                shutil.copyfile(path, draft)
                _sync(draft)
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(draft, target)

        await _in_thread(copy)

    async def fetch(self, key: str, path: Path) -> None:
        """See :class:`~unrealugc.storage.base.Storage`."""
        source = self._path(key)
        try:
            await _in_thread(lambda: shutil.copyfile(source, path))
        except FileNotFoundError:
            if source.exists():
                raise
            raise ObjectNotFoundError(key) from None

    async def head(self, key: str) -> ObjectInfo | None:
        """See :class:`~unrealugc.storage.base.Storage`."""
        path = self._path(key)
        try:
            facts = await _in_thread(path.stat)
        except (FileNotFoundError, NotADirectoryError):
            return None
        if not path.is_file():
            return None
        return ObjectInfo(
            key=key,
            size=facts.st_size,
            content_type=content_type_of(key),
            etag=f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"',
            modified=datetime.fromtimestamp(facts.st_mtime, UTC),
        )

    async def delete(self, key: str) -> None:
        """See :class:`~unrealugc.storage.base.Storage`."""
        path = self._path(key)
        await _in_thread(lambda: path.unlink(missing_ok=True))

    def url(self, key: str, *, expires_s: int) -> str:
        """See :class:`~unrealugc.storage.base.Storage`.

        The expiry is rounded up by up to a quarter, so that the address stays the same for a
        while and browsers find the file in their cache.
        """
        query = self.signer.sign_get(check_key(key), expires_s=expires_s)
        return f"{self._base_url}/files/{key}?{query}"

    def presign_put(
        self, key: str, *, content_type: str, max_bytes: int, expires_s: int
    ) -> PresignedPut:
        """See :class:`~unrealugc.storage.base.Storage`."""
        query = self.signer.sign_put(
            check_key(key), content_type=content_type, max_bytes=max_bytes, expires_s=expires_s
        )
        return PresignedPut(f"{self._base_url}/files/{key}?{query}", {"Content-Type": content_type})

    async def receive(self, key: str, chunks: AsyncIterator[bytes], max_bytes: int) -> ObjectInfo:
        """Store what a caller sends, once.

        Raises:
            ObjectExistsError: the key is taken; what was sent is dropped.
            ObjectTooLargeError: more than ``max_bytes`` came; reading stops there.
            ObjectEmptyError: nothing came.
        """
        target = self._path(key)
        if target.exists():
            raise ObjectExistsError(key)
        with self._draft() as draft:
            async with await anyio.open_file(draft, "wb") as file:
                received = 0
                async for chunk in chunks:
                    received += len(chunk)
                    if received > max_bytes:
                        raise ObjectTooLargeError(key)
                    await file.write(chunk)
            if received == 0:
                raise ObjectEmptyError(key)
            await _in_thread(lambda: self._publish_new(draft, target, key))
        info = await self.head(key)
        if info is None:
            raise ObjectNotFoundError(key)
        return info

    async def tidy(self) -> None:
        """See :class:`~unrealugc.storage.base.Storage`."""
        await _in_thread(lambda: remove_old(self.root / _DRAFTS))

    def path_of(self, key: str) -> Path:
        """Where the object of this key lies, whether or not there is one."""
        return self._path(key)

    def _publish_new(self, draft: Path, target: Path, key: str) -> None:
        _sync(draft)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            # link, unlike rename, fails where somebody else was first.
            os.link(draft, target)
        except FileExistsError:
            raise ObjectExistsError(key) from None

    def _path(self, key: str) -> Path:
        return self.root / check_key(key)

    @contextmanager
    def _draft(self) -> Iterator[Path]:
        draft = self.root / _DRAFTS / new_id()
        try:
            yield draft
        except OSError as error:
            if error.errno in _FULL:
                raise StorageUnavailableError from error
            raise
        finally:
            with suppress(FileNotFoundError):
                draft.unlink()


def remove_old(folder: Path, older_than_s: float = 24 * 3600) -> None:
    """Remove from a folder of temporary files those that nobody has touched for a day."""
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        with suppress(FileNotFoundError):
            if time.time() - entry.stat().st_mtime < older_than_s:
                continue
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink()


async def _in_thread(work: Callable[[], Result]) -> Result:
    return await anyio.to_thread.run_sync(work)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
