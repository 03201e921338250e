"""A smooth shell around the head, the neck and the shoulders, to make headwear of."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from tools.creators import regions
from tools.creators.figure import Figure
from tools.creators.pose import apply_moves
from tools.creators.stage import CHIN_VERTEX

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

AROUND, RINGS = 144, 96
"""Columns around the head, counted from the face to the person's left, and rows downwards."""

DEEPEST = 0.36
"""How far below the middle of the head the shell reaches, metres."""

HALF = np.pi / 2
UNIT = 0.1
"""Metres of height below the middle of the head that one radian above it corresponds to."""

FLOOR = HALF + DEEPEST / UNIT


@dataclass(frozen=True)
class HeadShell:
    """A head's own frame and the shell around it.

    Coordinates in this frame: x to the person's left, y ahead, z up, metres from the middle of
    the head. A place on the shell is an angle around (0 in front, growing to the left) and a
    way down (0 at the crown, pi/2 at the middle of the head, then below it).

    Attributes:
        centre: (3,) middle of the head in the scene.
        axes: (3, 3) rows are the frame's axes in the scene.
        radius: (RINGS, AROUND) distance of the shell.
        skull: (RINGS, AROUND) distance of the skin itself, ears left out.
        brow, chin: heights of the eyes' line and of the chin.
        half: half the face's width at the eyes.
    """

    centre: Floats
    axes: Floats
    radius: Floats
    skull: Floats
    brow: float
    chin: float
    front: float
    half: float

    def local(self, points: Floats) -> Floats:
        """Return points (…, 3) of the scene in the head's frame."""
        return np.asarray((points - self.centre) @ self.axes.T)

    def scene(self, points: Floats) -> Floats:
        """Return points (…, 3) of the head's frame in the scene."""
        return np.asarray(points @ self.axes + self.centre)

    def at(self, around: Floats, down: Floats, lift: Floats | float = 0.0) -> Floats:
        """Return the shell's points in the head's frame, lifted off by some metres."""
        r = self.reach(around, down) + lift
        above = down < HALF
        flat = np.where(above, np.sin(np.minimum(down, HALF)), 1.0) * r
        z = np.where(above, np.cos(np.minimum(down, HALF)) * r, -(down - HALF) * UNIT)
        return np.stack([np.sin(around) * flat, np.cos(around) * flat, z], axis=-1)

    def reach(self, around: Floats, down: Floats) -> Floats:
        """Return the shell's radius at some places."""
        return _sampled(self.radius, around, down)

    def skin(self, around: Floats, down: Floats) -> Floats:
        """Return the skin's radius at some places, without the ears."""
        return _sampled(self.skull, around, down)


def _sampled(radius: Floats, around: Floats, down: Floats) -> Floats:
    column = around / (2 * np.pi) % 1.0 * AROUND + 1
    row = down / FLOOR * (RINGS - 1)
    wide = np.concatenate([radius[:, -1:], radius, radius[:, :2]], axis=1)
    return np.asarray(map_coordinates(wide, [row, column], order=1, mode="nearest"))


def places(points: Floats) -> tuple[Floats, Floats, Floats]:
    """Return around, down and radius of points (…, 3) in the head's frame."""
    x, y, z = np.moveaxis(points, -1, 0)
    flat = np.hypot(x, y)
    whole = np.sqrt(flat**2 + z**2)
    down = np.where(z >= 0, np.arctan2(flat, z), HALF - z / UNIT)
    return np.arctan2(x, y), down, np.where(z >= 0, whole, flat)


def head_shell(figure: Figure, outer: Floats, fall: float = 0.0) -> HeadShell:
    """Wrap a shell around a person.

    Args:
        figure: the person.
        outer: (N, 3) points of the scene that the shell must enclose, such as skin and clothes.
        fall: 0 hugs the neck … 1 falls straight from the head to the shoulders.
    """
    chain = ("neck01", "neck03", "head", "")
    moves = [move for move in figure.moves if move.bone in chain]
    frame = apply_moves(moves, np.concatenate([np.zeros((1, 3)), np.eye(3)]), lambda _: np.ones(4))
    turned = frame[1:] - frame[0]
    axes = np.stack([turned[0], turned[2], turned[1]])
    axes = np.stack([axes[:, 0], -axes[:, 2], axes[:, 1]], axis=1)

    eyes = np.stack([figure.joint("l-eye"), figure.joint("r-eye")])
    head = figure.neutral[figure.group("body")][figure.head_weight()[figure.group("body")] > 0.97]
    flat = (head - eyes.mean(axis=0)) @ axes.T
    skull = flat[flat[:, 2] > 0.01]
    middle = np.array([0.0, (skull[:, 1].max() + skull[:, 1].min()) / 2, 0.02])
    centre = eyes.mean(axis=0) + middle @ axes
    nothing = np.zeros((RINGS, AROUND))
    blank = HeadShell(centre, axes, nothing, nothing, 0.0, 0.0, 0.0, 0.0)
    local = blank.local(outer)
    chin = blank.local(figure.neutral[CHIN_VERTEX][None])[0]
    band = flat[np.abs(flat[:, 2]) < 0.02]
    return HeadShell(
        centre,
        axes,
        _wrap(local, fall),
        _wrap(blank.local(without_ears(figure)), 0.0, (1.5,)),
        float(blank.local(eyes)[:, 2].mean()),
        float(chin[2]),
        float(chin[1]),
        float(np.abs(band[band[:, 1] > -0.05, 0]).max()),
    )


def without_ears(figure: Figure) -> Floats:
    """Return the points (N, 3) of the fine skin that are not an ear's."""
    ears = figure.skin(regions.painted_mask("ears", 4.0)[:, None])[:, 0]
    return figure.skin(figure.neutral)[ears < 0.25]


def _wrap(local: Floats, fall: float, softness: tuple[float, ...] = (3.0, 2.0, 1.5)) -> Floats:
    around, down, radius = places(local)
    keep = down < FLOOR
    row = np.round(down[keep] / FLOOR * (RINGS - 1)).astype(np.int64)
    column = np.floor(around[keep] / (2 * np.pi) % 1.0 * AROUND).astype(np.int64) % AROUND
    raw = np.zeros((RINGS, AROUND), dtype=np.float32)
    np.maximum.at(raw, (row, column), radius[keep].astype(np.float32))
    pad = 24
    wide = np.concatenate([raw[:, -pad:], raw, raw[:, :pad]], axis=1)
    outer = cv2.dilate(wide, np.ones((3, 5), np.uint8))
    # Cells that no point fell into, such as those of the crown, take their neighbours' radius.
    weight = (outer > 0).astype(np.float32)
    spread = cv2.GaussianBlur(outer, (0, 0), 4) / np.maximum(
        cv2.GaussianBlur(weight, (0, 0), 4), 1e-4
    )
    outer = np.where(outer > 0, outer, spread)
    if fall > 0:
        tall = cv2.morphologyEx(outer, cv2.MORPH_CLOSE, np.ones((33, 1), np.uint8))
        outer = outer + fall * (tall - outer)
    smooth = outer
    for sigma in softness:
        smooth = np.maximum(cv2.GaussianBlur(smooth, (0, 0), sigma), outer)
    smooth = cv2.GaussianBlur(smooth, (0, 0), 1.6)
    smooth = smooth[:, pad:-pad]
    # All columns meet at the crown: what differs between them there would be a spike.
    round_ = np.interp(np.arange(RINGS), [1, 6], [1.0, 0.0])[:, None]
    return np.asarray(smooth + round_ * (smooth.mean(axis=1, keepdims=True) - smooth), np.float64)
