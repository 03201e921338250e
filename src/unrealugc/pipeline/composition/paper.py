"""Sheets with rounded corners and a soft shadow: prints, cards and tags."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from unrealugc.pipeline.captions.draw import rounded_mask
from unrealugc.pipeline.captions.text import draw_word, width_of
from unrealugc.providers.base import Framing

Colour = tuple[int, int, int]

SHADOW = 26
_INK = "#17171C"
_ACCENT = (108, 59, 255)


def paper(
    size: tuple[int, int],
    colour: Colour = (255, 255, 255),
    radius: int | None = None,
    shadow: int = SHADOW,
) -> Image.Image:
    """A rounded sheet of ``size`` in the middle of ``shadow`` pixels of soft shadow, RGBA."""
    width, height = size
    radius = radius if radius is not None else width // 12
    sheet = Image.new("RGBA", (width + 2 * shadow, height + 2 * shadow))
    corners = (shadow, shadow, shadow + width - 1, shadow + height - 1)
    shade = Image.new("L", sheet.size)
    ImageDraw.Draw(shade).rounded_rectangle(corners, radius, fill=90)
    sheet.putalpha(shade.filter(ImageFilter.GaussianBlur(shadow / 3)))
    sheet.alpha_composite(rounded(Image.new("RGB", size, colour), radius), (shadow, shadow))
    return sheet


def rounded(picture: Image.Image, radius: int) -> Image.Image:
    """The picture with rounded corners, RGBA."""
    cut = picture.convert("RGBA")
    cut.putalpha(rounded_mask(picture.size, radius))
    return cut


def framed(picture: Image.Image, radius: int, shadow: int) -> Image.Image:
    """A picture as a print with rounded corners on its shadow, RGBA."""
    size = (picture.width + 2 * shadow, picture.height + 2 * shadow)
    shade = Image.new("L", size)
    corners = (shadow, shadow, shadow + picture.width - 1, shadow + picture.height - 1)
    ImageDraw.Draw(shade).rounded_rectangle(corners, radius, fill=150)
    sheet = Image.new("RGBA", size)
    sheet.putalpha(shade.filter(ImageFilter.GaussianBlur(shadow / 2.5)))
    sheet.alpha_composite(rounded(picture, radius), (shadow, shadow))
    return sheet


def picture_card(picture: Image.Image, name: str | None, side: int, *, whole: bool) -> Image.Image:
    """A white card around a picture, ``side`` pixels wide, with a name below it.

    The card takes the picture's shape as far as that is neither slim nor wide. ``whole`` shows all
    of the picture on white, as for a product on a light ground; else it is cropped to fill.
    """
    rim = max(6, side // 28)
    size = side // 9
    inside = side - 2 * rim
    shape = min(1.3, max(0.78, picture.height / picture.width))
    window = (inside, round(inside * shape))
    below = size * 2 if name else 2 * rim
    card = paper((side, window[1] + rim + below))
    if whole:
        shot = ImageOps.pad(picture.convert("RGB"), window, Image.Resampling.LANCZOS, color="white")
    else:
        shot = ImageOps.fit(picture.convert("RGB"), window, Image.Resampling.LANCZOS)
    shot = rounded(shot, side // 14)
    card.alpha_composite(shot, (SHADOW + rim, SHADOW + rim))
    if name:
        _write(card, name, size, inside, rim + window[1] + below // 2, _INK)
    return card


def name_tag(
    name: str, share: float, framing: Framing, colour: Colour = _ACCENT, ink: str = "#FFFFFF"
) -> Image.Image:
    """A pill with a name in letters of ``share`` of the canvas's shorter side."""
    size = round(min(framing.width, framing.height) * share)
    widest = round(min(framing.width, framing.height) * 0.62)
    width = round(min(widest, _label_width(name, size) + size * 1.8))
    tag = paper((width, round(size * 2)), colour, size)
    _write(tag, name, size, width - size, size, ink)
    return tag


def _write(card: Image.Image, text: str, size: int, widest: int, middle: int, ink: str) -> None:
    """Write a name centred at ``middle`` below the sheet's top, smaller if it is long."""
    while _label_width(text, size) > widest and size > 14:
        size -= 1
    while _label_width(text, size) > widest and len(text) > 2:
        text = f"{text[:-2].rstrip()}…"
    place = ((card.width - _label_width(text, size)) / 2, SHADOW + middle + size * 0.34)
    draw_word(card, text, place, weight="semibold", size=size, fill=ink)


@lru_cache(maxsize=64)
def _label_width(text: str, size: int) -> float:
    return width_of(text, "semibold", size)
