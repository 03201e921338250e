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
ACCENT: Colour = (108, 59, 255)


def paper(
    size: tuple[int, int],
    colour: Colour = (255, 255, 255),
    radius: int | None = None,
    shadow: int = SHADOW,
) -> Image.Image:
    """A rounded sheet of ``size`` in the middle of ``shadow`` pixels of soft shadow, RGBA."""
    radius = size[0] // 12 if radius is None else radius
    sheet = rounded(Image.new("RGB", size, colour), radius)
    return _on_shadow(sheet, radius, shadow, 90, shadow / 3)


def rounded(picture: Image.Image, radius: int) -> Image.Image:
    """The picture with rounded corners, RGBA."""
    cut = picture.convert("RGBA")
    cut.putalpha(rounded_mask(picture.size, radius))
    return cut


def framed(picture: Image.Image, radius: int, shadow: int) -> Image.Image:
    """A picture as a print with rounded corners on its shadow, RGBA."""
    return _on_shadow(rounded(picture, radius), radius, shadow, 150, shadow / 2.5)


def _on_shadow(
    sheet: Image.Image, radius: int, room: int, strength: int, blur: float
) -> Image.Image:
    """A rounded sheet in the middle of ``room`` pixels of shadow of a strength, 0..255."""
    ground = Image.new("RGBA", (sheet.width + 2 * room, sheet.height + 2 * room))
    shade = Image.new("L", ground.size)
    corners = (room, room, room + sheet.width - 1, room + sheet.height - 1)
    ImageDraw.Draw(shade).rounded_rectangle(corners, radius, fill=strength)
    ground.putalpha(shade.filter(ImageFilter.GaussianBlur(blur)))
    ground.alpha_composite(sheet, (room, room))
    return ground


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
    name: str, share: float, framing: Framing, colour: Colour = ACCENT, ink: str = "#FFFFFF"
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
