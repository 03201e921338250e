"""Where the mouth sprites lie in articulatory space, and which to show for a point in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unrealugc.providers.studio.rig import MOUTH_SPRITES
from unrealugc.providers.studio.visemes import Shape

Track = NDArray[np.float32]

# (jaw, width) of the sprites that are reached by moving smoothly.
POSITIONS = {
    "rest": (0.0, 0.0),
    "open1": (0.25, 0.0),
    "open2": (0.50, 0.0),
    "open3": (0.75, 0.0),
    "open4": (1.00, 0.0),
    "wide1": (0.18, 0.85),
    "wide2": (0.45, 0.80),
    "wide3": (0.75, 0.65),
    "round1": (0.15, -0.90),
    "round2": (0.42, -0.75),
    "round3": (0.72, -0.55),
}

# Only sprites that look alike are ever blended; others would show as a double image.
_NEIGHBOURS = """
rest-open1 open1-open2 open2-open3 open3-open4
rest-wide1 wide1-wide2 wide2-wide3 open1-wide1 open2-wide2 open3-wide3 open4-wide3
rest-round1 round1-round2 round2-round3 open1-round1 open2-round2 open3-round3 open4-round3
"""

# What a consonant's shape may be blended with, and how high the jaw may be for it.
_SHAPE_NEIGHBOURS: Mapping[Shape, tuple[str, ...]] = {
    "closed": ("rest", "open1", "wide1", "round1"),
    "fv": ("rest", "open1", "wide1"),
    "th": ("open1", "open2", "wide1"),
    "l": ("open1", "open2", "wide2"),
    "teeth": ("rest", "open1", "wide1"),
}
_SHAPE_ORDER: tuple[Shape, ...] = ("closed", "fv", "th", "teeth", "l")

# Width counts less than jaw: a wrong opening is seen at once, a wrong width hardly.
_WIDTH_SCALE = 0.55
_PURE = 0.7
_HINT = 0.3
_WEIGHT_STEPS = 16


@dataclass(frozen=True)
class MouthTrack:
    """The mouth, frame by frame.

    Attributes:
        first: index into ``MOUTH_SPRITES``, shape (n,).
        second: the sprite blended over it.
        weight: share of ``second``, 0..1 in sixteenths.
        openness: the jaw opening that was aimed at, 0..1.
    """

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    weight: Track
    openness: Track


def _edges() -> list[tuple[str, str]]:
    pairs = [pair.split("-") for pair in _NEIGHBOURS.split()]
    return [(a, b) for a, b in pairs]


_INDEX = {name: index for index, name in enumerate(MOUTH_SPRITES)}
_EDGES = _edges()
_FROM = np.array([POSITIONS[a] for a, _ in _EDGES]) * (1.0, _WIDTH_SCALE)
_TO = np.array([POSITIONS[b] for _, b in _EDGES]) * (1.0, _WIDTH_SCALE)
_EDGE_SPRITES = np.array([[_INDEX[a], _INDEX[b]] for a, b in _EDGES])


def choose_sprites(
    jaw: Track, width: Track, shapes: Mapping[Shape, Track], smile: Track
) -> MouthTrack:
    """Turn the way through articulatory space into blends of two sprites.

    Args:
        jaw: opening a frame, 0..1.
        width: -1 pursed .. +1 spread.
        shapes: for each consonant shape how fully it is taken, 0..1.
        smile: how much of a closed smile shows while the mouth rests, 0..1.
    """
    points = np.stack([np.clip(jaw, 0, 1), np.clip(width, -1, 1) * _WIDTH_SCALE], axis=1)
    first, second, weight = _nearest_blend(points)
    for name, level in _strongest(shapes).items():
        _impose(name, level, points, first, second, weight)
    resting = (smile > 0) & (first == _INDEX["rest"]) & (weight < 0.5)
    second[resting] = _INDEX["smile"]
    weight[resting] = smile[resting]
    weight = np.round(weight * _WEIGHT_STEPS) / _WEIGHT_STEPS
    return MouthTrack(first, second, weight.astype(np.float32), jaw)


def _nearest_blend(
    points: NDArray[np.float64],
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Project each point onto the nearest line between two neighbouring sprites."""
    along = _TO - _FROM
    share = ((points[:, None] - _FROM) * along).sum(-1) / (along**2).sum(-1)
    share = np.clip(share, 0.0, 1.0)
    distance = ((points[:, None] - _FROM - share[..., None] * along) ** 2).sum(-1)
    best = distance.argmin(axis=1)
    rows = np.arange(len(points))
    chosen = _EDGE_SPRITES[best]
    return chosen[:, 0].copy(), chosen[:, 1].copy(), _sharpen(share[rows, best])


def _sharpen(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Spend less time half-way between two sprites, where a blend is softest."""
    share = np.clip(share * 1.25 - 0.125, 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)


def _strongest(shapes: Mapping[Shape, Track]) -> dict[Shape, Track]:
    """Keep, in every frame, only the shape that is most fully taken; the earlier wins a tie."""
    levels = np.stack([shapes[name] for name in _SHAPE_ORDER])
    winner = levels.argmax(axis=0)
    return {
        name: np.where(winner == order, levels[order], 0.0).astype(np.float32)
        for order, name in enumerate(_SHAPE_ORDER)
    }


def _impose(
    name: Shape,
    level: Track,
    points: NDArray[np.float64],
    first: NDArray[np.intp],
    second: NDArray[np.intp],
    weight: NDArray[np.float64],
) -> None:
    """Let a consonant's shape take over where it is active."""
    pure = level >= _PURE
    second[pure] = _INDEX[name]
    first[pure] = _INDEX[name]
    weight[pure] = 0.0
    partly = (level >= _HINT) & ~pure
    if not partly.any():
        return
    allowed = _SHAPE_NEIGHBOURS[name]
    places = np.array([POSITIONS[sprite] for sprite in allowed]) * (1.0, _WIDTH_SCALE)
    distance = ((points[partly][:, None] - places) ** 2).sum(-1)
    close = distance.min(axis=1) < 0.20**2
    rows = np.flatnonzero(partly)[close]
    nearest = np.array([_INDEX[sprite] for sprite in allowed])[distance[close].argmin(axis=1)]
    first[rows] = nearest
    second[rows] = _INDEX[name]
    weight[rows] = (level[rows] - _HINT) / (_PURE - _HINT)
