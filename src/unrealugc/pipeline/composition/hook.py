"""The hook: a line of text over the first two seconds, so that nobody scrolls on."""

from __future__ import annotations

from PIL import Image

from unrealugc.pipeline.captions.layout import canvas_scale
from unrealugc.pipeline.captions.style import CaptionStyle, Plate, Shadow
from unrealugc.pipeline.composition.lettering import set_words
from unrealugc.pipeline.composition.motion import Pose, ease_out, overshoot
from unrealugc.pipeline.composition.sprite import Sprite
from unrealugc.providers.base import Box, Framing

HOOK_SECONDS = 2.0
_ENTRANCE, _EXIT = 0.30, 0.20
# Transparent room for the label to grow into while it lands.
_ROOM = 0.02
STYLE = CaptionStyle(
    id="hook",
    name="Hook",
    description="Heavy letters on white labels, a label a line.",
    size=108,
    max_lines=3,
    fill="#101014",
    emphasis_fill="#6C3BFF",
    plate=Plate(colour="#FFFFFF", opacity=0.97, radius=18, padding=22),
    shadow=Shadow(blur=6, drop=3, opacity=0.35),
)


def hook_seconds(seconds: float) -> float:
    """How long a hook stays in a video of that length."""
    return min(HOOK_SECONDS, 0.5 * seconds)


def hook_sprite(text: str, seconds: float, framing: Framing, face: Box | None) -> Sprite:
    """The hook of a video of ``seconds``, inside the safe area and clear of the ``face``.

    It is there from the first frame on, which is what a feed shows before it plays.
    """
    scale = canvas_scale(framing)
    picture, zone = max(
        ((_lettered(text, zone, scale, framing), zone) for zone in _zones(framing, face)),
        key=lambda option: option[0][1],
    )
    sheet, place = _in_the_middle(picture[0], zone)
    frames = (0, round(hook_seconds(seconds) * framing.fps))
    return Sprite(sheet, place, frames, _landing, framing)


def _lettered(text: str, zone: Box, scale: float, framing: Framing) -> tuple[Image.Image, int]:
    # What the movement adds around the label is part of the zone.
    room = (round(zone[2] / (1 + 2 * _ROOM)), round(zone[3] / (1 + 2 * _ROOM)))
    return set_words(text, STYLE, room, scale, framing)


def _zones(framing: Framing, face: Box | None) -> list[Box]:
    """Where a hook may be: above the face, or in a wide picture beside it."""
    x, y, width, height = framing.safe_area
    middle = framing.width / 2
    half = int(min(middle - x, x + width - middle))
    if face is None:
        return [(int(middle) - half, y, 2 * half, round(height * 0.22))]
    above = (int(middle) - half, y, 2 * half, max(0, face[1] - y))
    beside = (x, y, max(0, face[0] - x - round(0.03 * framing.width)), round(height * 0.6))
    return [zone for zone in (above, beside) if _is_usable(zone, framing)] or [above]


def _is_usable(zone: Box, framing: Framing) -> bool:
    shorter = min(framing.width, framing.height)
    return zone[2] > 0.4 * shorter and zone[3] > 0.09 * shorter


def _in_the_middle(picture: Image.Image, zone: Box) -> tuple[Image.Image, tuple[int, int]]:
    """The picture with transparent room around it, and where that lies for it to be centred."""
    across, down = round(picture.width * _ROOM), round(picture.height * _ROOM)
    sheet = Image.new("RGBA", (picture.width + 2 * across, picture.height + 2 * down))
    sheet.alpha_composite(picture, (across, down))
    x, y, width, height = zone
    return sheet, (x + (width - sheet.width) // 2, y + max(0, (height - sheet.height) // 2))


def _landing(since: float, left: float) -> Pose:
    """Slapped on, still, then lifted off."""
    if since < _ENTRANCE:
        part = since / _ENTRANCE
        return Pose(scale=0.84 + 0.16 * overshoot(part), opacity=0.75 + 0.25 * ease_out(part * 2))
    if left < _EXIT:
        gone = 1 - left / _EXIT
        return Pose(scale=1 - 0.12 * gone, opacity=1 - ease_out(gone))
    return Pose()
