"""What skin looks like, and the fine detail painted on the face map: pores, freckles, lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.creators import regions

Floats = NDArray[np.float64]
Canvas = NDArray[np.float32]

MAP_SIZE = (1216, 2048)
"""Rows and columns of the face map: about a quarter of a millimetre a pixel."""


@dataclass(frozen=True)
class Complexion:
    """What the skin looks like.

    Attributes:
        tone: base colour, "#rrggbb".
        blush: redness of cheeks, nose and ears, 0…1.
        freckles: 0…1.
        lips: lip colour, or "" for the skin's own.
        shine: 0 matte … 1 oily.
        stubble: shadow of a shaved beard, 0…1.
        makeup: eyelid shade and liner, 0…1.
        years: age, for mottling, lines and folds; the person's own unless given.
        uneven: how much the colour varies over the face, 0 flawless … 1.
        lines: scales the lines and folds that the age brings.
        moles: how many small moles, 0 none … 1 about a dozen.
    """

    tone: str = "#d9a58a"
    blush: float = 0.5
    freckles: float = 0.0
    lips: str = ""
    shine: float = 0.4
    stubble: float = 0.0
    makeup: float = 0.0
    years: float = 30.0
    uneven: float = 0.5
    lines: float = 1.0
    moles: float = 0.3


def paint_detail(look: Complexion, seed: int) -> tuple[Canvas, Canvas]:
    """Return the colour factor (H, W, 3) and the height (H, W, 3) of the face map."""
    rng = np.random.default_rng(seed)
    broad, middle, fine = _noise(rng, 90), _noise(rng, 22), _noise(rng, 5)
    pores = rng.standard_normal(MAP_SIZE).astype(np.float32)
    pores = cv2.GaussianBlur(pores, (0, 0), 1.1) - cv2.GaussianBlur(pores, (0, 0), 3.0)
    pores = pores / pores.std()
    creases = _creases(look, rng)
    grain = 0.014 + 0.0004 * look.years

    mottle = 0.028 * broad + 0.026 * middle + 0.014 * fine
    strength = (0.5 + look.uneven) * (0.7 + look.years / 90)
    colour = 1 + strength * np.stack([0.45 * mottle, 1.0 * mottle, 0.9 * mottle], axis=2)
    colour *= 1 + (grain * pores + 0.4 * grain * fine)[..., None]
    brown = np.array([0.40, 0.59, 0.72])
    freckles = _freckles(rng, look.freckles)
    moles = _spots(rng, int(rng.poisson(10 * look.moles)), (2.0, 4.2), 0.22) * 0.7
    colour *= 1 - np.clip(freckles + moles, 0, 1)[..., None] * brown
    colour *= 1 - creases[..., None] * np.array([0.22, 0.34, 0.36])

    relief = 0.55 * pores + 0.14 * fine - 9.0 * creases
    heights = np.repeat(relief[..., None], 3, axis=2)
    return colour.astype(np.float32), heights.astype(np.float32)


def _noise(rng: np.random.Generator, cell: float) -> Floats:
    """Return smooth unit-variance noise (H, W) with features of ``cell`` map pixels."""
    height, width = MAP_SIZE
    small = rng.standard_normal((int(height / cell) + 3, int(width / cell) + 3))
    grown = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(grown / grown.std())


def _spots(
    rng: np.random.Generator, count: int, size: tuple[float, float], spread: float
) -> Floats:
    """Return round dots (H, W), 0…1, within ``spread`` of the face map around the nose."""
    height, width = MAP_SIZE
    canvas = np.zeros((height, width), dtype=np.float32)
    for _ in range(count):
        x = (0.5 + np.clip(rng.normal(0, spread / 2), -spread, spread)) * width
        y = (0.50 + rng.normal(0, spread * 0.62)) * height
        radius, depth = rng.uniform(*size), rng.uniform(0.3, 1.0)
        at = (int(x * 16), int(y * 16))
        cv2.circle(canvas, at, int(radius * 16), float(depth), -1, cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(canvas, (0, 0), 0.9), dtype=np.float64)


def _freckles(rng: np.random.Generator, amount: float) -> Floats:
    """Return freckles (H, W): dense and small over nose and cheeks, few elsewhere."""
    near = _spots(rng, int(700 * amount), (0.9, 2.6), 0.13)
    far = _spots(rng, int(350 * amount), (0.9, 2.6), 0.22)
    return np.asarray((near + 0.7 * far) * (0.30 + 0.30 * amount))


def _creases(look: Complexion, rng: np.random.Generator) -> Floats:
    """Return the lines of age (H, W), 0…1: forehead, frown, eyes, nose to mouth."""
    canvas = np.zeros(MAP_SIZE, dtype=np.float32)

    def age(start: float, span: float) -> float:
        return float(np.clip((look.years - start) / span, 0, 1)) * look.lines

    def line(stops: Sequence[tuple[float, float]], depth: float, width: int = 3) -> None:
        """Draw through stops of (degrees to the person's left, height in decimetres)."""
        if depth < 0.02:
            return
        degrees, heights = np.array(stops, dtype=np.float64).T
        t = np.linspace(0, 1, 40)
        at = np.linspace(0, 1, len(stops))
        degrees = np.interp(t, at, degrees)
        bend = np.polyfit(at, heights, min(len(stops) - 1, 2))
        heights = np.polyval(bend, t) + 0.004 * np.sin(t * 11 + rng.uniform(0, 6))
        x = (degrees / 360 + 0.5) * MAP_SIZE[1]
        share = (heights - regions.MAP_LOW) / (regions.MAP_HIGH - regions.MAP_LOW)
        points = np.stack([x, (1 - share) * MAP_SIZE[0]], axis=1)
        for k, fade in enumerate(np.sin(np.pi * (0.08 + 0.84 * t[:-1]))):
            ends = np.round(points[k : k + 2] * 16).astype(int)
            tone = float(depth * fade)
            cv2.line(canvas, ends[0].tolist(), ends[1].tolist(), tone, width, cv2.LINE_AA, 4)

    for height in (7.66, 7.74, 7.82):
        reach, level = rng.uniform(17, 25), height + rng.normal(0, 0.01)
        line([(-reach, level), (0, level + 0.025), (reach, level)], 0.75 * age(34, 40))
    for side in (-1.0, 1.0):
        line([(side * 4, 7.40), (side * 3.4, 7.47), (side * 4, 7.54)], 0.6 * age(40, 35))
        for drop in (0.05, 0.0, -0.05):
            far = rng.uniform(46, 50)
            line([(side * 39, 7.28 + drop * 0.4), (side * far, 7.28 + drop)], 0.7 * age(33, 35), 2)
        for drop in (0.0, -0.035):
            under = [(side * 12, 7.17 + drop), (side * 22, 7.12 + drop), (side * 33, 7.17 + drop)]
            line(under, (0.18 + 0.6 * age(30, 40)) * look.lines)
        fold = [(side * 14, 6.95), (side * 20, 6.83), (side * 24, 6.66)]
        line(fold, 0.12 * look.lines + 0.8 * age(28, 45), 4)
        line([(side * 24, 6.52), (side * 26, 6.36)], 0.6 * age(48, 30), 4)
    return np.asarray(cv2.GaussianBlur(canvas, (0, 0), 1.8), dtype=np.float64)
