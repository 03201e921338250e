"""Objects in S3 (or R2, MinIO …), Google Cloud Storage or Azure; links lead straight there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import anyio
import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import AzureStore, GCSStore, S3Store, from_url

from unrealugc.storage.base import (
    ObjectInfo,
    ObjectNotFoundError,
    PresignedPut,
    StorageUnavailableError,
    check_key,
    content_type_of,
)

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

_SCHEMES = ("s3", "gs", "az")
_LONGEST_LINK_S = 7 * 24 * 3600

# Every wait has a limit: for a connection, for a request, and for all tries together.
_CLIENT: ClientConfig = {"connect_timeout": "5s", "timeout": "120s", "allow_http": True}
_RETRY: RetryConfig = {"max_retries": 3, "retry_timeout": timedelta(seconds=60)}


class ObjectStorage:
    """An object store, reached with the credentials that its own tools use.

    ``AWS_*``, ``GOOGLE_*`` and ``AZURE_*`` environment variables, and on their machines the
    instance's role, are found by themselves; ``AWS_ENDPOINT_URL`` names an S3-compatible store.

    A link for a PUT is good for its key and time. What is sent to it is judged afterwards, when
    something is made of it: these stores' links carry no limit of size.

    Args:
        url: ``s3://bucket/prefix``, ``gs://bucket/prefix`` or ``az://container/prefix``.

    Raises:
        ValueError: another scheme, or an address that the store's client refuses.
    """

    def __init__(self, url: str) -> None:
        if url.partition("://")[0] not in _SCHEMES:
            raise ValueError(f"unsupported storage_url {url!r}; use s3://, gs:// or az://")
        try:
            store = from_url(url, client_options=_CLIENT, retry_config=_RETRY)
        except BaseError as error:
            reason = str(error).partition("\n")[0]
            raise ValueError(f"unusable storage_url {url!r}: {reason}") from error
        assert isinstance(store, S3Store | GCSStore | AzureStore)
        self._store = store

    async def put_file(self, key: str, path: Path, content_type: str) -> None:
        """See :class:`~unrealugc.storage.base.Storage`."""
        with _translated(key):
            await obstore.put_async(
                self._store, check_key(key), path, attributes={"Content-Type": content_type}
            )

    async def fetch(self, key: str, path: Path) -> None:
        """See :class:`~unrealugc.storage.base.Storage`."""
        with _translated(key):
            found = await obstore.get_async(self._store, check_key(key))
            async with await anyio.open_file(path, "wb") as file:
                async for chunk in found.stream():
                    await file.write(chunk)

    async def head(self, key: str) -> ObjectInfo | None:
        """See :class:`~unrealugc.storage.base.Storage`."""
        try:
            with _translated(key):
                meta = await obstore.head_async(self._store, check_key(key))
        except ObjectNotFoundError:
            return None
        return ObjectInfo(
            key=key,
            size=meta["size"],
            content_type=content_type_of(key),
            etag=meta["e_tag"] or f'"{meta["last_modified"].timestamp():x}"',
            modified=meta["last_modified"],
        )

    async def delete(self, key: str) -> None:
        """See :class:`~unrealugc.storage.base.Storage`."""
        try:
            with _translated(key):
                await obstore.delete_async(self._store, check_key(key))
        except ObjectNotFoundError:
            return

    def url(self, key: str, *, expires_s: int) -> str:
        """See :class:`~unrealugc.storage.base.Storage`; seven days at most."""
        return self._signed("GET", key, min(expires_s, _LONGEST_LINK_S))

    def presign_put(
        self, key: str, *, content_type: str, max_bytes: int, expires_s: int
    ) -> PresignedPut:
        """See :class:`~unrealugc.storage.base.Storage`."""
        headers = {"Content-Type": content_type}
        if isinstance(self._store, AzureStore):
            headers["x-ms-blob-type"] = "BlockBlob"
        return PresignedPut(self._signed("PUT", key, expires_s), headers)

    async def tidy(self) -> None:
        """See :class:`~unrealugc.storage.base.Storage`; stores show nothing of broken writes."""

    def _signed(self, method: Literal["GET", "PUT"], key: str, expires_s: int) -> str:
        with _translated(key):
            return obstore.sign(self._store, method, check_key(key), timedelta(seconds=expires_s))


@contextmanager
def _translated(key: str) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotFoundError):
        raise ObjectNotFoundError(key) from None
    except BaseError as error:
        raise StorageUnavailableError from error
