"""How cloth hangs: it bridges hollows of the trunk and falls from where the body is fullest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import LinearNDInterpolator
from scipy.ndimage import gaussian_filter, map_coordinates, minimum_filter
from scipy.spatial import ConvexHull

from tools.creators import regions
from tools.creators.figure import WAIST, Figure
from tools.creators.outfits import Garment
from tools.creators.pose import subtree_weight

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STEP = 0.01
"""Height of a row of the map around the trunk, metres."""

AROUND = 120
"""Columns of the map around the trunk."""

MARGIN = 8
"""Columns repeated beyond the seam of the map."""

TOP = 5.1
"""Height in base mesh decimetres below which cloth hangs freely."""

ARMPIT = (1.45, 4.2)
"""Where the armpit is in the base mesh's front view, decimetres."""

CLOSE = ("sports", "tank")
"""Kinds cut to keep to the body."""


@dataclass(frozen=True)
class Trunk:
    """A map around the trunk: rows go up, columns from the person's back over the left.

    Attributes:
        axis: (2,) where the upright axis is, metres.
        turn: direction that the chest faces, radians.
        low: height of the first row, metres.
        rows: how many rows.
    """

    axis: Floats
    turn: float
    low: float
    rows: int

    def flat(self, points: Floats) -> tuple[Floats, Floats, Floats]:
        """Return angle from the front, height and distance from the axis of points (N, 3)."""
        away = points[:, :2] - self.axis
        angle = np.arctan2(away[:, 1], away[:, 0]) - self.turn
        return (angle + np.pi) % (2 * np.pi) - np.pi, points[:, 2], np.hypot(*away.T)

    def at(self, angle: Floats, height: Floats) -> Floats:
        """Return rows and columns (2, N) of the map."""
        return np.stack([(height - self.low) / STEP, (angle / (2 * np.pi) + 0.5) * AROUND])

    def read(self, values: Floats, points: Floats) -> Floats:
        """Return what a map (rows, columns) says at points (N, 3)."""
        angle, height, _ = self.flat(points)
        padded = np.concatenate([values, values[:, :MARGIN]], axis=1)
        return np.asarray(map_coordinates(padded, self.at(angle, height), order=1, mode="nearest"))


def hang(
    figure: Figure, garment: Garment, points: Floats, quads: Ints, where: Floats, inside: Floats
) -> Floats:
    """Return cloth (N, 3) that hangs where it hugged the body.

    Args:
        figure: the person.
        garment: what it is.
        points: the cloth, scene metres.
        quads: (F, 4) its faces.
        where: (N, 3) base mesh positions.
        inside: (N,) distance from where the cloth ends, base mesh decimetres.
    """
    slack = float(regions.ramp(np.array(garment.looseness), 0.0, 0.5))
    if slack <= 0:
        return points
    body = 1.62 + 0.35 * (5.0 - where[:, 1]) - np.abs(where[:, 0])
    known = np.unique(quads)
    x, y = np.abs(where[known, 0]), where[known, 1]
    chest = (body[known] > 0) & (y < TOP) & (y > WAIST) & ((y < ARMPIT[1]) | (x < ARMPIT[0]))
    trunk = _trunk(figure, points[known[chest]])
    # Every third point is enough for the map, and interpolates in a third of the time.
    radius = _radius(trunk, points[known[chest][::3]])
    room = np.maximum(_room(figure, trunk, radius) - 0.004 - 0.010 * garment.looseness, 0.0)
    lift = _lift(radius, room, garment)
    folds = _pulled(trunk, radius, lift, points) * trunk.read(np.clip(room / 0.02, 0, 1), points)
    folds *= garment.looseness * regions.ramp(body, 0.0, 0.3)
    share = regions.ramp(body, 0.0, 0.5) * (0.2 + 0.8 * regions.ramp(inside, 0.0, 0.7))
    share *= slack * regions.ramp(where[:, 1], TOP, TOP - 0.6)
    angle, _, _ = trunk.flat(points)
    outward = np.stack([np.cos(angle + trunk.turn), np.sin(angle + trunk.turn)], axis=1)
    moved = points.copy()
    moved[:, :2] += outward * ((trunk.read(lift, points) + folds) * share)[:, None]
    return moved


def _lift(radius: Floats, room: Floats, garment: Garment) -> Floats:
    """Return the map of how far cloth stands off the trunk, in metres."""
    soft = gaussian_filter(_hung(radius, garment), (2.5, 3.0), mode=("nearest", "wrap"))
    lift = np.maximum(soft + 0.002 - radius, 0.0) * (radius > 0)
    smoothed = gaussian_filter(np.minimum(lift, room), (0.8, 0.8), mode=("nearest", "wrap"))
    return np.asarray(smoothed)


def _trunk(figure: Figure, chest: Floats) -> Trunk:
    across = figure.joint("l-shoulder") - figure.joint("r-shoulder")
    turn = float(np.arctan2(-across[0], across[1]))
    low, high = float(chest[:, 2].min()), float(chest[:, 2].max())
    return Trunk(chest[:, :2].mean(axis=0), turn, low, int((high - low) / STEP) + 2)


