"""What every storage can do. Objects are named by keys, written once whole, and never changed.

A key is 1..512 characters, segments joined by ``/``, such as ``videos/<account>/<video>.mp4``;
its extension says its content type. Keys are made by our code, never by a caller, and are
checked nevertheless wherever one comes in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Protocol

from unrealugc.errors import ServiceUnavailable

# A segment starts with a letter or digit: no `..`, no hidden file, no empty segment.
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,127}(/[A-Za-z0-9][A-Za-z0-9._\-]{0,127})*")
MAX_KEY_LENGTH = 512

CONTENT_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".srt": "application/x-subrip",
    ".vtt": "text/vtt; charset=utf-8",
    ".wav": "audio/wav",
    ".webm": "audio/webm",
    ".webp": "image/webp",
    ".zip": "application/zip",
}
"""Content types by extension, for what this product stores."""


class StorageError(Exception):
    """Storage could not do what was asked."""

    retryable = False


class InvalidKeyError(StorageError, ValueError):
    """The key is not one that this product makes."""


class ObjectNotFoundError(StorageError):
    """There is no object of that key."""


class ObjectExistsError(StorageError):
    """There is an object of that key already, and objects are never changed."""


class ObjectTooLargeError(StorageError):
    """What was sent is above the size that was agreed."""


class ObjectEmptyError(StorageError):
    """Nothing was sent."""


class StorageUnavailableError(ServiceUnavailable, StorageError):
    """The store cannot be reached, or its disk is full; trying again later can help."""

    retryable = True
    default_message = "File storage is not reachable. Try again in a moment."


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """An object's facts: size in bytes, content type, and a tag that changes with the content."""

    key: str
    size: int
    content_type: str
    etag: str
    modified: datetime


@dataclass(frozen=True, slots=True)
class PresignedPut:
    """An address that takes one PUT without further credentials, with the headers to send."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)


class Storage(Protocol):
    """A place for objects. Every method checks its key and may raise ``StorageError``."""

    async def put_file(self, key: str, path: Path, content_type: str) -> None:
        """Store a copy of the file. It appears whole or not at all; an older one is replaced."""
        ...

    async def fetch(self, key: str, path: Path) -> None:
        """Write the object to ``path``. Raises ``ObjectNotFoundError``."""
        ...

    async def head(self, key: str) -> ObjectInfo | None:
        """The object's facts, or ``None`` where there is none."""
        ...

    async def delete(self, key: str) -> None:
        """Delete the object, if there is one."""
        ...

    def url(self, key: str, *, expires_s: int) -> str:
        """An address that shows the object for at least ``expires_s`` seconds."""
        ...

    def presign_put(
        self, key: str, *, content_type: str, max_bytes: int, expires_s: int
    ) -> PresignedPut:
        """An address to PUT one object of that type, of at most ``max_bytes``, in time."""
        ...

    async def tidy(self) -> None:
        """Remove what writes that broke off a day ago or more have left behind."""
        ...


def check_key(key: str) -> str:
    """The key itself, if it is well formed.

    Raises:
        InvalidKeyError: it is not.
    """
    if len(key) > MAX_KEY_LENGTH or not _KEY.fullmatch(key):
        raise InvalidKeyError(f"not a storage key: {key[:80]!r}")
    return key


def content_type_of(key: str) -> str:
    """The content type that the key's extension stands for."""
    suffix = PurePosixPath(key).suffix.lower()
    return CONTENT_TYPES.get(suffix, "application/octet-stream")
