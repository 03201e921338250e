"""A rig of plain shapes: quick to draw, and its mouth is easy to measure in a frame."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from unrealugc.providers.studio.mouth_space import POSITIONS
from unrealugc.providers.studio.rig import BROWS_SPRITES, EYES_SPRITES, MOUTH_SPRITES

Pixels = NDArray[np.uint8]

SKIN, HAIR, SHIRT = (224, 176, 144), (70, 45, 30), (60, 110, 150)
DARK, WHITE, LIPS = (60, 10, 10), (245, 245, 245), (170, 70, 70)
CANVAS = (1440, 1920)
MOUTH_BOX = (540, 760, 360, 260)
EYES_BOX = (520, 560, 400, 140)
BROWS_BOX = (520, 490, 400, 100)
MOUTH_LINE = (720, 850)
_EXTRA = {
    "closed": (0.0, 0.0),
    "fv": (0.08, 0.1),
    "th": (0.2, 0.1),
    "l": (0.3, 0.1),
    "teeth": (0.12, 0.3),
    "smile": (0.0, 0.7),
    "grin": (0.2, 0.9),
}


def write_toy_rig(folder: Path) -> Path:
    """Draw the toy rig into ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    person = _person()
    background = cv2.GaussianBlur(_noise(1440), (0, 0), 24)
    _save(folder / "background.webp", background)
    _save(folder / "person.webp", person)
    parts = {
        "mouth": (MOUTH_BOX, MOUTH_SPRITES, _draw_mouth),
        "eyes": (EYES_BOX, EYES_SPRITES, _draw_eyes),
        "brows": (BROWS_BOX, BROWS_SPRITES, _draw_brows),
    }
    manifest: dict[str, object] = {
        "version": 1,
        "slug": "toy",
        "canvas": list(CANVAS),
        "head": {"pivot": [720, 1080], "center": [720, 680]},
        "mouth_line": list(MOUTH_LINE),
        "attribution": "drawn by the tests",
    }
    for part, (box, names, draw) in parts.items():
        x, y, w, h = box
        sprites = []
        for name in names:
            face = np.ascontiguousarray(person[..., :3])
            draw(face, name)
            sprites.append(face[y : y + h, x : x + w])
        _save(folder / f"{part}.webp", np.vstack(sprites))
        _save(folder / f"{part}_mask.webp", _feathered(w, h))
        manifest[part] = {"box": list(box), "sprites": list(names)}
    Image.fromarray(_motion()).save(folder / "motion.png")
    (folder / "rig.json").write_text(json.dumps(manifest))
    return folder


def _person() -> Pixels:
    rgba = np.zeros((CANVAS[1], CANVAS[0], 4), np.uint8)
    cv2.ellipse(rgba, (720, 620), (290, 370), 0, 0, 360, (*HAIR, 255), -1, cv2.LINE_AA)
    cv2.ellipse(rgba, (720, 1850), (560, 700), 0, 0, 360, (*SHIRT, 255), -1, cv2.LINE_AA)
    cv2.rectangle(rgba, (620, 900), (820, 1200), (*SKIN, 255), -1)
    cv2.ellipse(rgba, (720, 680), (215, 270), 0, 0, 360, (*SKIN, 255), -1, cv2.LINE_AA)
    rgb = np.ascontiguousarray(rgba[..., :3])
    _draw_eyes(rgb, "open")
    _draw_brows(rgb, "neutral")
    _draw_mouth(rgb, "rest")
    return np.dstack([rgb, rgba[..., 3]])


def _draw_mouth(face: Pixels, name: str) -> None:
    jaw, width = (POSITIONS | _EXTRA)[name]
    x, y = MOUTH_LINE
    cv2.rectangle(face, (x - 120, y - 60), (x + 120, y + 110), SKIN, -1)
    half = int(60 + 25 * width)
    gap = int(70 * jaw)
    cv2.ellipse(face, (x, y + gap // 2), (half + 8, gap // 2 + 10), 0, 0, 360, LIPS, -1)
    if gap > 2:
        cv2.ellipse(face, (x, y + gap // 2), (half, gap // 2), 0, 0, 360, DARK, -1)
    if name in ("teeth", "grin"):
        cv2.rectangle(face, (x - half + 10, y), (x + half - 10, y + gap), WHITE, -1)


def _draw_eyes(face: Pixels, name: str) -> None:
    lid = {"blink1": 0.4, "blink2": 0.75, "shut": 1.0, "squint": 0.3}.get(name, 0.0)
    shift = {"look_left": (-9, 0), "look_right": (9, 0), "look_up": (0, -6), "look_down": (0, 6)}
    dx, dy = shift.get(name, (0, 0))
    for x in (630, 810):
        cv2.ellipse(face, (x, 640), (46, 26), 0, 0, 360, SKIN, -1)
        cv2.ellipse(face, (x, 640), (42, int(22 * (1 - lid)) + 1), 0, 0, 360, WHITE, -1)
        if lid < 1:
            size = (15, max(1, int(15 * (1 - lid))))
            cv2.ellipse(face, (x + dx, 640 + dy), size, 0, 0, 360, (40, 60, 40), -1)


def _draw_brows(face: Pixels, name: str) -> None:
    lift = {"raised": -14, "concerned": 6}.get(name, 0)
    for x in (630, 810):
        cv2.rectangle(face, (x - 60, 530), (x + 60, 575), SKIN, -1)
        cv2.line(face, (x - 46, 556 + lift), (x + 46, 556 + lift), HAIR, 10, cv2.LINE_AA)


def _motion() -> Pixels:
    height, width = CANVAS[1] // 8, CANVAS[0] // 8
    y, x = np.mgrid[0:height, 0:width] * 8.0
    head = np.clip((1120 - y) / 160, 0, 1) * 255
    depth = 255 * np.exp(-(((x - 720) / 300) ** 2) - ((y - 720) / 420) ** 2)
    breath = np.clip((y - 1000) / 250, 0, 1) * 255
    return np.dstack([head, depth, breath]).astype(np.uint8)


def _feathered(width: int, height: int) -> Pixels:
    mask = np.zeros((height, width), np.uint8)
    mask[16:-16, 16:-16] = 255
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), 5))


def _noise(size: int) -> Pixels:
    small = np.random.default_rng(7).integers(40, 220, (12, 12, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(small, (size, size), interpolation=cv2.INTER_CUBIC))


def _save(path: Path, pixels: Pixels) -> None:
    Image.fromarray(pixels).save(path, quality=90, method=0)
