"""Tubes and balls: frames of glasses, chains, pearls, headsets."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.creators.objects import add_mesh

Floats = NDArray[np.float64]

TUBE_SIDES = 8


def tube(name: str, path: Floats, radius: Floats | float, material: object) -> Any:
    """Add a tube along a path (P, 3), of one radius or one at each point; return it."""
    along = np.gradient(path, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    first = np.cross(along, [0.31, 0.9, 0.29])
    first /= np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-9)
    second = np.cross(along, first)
    turn = np.linspace(0, 2 * np.pi, TUBE_SIDES, endpoint=False)
    ring = (
        np.cos(turn)[None, :, None] * first[:, None] + np.sin(turn)[None, :, None] * second[:, None]
    )
    points = (path[:, None] + np.reshape(radius, (-1, 1, 1)) * ring).reshape(-1, 3)
    i, j = (g.ravel() for g in np.meshgrid(np.arange(len(path) - 1), np.arange(TUBE_SIDES)))
    k = (j + 1) % TUBE_SIDES
    quads = np.stack(
        [
            i * TUBE_SIDES + j,
            i * TUBE_SIDES + k,
            (i + 1) * TUBE_SIDES + k,
            (i + 1) * TUBE_SIDES + j,
        ],
        axis=1,
    )
    return add_mesh(name, points, quads, material)


def balls(name: str, places: Floats, radius: float, material: object) -> None:
    """Add a ball at each of (N, 3) places, as one mesh."""
    rows, columns = 7, 10
    tilt = np.linspace(0.02, np.pi - 0.02, rows)
    turn = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    ring = np.stack([np.cos(turn), np.sin(turn), np.zeros(columns)], axis=1)
    ball = np.concatenate([np.sin(a) * ring + [0, 0, np.cos(a)] for a in tilt]) * radius
    i, j = (g.ravel() for g in np.meshgrid(np.arange(rows - 1), np.arange(columns)))
    k = (j + 1) % columns
    quads = np.stack(
        [i * columns + j, (i + 1) * columns + j, (i + 1) * columns + k, i * columns + k], axis=1
    )
    shift = np.arange(len(places))[:, None, None] * len(ball)
    points = (places[:, None] + ball).reshape(-1, 3)
    add_mesh(name, points, (quads[None] + shift).reshape(-1, 4), material)
