"""A person made ready for one framing: everything scaled once, before any frame."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from unrealugc.providers.base import Box, Framing, Plane, YuvFrame
from unrealugc.providers.studio.layer import Cutout
from unrealugc.providers.studio.plates import Part, Plates
from unrealugc.providers.studio.rig import Pixels
from unrealugc.providers.studio.view import View
from unrealugc.providers.studio.warp import Warp

# What the layers have around the frame, so that movement brings in picture and not an edge.
MARGIN = 24
_UNREACHED = 0.2


@dataclass(frozen=True)
class Sprites:
    """What a part of the face can look like, at the frame's scale.

    Attributes:
        box: where they lie in the layer; even.
        names: the sprites in order.
        sprites: their planes, premultiplied and times the mask.
        keep: 255 minus the mask, ``keep_half`` at the chroma's size.
    """

    box: Box
    names: tuple[str, ...]
    sprites: tuple[YuvFrame, ...]
    keep: Plane
    keep_half: Plane


@dataclass(frozen=True)
class Stage:
    """What drawing needs.

    Attributes:
        person: with ``MARGIN`` around the frame.
        background: planes with ``MARGIN`` around the frame.
        mouth_box: what mouth and chin reach, in the frame.
        face_box: what the face reaches from its brows to the chin, in the frame.
    """

    view: View
    person: Cutout
    background: YuvFrame
    mouth: Sprites
    eyes: Sprites
    brows: Sprites
    warp: Warp
    mouth_box: Box
    face_box: Box

    @classmethod
    def of(cls, plates: Plates, framing: Framing) -> Stage:
        """Scale ``plates`` for ``framing``."""
        view = View.of(framing, plates)
        person = _person(plates, view)
        return cls(
            view=view,
            person=person,
            background=_background(plates, view),
            mouth=_sprites(plates.mouth, view),
            eyes=_sprites(plates.eyes, view),
            brows=_sprites(plates.brows, view),
            warp=Warp.of(plates, view, MARGIN, cv2.bitwise_not(person.clear)),
            mouth_box=_mouth_box(plates, view),
            face_box=_face_box(plates, view),
        )


def _person(plates: Plates, view: View) -> Cutout:
    size = (view.width + 2 * MARGIN, view.height + 2 * MARGIN)
    return Cutout.of(_resample(plates.person, view.matrix(MARGIN), size))


def _sprites(part: Part, view: View) -> Sprites:
    x, y, w, h = view.box(part.box, MARGIN)
    matrix = view.matrix(MARGIN) @ _shift(part.box[0], part.box[1])
    matrix[:, 2] -= (x, y)
    keep = _resample(part.keep, matrix, (w, h), outside=255)
    return Sprites(
        (x, y, w, h),
        part.names,
        tuple(
            Cutout.of(_resample(sprite, matrix, (w, h), outside=0)).planes
            for sprite in part.sprites
        ),
        keep,
        np.asarray(cv2.resize(keep, (w // 2, h // 2), interpolation=cv2.INTER_AREA)),
    )


def _shift(x: int, y: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([[1.0, 0, x], [0, 1.0, y], [0, 0, 1.0]])


def _resample(
    picture: Pixels,
    matrix: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    size: tuple[int, int],
    *,
    outside: int | None = None,
) -> Pixels:
    """Warp to ``size``; beyond the picture all channels are ``outside``, or its border's."""
    border = cv2.BORDER_REPLICATE if outside is None else cv2.BORDER_CONSTANT
    exact = np.allclose(matrix[:, :2], np.eye(2)[:2]) and np.allclose(matrix[:, 2] % 1.0, 0.0)
    flags = cv2.INTER_NEAREST if exact else cv2.INTER_LINEAR
    value = (outside or 0,) * 4
    return np.asarray(
        cv2.warpAffine(picture, matrix, size, flags=flags, borderMode=border, borderValue=value)
    )


def _background(plates: Plates, view: View) -> YuvFrame:
    """Cover the frame and its margin; the middle of the picture stays in the middle."""
    width, height = view.width + 2 * MARGIN, view.height + 2 * MARGIN
    stored_height, stored_width = plates.background.shape[:2]
    scale = max(width / stored_width, height / stored_height)
    left = (stored_width * scale - width) / 2
    top = (stored_height * scale - height) / 2
    matrix = np.array([[scale, 0, -left], [0, scale, -top]])
    # A pixel of chroma lies in the middle of four of luma.
    half = matrix / 2 - np.array([0, 0, 0.25])
    luma, u, v = cv2.split(plates.background)
    return YuvFrame(
        _resample(luma, matrix, (width, height)),
        _resample(u, half, (width // 2, height // 2)),
        _resample(v, half, (width // 2, height // 2)),
    )


def _mouth_box(plates: Plates, view: View) -> Box:
    """From just above the lips to the lowest that the chin gets, kept inside the frame."""
    x, y, w, h = plates.mouth.box
    lips = plates.mouth_line[1]
    top = max(float(y), lips - 0.15 * h)
    return _in_frame((x, int(top), w, int(y + h - top)), view)


def _face_box(plates: Plates, view: View) -> Box:
    """Around brows, eyes and mouth, which their sprites enclose with room to move.

    Of the room above the brows a part is forehead that nothing ever reaches.
    """
    boxes = [part.box for part in (plates.brows, plates.eyes, plates.mouth)]
    x = min(box[0] for box in boxes)
    y = plates.brows.box[1] + round(_UNREACHED * plates.brows.box[3])
    right = max(box[0] + box[2] for box in boxes)
    bottom = max(box[1] + box[3] for box in boxes)
    return _in_frame((x, y, right - x, bottom - y), view)


def _in_frame(box: Box, view: View) -> Box:
    """A box of the canvas as far as the frame shows it."""
    left, upper, width, height = view.box(box)
    x0, y0 = max(0, left), max(0, upper)
    x1, y1 = min(view.width, left + width), min(view.height, upper + height)
    return x0, y0, x1 - x0, y1 - y0
