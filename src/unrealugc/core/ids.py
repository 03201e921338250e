"""Identifiers: cuids for rows, prefixed random tokens for secrets."""

from __future__ import annotations

import itertools
import re
import secrets
import string
import time

_ALPHABET = string.digits + string.ascii_lowercase
_CUID = re.compile(r"c[a-z0-9]{24}")
_counter = itertools.count(secrets.randbelow(36**4))


def _base36(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, digit = divmod(number, 36)
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))


def new_id() -> str:
    """A cuid, ``^c[a-z0-9]{24}$``, that sorts by the time it was made.

    Layout after the original cuid: ``c``, 8 characters of milliseconds, a 4-character
    counter of this process, 12 random characters.
    """
    milliseconds = _base36(time.time_ns() // 1_000_000, 8)
    count = _base36(next(_counter) % 36**4, 4)
    return f"c{milliseconds}{count}{_base36(secrets.randbelow(36**12), 12)}"


def is_id(text: str) -> bool:
    """Whether the text has the form of :func:`new_id`."""
    return _CUID.fullmatch(text) is not None


def new_token(prefix: str, length: int = 40) -> str:
    """A secret: the prefix and ``length`` characters from a CSPRNG (5.95 bits each)."""
    alphabet = string.ascii_letters + string.digits
    return prefix + "".join(secrets.choice(alphabet) for _ in range(length))
