"""Peaks and brims of caps and hats, and the fedora."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.creators import regions
from tools.creators.fabric import fabric_material
from tools.creators.figure import Figure
from tools.creators.fitted import fit, load_proxy
from tools.creators.headshell import HALF, HeadShell
from tools.creators.objects import add_attribute, add_mesh
from tools.creators.outfits import Headwear

Floats = NDArray[np.float64]

EDGES = {
    "beanie": (0.058, 0.002, -0.045),
    "fedora": (0.050, 0.03, -0.02),
    "cap": (0.042, 0.004, -0.045),
    "sunhat": (0.062, 0.03, -0.02),
    "turban": (0.046, 0.000, -0.05),
    "headwrap": (0.052, 0.004, -0.055),
    "hijab_wrap": (0.050, -0.03, -0.10),
    "bandana": (0.066, 0.026, -0.045),
    "headband": (0.070, 0.012, -0.055),
}
"""Style → how high its edge runs over the eyes' line at the forehead, and over the middle of the
head at the ears and at the nape, metres."""


def edge_height(style: str, shell: HeadShell, around: Floats) -> Floats:
    """Return the height (N,) of a style's lower edge in the head's frame, metres."""
    front, side = np.cos(around), np.abs(np.sin(around))
    forehead, ear, nape = EDGES[style]
    forehead += shell.brow
    return np.where(
        front > 0, forehead + (ear - forehead) * side**2.2, nape + (ear - nape) * side**2
    )


def add_brim(shell: HeadShell, headwear: Headwear) -> None:
    """Add the peak of a cap or the brim of a sun hat."""
    cap = headwear.style == "cap"
    spread = np.linspace(-1, 1, 61) if cap else np.linspace(-1, 1, 145)
    around = spread * (0.98 if cap else np.pi)
    edge = edge_height(headwear.style, shell, around) + (0.003 if cap else 0.004)
    if cap:
        down = np.full(len(around), HALF * 0.8)
        for _ in range(4):
            radius = np.sin(np.minimum(down, HALF)) * shell.skin(around, down) + 0.002
            down = np.arctan2(radius, np.maximum(edge, 1e-3))
    else:
        base = shell.reach(around, np.full(len(around), HALF * 0.72))
        radius = np.sqrt(np.clip(base**2 - edge**2, 1e-4, None)) + 0.008
    rows = []
    for t in np.linspace(0, 1, 14):
        if cap:
            # A peak dips, bends down at both sides and ends there in the crown's edge.
            whole = np.clip(1 - np.abs(spread) ** 2.2, 0, 1) ** 0.6
            out = 0.078 * t * whole
            drop = -(0.016 * t + 0.010 * t**2 + 0.022 * spread**2 * t) * whole
        else:
            out = 0.105 * t * np.ones(len(around))
            drop = -0.022 * t**1.6 + 0.006 * t * np.sin(3 * around + 0.6)
        aside = 0.55 if cap else 1.0
        x = np.sin(around) * (radius + aside * out)
        ahead = out * (1 - aside + aside * np.cos(around))
        rows.append(np.stack([x, np.cos(around) * radius + ahead, edge + drop], axis=1))
    grid = np.stack(rows)
    points = shell.scene(grid.reshape(-1, 3))
    n = len(around)
    i, j = (
        g.ravel() for g in np.meshgrid(np.arange(len(rows) - 1), np.arange(n - 1), indexing="ij")
    )
    quads = np.stack([i * n + j, (i + 1) * n + j, (i + 1) * n + j + 1, i * n + j + 1], axis=1)
    thing = add_mesh("brim", points, quads, fabric_material(headwear.cloth))
    flat = grid.reshape(-1, 3)
    add_attribute(
        thing, "cloth", np.stack([flat[:, 0] * 10, flat[:, 1] * 10, 0 * flat[:, 0]], axis=1)
    )
    solid = thing.modifiers.new("thickness", "SOLIDIFY")
    solid.thickness, solid.offset = 0.003, 0.0


def add_fedora(figure: Figure, headwear: Headwear) -> None:
    """Put a fedora on."""
    proxy = load_proxy("fedora")
    points = fit(figure, proxy)
    middle = points.mean(axis=0)
    # The mesh is made for a bald head, and for one that looks at it from above.
    away = (points - middle) * 1.10
    wide = np.hypot(away[:, 0], away[:, 1] * 0.85)
    brim = regions.ramp(wide, 0.092, 0.125)[:, None]
    away *= 1 + 0.10 * brim * [1.0, 1.0, 0.0]
    tip = np.radians(5.0)
    spin = np.array([[1, 0, 0], [0, np.cos(tip), -np.sin(tip)], [0, np.sin(tip), np.cos(tip)]])
    points = middle + away @ spin.T + [0.0, -0.002, 0.003]
    thing = add_mesh("fedora", points, proxy.quads, fabric_material(headwear.cloth))
    add_attribute(
        thing, "cloth", proxy.cloth.reshape(-1, 2) @ np.array([[4.0, 0, 0], [0, 4.0, 0]]), "CORNER"
    )
    finer = thing.modifiers.new("finer", "SUBSURF")
    finer.levels = finer.render_levels = 1
