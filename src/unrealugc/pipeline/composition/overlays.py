"""Everything that lies over the performance of one video, in the order it is laid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from unrealugc.pipeline.captions.style import CaptionStyle
from unrealugc.pipeline.captions.text import is_drawable
from unrealugc.pipeline.captions.track import CaptionTrack, make_track
from unrealugc.pipeline.compose import Overlay
from unrealugc.pipeline.composition.endcard import end_card
from unrealugc.pipeline.composition.hook import hook_seconds, hook_sprite
from unrealugc.pipeline.composition.product import name_shots, picture_shots
from unrealugc.pipeline.composition.sprite import Sprite
from unrealugc.pipeline.composition.timing import ProductShots, Span, end_card_span
from unrealugc.pipeline.images import decode_image
from unrealugc.providers.base import Box, FrameSource, Framing, WordTime

_BEFORE_PRODUCT = 0.3
_AIR = 0.03  # Share of the canvas's height between a product and the captions below it.


@dataclass(frozen=True, slots=True)
class Composition:
    """What a video shows beside the creator; pictures are local files that can be decoded."""

    captions: CaptionStyle | None = None
    hook: str | None = None
    product_name: str | None = None
    product_image: Path | None = None
    product_shots: ProductShots = "both"
    end_card: bool = False
    call_to_action: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What must not be covered: boxes around face and mouth over all takes, None if unknown."""

    face: Box | None = None
    mouth: Box | None = None

    @classmethod
    def of(cls, sources: Sequence[FrameSource]) -> Person:
        """The person that several takes show, perhaps at several zooms."""
        mouths = [source.mouth_box for source in sources if source.mouth_box]
        faces = [source.face_box for source in sources if source.face_box]
        lowest = max(mouths, key=lambda box: box[1] + box[3], default=None)
        return cls(_around(faces), lowest)


def _around(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


def make_overlays(
    wanted: Composition,
    words: Sequence[WordTime],
    seconds: float,
    framing: Framing,
    person: Person,
) -> list[Overlay]:
    """The overlays of a video of ``seconds``, the lowest first.

    Captions lie above everything, because the voice goes on under a shot of the product.

    Raises:
        UnusableMediaError: the product's picture cannot be decoded.
    """
    name = wanted.product_name
    if name and not is_drawable(name, "semibold", 40):
        # Letters that no font here has make no tag, and an empty one says nothing.
        wanted = replace(wanted, product_name=None)
    captions = None
    if wanted.captions is not None:
        captions = make_track(words, wanted.captions, framing, seconds, person.mouth)
    hooked_until = hook_seconds(seconds) if wanted.hook else _BEFORE_PRODUCT
    card = end_card_span(words, seconds) if wanted.end_card else None
    free = (hooked_until, card[0] if card else seconds)
    picture = None
    if wanted.product_image is not None:
        picture = Image.fromarray(decode_image(wanted.product_image.read_bytes()))
    overlays = _product(wanted, picture, words, seconds, framing, person, captions, free)
    if card is not None:
        frames = (round(card[0] * framing.fps), round(seconds * framing.fps))
        zone = _room(captions, framing, *frames)
        call = wanted.call_to_action
        overlays += end_card(wanted.product_name, picture, call, frames, framing, zone)
    if captions is not None:
        overlays.append(captions)
    if wanted.hook:
        overlays.append(hook_sprite(wanted.hook, seconds, framing, person.face))
    return overlays


def _product(
    wanted: Composition,
    picture: Image.Image | None,
    words: Sequence[WordTime],
    seconds: float,
    framing: Framing,
    person: Person,
    captions: CaptionTrack | None,
    free: Span,
) -> list[Overlay]:
    if wanted.product_shots == "none":
        return []
    name = wanted.product_name
    shots: list[Overlay] = []
    tags: list[Sprite] = []
    until = free[1]
    if name:
        pictured = picture is not None
        tags = name_shots(name, words, seconds, framing, free=free, pictured=pictured)
        # Where the name closes the video, the picture has gone by then.
        until = min([until, *(tag.first / framing.fps for tag in tags)])
    if picture is not None:

        def room(first: int, last: int) -> Box:
            return _room(captions, framing, first, last)

        shots += picture_shots(
            picture,
            name,
            words,
            wanted.product_shots,
            framing,
            person.face,
            free=(free[0], until),
            room=room,
        )
    return [*shots, *tags]


def _room(captions: CaptionTrack | None, framing: Framing, first: int, last: int) -> Box:
    """The safe area, as far as it is symmetrical and above the captions of those frames."""
    x, y, width, height = framing.safe_area
    middle = framing.width // 2
    half = min(middle - x, x + width - middle)
    top_of_captions = captions.top_between(first, last) if captions else None
    bottom = y + height
    if top_of_captions is not None:
        bottom = min(bottom, top_of_captions - round(framing.height * _AIR))
    return middle - half, y, 2 * half, bottom - y
