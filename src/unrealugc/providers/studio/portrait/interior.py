"""Draw what is seen between parted lips: the dark, the teeth, the tongue, in the photo's light."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.base import Box
from unrealugc.providers.studio.portrait.frame import CORNERS, FaceFrame, smoothstep
from unrealugc.providers.studio.portrait.mesh import INNER_LOWER_LIP, INNER_UPPER_LIP, Flat
from unrealugc.providers.studio.portrait.mouth import MouthShape, is_open
from unrealugc.providers.studio.rig import Pixels
from unrealugc.providers.studio.yuv import rounded

_CAVITY = np.array([52.0, 18.0, 16.0])
_TEETH = np.array([226.0, 214.0, 198.0])
_TONGUE = np.array([168.0, 82.0, 78.0])
# Height of the upper incisors and width of one, in face widths.
_TOOTH_HEIGHT = 0.058
_TOOTH_WIDTH = 0.056
_CHEEKS = (50, 280, 101, 330)


@dataclass(frozen=True)
class Light:
    """How bright the mouth's inside may be, and how sharp the photo is."""

    level: NDArray[np.float64]
    blur: float

    @classmethod
    def of(cls, picture: Pixels, landmarks: Flat, scale: float) -> Light:
        """Judge the light on the cheeks; ``scale`` is how much the photo was enlarged."""
        patches = []
        for index in _CHEEKS:
            x, y = (int(v) for v in landmarks[index])
            patches.append(picture[max(0, y - 6) : y + 6, max(0, x - 6) : x + 6].reshape(-1, 3))
        skin = np.median(np.concatenate(patches), axis=0).astype(np.float64)
        luma = float(skin @ (0.2126, 0.7152, 0.0722))
        # A dark skin reflects less of the same light: do not take that for a dark room.
        level = np.clip(0.55 + 0.45 * luma / 170, 0.6, 1.08)
        return cls(np.full(3, level), float(np.clip(0.34 * scale, 0.8, 2.2)))


def paint_interior(
    picture: Pixels, moved: Flat, frame: FaceFrame, shape: MouthShape, box: Box, light: Light
) -> Pixels:
    """Fill the opening between the inner lips in ``picture``, which shows ``box``."""
    x, y, _, _ = box
    corner = np.array([x, y])
    upper = moved[list(INNER_UPPER_LIP)] - corner
    lower = moved[list(INNER_LOWER_LIP)] - corner
    opening = _opening(picture.shape[:2], upper, lower)
    if opening.max() == 0:
        return picture
    inside = _inside(picture.shape[:2], upper, lower, frame, shape)
    inside = cv2.GaussianBlur(inside * light.level, (0, 0), light.blur)
    weight = cv2.GaussianBlur(opening, (0, 0), max(0.9, 0.7 * light.blur))[..., None]
    blended = picture * (1 - weight) + inside * weight
    return rounded(blended)


def without_teeth(picture: Pixels, landmarks: Flat, frame: FaceFrame) -> Pixels:
    """Continue the lips over the teeth of a smiling photo, so that no white clings to them."""
    right, left = CORNERS
    outline = landmarks[[right, *INNER_UPPER_LIP, left, *INNER_LOWER_LIP[::-1]]]
    if not is_open(frame, landmarks):
        return picture
    margin = round(0.12 * frame.width)
    x0, y0 = np.floor(outline.min(axis=0)).astype(int) - margin
    x1, y1 = np.ceil(outline.max(axis=0)).astype(int) + margin
    region = picture[y0:y1, x0:x1]
    hole = np.zeros(region.shape[:2], np.uint8)
    cv2.fillPoly(hole, [np.rint(outline - (x0, y0)).astype(np.int32)], 255)
    reach = round(0.014 * frame.width) | 1
    hole = cv2.dilate(hole, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3 * reach, reach)))
    cleaned = picture.copy()
    cleaned[y0:y1, x0:x1] = cv2.inpaint(region, hole, 5, cv2.INPAINT_TELEA)
    return cleaned


