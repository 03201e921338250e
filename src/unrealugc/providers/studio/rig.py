"""A rig: one person as pictures that rendering can move and blend.

Stock creators and uploaded portraits are the same thing here: a folder with ``rig.json`` and
its images. This module only reads and checks them; ``stage`` makes them ready to draw.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import Box
from unrealugc.providers.errors import BrokenInstallationError

# OpenCV decodes a rig in half the time that Pillow takes, to the same pixels.
_FLAGS = {
    "RGBA": cv2.IMREAD_UNCHANGED,
    "RGB": cv2.IMREAD_COLOR_RGB,
    "L": cv2.IMREAD_GRAYSCALE,
}

Pixels = NDArray[np.uint8]
Point = tuple[float, float]

RIG_VERSION = 1
MOTION_STEP = 8

MOUTH_SPRITES = (
    *("rest", "closed", "open1", "open2", "open3", "open4"),
    *("wide1", "wide2", "wide3", "round1", "round2", "round3"),
    *("fv", "th", "l", "teeth", "smile", "grin"),
)
EYES_SPRITES = (
    *("open", "blink1", "blink2", "shut", "squint"),
    *("look_left", "look_right", "look_up", "look_down"),
)
BROWS_SPRITES = ("neutral", "raised", "concerned")


class RigError(BrokenInstallationError):
    """A rig is missing, incomplete or contradicts itself."""

    code = "broken_rig"
    default_message = "This creator's pictures are missing or damaged."


@dataclass(frozen=True)
class SpriteSheet:
    """What one part of the face can look like.

    Attributes:
        box: where it lies on the person's canvas.
        names: the sprites in order.
        pixels: RGB, shape (len(names), h, w, 3).
        mask: how much of the sprite shows, 0..255, shape (h, w); 0 at the border.
    """

    box: Box
    names: tuple[str, ...]
    pixels: Pixels
    mask: Pixels


@dataclass(frozen=True)
class Rig:
    """A person, decoded.

    Attributes:
        person: RGBA, shape (1920, 1440, 4); mouth at rest, eyes open.
        background: RGB, shape (n, n, 3), to be shown cover-scaled behind the person.
        motion: RGB at one eighth of the canvas: head weight, depth, breath weight.
        pivot: where the head turns, at the base of the neck.
        center: the middle of the head.
        mouth_line: the middle of the lips at rest.
        hands: how far what is there moves with the hands, 0..255, shape like ``motion``'s; None
            if no hands are to be seen.
    """

    slug: str
    person: Pixels
    background: Pixels
    mouth: SpriteSheet
    eyes: SpriteSheet
    brows: SpriteSheet
    motion: Pixels
    pivot: Point
    center: Point
    mouth_line: Point
    hands: Pixels | None

    @property
    def canvas(self) -> tuple[int, int]:
        """(width, height) of the person's canvas."""
        return self.person.shape[1], self.person.shape[0]


def load_rig(folder: Path) -> Rig:
    """Read and check the rig in ``folder``.

    Raises:
        RigError: something is missing or has the wrong shape; its ``detail`` says what.
    """
    manifest = _read_manifest(folder)
    try:
        rig = _assemble(folder, manifest)
    except (KeyError, TypeError, ValueError) as error:
        raise RigError(detail=f"{folder.name}/rig.json: {error!r}") from error
    _check(folder, rig, manifest)
    return rig


def _read_manifest(folder: Path) -> Mapping[str, object]:
    try:
        manifest = json.loads((folder / "rig.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RigError(detail=f"{folder.name}/rig.json: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("version") != RIG_VERSION:
        raise RigError(detail=f"{folder.name}/rig.json: not a rig of version {RIG_VERSION}")
    return manifest


def _assemble(folder: Path, manifest: Mapping[str, object]) -> Rig:
    head = _mapping(manifest["head"])
    return Rig(
        slug=str(manifest["slug"]),
        person=_read_image(folder, "person.webp", "RGBA"),
        background=_read_image(folder, "background.webp", "RGB"),
        mouth=_read_sheet(folder, "mouth", manifest, MOUTH_SPRITES),
        eyes=_read_sheet(folder, "eyes", manifest, EYES_SPRITES),
        brows=_read_sheet(folder, "brows", manifest, BROWS_SPRITES),
        motion=_read_image(folder, "motion.png", "RGB"),
        pivot=_point(head["pivot"]),
        center=_point(head["center"]),
        mouth_line=_point(manifest["mouth_line"]),
        hands=_read_image(folder, "hands.png", "L") if "hands" in manifest else None,
    )


def _check(folder: Path, rig: Rig, manifest: Mapping[str, object]) -> None:
    width, height = rig.canvas
    if manifest.get("canvas") != [width, height]:
        raise RigError(detail=f"{folder.name}/person.webp is {width}x{height}, not the canvas")
    for name, weights in (("motion", rig.motion), ("hands", rig.hands)):
        if weights is not None and weights.shape[:2] != (
            height // MOTION_STEP,
            width // MOTION_STEP,
        ):
            raise RigError(
                detail=f"{folder.name}/{name}.png is not one {MOTION_STEP}th of the canvas"
            )
    for name, sheet in (("mouth", rig.mouth), ("eyes", rig.eyes), ("brows", rig.brows)):
        x, y, w, h = sheet.box
        if min(x, y) < 0 or x + w > width or y + h > height:
            raise RigError(detail=f"{folder.name}/rig.json: the {name} box leaves the canvas")


def _read_image(folder: Path, name: str, mode: str) -> Pixels:
    """A picture's pixels; ``mode`` is "RGBA", "RGB" or "L"."""
    path = folder / name
    if not path.is_file():
        raise RigError(detail=f"{folder.name}/{name} is missing")
    # Given a place for it, even none, OpenCV decodes into NumPy's memory; else it copies it there.
    found = cv2.imread(str(path), None, _FLAGS[mode])
    if found is None or not found.size:
        raise RigError(detail=f"{folder.name}/{name}: not a picture")
    if mode != "RGBA":
        return np.asarray(found, np.uint8)
    if found.ndim != 3 or found.shape[2] != 4:
        raise RigError(detail=f"{folder.name}/{name}: has no alpha")
    return np.asarray(cv2.cvtColor(found, cv2.COLOR_BGRA2RGBA), np.uint8)


def _read_sheet(
    folder: Path, part: str, manifest: Mapping[str, object], required: tuple[str, ...]
) -> SpriteSheet:
    described = _mapping(manifest[part])
    x, y, w, h = (int(value) for value in _sequence(described["box"]))
    names = tuple(str(name) for name in _sequence(described["sprites"]))
    missing = [name for name in required if name not in names]
    if missing:
        raise ValueError(f"{part} has no sprite {', '.join(missing)}")
    strip = _read_image(folder, f"{part}.webp", "RGB")
    mask = _read_image(folder, f"{part}_mask.webp", "L")
    if strip.shape != (h * len(names), w, 3) or mask.shape != (h, w):
        raise ValueError(f"{part}.webp or its mask does not have the size that the box says")
    return SpriteSheet((x, y, w, h), names, strip.reshape(len(names), h, w, 3), mask)


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError(f"expected an object, found {value!r}")
    return value


def _sequence(value: object) -> list[float]:
    if not isinstance(value, list):
        raise TypeError(f"expected a list, found {value!r}")
    return value


def _point(value: object) -> Point:
    x, y = _sequence(value)
    return float(x), float(y)
