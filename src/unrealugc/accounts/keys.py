"""API keys: their form, and the digest that is all we keep of one."""

from __future__ import annotations

import hashlib
import re

from unrealugc.core.ids import new_token

PREFIX = "usk_live_"
_KEY = re.compile(r"usk_live_[A-Za-z0-9_\-]{32,128}")


def new_key() -> str:
    """A fresh key: ``usk_live_`` and 40 characters from a CSPRNG."""
    return new_token(PREFIX, 40)


def digest_of(key: str) -> bytes:
    """SHA-256 of a key. Keys are long and random, so a slow hash would add nothing."""
    return hashlib.sha256(key.encode()).digest()


def digest_from_header(authorization: str | None) -> bytes | None:
    """The digest of a well-formed ``Bearer usk_live_…`` header, else ``None``."""
    scheme, _, token = (authorization or "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not _KEY.fullmatch(token):
        return None
    return digest_of(token)