def _opening(size: tuple[int, ...], upper: Flat, lower: Flat) -> NDArray[np.float32]:
    mask = np.zeros(size, np.uint8)
    outline = np.vstack([upper, lower[::-1]])
    cv2.fillPoly(mask, [np.rint(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    gaps = np.linalg.norm(upper - lower, axis=1)
    parted = 1.0 if gaps.max() > 2.0 else 0.0
    opening: NDArray[np.float32] = mask.astype(np.float32) * np.float32(parted / 255)
    return opening


def _inside(
    size: tuple[int, ...], upper: Flat, lower: Flat, frame: FaceFrame, shape: MouthShape
) -> NDArray[np.float64]:
    rows, cols = np.mgrid[0 : size[0], 0 : size[1]].astype(np.float64)
    top = np.interp(cols, upper[:, 0], upper[:, 1])
    bottom = np.interp(cols, lower[:, 0], lower[:, 1])
    middle = (upper[0, 0] + upper[-1, 0]) / 2
    half = max(1.0, (upper[-1, 0] - upper[0, 0]) / 2)
    side = np.abs(cols - middle) / half
    gap = np.maximum(bottom - top, 1.0)
    depth = np.clip((rows - top) / gap, 0, 1)
    inside = _CAVITY * (0.55 + 0.75 * depth**2)[..., None]
    if shape.tongue:
        _tongue(inside, rows, cols, top, gap, middle, half, shape)
    _teeth(inside, rows, cols, top, bottom, side, middle, frame, shape)
    # The lips throw a soft shadow on what is right behind them.
    shadow = 0.62 + 0.38 * smoothstep(np.minimum(rows - top, (bottom - rows) * 1.6), -1, 9)
    return np.asarray(inside * shadow[..., None])


def _teeth(
    inside: NDArray[np.float64],
    rows: NDArray[np.float64],
    cols: NDArray[np.float64],
    top: NDArray[np.float64],
    bottom: NDArray[np.float64],
    side: NDArray[np.float64],
    middle: float,
    frame: FaceFrame,
    shape: MouthShape,
) -> None:
    if shape.teeth <= 0:
        return
    height = _TOOTH_HEIGHT * frame.width * min(1.0, shape.teeth)
    # The arch of teeth curves away: its edge rises towards the corners of the mouth.
    edge = top.min() + height * (1.15 - 0.45 * np.clip(side, 0, 1) ** 2) + 0.35 * (top - top.min())
    if shape.teeth > 1.0:
        edge = np.maximum(edge, bottom + 2)
    shown = 1 - smoothstep(rows - edge, -2.0, 2.0)
    shown = shown * (1 - smoothstep(side, 0.80, 0.97))
    tooth = (cols - middle) / (_TOOTH_WIDTH * frame.width)
    gaps = np.exp(-(((tooth - np.rint(tooth)) / 0.055) ** 2)) * (np.abs(tooth) < 3.5)
    shade = (1.0 - 0.45 * side**2) * (1 - 0.10 * gaps)
    if shape.teeth > 1.0:
        meeting = np.exp(-(((rows - (0.62 * bottom + 0.38 * top)) / 1.6) ** 2))
        shade = shade * (1 - 0.28 * meeting * (shape.tuck == 0))
    colour = _TEETH * shade[..., None]
    inside += (colour - inside) * shown[..., None]


def _tongue(
    inside: NDArray[np.float64],
    rows: NDArray[np.float64],
    cols: NDArray[np.float64],
    top: NDArray[np.float64],
    gap: NDArray[np.float64],
    middle: float,
    half: float,
    shape: MouthShape,
) -> None:
    place, tall, wide = {
        "low": (1.05, 0.42, 0.66),
        "tip": (0.95, 0.62, 0.42),
        "up": (0.55, 0.45, 0.40),
    }[shape.tongue]
    center = top.min() + place * gap.max()
    radius = ((cols - middle) / (wide * half)) ** 2 + ((rows - center) / (tall * gap.max())) ** 2
    shown = 1 - smoothstep(radius, 0.75, 1.05)
    groove = 1 - 0.12 * np.exp(-(((cols - middle) / (0.07 * half)) ** 2))
    shade = groove * (0.72 if shape.tongue == "low" else 0.95)
    inside += (_TONGUE * shade[..., None] - inside) * shown[..., None]
