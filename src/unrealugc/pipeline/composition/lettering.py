"""Words set as large as a room allows, as one picture."""

from __future__ import annotations

from PIL import Image

from unrealugc.core.emphasis import read_marks
from unrealugc.pipeline.captions.draw import PLATE_ABOVE, PhrasePainter
from unrealugc.pipeline.captions.layout import (
    Piece,
    balanced_lines,
    block_height,
    pieces_of,
    place,
)
from unrealugc.pipeline.captions.style import CaptionStyle
from unrealugc.providers.base import Framing

_SMALLER = 0.94


def set_words(
    text: str, style: CaptionStyle, room: tuple[int, int], scale: float, framing: Framing
) -> tuple[Image.Image, int]:
    """The text in ``style`` and the size of its letters in pixels.

    Starts at the style's size and goes down until everything fits into ``room``, which includes
    what the style draws around the letters; in the smallest letters it may not fit. Words in
    *stars* are in the style's colour of emphasis.

    Returns:
        RGBA picture, cut close to its ink.
    """
    words, stressed = read_marks(text.split())
    size, lines = _fitting(words, style, room, scale)
    block = place(lines, style, size, scale, centre=0.0, top=0.0)
    picture = PhrasePainter(block, style, framing, scale, stressed).picture
    return picture.crop(picture.getbbox() or (0, 0, 1, 1)), size


def _around(style: CaptionStyle, scale: float) -> tuple[int, int]:
    """Pixels that are drawn around letters at the sides, and above and below."""
    shadow = style.shadow.blur + style.shadow.drop if style.shadow else 0
    plate = style.plate.padding if style.plate else 0
    outline = style.outline.width if style.outline else 0
    across, down = max(plate, outline), max(plate * PLATE_ABOVE, outline)
    return round((across + shadow) * scale) + 1, round((down + shadow) * scale) + 1


def _fitting(
    words: list[str], style: CaptionStyle, room: tuple[int, int], scale: float
) -> tuple[int, list[list[Piece]]]:
    side, above = _around(style, scale)
    widest, highest = room[0] - 2 * side, room[1] - 2 * above
    size = round(style.size * scale)
    smallest = round(size * 0.3)
    while True:
        pieces = pieces_of(words, style, size, widest)
        lines = balanced_lines(pieces, style, size, widest)
        if lines is not None and block_height(lines, style, size) <= highest:
            return size, lines
        if size <= smallest:
            return size, lines or [[piece] for piece in pieces]
        size = max(smallest, int(size * _SMALLER))
