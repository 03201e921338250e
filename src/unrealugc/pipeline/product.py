"""The product on screen: a card with its picture, or a tag with its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from unrealugc.pipeline.captions.text import draw_word, width_of
from unrealugc.pipeline.images import decode_image
from unrealugc.pipeline.layers import Layer, make_layer
from unrealugc.providers.base import Framing, WordTime

_ENTRANCE = 0.45
_EXIT = 0.30
_LONGEST_SHOT = 4.5
_CLOSING = 1.4
_CARD_SHARE = 0.26
_SHADOW = 26
_ACCENT = (108, 59, 255)


def time_named(name: str, words: Sequence[WordTime]) -> float | None:
    """When the product's name is first said, None if it is not."""
    wanted = _plain(name).split()
    said = [_plain(word.text) for word in words]
    return next(
        (
            words[index].start
            for index in range(len(said) - len(wanted) + 1)
            if wanted and said[index : index + len(wanted)] == wanted
        ),
        None,
    )


def _plain(text: str) -> str:
    """Lower case, without punctuation and a possessive's ending."""
    bare = re.sub(r"['’]s\b", "", text.casefold())
    return re.sub(r"[^\w\s]", "", bare)


class ProductShot:
    """A card that slides in, drifts gently while it is seen, and leaves."""

    def __init__(
        self,
        card: Image.Image,
        place: tuple[int, int],
        times: tuple[float, float],
        framing: Framing,
    ) -> None:
        self._card = np.asarray(card)
        self._place = place
        self._first = round(times[0] * framing.fps)
        self._last = round(times[1] * framing.fps)
        self._framing = framing

    def at(self, frame: int) -> Layer | None:
        """The card on this frame of the video."""
        if not self._first <= frame < self._last:
            return None
        since = (frame - self._first) / self._framing.fps
        left = (self._last - frame) / self._framing.fps
        stays = self._last >= self._framing.fps and left < _EXIT
        shown = _ease_out(since / _ENTRANCE) * (_ease_out(left / _EXIT) if stays else 1.0)
        drift = since / _LONGEST_SHOT
        return self._drawn(shown, drift)

    def _drawn(self, shown: float, drift: float) -> Layer | None:
        """The card, faded, a little lower and smaller while it comes, growing as it stays."""
        height, width = self._card.shape[:2]
        scale = (0.86 + 0.14 * shown) * (1 + 0.03 * drift)
        rise = (1 - shown) * 0.10 * height - 0.02 * height * drift
        tilt = np.deg2rad(-2.5 + 2.0 * drift)
        move = cv2.getRotationMatrix2D((width / 2, height / 2), float(np.rad2deg(tilt)), scale)
        move[1, 2] += rise
        moved = cv2.warpAffine(self._card, move, (width, height), flags=cv2.INTER_LINEAR)
        if shown < 1:
            moved[..., 3] = (moved[..., 3] * shown).astype(np.uint8)
        return make_layer(cast(NDArray[np.uint8], moved), *self._place)


def _ease_out(part: float) -> float:
    part = min(1.0, max(0.0, part))
    return 1 - (1 - part) ** 3


def product_shots(
    name: str | None,
    picture: Path | None,
    words: Sequence[WordTime],
    seconds: float,
    framing: Framing,
) -> list[ProductShot]:
    """What shows the product in this video.

    Its picture, or its name on a tag, comes up when it is named, else for the last third; where
    the creator is silent at the end for a moment, the name closes the video. Raises
    ``UnusableMediaError`` for a picture that cannot be decoded.
    """
    shots = []
    named = time_named(name, words) if name else None
    silent_from = words[-1].end + 0.3 if words else 0.0
    closes = bool(name) and seconds - silent_from >= _CLOSING
    start = max(0.3, min((named or seconds * 2 / 3) - 0.1, seconds - 1.8))
    if picture is not None:
        card = _picture_card(Image.fromarray(decode_image(picture.read_bytes())), name, framing)
        times = (start, min(seconds, start + _LONGEST_SHOT))
        shots.append(ProductShot(card, _corner(card, framing), times, framing))
    elif name and (named is not None or not closes):
        tag = _name_tag(name, 0.044, framing)
        end = min(seconds, start + _LONGEST_SHOT) if closes else seconds
        times = (start, min(end, silent_from) if closes else end)
        shots.append(ProductShot(tag, _corner(tag, framing), times, framing))
    if name and closes:
        tag = _name_tag(name, 0.066, framing)
        shots.append(ProductShot(tag, _middle(tag, framing), (silent_from, seconds), framing))
    return shots


