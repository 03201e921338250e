"""Lay the photo onto the rig's canvas: the face at its place, the rest as far as it reaches."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.studio.portrait.detection import shrunk
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
# Face widths left of, above, right of and below a face that can come into any picture.
_AROUND = np.array([3.2, 2.6, 3.2, 4.4])
_MOST_FACE_WIDTH = 520.0
# A tight photo is shown larger before it is continued beyond its edges.
MAX_ENLARGEMENT = 1.4
# How the square background is shown behind a vertical frame: 1968 / 1440, middle on middle.
_BACKGROUND_SCALE = 1968 / BACKGROUND
# Blur of the background where the photo shows it, and where most of it had to be made up.
_BLUR, _STRONG_BLUR = 11.0, 60.0
# Blurs of what lies beyond the photo's edge, and after how many pixels each is in full.
_SHOULDERS = 380.0
_CONTINUED_BLUR = ((8.0, 40.0), (32.0, 160.0), (80.0, 420.0))


@dataclass(frozen=True)
class Placed:
    """The photo on the canvas.

    Attributes:
        pixels: RGB (1920, 1440, 3), continued beyond the photo's edges.
        alpha: the person in it, 0..255, softly ending at the canvas' sides.
        points: the face's landmarks on the canvas, (468, 3).
        scale: canvas pixels for one pixel of the photo.
        background: RGB (1440, 1440, 3), the photo's surroundings, out of focus.
    """

    pixels: Pixels
    alpha: Pixels
    points: Points
    scale: float
    background: Pixels


def around_face(photo: Pixels, points: Points) -> tuple[Pixels, Points]:
    """Cut a large photo down to what the canvas can show, at the resolution that it shows.

    Returns:
        The part of the photo around the face, and the landmarks in it.
    """
    width = face_width(points)
    middle = points[:, :2].mean(axis=0)
    low = np.maximum(middle - _AROUND[:2] * width, 0).astype(int)
    high = np.minimum(middle + _AROUND[2:] * width, photo.shape[1::-1]).astype(int)
    part, scale = shrunk(photo[low[1] : high[1], low[0] : high[0]], _MOST_FACE_WIDTH / width)
    moved = points * np.float32(scale)
    moved[:, :2] -= low * scale
    return np.ascontiguousarray(part), moved


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
    pixels, alpha = _continued(photo, mask, matrix)
    return Placed(
        pixels=pixels,
        alpha=alpha,
        points=on_canvas.astype(np.float32),
        scale=scale,
        background=_background(photo, mask, matrix),
    )


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


def _continued(photo: Pixels, mask: Pixels, matrix: NDArray[np.float64]) -> tuple[Pixels, Pixels]:
    """Warp photo and mask; beyond the photo its edge goes on, the farther the more blurred."""
    scale = float(matrix[0, 0])
    if scale < 1:
        # Shrinking in one step would alias.
        photo, mask = (
            cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            for picture in (photo, mask)
        )
        scale = 1.0
    source, beyond = _source_map(photo.shape, scale, matrix[:, 2])
    border = cv2.BORDER_REPLICATE
    placed = np.asarray(cv2.remap(photo, source, None, cv2.INTER_CUBIC, borderMode=border))
    alpha = np.asarray(cv2.remap(mask, source, None, cv2.INTER_LINEAR, borderMode=border))
    if beyond.max() > 0:
        for sigma, reach in _CONTINUED_BLUR:
            share = np.clip(beyond / reach, 0, 1)
            placed = rounded(
                placed * (1 - share[..., None]) + _wide_blur(placed, sigma) * share[..., None]
            )
            alpha = rounded(alpha * (1 - share) + _wide_blur(alpha, sigma) * share)
    x = np.arange(WIDTH)
    edge = np.clip(np.minimum(x, WIDTH - 1 - x) / 150, 0, 1)
    return placed, rounded(alpha * (edge * edge * (3 - 2 * edge)))


def _source_map(
    shape: tuple[int, ...], scale: float, offset: NDArray[np.float64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where in the photo each pixel of the canvas is, and how far beyond the photo it lies.

    Below the photo its last rows go on and widen, as shoulders do.
    """
    rows, cols = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    last = shape[0] * scale + offset[1] - 1
    below = np.maximum(rows - last, 0)
    cols_above = WIDTH / 2 + (cols - WIDTH / 2) / (1 + below / _SHOULDERS)
    source = np.stack([(cols_above - offset[0]) / scale, (rows - offset[1]) / scale], axis=-1)
    beside = np.maximum(offset[0] - cols_above, cols_above - offset[0] - shape[1] * scale + 1)
    above = offset[1] - rows
    beyond = np.maximum.reduce([below, beside, above, np.zeros_like(below)])
    return source.astype(np.float32), beyond.astype(np.float32)


def _wide_blur(picture: Pixels, sigma: float) -> Pixels:
    """A blur that is wide enough to be made from a small copy."""
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(cv2.GaussianBlur(small, (0, 0), sigma / 4), (width, height)))


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
    covered = min(
        1.0, photo.shape[1] * matrix[0, 0] / WIDTH, photo.shape[0] * matrix[1, 1] / HEIGHT
    )
    return _wide_blur(laid, _STRONG_BLUR + (_BLUR - _STRONG_BLUR) * float(covered))


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
