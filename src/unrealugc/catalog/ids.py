"""Ids of what ships in the catalog: cuid-shaped, and the same on every installation."""

from __future__ import annotations

import hashlib
import string

_ALPHABET = string.digits + string.ascii_lowercase


def catalog_id(kind: str, slug: str) -> str:
    """``c`` and 24 characters that follow from the kind and the slug."""
    number = int.from_bytes(hashlib.sha256(f"{kind}:{slug}".encode()).digest())
    digits = []
    for _ in range(24):
        number, digit = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return "c" + "".join(digits)
