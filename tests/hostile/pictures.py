"""Pictures made to break, fool or exhaust whoever decodes them. None of them shows a face."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Iterator
from functools import cache

from PIL import Image

from tests.hostile.anything import anything, zip_bomb

EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}

Case = tuple[str, bytes]


@cache
def pictures() -> dict[str, bytes]:
    """File name → content; the extension says what it claims to be."""
    cases: dict[str, bytes] = {}
    for content_type, extension in EXTENSIONS.items():
        whole = plain(content_type)
        cases |= {f"{name}.{extension}": data for name, data in _cut(whole)}
        cases |= {f"{name}.{extension}": data for name, data in _flipped(whole)}
        cases |= {f"{name}.{extension}": data for name, data in _mixed(whole)}
    cases |= {f"png-{name}.png": data for name, data in _png_cases()}
    cases |= {f"jpeg-{name}.jpg": data for name, data in _jpeg_cases()}
    cases |= {f"webp-{name}.webp": data for name, data in _webp_cases()}
    cases |= {f"no-picture-{name}.png": data for name, data in anything().items()}
    return cases


def plain(content_type: str, mode: str = "RGB", side: int = 240, **options: object) -> bytes:
    """An honest picture without a face."""
    picture = Image.merge(
        "RGB", [Image.radial_gradient("L"), Image.linear_gradient("L"), Image.radial_gradient("L")]
    )
    file = io.BytesIO()
    picture.resize((side, side)).convert(mode).save(
        file, content_type.removeprefix("image/"), **options
    )
    return file.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk of a PNG file."""
    body = name + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png(width: int, height: int, pixels: bytes, *, depth: int = 8, kind: int = 2) -> bytes:
    """A PNG file with this header and these packed pixels."""
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def _cut(whole: bytes) -> Iterator[Case]:
    yield "empty", b""
    for at in (1, 2, 4, 8, 12, 16, 24, 33, 48, 64, 100, 200):
        yield f"cut-at-{at}", whole[:at]
    for share in (10, 25, 50, 75, 90, 95):
        yield f"cut-at-{share}-percent", whole[: len(whole) * share // 100]


def _flipped(whole: bytes) -> Iterator[Case]:
    for seed in range(12):
        dice = random.Random(seed)
        damaged = bytearray(whole)
        for _ in range(1 + seed * 3):
            damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
        yield f"flipped-{seed}", bytes(damaged)


def _mixed(whole: bytes) -> Iterator[Case]:
    yield "polyglot-zip", whole + zip_bomb()
    yield "polyglot-html", whole + b"<html><script>alert(1)</script>"
    yield "polyglot-exe", b"MZ" + whole
    yield "polyglot-pdf", b"%PDF-1.7\n" + whole
    yield "polyglot-gif", b"GIF89a" + whole[6:]
    yield "twice", whole + whole
    yield "shifted", b"\n" + whole


def _png_cases() -> Iterator[Case]:
    rows = zlib.compress(bytes(241 * 3 * 240))
    magic = b"\x89PNG\r\n\x1a\n"
    header = struct.pack(">IIBBBBB", 240, 240, 8, 2, 0, 0, 0)
    yield "100-megapixel-header", png(10_000, 10_000, rows)
    yield "largest-header", png(2**31 - 1, 2**31 - 1, rows)
    yield "wide-header", png(2**31 - 1, 1, rows)
    yield "zero-header", png(0, 0, rows)
    yield "negative-header", png(2**32 - 1, 2**32 - 1, rows)
    yield "bomb-1-bit", png(40_000, 40_000, zlib.compress(bytes(5001 * 3_000)), depth=1, kind=0)
    yield "bomb-allowed-size", png(6_000, 6_000, zlib.compress(bytes(6_000 * 6_001)), kind=0)
    yield "bomb-behind-few-pixels", png(200, 200, zlib.compress(bytes(32 * 1024 * 1024)))
    yield "too-few-pixels", png(1000, 1000, zlib.compress(b"\0"))
    yield "wrong-depth", png(240, 240, rows, depth=3)
    yield "wrong-colour", png(240, 240, rows, kind=5)
    yield "no-zlib", png(240, 240, b"not compressed")
    yield "no-palette", png(240, 240, rows, kind=3)
    yield "no-pixels", magic + chunk(b"IHDR", header) + chunk(b"IEND", b"")
    yield "no-header", magic + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    yield "two-headers", magic + chunk(b"IHDR", header) * 2 + chunk(b"IDAT", rows)
    yield "endless-chunk", magic + struct.pack(">I", 2**32 - 1) + b"IHDR" + header
    yield "wrong-checksum", png(240, 240, rows)[:-20] + bytes(20)
    text = b"Comment\0\0" + zlib.compress(bytes(80 * 1024 * 1024))
    start = magic + chunk(b"IHDR", header)
    end = chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    yield "text-bomb", start + chunk(b"zTXt", text) + end
    yield "profile-bomb", start + chunk(b"iCCP", text) + end
    yield "exif-bomb", start + chunk(b"eXIf", b"MM\0*" + b"\xff" * 1_000_000) + end
    yield "100000-texts", start + chunk(b"tEXt", b"a\0b") * 100_000 + end
    frames = chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))
    yield "animation-without-end", start + frames + end
    control = struct.pack(">IIIIIHHBB", 0, 2**31 - 1, 2**31 - 1, 0, 0, 1, 1, 0, 0)
    yield "animation-with-huge-frame", start + frames + chunk(b"fcTL", control) + end
    yield "animation-of-one", start + chunk(b"acTL", struct.pack(">II", 1, 0)) + end
    for mode in ("1", "L", "LA", "P", "RGBA", "I;16"):
        yield f"mode-{mode.replace(';', '-')}", plain("image/png", "L" if mode == "I;16" else mode)
    yield "tiny", plain("image/png", side=1)
    yield "thin", png(12_000, 1, zlib.compress(bytes(36_001)))


