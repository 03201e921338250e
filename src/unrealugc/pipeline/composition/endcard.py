"""The end card: the product's picture and name, and what to do now."""

from __future__ import annotations

from PIL import Image, ImageOps

from unrealugc.pipeline.captions.layout import canvas_scale
from unrealugc.pipeline.captions.style import CaptionStyle, Shadow
from unrealugc.pipeline.composition.backdrop import (
    cut_close,
    gradient,
    is_packshot,
    mixed,
    tint_of,
)
from unrealugc.pipeline.composition.lettering import set_words
from unrealugc.pipeline.composition.motion import Pose, ease_out, overshoot
from unrealugc.pipeline.composition.paper import (
    ACCENT,
    SHADOW,
    Colour,
    framed,
    name_tag,
    picture_card,
)
from unrealugc.pipeline.composition.sprite import Movement, Sprite
from unrealugc.pipeline.composition.still import Still
from unrealugc.providers.base import Box, Framing

_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_FADE = 0.30
_DELAYS = (0.06, 0.20, 0.42)  # Seconds after which picture, name and call come up.
_ROOM = 0.05
_PICTURE_SHARE = 0.64
_NAME = CaptionStyle(
    id="end-card",
    name="End card",
    description="The product's name.",
    size=124,
    max_lines=2,
    fill="#FFFFFF",
    emphasis_fill="#FFE03A",
    shadow=Shadow(blur=14, drop=4, opacity=0.3),
)


def end_card(
    name: str | None,
    picture: Image.Image | None,
    call: str | None,
    frames: tuple[int, int],
    framing: Framing,
    zone: Box,
) -> list[Still | Sprite]:
    """The card's layers, the ground first; what is to be read and seen stays in ``zone``."""
    colour = ACCENT if picture is None else tint_of(picture)
    size = (framing.width, framing.height)
    ground = Still(_ground(colour, size), frames, framing, push=0, fade_s=_FADE)
    parts: list[tuple[Image.Image, Movement, float]] = []
    button = name_tag(call, 0.05, framing, _WHITE, "#141418") if call else None
    below = button.height + 2 * _gap(zone) if button else 0
    picture_zone, text_zone = _halves(zone, framing, below, pictured=picture is not None)
    if picture is not None:
        parts.append((_print(picture, picture_zone), _dropped, _DELAYS[0]))
    if name:
        room = (text_zone[2], round((text_zone[3] - below) * 0.94))
        letters, _ = set_words(name, _NAME, room, canvas_scale(framing), framing)
        parts.append((letters, _rising, _DELAYS[1]))
    if button is not None:
        parts.append((button, _beating, _DELAYS[2]))
    places = _places([part[0] for part in parts], zone, picture_zone, text_zone)
    return [
        ground,
        *(
            _sprite(shape, place, movement, delay, frames, framing)
            for (shape, movement, delay), place in zip(parts, places, strict=True)
        ),
    ]


def _ground(colour: Colour, size: tuple[int, int]) -> Image.Image:
    """The product's own colour, dark enough for white letters."""
    light = max(0.30, 1 - 95 / max(1.0, 0.21 * colour[0] + 0.72 * colour[1] + 0.07 * colour[2]))
    upper = mixed(colour, _BLACK, light)
    return gradient(size, upper, mixed(upper, _BLACK, 0.6))


def _halves(zone: Box, framing: Framing, below: int, *, pictured: bool) -> tuple[Box, Box]:
    """Room for the picture and for the words: above each other, or in a wide frame abreast.

    The words' room has ``below`` pixels for the call to action.
    """
    x, y, width, height = zone
    if not pictured:
        return (x, y, width, 0), zone
    if framing.width > framing.height:
        half = width // 2
        return (x, y, half, height), (x + half, y, width - half, height)
    upper = round((height - below) * _PICTURE_SHARE)
    return (x, y, width, upper), (x, y + upper, width, height - upper)


def _print(picture: Image.Image, zone: Box) -> Image.Image:
    room = (round(zone[2] * 0.84) - 2 * SHADOW, round(zone[3] * 0.96) - 2 * SHADOW)
    if is_packshot(picture):
        product = cut_close(picture)
        shape = min(1.3, max(0.78, product.height / product.width))
        return picture_card(
            product, None, round(min(room[0], room[1] / (shape + 0.06))), whole=True
        )
    contained = ImageOps.contain(picture.convert("RGB"), room, Image.Resampling.LANCZOS)
    return framed(contained, min(room) // 16, SHADOW)


def _places(
    shapes: list[Image.Image], zone: Box, picture_zone: Box, text_zone: Box
) -> list[tuple[int, int]]:
    """Stacks what stands below each other around the middle of its zone."""
    abreast = picture_zone[0] != text_zone[0]
    if abreast:
        return _stacked(shapes[:1], picture_zone) + _stacked(shapes[1:], text_zone)
    return _stacked(shapes, zone)


def _gap(zone: Box) -> int:
    return round(zone[3] * 0.03)


def _stacked(shapes: list[Image.Image], zone: Box) -> list[tuple[int, int]]:
    x, y, width, height = zone
    gap = _gap(zone)
    whole = sum(shape.height for shape in shapes) + gap * (len(shapes) - 1)
    top = y + max(0, (height - whole) // 2)
    places = []
    for shape in shapes:
        places.append((x + (width - shape.width) // 2, top))
        top += shape.height + gap
    return places


def _sprite(
    shape: Image.Image,
    place: tuple[int, int],
    movement: Movement,
    delay: float,
    frames: tuple[int, int],
    framing: Framing,
) -> Sprite:
    """The shape with transparent room to move in, from a moment after the card comes up."""
    across, down = round(shape.width * _ROOM), round(shape.height * _ROOM) + 30
    sheet = Image.new("RGBA", (shape.width + 2 * across, shape.height + 2 * down))
    sheet.alpha_composite(shape.convert("RGBA"), (across, down))
    first = min(frames[0] + round(delay * framing.fps), frames[1] - 1)
    corner = (place[0] - across, place[1] - down)
    return Sprite(sheet, corner, (first, frames[1]), movement, framing)


def _dropped(since: float, left: float) -> Pose:
    shown = overshoot(since / 0.5)
    return Pose(
        scale=(0.7 + 0.3 * shown) * (1 + 0.006 * since),
        tilt=-3.0 * (1 - ease_out(since / 0.9)),
        opacity=ease_out(since / 0.25),
    )


def _rising(since: float, left: float) -> Pose:
    shown = ease_out(since / 0.4)
    return Pose(drop=28 * (1 - shown), opacity=shown)


def _beating(since: float, left: float) -> Pose:
    """Comes up with a bounce, then beats once a second and a half."""
    if since < 0.4:
        return Pose(scale=0.6 + 0.4 * overshoot(since / 0.4), opacity=ease_out(since / 0.2))
    beat = (since - 0.4) % 1.5
    return Pose(scale=1 + 0.035 * (ease_out(beat / 0.12) - ease_out((beat - 0.12) / 0.3)))
