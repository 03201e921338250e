"""The ``Range`` header, RFC 9110 §14: one range of bytes; anything else means the whole."""

from __future__ import annotations

import re

from unrealugc.errors import RangeNotSatisfiable

_SINGLE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.IGNORECASE)


def parse_range(header: str | None, size: int) -> tuple[int, int] | None:
    """The first byte and the number of bytes that the header asks for.

    Several ranges at once, other units and malformed headers give ``None``: the whole file,
    as the RFC allows.

    Args:
        header: the header's value, if there was one.
        size: length of the file in bytes.

    Raises:
        RangeNotSatisfiable: the range lies outside of the file.
    """
    match = _SINGLE.fullmatch(header or "")
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if first and last and int(first) > int(last):
        return None
    if first:
        start = int(first)
        end = min(int(last) if last else size, size - 1)
    else:
        start = max(0, size - int(last))
        end = size - 1
    if start > end:
        raise RangeNotSatisfiable(size)
    return start, end - start + 1