def _jpeg_cases() -> Iterator[Case]:
    whole = plain("image/jpeg")
    at = whole.index(b"\xff\xc0")
    for name, height, width in (
        ("100-megapixel-header", 10_000, 10_000),
        ("largest-header", 65_535, 65_535),
        ("zero-header", 0, 0),
        ("flat-header", 0, 240),
    ):
        yield name, whole[: at + 5] + struct.pack(">HH", height, width) + whole[at + 9 :]
    yield "no-frame", whole[:at] + whole[at + 19 :]
    yield "twelve-bits", whole[: at + 4] + b"\x0c" + whole[at + 5 :]
    yield "lossless", whole[: at + 1] + b"\xc3" + whole[at + 2 :]
    yield "arithmetic", whole[: at + 1] + b"\xc9" + whole[at + 2 :]
    yield "200-components", whole[: at + 9] + b"\xc8" + whole[at + 10 :]
    segment = b"\xff\xe1\xff\xff" + b"Exif\0\0" + b"\xff" * 65_527
    yield "huge-exif", whole[:2] + segment * 60 + whole[2:]
    loop = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x08\0\0\0\x08"
    yield "exif-loop", whole[:2] + b"\xff\xe1" + struct.pack(">H", len(loop) + 2) + loop + whole[2:]
    turn = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\xff\xff\0\0\0\0\0\0"
    yield (
        "orientation-65535",
        (whole[:2] + b"\xff\xe1" + struct.pack(">H", len(turn) + 2) + turn + whole[2:]),
    )
    yield "comment-script", whole[:2] + b"\xff\xfe\x00\x1b<script>alert(1)</script>" + whole[2:]
    yield "many-comments", whole[:2] + b"\xff\xfe\x00\x02" * 200_000 + whole[2:]
    progressive = plain("image/jpeg", progressive=True, side=2400)
    scan = progressive.rindex(b"\xff\xda")
    yield "400-scans", progressive[:-2] + progressive[scan:-2] * 400 + b"\xff\xd9"
    yield "cmyk", plain("image/jpeg", "CMYK")
    yield "grey", plain("image/jpeg", "L")
    yield "restart-flood", whole[:-2] + b"\xff\xd0" * 500_000
    yield "fill-flood", b"\xff\xd8" + b"\xff" * 2_000_000 + whole[2:]
    yield "tiny", plain("image/jpeg", side=1)


def _webp_cases() -> Iterator[Case]:
    whole = plain("image/webp")
    lossless = plain("image/webp", lossless=True)

    def riff(content: bytes, claimed: int | None = None) -> bytes:
        size = len(content) + 4 if claimed is None else claimed
        return b"RIFF" + struct.pack("<I", size) + b"WEBP" + content

    yield "lying-size", whole[:4] + b"\xff\xff\xff\xff" + whole[8:]
    yield "no-size", whole[:4] + bytes(4) + whole[8:]
    yield "nothing-inside", riff(b"")
    yield "only-exif", riff(b"EXIF\x04\0\0\0MM\0*")
    canvas = struct.pack("<I", 10) + b"\x02\0\0\0" + b"\xff\xff\xff" * 2
    yield "largest-canvas", riff(b"VP8X" + canvas + whole[12:])
    yield "huge-lossless-header", lossless[:21] + b"\xff\xff\xff\x0f" + lossless[25:]
    at = whole.index(b"\x9d\x01\x2a")
    yield "huge-lossy-header", whole[: at + 3] + b"\xff\x3f\xff\x3f" + whole[at + 7 :]
    yield "zero-lossy-header", whole[: at + 3] + bytes(4) + whole[at + 7 :]
    yield "profile-without-end", riff(b"ICCP\xff\xff\xff\x7f" + bytes(100))
    frames = [Image.new("RGB", (240, 240), (shade, 0, 0)) for shade in range(60)]
    file = io.BytesIO()
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:], duration=10)
    animated = file.getvalue()
    yield "animated", animated
    yield "animated-cut", animated[: len(animated) // 2]
    frame = animated.index(b"ANMF")
    yield "animated-far-frame", animated[: frame + 8] + b"\xff" * 6 + animated[frame + 14 :]
    yield "alpha", plain("image/webp", "RGBA")
    yield "bomb-lossless", plain("image/webp", side=5000, lossless=True, method=0, quality=0)
    yield "tiny", plain("image/webp", side=1)
