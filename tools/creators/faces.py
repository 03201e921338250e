"""Faces drawn from a seed: which MakeHuman targets a person's bones lean to, and how far.

A seed gives the same face for ever. The axes and their spreads are chosen by eye so that a
draw stays plausible and pleasant: the many small axes make people different, none of them
alone makes a caricature.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Axis:
    """A feature that can go both ways.

    Attributes:
        more: target for positive shares ("*" stands for both sides).
        less: target for negative shares.
        spread: standard deviation of the share.
        women: mean share for a female face.
        men: mean share for a male face.
    """

    more: str
    less: str
    spread: float
    women: float = 0.0
    men: float = 0.0


def _axis(stem: str, ends: str, spread: float, women: float = 0.0, men: float = 0.0) -> Axis:
    more, less = ends.split("/")
    return Axis(f"{stem}-{more}", f"{stem}-{less}", spread, women, men)


AXES: tuple[Axis, ...] = (
    _axis("head/head-scale-horiz", "incr/decr", 0.10, -0.34, -0.12),
    _axis("head/head-scale-vert", "incr/decr", 0.08, 0.08, -0.03),
    _axis("head/head-fat", "incr/decr", 0.09, -0.28, -0.12),
    _axis("head/head-angle", "in/out", 0.08),
    _axis("forehead/forehead-temple", "incr/decr", 0.20, 0.0, -0.1),
    _axis("forehead/forehead-nubian", "incr/decr", 0.22, 0.08, -0.1),
    _axis("forehead/forehead-scale-vert", "incr/decr", 0.18, -0.05, 0.0),
    _axis("chin/chin-jaw-drop", "incr/decr", 0.24, -0.22, 0.0),
    _axis("chin/chin-width", "incr/decr", 0.22, -0.42, -0.05),
    _axis("chin/chin-height", "incr/decr", 0.18, 0.08, 0.0),
    _axis("chin/chin-prominent", "incr/decr", 0.22, -0.05, 0.1),
    _axis("chin/chin-bones", "incr/decr", 0.22, -0.55, 0.05),
    _axis("chin/chin-prognathism", "incr/decr", 0.15),
    _axis("cheek/*-cheek-bones", "incr/decr", 0.28, 0.15, 0.0),
    _axis("cheek/*-cheek-volume", "incr/decr", 0.24, 0.0, 0.0),
    _axis("cheek/*-cheek-inner", "incr/decr", 0.22),
    _axis("cheek/*-cheek-trans", "up/down", 0.25, 0.15, 0.0),
    _axis("eyes/*-eye-scale", "incr/decr", 0.14, -0.05, 0.05),
    _axis("eyes/*-eye-height1", "incr/decr", 0.16, 0.20, 0.22),
    _axis("eyes/*-eye-height2", "incr/decr", 0.16, 0.28, 0.38),
    _axis("eyes/*-eye-height3", "incr/decr", 0.16, 0.20, 0.22),
    _axis("eyes/*-eye-trans", "out/in", 0.25),
    _axis("eyes/*-eye-corner1", "up/down", 0.25),
    _axis("eyes/*-eye-corner2", "up/down", 0.25, 0.1, 0.0),
    _axis("eyes/*-eye-eyefold", "up/down", 0.30, 0.1, 0.2),
    _axis("eyes/*-eye-eyefold-angle", "up/down", 0.25, 0.1, 0.15),
    _axis("eyes/*-eye-push1", "out/in", 0.20),
    _axis("eyebrows/eyebrows-angle", "up/down", 0.16, -0.38, -0.48),
    _axis("eyebrows/eyebrows-trans", "up/down", 0.25, 0.2, 0.25),
    _axis("nose/nose-scale-horiz", "incr/decr", 0.16, -0.26, -0.06),
    _axis("nose/nose-scale-vert", "incr/decr", 0.18, -0.08, 0.0),
    _axis("nose/nose-scale-depth", "incr/decr", 0.18, 0.05, 0.12),
    _axis("nose/nose-width1", "incr/decr", 0.22),
    _axis("nose/nose-width2", "incr/decr", 0.20, -0.20, -0.12),
    _axis("nose/nose-width3", "incr/decr", 0.20, -0.15, -0.05),
    _axis("nose/nose-point", "up/down", 0.26, 0.15, 0.0),
    _axis("nose/nose-point-width", "incr/decr", 0.24, -0.10, 0.0),
    _axis("nose/nose-hump", "incr/decr", 0.20, -0.25, -0.10),
    _axis("nose/nose-curve", "convex/concave", 0.26, -0.15, 0.0),
    _axis("nose/nose-base", "up/down", 0.22),
    _axis("nose/nose-volume", "incr/decr", 0.20, -0.15, -0.10),
    _axis("nose/nose-flaring", "incr/decr", 0.22),
    _axis("mouth/mouth-scale-horiz", "incr/decr", 0.30, 0.1, 0.1),
    _axis("mouth/mouth-trans", "up/down", 0.20, 0.12, 0.10),
    _axis("mouth/mouth-angles", "up/down", 0.12, 0.24, 0.32),
    _axis("mouth/mouth-upperlip-height", "incr/decr", 0.22, 0.22, 0.12),
    _axis("mouth/mouth-lowerlip-height", "incr/decr", 0.24, 0.14, 0.10),
    _axis("mouth/mouth-upperlip-volume", "incr/decr", 0.20, 0.08, 0.06),
    _axis("mouth/mouth-lowerlip-volume", "incr/decr", 0.20, 0.08, 0.06),
    _axis("mouth/mouth-upperlip-width", "incr/decr", 0.30, 0.15, 0.0),
    _axis("mouth/mouth-lowerlip-width", "incr/decr", 0.30, 0.15, 0.0),
    _axis("mouth/mouth-cupidsbow", "incr/decr", 0.40, 0.2, 0.0),
    _axis("mouth/mouth-philtrum-volume", "incr/decr", 0.30, 0.15, 0.15),
    _axis("ears/*-ear-scale", "incr/decr", 0.30, -0.15, 0.0),
    _axis("ears/*-ear-wing", "incr/decr", 0.30, -0.1, 0.0),
    _axis("ears/*-ear-lobe", "incr/decr", 0.35),
    _axis("neck/neck-scale-horiz", "incr/decr", 0.20, -0.1, 0.1),
)

HEADS = ("oval", "round", "square", "rectangular", "triangular", "invertedtriangular", "diamond")
WOMENS_HEADS = (0.32, 0.14, 0.03, 0.08, 0.0, 0.21, 0.22)
MENS_HEADS = (0.20, 0.12, 0.24, 0.18, 0.06, 0.10, 0.10)

UNEVEN = (
    *("brown-1", "brown-2", "cheek-1", "cheek-2", "eye-1", "eye-3", "eye-5", "eye-7"),
    *("jaw-1", "jaw-2", "jaw-3", "mouth-1", "mouth-2", "nose-1", "nose-2", "nose-4"),
    *("temple-1", "ear-1", "top-1"),
)
"""MakeHuman's asymmetry targets that look like chance, not like damage."""

