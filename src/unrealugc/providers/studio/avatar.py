"""A creator's still, square, as lists show it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from unrealugc.providers.studio.rig import Pixels, Rig, SpriteSheet, load_rig

_SIDE = 640
_QUALITY = 86
# What the square shows: the middle of the canvas, from above the hair to the chest.
_CROP = 1160
_ABOVE_CENTER = 0.5
# The background's size where it covers a vertical frame, middle on middle with the person.
_SPREAD = 1968


def write_avatar(folder: Path, path: Path, *, mouth: str = "rest") -> None:
    """Draw the rig in ``folder`` and write it as a WebP of 640 × 640 pixels.

    Args:
        mouth: name of the mouth sprite that is shown.

    Raises:
        RigError: the rig is missing or damaged.
    """
    rig = load_rig(folder)
    person = rig.person.copy()
    _lay(person, rig.mouth, mouth)
    Image.fromarray(_square(rig, person)).save(path, "WEBP", quality=_QUALITY, method=4)


def _lay(person: Pixels, part: SpriteSheet, name: str) -> None:
    x, y, width, height = part.box
    sprite = part.pixels[part.names.index(name)]
    share = part.mask[..., None].astype(np.float32) / 255
    region = person[y : y + height, x : x + width, :3]
    region[:] = np.rint(sprite * share + region * (1 - share)).astype(np.uint8)


def _square(rig: Rig, person: Pixels) -> Pixels:
    height, width = person.shape[:2]
    left = (width - _CROP) // 2
    top = int(np.clip(rig.center[1] - _CROP * _ABOVE_CENTER, 0, height - _CROP))
    window = (slice(top, top + _CROP), slice(left, left + _CROP))
    shown = person[window]
    alpha = shown[..., 3:].astype(np.float32) / 255
    behind = _background(rig, (left + (_SPREAD - width) // 2, top + (_SPREAD - height) // 2))
    picture = np.rint(shown[..., :3] * alpha + behind * (1 - alpha)).astype(np.uint8)
    return np.asarray(cv2.resize(picture, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA))


def _background(rig: Rig, corner: tuple[int, int]) -> Pixels:
    spread = cv2.resize(rig.background, (_SPREAD, _SPREAD), interpolation=cv2.INTER_LINEAR)
    x, y = corner
    return np.asarray(spread[y : y + _CROP, x : x + _CROP])
