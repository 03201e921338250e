"""Draws a phrase in a style, once for each of its words being the one that is said."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from unrealugc.pipeline.captions.layout import Block, PlacedWord
from unrealugc.pipeline.captions.style import CaptionStyle, Plate
from unrealugc.pipeline.captions.text import draw_word
from unrealugc.pipeline.layers import Layer, make_layer
from unrealugc.providers.base import Framing

# Share of a plate's padding that it has above and below its letters.
PLATE_ABOVE = 0.45
_POP_SCALES = (0.86, 0.97, 1.04)


class PhrasePainter:
    """Draws one laid-out phrase. What its states share is drawn once."""

    def __init__(
        self,
        block: Block,
        style: CaptionStyle,
        framing: Framing,
        scale: float,
        stressed: frozenset[int] = frozenset(),
    ) -> None:
        self._stressed = stressed
        self._block = block
        self._style = style
        self._scale = scale
        self._canvas = (framing.width, framing.height)
        self._base = self._draw_base()
        self._last: tuple[int, Image.Image] | None = None

    def state(self, active: int | None, age: int = 99) -> Layer | None:
        """The phrase while the word ``active`` is said, ``age`` frames after it came up."""
        picture = self._base
        if active is not None and (self._style.active_fill or self._style.active_plate):
            picture = self._said(active)
        if self._style.pops and age < len(_POP_SCALES):
            picture = _scaled(picture, _POP_SCALES[age])
        return self._layer(picture)

    def _said(self, active: int) -> Image.Image:
        """The phrase while a word is said; the last one is kept, to be shown at several sizes."""
        if self._last is None or self._last[0] != active:
            picture = self._base.copy()
            self._draw_active(picture, active)
            self._last = active, picture
        return self._last[1]

    @property
    def picture(self) -> Image.Image:
        """The whole phrase with nothing said yet, RGBA, the size of the block's box."""
        return self._base

    def _layer(self, picture: Image.Image) -> Layer | None:
        x, y = self._block.box[:2]
        width, height = self._canvas
        left, top = max(0, -x), max(0, -y)
        cut = picture.crop(
            (left, top, min(picture.width, width - x), min(picture.height, height - y))
        )
        return make_layer(cast(NDArray[np.uint8], np.asarray(cut)), x + left, y + top)

    def _draw_base(self) -> Image.Image:
        size = self._block.box[2:]
        letters = Image.new("RGBA", size)
        if self._style.plate:
            self._draw_plates(letters, self._style.plate)
        stressed_fill = self._style.emphasis_fill or self._style.fill
        for word in self._block.words:
            fill = stressed_fill if word.index in self._stressed else self._style.fill
            self._draw_letters(letters, word, fill)
        if not self._style.shadow:
            return letters
        shadow = self._style.shadow
        dark = letters.getchannel("A").filter(ImageFilter.GaussianBlur(shadow.blur * self._scale))
        dark = dark.point(lambda value: round(value * shadow.opacity))
        fallen = Image.new("L", size)
        fallen.paste(dark, (0, round(shadow.drop * self._scale)))
        under = Image.new("RGBA", size)
        under.putalpha(fallen)
        under.alpha_composite(letters)
        return under

    def _draw_active(self, picture: Image.Image, active: int) -> None:
        style = self._style
        pieces = [word for word in self._block.words if word.index == active]
        for word in pieces:
            if style.active_plate:
                self._draw_plate(picture, style.active_plate, word.box)
            self._draw_letters(picture, word, style.active_fill or style.fill)

    def _draw_letters(self, picture: Image.Image, word: PlacedWord, fill: str) -> None:
        left, top = self._block.box[:2]
        outline = self._style.outline
        draw_word(
            picture,
            word.text,
            (word.x - left, word.baseline - top),
            weight=self._style.font,
            size=self._block.size,
            fill=fill,
            outline=outline.colour if outline else None,
            outline_width=round(outline.width * self._scale) if outline else 0,
        )

    def _draw_plates(self, picture: Image.Image, plate: Plate) -> None:
        """One plate a line, so that ragged lines look like cut paper, not like a window."""
        for baseline in sorted({word.baseline for word in self._block.words}):
            line = [word.box for word in self._block.words if word.baseline == baseline]
            x, y = line[0][0], line[0][1]
            right = max(box[0] + box[2] for box in line)
            self._draw_plate(picture, plate, (x, y, right - x, line[0][3]))

    def _draw_plate(
        self, picture: Image.Image, plate: Plate, box: tuple[float, float, float, float]
    ) -> None:
        left, top = self._block.box[:2]
        side, above = plate.padding * self._scale, plate.padding * PLATE_ABOVE * self._scale
        x, y = box[0] - left, box[1] - top
        corners = (x - side, y - above, x + box[2] + side, y + box[3] + above)
        left, top, right, bottom = (round(corner) for corner in corners)
        mask = rounded_mask((right - left, bottom - top), plate.radius * self._scale)
        sheet = Image.new("RGBA", mask.size, plate.colour)
        sheet.putalpha(mask.point(lambda value: round(value * plate.opacity)))
        over = Image.new("RGBA", picture.size)
        over.paste(sheet, (left, top))
        picture.alpha_composite(over)


@lru_cache(maxsize=32)
def rounded_mask(size: tuple[int, int], radius: float) -> Image.Image:
    """A filled rectangle with round corners and smooth edges, as a mask of its size."""
    # Drawn four times as large, because Pillow's own corners are jagged.
    mask = Image.new("L", (size[0] * 4, size[1] * 4))
    corners = (0, 0, mask.width - 1, mask.height - 1)
    ImageDraw.Draw(mask).rounded_rectangle(corners, radius * 4, fill=255)
    return mask.resize(size, Image.Resampling.BOX)


def _scaled(picture: Image.Image, scale: float) -> Image.Image:
    """The picture scaled about its middle, on a canvas of its own size."""
    width, height = picture.size
    small = picture.resize((round(width * scale), round(height * scale)), Image.Resampling.BICUBIC)
    scaled = Image.new("RGBA", picture.size)
    offset = ((width - small.width) // 2, (height - small.height) // 2)
    if scale <= 1:
        scaled.paste(small, offset)
    else:
        scaled = small.crop((-offset[0], -offset[1], width - offset[0], height - offset[1]))
    return scaled
