"""Pictures are believed only after they were decoded."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from unrealugc.pipeline.images import InvalidImage, decode_image


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


RED = Image.new("RGB", (40, 20), (200, 10, 10))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_decodes_by_content(kind: str) -> None:
    pixels = decode_image(encoded(RED, kind))
    assert pixels.shape == (20, 40, 3)
    assert np.abs(pixels.mean(axis=(0, 1)) - (200, 10, 10)).max() < 6


def test_applies_the_cameras_orientation() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert decode_image(encoded(RED, "JPEG", exif=exif)).shape == (40, 20, 3)


def test_lays_transparency_on_white() -> None:
    clear = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    assert decode_image(encoded(clear, "PNG")).min() == 255


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "CMYK", "I;16"])
def test_always_answers_rgb(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    pixels = decode_image(encoded(Image.new(mode, (8, 8)), kind))
    assert pixels.shape == (8, 8, 3)
    assert pixels.dtype == np.uint8


def test_takes_the_first_frame_of_an_animation() -> None:
    blue = Image.new("RGB", RED.size, (0, 0, 255))
    data = encoded(RED, "WEBP", save_all=True, append_images=[blue], lossless=True)
    assert decode_image(data)[0, 0, 0] > 150


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        encoded(RED, "GIF"),
        encoded(RED, "BMP"),
        encoded(RED, "PNG")[:60],
        encoded(Image.effect_noise((200, 200), 90), "JPEG")[:900],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
    ],
    ids=["empty", "text", "gif", "bmp", "cut-png", "cut-jpeg", "hollow-png", "postscript"],
)
def test_refuses_what_is_not_a_whole_picture(data: bytes) -> None:
    with pytest.raises(InvalidImage):
        decode_image(data)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_refuses_a_bomb_before_unpacking_it() -> None:
    bomb = encoded(Image.new("1", (11_000, 11_000)), "PNG")
    assert len(bomb) < 100_000
    with pytest.raises(InvalidImage, match="too large"):
        decode_image(bomb, max_pixels=40_000_000)


def test_refuses_a_picture_that_is_too_small() -> None:
    with pytest.raises(InvalidImage, match="at least 64"):
        decode_image(encoded(RED, "PNG"), min_side=64)