LIMIT = 0.9


def draw_face(seed: int, variety: float, gender: float, years: float) -> dict[str, float]:
    """Return targets and shares of a face, for ``Build.details``.

    Args:
        seed: which face.
        variety: scales how far a face may be from the average one, 0…1.5.
        gender: 0 female … 1 male.
        years: age; from forty on it adds laugh lines and bags below the eyes.
    """
    rng = np.random.default_rng(seed)
    details: dict[str, float] = {}
    for axis in AXES:
        mean = axis.women * (1 - gender) + axis.men * gender
        share = float(mean + 1.15 * axis.spread * variety * np.clip(rng.normal(), -1.7, 1.7))
        share = min(max(share, -LIMIT), LIMIT)
        details[axis.more if share > 0 else axis.less] = abs(share)
    chance = np.array(WOMENS_HEADS) * (1 - gender) + np.array(MENS_HEADS) * gender
    shapes = rng.choice(HEADS, 2, False, chance / chance.sum())
    for shape, strength in zip(shapes, (0.36, 0.14), strict=True):
        details[f"head/head-{shape}"] = strength * variety * float(rng.uniform(0.5, 1.2))
    for name in UNEVEN:
        side = "l" if rng.random() < 0.5 else "r"
        details[f"asym/asym-{name}-{side}"] = 0.08 * variety * abs(float(rng.normal()))
    if gender > 0.5 and rng.random() < 0.25:
        details["chin/chin-cleft-incr"] = float(rng.uniform(0.2, 0.6))
    aged = min(max((years - 38.0) / 35.0, 0.0), 1.0)
    details["mouth/mouth-laugh-lines-in"] = 0.15 + 0.55 * aged
    details["eyes/*-eye-bag-incr"] = 0.45 * aged
    details["eyes/*-eye-bag-out"] = 0.25 * aged
    return details


def merged(*many: Mapping[str, float]) -> dict[str, float]:
    """Add up shares of the same targets."""
    total: dict[str, float] = {}
    for details in many:
        for name, share in details.items():
            total[name] = total.get(name, 0.0) + share
    return total