def _radius(trunk: Trunk, chest: Floats) -> Floats:
    """Return the map of the trunk's distance from its axis."""
    angle, height, away = trunk.flat(chest)
    row, column = trunk.at(angle, height)
    beside = [(row, column + turn * AROUND, away) for turn in (-1, 0, 1)]
    rows, columns, values = (np.concatenate(part) for part in zip(*beside, strict=True))
    near = (columns > -MARGIN) & (columns < AROUND + MARGIN)
    surface = LinearNDInterpolator(
        np.stack([rows[near], columns[near]], axis=1), values[near], fill_value=0.0
    )
    i, j = np.meshgrid(np.arange(trunk.rows), np.arange(AROUND), indexing="ij")
    return np.asarray(surface(i, j))


def _hung(radius: Floats, garment: Garment) -> Floats:
    """Return the map of where cloth hangs that lies on a map of the trunk."""
    angle = (np.arange(AROUND) / AROUND - 0.5) * 2 * np.pi
    toward = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    hung = radius.copy()
    # Cloth swings back under the chest, the closer the garment the sooner.
    back = max(0.38 - 0.55 * garment.looseness, 0.05) * STEP
    for index in range(len(hung) - 2, -1, -1):
        hung[index] = np.maximum(hung[index], hung[index + 1] - back)
    # From above it comes straight from the shoulders.
    for index in range(1, len(hung)):
        rising = np.where(radius[index] > 0, hung[index - 1] - 0.42 * STEP, 0.0)
        hung[index] = np.maximum(hung[index], rising)
    for row in hung:
        known = row > 0
        if known.sum() < 8:
            continue
        hull = ConvexHull(toward[known] * row[known, None]).equations
        facing = toward @ hull[:, :2].T
        reach = np.where(facing > 1e-6, -hull[:, 2] / np.maximum(facing, 1e-6), np.inf)
        row[known] = np.maximum(reach.min(axis=1), row)[known]
    return hung


def _pulled(trunk: Trunk, radius: Floats, lift: Floats, points: Floats) -> Floats:
    """Return heights (N,), metres, of folds that come from where the chest is fullest."""
    angle, height, away = trunk.flat(points)
    total = np.zeros(len(points))
    columns = np.arange(AROUND) / AROUND * 360 - 180
    for side in (1.0, -1.0):
        breast = (side * columns > 10) & (side * columns < 55)
        rows = np.flatnonzero(radius.max(axis=1) > 0)
        upper = rows[len(rows) // 2 :]
        part = np.where(breast, radius, 0.0)[upper]
        row, column = np.unravel_index(int(part.argmax()), part.shape)
        top = trunk.low + upper[row] * STEP
        # A flat chest pulls no folds.
        full = np.clip(lift[: upper[row], breast].max(initial=0.0) / 0.02, 0, 1)
        across = side * (angle - np.radians(columns[column])) * away
        flat = np.stack([across, height - top], axis=1)
        near = np.abs(angle - np.radians(columns[column])) < 1.2
        fall = _fan(flat, (0.0, -1.0), 13.0, 0.8, 0.15)
        pull = _fan(flat - [0.085, 0.075], (-0.75, -0.66), 9.0, 0.7, 0.09)
        total += full * near * (0.0040 * fall + 0.0032 * pull)
    return total


def _fan(
    flat: Floats, toward: tuple[float, float], folds: float, wide: float, long: float
) -> Floats:
    """Return heights (N,) -1…1 of folds that fan out from the origin.

    Args:
        flat: (N, 2) positions on the laid out cloth, metres.
        toward: unit vector along the middle fold.
        folds: how many to a turn of 2 pi radians.
        wide: half angle of the fan, radians.
        long: length of the folds, metres.
    """
    along, beside = flat @ np.array(toward), flat @ np.array([-toward[1], toward[0]])
    angle, far = np.arctan2(beside, along), np.hypot(along, beside)
    wave = np.cos(folds * angle + 1.1 * np.sin(2.3 * angle + 0.7) + 6.0 * far)
    held = regions.ramp(far, 0.01, 0.06) * np.exp(-((far / long) ** 2))
    return np.asarray(wave * held * regions.ramp(np.abs(angle), wide, 0.4 * wide))


def _room(figure: Figure, trunk: Trunk, radius: Floats) -> Floats:
    """Return the map of how far cloth may stand off before it meets the person's hands."""
    hands = np.stack([subtree_weight(f"lowerarm01.{side}") for side in "LR"], axis=1)
    arms = figure.skin(hands).max(axis=1) > 0.5
    points = figure.skin(figure.neutral)[arms]
    angle, height, away = trunk.flat(points)
    row, column = np.round(trunk.at(angle, height)).astype(np.int64)
    found = (row >= 0) & (row < trunk.rows)
    room = np.full(radius.shape, 1.0)
    np.minimum.at(room, (row[found], column[found] % AROUND), away[found])
    return np.asarray(minimum_filter(room, 5, mode=("nearest", "wrap")) - radius)
