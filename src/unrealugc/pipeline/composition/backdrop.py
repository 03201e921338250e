"""Tidy full-frame settings for a product's picture, whatever its shape."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from unrealugc.pipeline.composition.paper import Colour, framed
from unrealugc.pipeline.composition.still import OVERSIZE
from unrealugc.providers.base import Box, Framing

_LIGHT, _EVEN = 228, 14
# A photo whose shape is this near to the frame's fills it; what is cut off is at its edges.
_NEAR_SHAPE = 1.35
_MOST_ENLARGED = 1.8
_DIM = 0.62
# Of the room it has, what a picture takes at first; the camera moves in on it.
_SHARE = 0.9


def is_packshot(picture: Image.Image) -> bool:
    """Whether the picture shows a product on an even, light ground, as shops have it."""
    small = np.asarray(picture.convert("RGB").resize((64, 64), Image.Resampling.BOX)).astype(int)
    edge = np.concatenate([small[:2].reshape(-1, 3), small[-2:].reshape(-1, 3), small[:, 0]])
    edge = np.concatenate([edge, small[:, -1]])
    return bool(edge.mean() >= _LIGHT and edge.std(axis=0).max() <= _EVEN)


def tint_of(picture: Image.Image) -> Colour:
    """The picture's most telling colour: that of its most saturated parts."""
    small = np.asarray(picture.convert("RGB").resize((48, 48), Image.Resampling.BOX)).astype(float)
    pixels = small.reshape(-1, 3)
    saturation = pixels.max(axis=1) - pixels.min(axis=1)
    strong = pixels[saturation >= 0.55 * np.quantile(saturation, 0.98)]
    red, green, blue = strong.mean(axis=0)
    return round(red), round(green), round(blue)


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """``share`` of ``other`` in ``colour``."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def gradient(size: tuple[int, int], upper: Colour, lower: Colour) -> Image.Image:
    """A soft ground: ``upper`` around a light spot, ``lower`` towards the corners."""
    width, height = size[0] // 8, size[1] // 8
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    reach = np.hypot((x / width - 0.5) * 1.1, (y / height - 0.4) * 1.2) / 0.8
    share = np.clip(reach, 0, 1)[..., None] ** np.float32(1.4)
    ends = np.array([upper, lower], np.float32)
    large = cv2.resize(ends[0] + (ends[1] - ends[0]) * share, size, interpolation=cv2.INTER_CUBIC)
    # Noise of less than a step, before rounding, keeps wide gradients from banding.
    large += np.random.default_rng(4).random((size[1], size[0], 1), np.float32)
    return Image.fromarray(cv2.convertScaleAbs(large, alpha=1, beta=-0.5))


def blurred_fill(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture itself as a dim ground, far out of focus."""
    small = ImageOps.fit(picture.convert("RGB"), (size[0] // 10, size[1] // 10))
    soft = small.filter(ImageFilter.GaussianBlur(small.width / 16))
    return soft.resize(size, Image.Resampling.BICUBIC).point(lambda value: round(value * _DIM))


def full_shot(picture: Image.Image, framing: Framing, zone: Box) -> Image.Image:
    """The picture as a shot of its own, ``OVERSIZE`` times as large as the canvas.

    A photo of nearly the frame's shape fills it. Otherwise the whole picture stands in ``zone``:
    a packshot on a soft ground of its own colour, anything else as a print on its own blur.
    """
    size = (_even(framing.width * OVERSIZE), _even(framing.height * OVERSIZE))
    x, y, width, height = (round(value * OVERSIZE) for value in zone)
    if is_packshot(picture):
        tint = tint_of(picture)
        ground = gradient(
            size, mixed(tint, (255, 255, 255), 0.86), mixed(tint, (255, 255, 255), 0.6)
        )
        return _multiplied(ground, picture, (x, y, width, height))
    if _fills(picture, size):
        return ImageOps.fit(
            picture.convert("RGB"), size, Image.Resampling.LANCZOS, centering=(0.5, 0.45)
        )
    ground = blurred_fill(picture, size)
    room = (round(width * _SHARE), round(height * _SHARE))
    print_ = framed(_contained(picture, room), round(min(size) * 0.035), 40)
    place = (x + (width - print_.width) // 2, y + (height - print_.height) // 2)
    ground.paste(print_, place, print_)
    return ground


def _even(value: float) -> int:
    return round(value / 2) * 2


def _fills(picture: Image.Image, size: tuple[int, int]) -> bool:
    across, down = size[0] / picture.width, size[1] / picture.height
    shape = max(across, down) / min(across, down)
    return shape <= _NEAR_SHAPE and max(across, down) <= _MOST_ENLARGED


def _contained(picture: Image.Image, room: tuple[int, int]) -> Image.Image:
    return ImageOps.contain(picture.convert("RGB"), room, Image.Resampling.LANCZOS)


def _multiplied(ground: Image.Image, picture: Image.Image, zone: Box) -> Image.Image:
    """A packshot set into the zone so that its light ground melts away, with a soft shadow."""
    x, y, width, height = zone
    cut = _contained(cut_close(picture), (round(width * _SHARE), round(height * _SHARE)))
    left, top = x + (width - cut.width) // 2, y + (height - cut.height) // 2
    shade = Image.new("L", ground.size, 255)
    foot = top + cut.height
    reach, depth = cut.width * 0.42, max(10, cut.width * 0.05)
    middle = left + cut.width / 2
    ellipse = (middle - reach, foot - depth, middle + reach, foot + depth)
    ImageDraw.Draw(shade).ellipse(ellipse, fill=150)
    shade = shade.filter(ImageFilter.GaussianBlur(max(8, cut.width // 28)))
    shaded = ImageChops.multiply(ground, Image.merge("RGB", (shade, shade, shade)))
    sheet = Image.new("RGB", ground.size, "white")
    sheet.paste(cut, (left, top))
    return ImageChops.multiply(shaded, sheet)


def cut_close(picture: Image.Image) -> Image.Image:
    """A packshot cut close to its product, on pure white."""
    return _whitened(_trimmed(picture))


def _trimmed(picture: Image.Image) -> Image.Image:
    """A packshot without most of the empty ground around the product."""
    level = np.asarray(picture.convert("L"))
    ground = int(np.median(np.concatenate([level[0], level[-1], level[:, 0], level[:, -1]])))
    product = Image.fromarray((level < ground - 18).astype(np.uint8) * 255)
    box = product.filter(ImageFilter.MinFilter(3)).getbbox()
    if box is None:
        return picture
    room = round(0.04 * max(box[2] - box[0], box[3] - box[1]))
    return picture.crop(
        (
            max(0, box[0] - room),
            max(0, box[1] - room),
            min(picture.width, box[2] + room),
            min(picture.height, box[3] + room),
        )
    )


def _whitened(picture: Image.Image) -> Image.Image:
    """The packshot with its ground at pure white, so that multiplying leaves no rectangle."""
    pixels = np.asarray(picture.convert("RGB")).astype(np.float32)
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    ground = np.clip(np.quantile(edge, 0.1, axis=0), 200, 255)
    return Image.fromarray(
        cast(NDArray[np.uint8], np.clip(pixels * (255 / ground), 0, 255).astype(np.uint8))
    )
