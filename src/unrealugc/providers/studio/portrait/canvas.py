"""Lay the photo onto the rig's canvas: the face at its place, the rest as far as it reaches."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.studio.portrait.landmarks import (
    LEFT_EYE_CORNERS,
    RIGHT_EYE_CORNERS,
    Points,
    face_width,
)
from unrealugc.providers.studio.rig import Pixels
from unrealugc.providers.studio.yuv import rounded

WIDTH, HEIGHT = 1440, 1920
BACKGROUND = 1440
FACE_WIDTH = 430.0
EYES_Y = 640.0
# A tight photo is shown larger before it is continued beyond its edges.
MAX_ENLARGEMENT = 1.4
# How the square background is shown behind a vertical frame: 1968 / 1440, middle on middle.
_BACKGROUND_SCALE = 1968 / BACKGROUND
_BLUR = 11.0


@dataclass(frozen=True)
class Placed:
    """The photo on the canvas.

    Attributes:
        pixels: RGB (1920, 1440, 3), continued beyond the photo's edges.
        points: the face's landmarks on the canvas, (468, 3).
        scale: canvas pixels for one pixel of the photo.
        background: RGB (1440, 1440, 3), the photo's surroundings, out of focus.
    """

    pixels: Pixels
    points: Points
    scale: float
    background: Pixels


def place(photo: Pixels, points: Points, mask: Pixels) -> Placed:
    """Scale and move the photo so that the face is where every rig has it.

    Args:
        photo: RGB.
        points: landmarks in the photo.
        mask: the person in the photo, 0..255.
    """
    scale, offset = _placement(photo, points, mask)
    matrix = np.array([[scale, 0, offset[0]], [0, scale, offset[1]]])
    on_canvas = points * scale
    on_canvas[:, :2] += offset
    return Placed(
        pixels=_continued(photo, matrix, (WIDTH, HEIGHT)),
        points=on_canvas.astype(np.float32),
        scale=scale,
        background=_background(photo, mask, matrix),
    )


def place_mask(mask: Pixels, placed: Placed, points: Points) -> Pixels:
    """The person's mask on the canvas, softly ending at the canvas' sides."""
    offset = placed.points[0, :2] - points[0, :2] * placed.scale
    matrix = np.array([[placed.scale, 0, offset[0]], [0, placed.scale, offset[1]]])
    moved = cv2.warpAffine(mask, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
    x = np.arange(WIDTH)
    edge = np.clip(np.minimum(x, WIDTH - 1 - x) / 150, 0, 1)
    return rounded(moved * (edge * edge * (3 - 2 * edge)))


def _placement(photo: Pixels, points: Points, mask: Pixels) -> tuple[float, NDArray[np.float64]]:
    height = photo.shape[0]
    eyes = points[[*RIGHT_EYE_CORNERS, *LEFT_EYE_CORNERS], :2].mean(axis=0).astype(np.float64)
    scale = FACE_WIDTH / face_width(points)
    wanted = (HEIGHT - EYES_Y) / max(1.0, height - float(eyes[1]))
    scale *= float(np.clip(wanted / scale, 1.0, MAX_ENLARGEMENT))
    middle = (points[:, 0].min() + points[:, 0].max()) / 2
    offset = np.array([WIDTH / 2 - middle * scale, EYES_Y - eyes[1] * scale])
    if (mask[0] > 128).any():
        # The hair is cut by the photo's edge: that edge must not come into the picture.
        offset[1] = min(offset[1], 0.0)
    return scale, offset


def _continued(photo: Pixels, matrix: NDArray[np.float64], size: tuple[int, int]) -> Pixels:
    """Warp the photo; beyond its edges its border colours go on, more and more blurred."""
    scale = matrix[0, 0]
    flags = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    source = photo
    if scale < 1:
        # Shrinking in one step would alias.
        source = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        matrix = np.array([[1, 0, matrix[0, 2]], [0, 1, matrix[1, 2]]])
    placed = cv2.warpAffine(source, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.full(source.shape[:2], 255, np.uint8), matrix, size)
    if inside.min() == 255:
        return np.asarray(placed)
    soft = cv2.GaussianBlur(inside, (0, 0), 12).astype(np.float32)[..., None] / 255
    soft = np.clip(soft * 2 - 1, 0, 1)
    blurred = cv2.GaussianBlur(placed, (0, 0), 40)
    return rounded(placed * soft + blurred * (1 - soft))


def _background(photo: Pixels, mask: Pixels, matrix: NDArray[np.float64]) -> Pixels:
    """Surroundings without the person, out of focus, laid out as frames will show them."""
    shrink = min(1.0, 480 / max(photo.shape[:2]))
    small = cv2.resize(photo, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    person = cv2.resize(mask, small.shape[1::-1], interpolation=cv2.INTER_AREA)
    person = cv2.dilate((person > 24).astype(np.uint8), np.ones((9, 9), np.uint8))
    clean = _fill(small, person)
    to_canvas = np.vstack([matrix, [0, 0, 1]]) @ np.diag([1 / shrink, 1 / shrink, 1])
    left = WIDTH / 2 - BACKGROUND * _BACKGROUND_SCALE / 2
    top = HEIGHT / 2 - BACKGROUND * _BACKGROUND_SCALE / 2
    shown = np.array([[1, 0, -left], [0, 1, -top], [0, 0, _BACKGROUND_SCALE]]) @ to_canvas
    shown = (shown / shown[2, 2])[:2]
    laid = cv2.warpAffine(
        clean, shown, (BACKGROUND, BACKGROUND), borderMode=cv2.BORDER_REFLECT, flags=cv2.INTER_CUBIC
    )
    return np.asarray(cv2.GaussianBlur(laid, (0, 0), _BLUR))


def _fill(picture: Pixels, hole: Pixels) -> Pixels:
    """Continue what is around the hole into it, from fine to coarse blurs."""
    known = (1 - hole).astype(np.float32)
    filled = picture.astype(np.float32) * known[..., None]
    result, weight = filled.copy(), known.copy()
    for sigma in (4, 8, 16, 32, 64, 128):
        colour = cv2.GaussianBlur(filled, (0, 0), sigma)
        seen = cv2.GaussianBlur(known, (0, 0), sigma)
        share = np.clip(seen * 4, 0, 1) * (1 - weight)
        result += colour / np.maximum(seen, 1e-4)[..., None] * share[..., None]
        weight += share
    result /= np.maximum(weight, 1e-4)[..., None]
    return rounded(result)
