"""Recordings made to break, fool or exhaust whoever decodes them. None has 30 s of speech."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import av
import numpy as np

from tests.hostile.anything import anything
from tests.support.recordings import FORMATS, encoded, hum

RATE = 8_000

Case = tuple[str, bytes]


@cache
def recordings() -> dict[str, bytes]:
    """File name → content; the extension says what it claims to be."""
    cases: dict[str, bytes] = {}
    for content_type, (extension, _, _) in FORMATS.items():
        if content_type == "audio/m4a":
            continue
        short = encoded(hum(8, RATE), content_type, RATE)
        cases |= {f"{name}.{extension}": data for name, data in _cut(short)}
        cases |= {f"{name}.{extension}": data for name, data in _flipped(short)}
        cases[f"behind-rubbish.{extension}"] = bytes(64) + short
    cases |= {f"wav-{name}.wav": data for name, data in _wav_cases()}
    cases |= {f"mp3-{name}.mp3": data for name, data in _mp3_cases()}
    cases |= {f"mp4-{name}.mp4": data for name, data in _mp4_cases()}
    cases |= {f"webm-{name}.webm": data for name, data in _webm_cases()}
    cases |= {f"ogg-{name}.ogg": data for name, data in _ogg_cases()}
    endings = ["mp3", "wav", "webm", "ogg", "mp4"]
    for place, (name, data) in enumerate(anything().items()):
        cases[f"no-recording-{name}.{endings[place % 5]}"] = data
    return cases


def _cut(whole: bytes) -> Iterator[Case]:
    yield "empty", b""
    for at in (1, 4, 12, 20, 36, 44, 64, 200):
        yield f"cut-at-{at}", whole[:at]
    for share in (25, 50, 75, 95):
        yield f"cut-at-{share}-percent", whole[: len(whole) * share // 100]


def _flipped(whole: bytes) -> Iterator[Case]:
    for seed in range(6):
        dice = random.Random(seed)
        damaged = bytearray(whole)
        for _ in range(1 + seed * 5):
            # Headers are where it hurts.
            reach = len(damaged) if seed % 2 else min(len(damaged), 400)
            damaged[dice.randrange(reach)] ^= 1 << dice.randrange(8)
        yield f"flipped-{seed}", bytes(damaged)


def wav(
    data: bytes,
    *,
    tag: int = 1,
    channels: int = 1,
    rate: int = RATE,
    bits: int = 16,
    size: int | None = None,
) -> bytes:
    """A WAV file with this header, which may lie."""
    block = max(1, channels * bits // 8) & 0xFFFF
    head = struct.pack("<HHIIHH", tag, channels, rate, (rate * block) & 0xFFFFFFFF, block, bits)
    claimed = len(data) if size is None else size
    body = b"WAVEfmt " + struct.pack("<I", 16) + head + b"data" + struct.pack("<I", claimed) + data
    return b"RIFF" + struct.pack("<I", (claimed + 36) & 0xFFFFFFFF) + body


def _wav_cases() -> Iterator[Case]:
    second = (hum(1, RATE) * 32767).astype("<i2").tobytes()
    yield "says-10-hours", wav(second, size=10 * 3600 * RATE * 2)
    yield "says-4-gigabytes", wav(second, size=2**32 - 1)
    yield "says-nothing", wav(second, size=0)
    yield "no-rate", wav(second, rate=0)
    yield "huge-rate", wav(second, rate=2**32 - 1)
    yield "no-channels", wav(second, channels=0)
    yield "65535-channels", wav(second, channels=65535)
    yield "no-bits", wav(second, bits=0)
    yield "65535-bits", wav(second, bits=65535)
    yield "unknown-codec", wav(second, tag=0xFFFF)
    yield "mp3-codec", wav(second, tag=0x55)
    yield "wma-codec", wav(second, tag=0x161)
    yield "not-a-number", wav(np.full(31 * RATE, np.nan, "<f4").tobytes(), tag=3, bits=32)
    yield "infinite", wav(np.full(31 * RATE, np.inf, "<f4").tobytes(), tag=3, bits=32)
    yield "no-format", b"RIFF\xff\x00\x00\x00WAVEdata" + struct.pack("<I", 1000) + bytes(1000)
    yield "no-data", wav(b"")[:36]
    yield "chunks-without-end", b"RIFF\0\0\0\0WAVE" + b"LIST\x04\0\0\0INFO" * 200_000
    yield "rf64", b"RF64\xff\xff\xff\xffWAVEds64\x1c\0\0\0" + b"\xff" * 28 + wav(second)[12:]


def _mp3_cases() -> Iterator[Case]:
    second = encoded(hum(1), "audio/mpeg")
    yield "only-a-tag", b"ID3\x04\0\0\0\0\x7f\x7f" + bytes(16_383)
    yield "tag-says-256-megabytes", b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + second
    yield "tag-after-tag", b"ID3\x04\0\0\0\0\0\0" * 50_000 + second
    yield "sync-without-frames", b"\xff\xfb\x90\x64" * 100_000
    yield "free-format", b"\xff\xfb\x00\x64" + bytes(100_000)
    xing = second.find(b"Xing") if b"Xing" in second else second.find(b"Info")
    says = second[: xing + 8] + struct.pack(">I", 2**31) + second[xing + 12 :]
    yield "says-10000-hours", says
    yield "picture-of-4-gigabytes", b"ID3\x03\0\0\0\0\x10\0APIC\xff\xff\xff\xff\0\0" + second


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + name + content


def _mp4_cases() -> Iterator[Case]:
    second = encoded(hum(1), "audio/mp4")
    kind = _box(b"ftyp", b"isom\0\0\0\0isommp42")
    yield "only-a-type", kind
    yield "no-tracks", kind + _box(b"moov", _box(b"mvhd", bytes(100)))
    yield "box-without-end", kind + struct.pack(">I", 2**32 - 1) + b"moov" + bytes(100)
    yield "box-of-2-to-the-63", kind + b"\0\0\0\x01moov" + struct.pack(">Q", 2**63 - 1)
    nested = b""
    for _ in range(2000):
        nested = _box(b"moov", nested)
    yield "nested-2000-deep", kind + nested
    for name, table, at, value in (
        ("4-billion-sizes", b"stsz", 12, 2**32 - 1),
        ("4-billion-times", b"stts", 8, 2**32 - 1),
        ("4-billion-chunks", b"stco", 8, 2**32 - 1),
        ("time-of-2-to-the-31", b"stts", 16, 2**31 - 1),
        ("huge-rate", b"mp4a", 28, 2**32 - 1),
        ("says-10-hours", b"mvhd", 20, 36_000_000),
    ):
        place = second.index(table) + at
        yield name, second[:place] + struct.pack(">I", value) + second[place + 4 :]
    yield "elsewhere", second.replace(b"url \0\0\0\x01", b"url \0\0\0\0", 1)
    yield "pictures-only", _pictures_only("mp4", "libx264")


def _webm_cases() -> Iterator[Case]:
    second = encoded(hum(1), "audio/webm")
    head = b"\x1aE\xdf\xa3"
    yield "only-a-head", head + b"\x80"
    yield "head-without-end", head + b"\x01\xff\xff\xff\xff\xff\xff\xfe" + bytes(1000)
    yield "elements-without-end", second[:60] + b"\xec\x80" * 500_000
    yield "nested-segments", second[:40] + b"\x18S\x80g\x01\xff\xff\xff\xff\xff\xff\xff" * 20_000
    place = second.find(b"D\x89\x88")
    says = struct.pack(">d", 36_000_000.0)
    yield "says-10-hours", second[: place + 3] + says + second[place + 11 :]
    yield "pictures-only", _pictures_only("webm", "libvpx")


def _ogg_cases() -> Iterator[Case]:
    second = encoded(hum(1), "audio/ogg")
    yield "only-a-page", b"OggS\0\x02" + bytes(21)
    yield "pages-without-end", b"OggS\0\0" + bytes(20) + b"\0" * 27 * 10_000
    yield "255-channels", second.replace(b"OpusHead\x01\x01", b"OpusHead\x01\xff", 1)
    yield "chained", second * 20
    last = second.rindex(b"OggS")
    says = struct.pack("<q", 48_000 * 36_000)
    yield "says-10-hours", second[: last + 6] + says + second[last + 14 :]
    yield "an-hour-and-more-of-silence", _long_silence()


def _pictures_only(container_name: str, codec: str) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=container_name) as container:
        stream = container.add_stream(codec, rate=30)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode(None))
    return file.getvalue()


def _long_silence() -> bytes:
    """61 minutes in some kilobytes: FLAC packs silence to almost nothing."""
    file = io.BytesIO()
    with av.open(file, "w", format="ogg") as container:
        stream = container.add_stream("flac", rate=RATE)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        size = stream.frame_size or 4608
        silence = np.zeros((1, size), np.int16)
        for place in range(61 * 60 * RATE // size):
            frame = av.AudioFrame.from_ndarray(silence, format="s16", layout="mono")
            frame.sample_rate = RATE
            frame.pts = place * size
            frame.time_base = Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()
