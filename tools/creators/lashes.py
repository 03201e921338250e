"""Eyelashes: hairs along MakeHuman's lash strips, so they follow blinking lids."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.creators.figure import Figure
from tools.creators.mesh import load_base
from tools.creators.objects import add_curves, move_curves

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

POINTS = 5


class Lashes:
    """The lashes of all four lids."""

    def __init__(self, figure: Figure, length: float, look: Any, rng: np.random.Generator) -> None:
        """Grow lashes; length is relative to MakeHuman's strips, 1 as they are."""
        self._strips: list[tuple[Ints, Floats, Floats]] = []
        for side in ("l", "r"):
            self._add(f"helper-{side}-eyelashes-2", 95, length, rng)
            self._add(f"helper-{side}-eyelashes-1", 60, length * 0.62, rng)
        strands = self._place(figure.neutral)
        radii = np.tile(0.000085 * np.linspace(1, 0.2, POINTS), (len(strands), 1))
        self._thing = add_curves("lashes", strands, radii, look)

    def move(self, vertices: Floats) -> None:
        """Follow base mesh vertices (V, 3) in scene metres."""
        move_curves(self._thing, self._place(vertices))

    def _add(self, group: str, count: int, length: float, rng: np.random.Generator) -> None:
        grid = _grid(load_base().faces[group])
        start = np.linspace(0.02, 0.98, count) + rng.normal(0, 0.004, count)
        fan = (start - 0.45) * 0.05 + rng.normal(0, 0.008, count)
        reach = length * rng.uniform(0.65, 1.05, count)
        t = np.linspace(0, 1, POINTS)
        across = start[:, None] + fan[:, None] * t
        along = 1 + 3 * t[None] * reach[:, None]
        self._strips.append((grid, np.clip(across, 0, 1), np.clip(along, 0, 4)))

    def _place(self, vertices: Floats) -> Floats:
        parts = [_sample(vertices[grid], across, along) for grid, across, along in self._strips]
        return np.concatenate(parts)


def lash_line(points: Floats) -> Floats:
    """Return how near base mesh points (N, 3) are to the roots of the upper lashes, 0…1."""
    base = load_base()
    near = np.zeros(len(points))
    eyes = np.flatnonzero((points[:, 2] > 1.0) & (np.abs(points[:, 1] - 7.23) < 0.2))
    for side in ("l", "r"):
        roots = base.vertices[_grid(base.faces[f"helper-{side}-eyelashes-2"])[1]]
        away = np.linalg.norm(points[eyes, None] - roots, axis=2).min(axis=1)
        near[eyes] = np.maximum(near[eyes], np.exp(-((away / 0.024) ** 2)))
    return near


def _sample(sheet: Floats, across: Floats, along: Floats) -> Floats:
    """Bilinear lookup in a sheet (rows, columns, 3): across 0…1, along in rows."""
    rows, columns = sheet.shape[:2]
    c = across * (columns - 1)
    c0 = np.minimum(c.astype(np.int64), columns - 2)
    r0 = np.minimum(along.astype(np.int64), rows - 2)
    fc, fr = (c - c0)[..., None], (along - r0)[..., None]
    top = sheet[r0, c0] * (1 - fc) + sheet[r0, c0 + 1] * fc
    bottom = sheet[r0 + 1, c0] * (1 - fc) + sheet[r0 + 1, c0 + 1] * fc
    return np.asarray(top * (1 - fr) + bottom * fr)


def _grid(quads: Ints) -> Ints:
    """Order a strip's vertices as (5 rows, columns), the row inside the lid first."""
    links: dict[int, set[int]] = {}
    uses: dict[int, int] = {}
    for quad in quads.tolist():
        for i, vertex in enumerate(quad):
            uses[vertex] = uses.get(vertex, 0) + 1
            links.setdefault(vertex, set()).update((quad[i - 1], quad[(i + 1) % 4]))
    border = {v for v, near in links.items() if len(near) < 4}
    corner = min(v for v, count in uses.items() if count == 1)
    sides = [_walk(corner, first, links, border, uses) for first in links[corner] & border]
    row = max(sides, key=len)
    rows, seen = [row], set(row)
    while len(rows) < 5:
        row = [next(iter(links[v] - seen)) for v in row]
        rows.append(row)
        seen.update(row)
    grid = np.array(rows)
    depth = load_base().vertices[grid][..., 2].mean(axis=1)
    return grid if depth[0] < depth[-1] else grid[::-1]


def _walk(
    start: int, step: int, links: dict[int, set[int]], border: set[int], uses: dict[int, int]
) -> list[int]:
    """Follow the border from a corner to the next corner."""
    path = [start, step]
    while uses[path[-1]] != 1:
        path.append(next(v for v in links[path[-1]] & border if v not in path[-3:]))
    return path
