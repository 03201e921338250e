"""The installation's own secret, which signs links and sessions."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from unrealugc.config import Settings

_FILE = "secret.key"
_LENGTH = 32


def signing_key(settings: Settings, purpose: str) -> bytes:
    """A key for one purpose, derived from the installation's secret.

    The secret is ``settings.secret_key``, or 32 random bytes that are made at first use and
    kept in the data folder, readable to the owner only. Keys of different purposes tell nothing
    about each other, so a signed link can never pass for a session.

    Args:
        settings: the installation's settings.
        purpose: a constant name, such as ``files``.
    """
    if settings.secret_key is not None:
        secret = settings.secret_key.get_secret_value().encode()
    else:
        secret = _kept_secret(settings.data_dir / _FILE)
    return hmac.new(secret, f"unrealugc:{purpose}".encode(), hashlib.sha256).digest()


def _kept_secret(path: Path) -> bytes:
    with suppress(FileNotFoundError):
        return path.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_LENGTH))
            file.flush()
            os.fsync(file.fileno())
        # link, unlike rename, keeps the secret of a process that was a moment earlier.
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)
    return path.read_bytes()
