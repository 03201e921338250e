"""Password hashes: scrypt, with its parameters in the hash so that they can grow later."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import secrets

# OWASP's minimum for scrypt: N=2^17, r=8, p=1, some 128 MiB and a third of a second.
_LOG_N, _R, _P = 17, 8, 1
_SALT_BYTES, _HASH_BYTES = 16, 32

NO_PASSWORD = f"scrypt${_LOG_N}${_R}${_P}${'A' * 22}==${'A' * 43}="
"""A hash that no password makes, to compare with where there is none."""


async def hash_password(password: str) -> str:
    """``scrypt$17$8$1$salt$hash``, made in a thread because it takes its time by design."""
    salt = secrets.token_bytes(_SALT_BYTES)
    digest = await asyncio.to_thread(_scrypt, password, salt, _LOG_N, _R, _P)
    return f"scrypt${_LOG_N}${_R}${_P}${_text(salt)}${_text(digest)}"


async def verify_password(password: str, stored: str) -> bool:
    """Whether the password made this hash; compared in constant time."""
    _, log_n, r, p, salt, digest = stored.split("$")
    found = await asyncio.to_thread(
        _scrypt, password, base64.b64decode(salt), int(log_n), int(r), int(p)
    )
    return hmac.compare_digest(found, base64.b64decode(digest))


def _scrypt(password: str, salt: bytes, log_n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(
        password.encode(),
        salt=salt,
        n=2**log_n,
        r=r,
        p=p,
        maxmem=256 * r * 2**log_n,
        dklen=_HASH_BYTES,
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
