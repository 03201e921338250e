"""The protobuf wire format: https://protobuf.dev/programming-guides/encoding/."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a message: its number, its content, and all its bytes with key and length."""

    number: int
    content: memoryview
    whole: memoryview


def fields(data: memoryview) -> Iterator[Field]:
    """The fields of a message in order. Raises ``ValueError`` where it is none."""
    position = 0
    while position < len(data):
        key, start = _read_varint(data, position)
        kind = key & 7
        if kind == _VARINT:
            _, end = _read_varint(data, start)
        elif kind == _BYTES:
            length, start = _read_varint(data, start)
            end = start + length
        elif kind in {_FIXED32, _FIXED64}:
            end = start + (4 if kind == _FIXED32 else 8)
        else:
            raise ValueError(f"not a protobuf message: wire type {kind}")
        yield Field(key >> 3, data[start:end], data[position:end])
        position = end


def message(field: int, content: bytes | str) -> bytes:
    """An embedded message, bytes or text as field number ``field``."""
    data = content.encode() if isinstance(content, str) else content
    return _varint(field << 3 | _BYTES) + _varint(len(data)) + data


def number(field: int, value: int) -> bytes:
    """An integer, not negative, as field number ``field``."""
    return _varint(field << 3 | _VARINT) + _varint(value)


def fixed32(field: int, value: float) -> bytes:
    """A 32-bit float as field number ``field``."""
    return _varint(field << 3 | _FIXED32) + struct.pack("<f", value)


def _read_varint(data: memoryview, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7


def _varint(value: int) -> bytes:
    encoded = b""
    while value > 0x7F:
        encoded += bytes([value & 0x7F | 0x80])
        value >>= 7
    return encoded + bytes([value])
