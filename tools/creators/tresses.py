"""Hair beside the plain fall of a style: knots, tails, ropes and loose locks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tools.creators.combing import Comb

Floats = NDArray[np.float64]


def ropes(guides: Floats, comb: Comb, rng: np.random.Generator) -> Floats:
    """Return strands (N, P, 3) that wind around guides (G, P, 3) as braids or locs.

    Every strand runs on a circle around its guide; three thick plies make the outline of a
    braid swell and narrow.
    """
    each = max(comb.strands // len(guides), 1)
    core = np.repeat(guides, each, axis=0)
    tangent = np.gradient(core, axis=1)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=2, keepdims=True), 1e-9)
    across = np.cross(tangent, np.array([0.0, 1.0, 0.1]))
    across /= np.maximum(np.linalg.norm(across, axis=2, keepdims=True), 1e-9)
    other = np.cross(tangent, across)
    count, points = core.shape[:2]
    t = np.linspace(0, 1, points)[None]
    phase = rng.uniform(0, 2 * np.pi, (count, 1)) + t * 2 * np.pi * rng.uniform(2, 4, (count, 1))
    swell = 1 + 0.16 * np.sin(
        t * 2 * np.pi * points / 2.6 + np.repeat(rng.uniform(0, 6, (len(guides), 1)), each, axis=0)
    )
    fine = np.interp(t, [0, 0.06, 0.9, 1.0], [0.55, 1.0, 0.85, 0.45])
    radius = comb.rope * fine * swell * rng.uniform(0.55, 1.0, (count, 1)) ** 0.5
    ring = np.cos(phase)[..., None] * across + np.sin(phase)[..., None] * other
    return np.asarray(core + radius[..., None] * ring + rng.normal(0, comb.unruly, core.shape))


def lock_shades(roots: Floats, hairs: int, rng: np.random.Generator) -> Floats:
    """Return how much brighter (N,) each hair is, the same for the hairs of a lock.

    Single hairs are finer than pixels, and what differs between them alone is lost in a blur.

    Args:
        roots: (N, 3) in metres.
        hairs: in a lock, on average.
        rng: where the chance comes from.
    """
    leaders = roots[rng.choice(len(roots), max(len(roots) // hairs, 1), replace=False)]
    return np.asarray(rng.uniform(-0.3, 0.3, len(leaders))[cKDTree(leaders).query(roots)[1]])


def spaced(roots: Floats, weight: Floats, count: int) -> NDArray[np.int64]:
    """Pick ``count`` of the roots (N, 3), far from each other: no bare skin between them.

    Args:
        roots: candidates in metres.
        weight: (N,) how much closer together roots may be here, above 0.
        count: how many to pick.
    """
    picked = np.zeros(count, dtype=np.int64)
    away = np.full(len(roots), np.inf)
    for k in range(1, count):
        away = np.minimum(away, np.linalg.norm(roots - roots[picked[k - 1]], axis=1) * weight)
        picked[k] = away.argmax()
    return picked


def bun(centre: Floats, radius: float, points: int, rng: np.random.Generator) -> Floats:
    """Return strands (N, P, 3) wound into a ball, in metres."""
    count = 1500
    lean = rng.normal(0, 0.55, (count, 1))
    spin = rng.uniform(0, 2 * np.pi, (count, 1))
    start = rng.uniform(0, 2 * np.pi, (count, 1))
    turn = start + np.linspace(0, rng.uniform(1.6, 2.6), points)[None]
    size = radius * rng.uniform(0.86, 1.0, (count, 1))
    x, y, z = np.cos(turn), np.sin(turn) * np.cos(lean), np.sin(turn) * np.sin(lean)
    low = rng.uniform(-0.75, 0.75, (count, 1))
    shrink = np.sqrt(1 - low**2)
    ball = np.stack(
        [
            (x * np.cos(spin) - y * np.sin(spin)) * shrink,
            (x * np.sin(spin) + y * np.cos(spin)) * shrink,
            0.85 * np.clip(z * shrink + low, -1, 1),
        ],
        axis=2,
    )
    ball /= np.maximum(np.linalg.norm(ball, axis=2, keepdims=True), 1.0)
    return np.asarray(centre + ball * size[..., None])


def tail(
    knot: Floats, side: float, shoulder: Floats, points: int, rng: np.random.Generator
) -> Floats:
    """Return strands (N, P, 3) of a ponytail that comes forward over a shoulder.

    Args:
        knot: (3,) where it is tied.
        side: 1 the person's left, -1 the right.
        shoulder: (3,) the top of that shoulder beside the neck.
        points: of a strand.
        rng: where the chance comes from.
    """
    count = 1800
    along = np.array(
        [
            (0.0, 0.0, 0.0),
            (0.012 * side, 0.035, 0.012),
            (0.035 * side, 0.040, -0.05),
            (0.0, 0.035, 0.05),
            (0.004 * side, -0.045, 0.022),
            (-0.012 * side, -0.085, -0.06),
            (-0.02 * side, -0.095, -0.15),
        ]
    )
    stops = along + np.concatenate([np.tile(knot, (3, 1)), np.tile(shoulder, (4, 1))])
    t = np.linspace(0, 1, points)
    line = _smooth_path(stops, t)
    width = np.interp(t, [0, 0.15, 0.5, 0.85, 1], [0.010, 0.024, 0.027, 0.022, 0.012])
    turn, out = rng.uniform(0, 2 * np.pi, count), rng.uniform(0, 1, count) ** 0.5
    swirl = turn[:, None] + 0.8 * t[None]
    offset = np.stack([np.cos(swirl), 0.6 * np.sin(swirl), 0.3 * np.sin(swirl)], axis=2)
    offset *= (out[:, None] * width[None])[..., None]
    wave = 0.004 * np.sin(t * 11 + rng.normal(0, 0.4, (count, 1)))[..., None] * [1.0, 0.5, 0.0]
    return np.asarray(line[None] + offset + wave)


def _smooth_path(stops: Floats, t: Floats) -> Floats:
    """Return points (P, 3) of a Catmull-Rom spline through stops (S, 3) at shares (P,)."""
    padded = np.concatenate([[2 * stops[0] - stops[1]], stops, [2 * stops[-1] - stops[-2]]])
    at = t * (len(stops) - 1)
    low = np.minimum(at.astype(np.int64), len(stops) - 2)
    f = (at - low)[:, None]
    a, b, c, d = (padded[low + k] for k in range(4))
    square = (2 * a - 5 * b + 4 * c - d) * f**2
    cube = (3 * b - a - 3 * c + d) * f**3
    return np.asarray(0.5 * (2 * b + (c - a) * f + square + cube))