def _corner(card: Image.Image, framing: Framing) -> tuple[int, int]:
    """A top corner of the safe area: the left one, which platforms keep freer, or where it is
    wide, the right one."""
    x, y, width, _ = framing.safe_area
    return (x + width - card.width if framing.width > framing.height else x), y


def _middle(card: Image.Image, framing: Framing) -> tuple[int, int]:
    """Where captions are when somebody speaks."""
    _, y, _, height = framing.safe_area
    middle = y + round(height * 0.86)
    return (framing.width - card.width) // 2, min(
        middle - card.height // 2, y + height - card.height
    )


def _picture_card(picture: Image.Image, name: str | None, framing: Framing) -> Image.Image:
    side = round(min(framing.width, framing.height) * _CARD_SHARE)
    rim = max(6, side // 28)
    size = side // 9
    caption = size * 2 if name else 0
    card = _paper((side, side + caption))
    inside = side - 2 * rim
    shot = ImageOps.fit(picture, (inside, inside), Image.Resampling.LANCZOS)
    mask = Image.new("L", shot.size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, inside - 1, inside - 1), side // 14, fill=255)
    card.paste(shot, (_SHADOW + rim, _SHADOW + rim), mask)
    if name:
        _centred(card, name, size, side - 2 * rim, side + caption // 2, "#17171C")
    return card


def _name_tag(name: str, share: float, framing: Framing) -> Image.Image:
    size = round(min(framing.width, framing.height) * share)
    widest = round(min(framing.width, framing.height) * 0.62)
    width = round(min(widest, _label_width(name, size) + size * 1.8))
    tag = _paper((width, round(size * 2)), colour=(*_ACCENT, 255), radius=size)
    _centred(tag, name, size, width - size, size, "#FFFFFF")
    return tag


def _paper(
    size: tuple[int, int],
    colour: tuple[int, int, int, int] = (255, 255, 255, 255),
    radius: int | None = None,
) -> Image.Image:
    """A rounded sheet with a soft shadow around it."""
    width, height = size
    radius = radius if radius is not None else width // 12
    sheet = Image.new("RGBA", (width + 2 * _SHADOW, height + 2 * _SHADOW))
    corners = (_SHADOW, _SHADOW, _SHADOW + width - 1, _SHADOW + height - 1)
    shade = Image.new("L", sheet.size)
    ImageDraw.Draw(shade).rounded_rectangle(corners, radius, fill=90)
    sheet.putalpha(shade.filter(ImageFilter.GaussianBlur(_SHADOW / 3)))
    shape = Image.new("RGBA", sheet.size)
    ImageDraw.Draw(shape).rounded_rectangle(corners, radius, fill=colour)
    sheet.alpha_composite(shape)
    return sheet


def _centred(
    card: Image.Image, text: str, size: int, widest: int, middle: int, colour: str
) -> None:
    """Write a name centred at ``middle`` below the sheet's top, smaller if it is long."""
    while _label_width(text, size) > widest and size > 14:
        size -= 1
    while _label_width(text, size) > widest and len(text) > 2:
        text = f"{text[:-2].rstrip()}…"
    x = (card.width - _label_width(text, size)) / 2
    draw_word(
        card, text, (x, _SHADOW + middle + size * 0.34), weight="semibold", size=size, fill=colour
    )


@lru_cache(maxsize=64)
def _label_width(text: str, size: int) -> float:
    return width_of(text, "semibold", size)
