"""The product on screen: a card with its picture, a shot of its own, or a tag with its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image

from unrealugc.pipeline.composition.backdrop import cut_close, full_shot, is_packshot
from unrealugc.pipeline.composition.motion import Pose, ease_out
from unrealugc.pipeline.composition.paper import SHADOW, name_tag, picture_card
from unrealugc.pipeline.composition.sprite import Movement, Sprite
from unrealugc.pipeline.composition.still import Still
from unrealugc.pipeline.composition.timing import ProductShots, Span, plan_shots, times_named
from unrealugc.providers.base import Box, Framing, WordTime

_ENTRANCE, _EXIT = 0.45, 0.30
_LONGEST_TAG = 4.5
_CLOSING = 1.4
_PUSH = 0.09

# From the first and last frame of a shot to the canvas's room that is free then.
Room = Callable[[int, int], Box]


def picture_shots(
    picture: Image.Image,
    name: str | None,
    words: Sequence[WordTime],
    style: ProductShots,
    framing: Framing,
    face: Box | None,
    *,
    free: Span,
    room: Room,
) -> list[Sprite | Still]:
    """A card and a cut-away of the product, as ``style`` has it, within the ``free`` span.

    ``room`` says where in a full shot the product can stand, clear of captions.
    """
    plan = plan_shots(style, name, words, free_from=free[0], free_until=free[1])
    shots: list[Sprite | Still] = []
    if plan.card is not None:
        side = _card_side(framing, face)
        whole = is_packshot(picture)
        card = picture_card(cut_close(picture) if whole else picture, name, side, whole=whole)
        cut_follows = plan.cutaway is not None and plan.card[1] == plan.cutaway[0]
        movement = _drifting(exits=plan.card[1] < free[1] and not cut_follows)
        frames = _frames(plan.card, framing)
        shots.append(Sprite(card, _corner(card, framing), frames, movement, framing))
    if plan.cutaway is not None:
        frames = _frames(plan.cutaway, framing)
        shot = full_shot(picture, framing, room(*frames))
        shots.append(Still(shot, frames, framing, push=_PUSH))
    return shots


def name_shots(
    name: str,
    words: Sequence[WordTime],
    seconds: float,
    framing: Framing,
    *,
    free: Span,
    pictured: bool,
) -> list[Sprite]:
    """A tag with the product's name where it is named, and one that closes the video.

    The closing one is there where the creator is silent at the end for a moment, and nothing else
    closes it. A product that is ``pictured`` has no tag when it is named.
    """
    shots = []
    silent_from = words[-1].end + 0.3 if words else 0.0
    closes = free[1] >= seconds and seconds - silent_from >= _CLOSING
    named = times_named(name, words)
    if not pictured and (named or not closes):
        tag = name_tag(name, 0.044, framing)
        start = max(free[0], min((named[0] if named else seconds * 2 / 3) - 0.1, free[1] - 1.8))
        end = min(free[1], start + _LONGEST_TAG, silent_from) if closes else free[1]
        frames = _frames((start, end), framing)
        movement = _drifting(exits=closes or free[1] < seconds)
        shots.append(Sprite(tag, _corner(tag, framing), frames, movement, framing))
    if closes:
        tag = name_tag(name, 0.066, framing)
        frames = _frames((silent_from, seconds), framing)
        movement = _drifting(exits=False)
        shots.append(Sprite(tag, _lower_middle(tag, framing), frames, movement, framing))
    return shots


def _frames(span: Span, framing: Framing) -> tuple[int, int]:
    return round(span[0] * framing.fps), round(span[1] * framing.fps)


def _drifting(*, exits: bool) -> Movement:
    """Slides in, grows and straightens a little while it is seen, and fades if it ``exits``."""

    def pose(since: float, left: float) -> Pose:
        shown = ease_out(since / _ENTRANCE) * (ease_out(left / _EXIT) if exits else 1.0)
        drift = min(1.0, since / _LONGEST_TAG)
        return Pose(
            scale=(0.86 + 0.14 * shown) * (1 + 0.03 * drift),
            drop=(1 - shown) * 24 - 5 * drift,
            tilt=-2.5 + 2.0 * drift,
            opacity=shown,
        )

    return pose


def _card_side(framing: Framing, face: Box | None) -> int:
    """Width of a card that stands beside the face, not on it."""
    shorter = min(framing.width, framing.height)
    x, _, width, _ = framing.safe_area
    if face is None:
        free = 0.26 * shorter
    elif framing.width > framing.height:
        free = x + width - face[0] - face[2] - 2 * SHADOW
    else:
        free = face[0] - x - 2 * SHADOW
    return round(float(np.clip(free, 0.22 * shorter, 0.40 * shorter)))


def _corner(card: Image.Image, framing: Framing) -> tuple[int, int]:
    """A top corner of the safe area: the left one, which platforms keep freer, or where it is
    wide, the right one."""
    x, y, width, _ = framing.safe_area
    return (x + width - card.width if framing.width > framing.height else x), y


def _lower_middle(card: Image.Image, framing: Framing) -> tuple[int, int]:
    """Where captions are when somebody speaks."""
    _, y, _, height = framing.safe_area
    middle = y + round(height * 0.86)
    lowest = y + height - card.height
    return (framing.width - card.width) // 2, min(middle - card.height // 2, lowest)
