"""Beards: where they grow, how long, which way they lie, and the locks they lie in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tools.creators import regions
from tools.creators.bristles import Bristles, scatter, skin_normals, tangent
from tools.creators.figure import Figure
from tools.creators.tresses import lock_shades

Floats = NDArray[np.float64]

LOCK = 11
"""How many hairs of a beard lie together: one is finer than a pixel, a lock is not."""


MOUSTACHE = 0.0045
"""How long hair over the lip grows at most, metres."""


@dataclass(frozen=True)
class Beard:
    """Facial hair.

    Attributes:
        style: "none", or a key of ``GROWTHS``.
        colour: "#rrggbb", or "" for the hair's colour.
    """

    style: str = "none"
    colour: str = ""


@dataclass(frozen=True)
class Growth:
    """What a style grows.

    Attributes:
        length: metres at the chin.
        count: how many hairs.
        radius: of a hair, metres.
        clump: 0 every hair for itself … 1 locks that meet in a point.
    """

    length: float
    count: int
    radius: float = 0.00010
    clump: float = 0.5


GROWTHS = {
    "shadow": Growth(0.0010, 3500, 0.00005, 0.0),
    "stubble": Growth(0.0020, 5500, 0.00005, 0.0),
    "short": Growth(0.006, 12000, 0.00011, 0.4),
    "full": Growth(0.014, 13000, 0.00016, 0.65),
    "long": Growth(0.034, 13000, 0.00017, 0.7),
    "goatee": Growth(0.011, 5200, 0.00014, 0.55),
    "circle": Growth(0.006, 5200, 0.00009, 0.4),
    "chin": Growth(0.011, 2800, 0.00011, 0.5),
    "moustache": Growth(0.008, 2600, 0.00010, 0.45),
}


def beard_density(figure: Figure, style: str) -> Floats:
    """Return how much of a beard grows at the fine vertices (N,), 0…1."""
    base = figure.skin(figure.base.vertices)
    lips = figure.skin(regions.painted_mask("lips", 1.0)[:, None])[:, 0]
    ears = figure.skin(regions.painted_mask("ears", 4.0)[:, None])[:, 0]
    density = regions.beard(base) * (1 - np.clip(lips * 3, 0, 1)) * (1 - np.clip(ears * 3, 0, 1))
    x, y = np.abs(base[:, 0]), base[:, 1]
    middle = regions.ramp(x, 0.38, 0.28)
    if style in ("goatee", "circle"):
        density = density * middle * regions.ramp(base[:, 2], 0.95, 1.15)
    elif style == "chin":
        density = density * middle * regions.ramp(y, 6.52, 6.44) * (base[:, 2] > 0.95)
    elif style == "moustache":
        density = density * middle * regions.ramp(y, 6.60, 6.66)
    return np.asarray(density)


def add_beard(
    figure: Figure, density: Floats, growth: Growth, look: Any, rng: np.random.Generator
) -> Bristles:
    """Grow a beard.

    Args:
        figure: whose face.
        density: (V,) relative density at the fine skin vertices.
        growth: how much.
        look: the material.
        rng: where the chance comes from.
    """
    count = growth.count
    quads = figure.skin.quads
    # Over the lip hair is short, so that only more of it covers as well.
    lip = _moustache(figure.skin(figure.base.vertices))
    roots = scatter(figure, density * (1 + 3.0 * lip), count, rng)
    at = roots.at(quads, figure.skin(figure.base.vertices))
    normals = skin_normals(figure, roots)
    lip, jaw = _moustache(at), _jaw(at)
    directions = tangent(_flow(at, lip) + 0.22 * rng.standard_normal((count, 3)), normals)
    share = np.interp(at[:, 1], [6.45, 6.75, 7.05], [1.0, 0.55, 0.22])
    length = growth.length * share
    # Nothing may hang over the mouth, which has to be seen to speak.
    length = np.where(lip > 0.5, np.minimum(length, MOUSTACHE), length)
    length = length * rng.uniform(0.7, 1.15, count)
    # Hair of a cheek lies down; at the jaw it stands off a little and gravity takes it.
    lift = (0.16 + 0.30 * jaw) * rng.uniform(0.6, 1.2, count)
    points = 3 if growth.length < 0.004 else 6
    t = np.linspace(0, 1, points)[None, :, None]
    along = directions[:, None] * t + normals[:, None] * (lift[:, None, None] * t * (1.5 - 0.5 * t))
    fall = np.array([0.0, 0.0, -1.0]) * (0.55 * jaw[:, None, None] * t**2)
    offsets = (along + fall) * length[:, None, None]
    if growth.clump:
        start = roots.at(quads, figure.skin(figure.neutral))
        offsets = _locks(start, offsets, growth.clump, rng)
    taper = np.linspace(1, 0.3, points) * growth.radius
    radii = np.tile(taper, (count, 1))
    shades = lock_shades(roots.at(quads, figure.skin(figure.neutral)), LOCK, rng)
    return Bristles(figure, "beard", roots, offsets, radii, look, shades)


def _locks(start: Floats, offsets: Floats, clump: float, rng: np.random.Generator) -> Floats:
    """Draw hairs (N, P, 3), relative to their roots (N, 3), together towards their tips."""
    leaders = rng.choice(len(start), len(start) // LOCK, replace=False)
    _, near = cKDTree(start[leaders]).query(start)
    leader = leaders[near]
    t = np.linspace(0, 1, offsets.shape[1])[None, :, None]
    meet = offsets[leader] + (start[leader] - start)[:, None]
    pull = clump * t**0.9 * rng.uniform(0.6, 1.0, (len(start), 1, 1))
    return np.asarray(offsets + pull * (meet - offsets))


def _moustache(at: Floats) -> Floats:
    """Return 1 for base mesh points (N, 3) above the mouth, else 0."""
    above = (at[:, 1] > 6.60) & (np.abs(at[:, 0]) < 0.36) & (at[:, 2] > 1.2)
    return np.asarray(above, dtype=np.float64)


def _jaw(at: Floats) -> Floats:
    """Return how near (N,) base mesh points are to the chin and the edge of the jaw, 0…1."""
    return regions.ramp(at[:, 1], 6.66, 6.30) * (0.35 + 0.65 * regions.ramp(at[:, 2], 0.7, 1.2))


def _flow(at: Floats, lip: Floats) -> Floats:
    """Return which way (N, 3) hair points: down and ahead along the jaw, aside over the lip."""
    x = at[:, 0] / 0.5
    beard = np.stack([0.12 * x, -0.28 * np.ones(len(at)), -np.ones(len(at))], axis=1)
    over_lip = np.stack([np.sign(x) * 0.7 + 1.6 * x, np.zeros(len(at)), -np.ones(len(at))], axis=1)
    return np.asarray(beard + lip[:, None] * (over_lip - beard))
