"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

HEAD_BYTES = 16

_STARTS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"ID3": "audio/mpeg",
    b"OggS": "audio/ogg",
    b"\x1aE\xdf\xa3": "audio/webm",
}
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}


def sniff(head: bytes) -> str | None:
    """The content type that the first :data:`HEAD_BYTES` bytes of a file stand for.

    Only what can be uploaded is known. ``audio/mp4`` is any MP4, with pictures or without.
    """
    for start, content_type in _STARTS.items():
        if head.startswith(start):
            return content_type
    if head[:4] in (b"RIFF", b"RF64"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return "audio/mp4"
    # An MPEG audio frame: 11 bits of sync, then a layer that is not the reserved one.
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x06:
        return "audio/mpeg"
    return None
