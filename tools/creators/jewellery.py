"""What hangs around a neck: chains, pearls, beads, lanyards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from tools.creators.clothes import Draped
from tools.creators.figure import Figure
from tools.creators.nodes import linear, principled
from tools.creators.objects import add_mesh
from tools.creators.outfits import Accessories
from tools.creators.pose import TRUNK
from tools.creators.tubes import balls, tube

Floats = NDArray[np.float64]

COLUMNS = 120

RISE = 0.020
"""How much higher the shoulders carry a chain than the pit of the neck, metres."""

METALS = {
    "gold": (0.85, 0.58, 0.25, 1.0),
    "silver": (0.80, 0.80, 0.82, 1.0),
    "rose": (0.84, 0.52, 0.42, 1.0),
}

DROPS = {"choker": 0.018, "pearls": 0.060, "chain": 0.070, "pendant": 0.095, "beads": 0.105}
"""Necklace → how far it hangs below the neck's base in front, metres."""


def metal(name: str) -> Any:
    """Return a metal's material."""
    return principled(name, Base_Color=METALS[name], Metallic=1.0, Roughness=0.2)


def add_necklace(figure: Figure, worn: Accessories, garments: Sequence[Draped]) -> None:
    """Hang a necklace around a neck."""
    raised = 0.028 if worn.necklace == "choker" else 0.0
    path = around_neck(figure, garments, DROPS[worn.necklace], raised, 1.3)
    gold = metal(worn.metal)
    if worn.necklace in ("pearls", "beads"):
        radius = 0.0042 if worn.necklace == "pearls" else 0.0058
        stone = (
            principled("pearl", Base_Color=(0.82, 0.78, 0.72, 1.0), Roughness=0.18)
            if worn.necklace == "pearls"
            else principled("bead", Base_Color=(*linear(worn.beads), 1.0), Roughness=0.22)
        )
        balls("necklace", _spaced(path, radius * 2.05), radius, stone)
        return
    tube("necklace", path, 0.0026 if worn.necklace == "choker" else 0.0011, gold)
    if worn.necklace == "pendant":
        lowest = path[np.argmin(path[:, 2])] + np.array([0, -0.002, -0.006])
        balls("pendant", lowest[None], 0.0062, gold)


def add_lanyard(figure: Figure, colour: str, garments: Sequence[Draped]) -> None:
    """Hang a badge on a ribbon around a neck."""
    ribbon = principled("ribbon", Base_Color=(*linear(colour), 1.0), Roughness=0.7)
    path = _strap(figure, garments, 0.21)
    wide = np.array([0.005, 0.0, 0.0])
    strip = np.stack([path - wide, path + wide], axis=1).reshape(-1, 3)
    i = 2 * np.arange(len(path) - 1)
    add_mesh("lanyard", strip, np.stack([i, i + 1, i + 3, i + 2], axis=1), ribbon)
    low = path[np.argmin(path[:, 2])] + np.array([0, -0.006, -0.012])
    for name, size, lift, shade in (
        ("badge", (0.030, 0.042), 0.0, (0.82, 0.83, 0.84, 1.0)),
        ("badge-name", (0.024, 0.007), -0.001, (*linear(colour), 1.0)),
    ):
        w, h = size
        corners = np.array([[-w, lift, -h], [w, lift, -h], [w, lift, h], [-w, lift, h]])
        down = -0.044 if name == "badge" else -0.066
        card = principled(name, Base_Color=shade, Roughness=0.3)
        add_mesh(name, low + np.array([0, 0, down]) + corners, np.array([[0, 1, 2, 3]]), card)


def _strap(figure: Figure, garments: Sequence[Draped], drop: float) -> Floats:
    """Return a strap's path (P, 3) from the neck's one side down the chest and up to the other.

    Args:
        figure: the wearer.
        garments: clothes it lies on.
        drop: how far below the neck's base it ends, metres.
    """
    neck = figure.joint("neck")
    skin = figure.skin(figure.neutral)[np.abs(figure.skin(figure.base.vertices)[:, 0]) < TRUNK]
    surface = np.concatenate([skin, *(cloth.points for cloth in garments)])
    t = np.linspace(-1, 1, 61)
    x = neck[0] + 0.062 * np.sign(t) * np.abs(t) ** 0.9
    z = neck[2] + RISE - (drop + RISE) * (1 - np.abs(t) ** 1.1)
    path = np.empty((len(t), 3))
    for index, (across, up) in enumerate(zip(x, z, strict=True)):
        near = (np.abs(surface[:, 0] - across) < 0.010) & (np.abs(surface[:, 2] - up) < 0.010)
        path[index] = across, surface[near, 1].min() if near.any() else np.nan, up
    known = np.isfinite(path[:, 1])
    path[:, 1] = np.interp(t, t[known], path[known, 1])
    path[:, 1] = gaussian_filter1d(path[:, 1], 2.0) - 0.003
    # It goes on around the neck, where the picture cannot see it.
    path[:, 1] += 0.05 * np.clip((np.abs(t) - 0.88) / 0.12, 0, 1)
    return path


def around_neck(
    figure: Figure, garments: Sequence[Draped], drop: float, raised: float, shape: float
) -> Floats:
    """Return a closed path (P, 3) around the neck that lies on skin and clothes.

    Args:
        figure: the wearer.
        garments: clothes it may lie on.
        drop: how much lower it hangs in front than behind, metres.
        raised: how far above the neck's base it lies, metres.
        shape: how sharply it hangs, 1 a bow … 2 a V.
    """
    surface = np.concatenate([figure.skin(figure.neutral), *(cloth.points for cloth in garments)])
    neck = figure.joint("neck") + np.array([0.0, 0.0, 0.004])
    around = surface - neck
    angle = np.arctan2(around[:, 0], -around[:, 1])
    reach = np.hypot(around[:, 0], around[:, 1])
    near = (reach < 0.20) & (around[:, 2] < 0.09)
    angle, reach, height = angle[near], reach[near], around[near, 2]
    turn = np.linspace(-np.pi, np.pi, COLUMNS, endpoint=False)
    hang = raised + RISE - (drop + RISE) * np.clip(np.cos(turn / 2), 0, 1) ** (4 * shape)
    radius = np.empty(COLUMNS)
    for index, (a, z) in enumerate(zip(turn, hang, strict=True)):
        gap = np.abs((angle - a + np.pi) % (2 * np.pi) - np.pi) / 0.06
        here = (gap < 1) & (np.abs(height - z) < 0.008)
        radius[index] = reach[here].max() if here.any() else np.nan
    known = np.isfinite(radius)
    radius = np.interp(turn, turn[known], radius[known])
    radius = (
        gaussian_filter1d(
            np.minimum(radius, 0.085 + 0.12 * np.clip(np.cos(turn) * 2, 0, 1)), 2.0, mode="wrap"
        )
        + 0.0022
    )
    ring = np.stack([np.sin(turn) * radius, -np.cos(turn) * radius, hang], axis=1) + neck
    return np.concatenate([ring, ring[:1]])


def _spaced(path: Floats, step: float) -> Floats:
    """Return points (N, 3) along a path, a step apart."""
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    at = np.arange(0.0, run[-1], step)
    return np.stack([np.interp(at, run, path[:, axis]) for axis in range(3)], axis=1)
