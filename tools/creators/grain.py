"""Which way cloth runs: coordinates along the grain, seams where panels meet, open borders."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.creators.mesh import open_edges, vertex_normals

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ARM_START = np.array([1.70, 5.02])
ARM_ALONG = np.array([0.66, -0.75])
"""The base mesh's left arm in its front view, decimetres."""


def on_arm(where: Floats) -> NDArray[np.bool_]:
    """Return which base mesh positions (N, 3) are on an arm."""
    return np.asarray(np.abs(where[:, 0]) > 1.62 + 0.35 * (5.0 - where[:, 1]))


def grain(where: Floats, quads: Ints) -> Floats:
    """Return (F * 4, 3) coordinates around and up, decimetres, at every corner of a mesh.

    Panels are cut as a tailor does: front, back and sides run up the body, sleeves along the
    arm; between them the coordinates jump, as at a seam.

    Args:
        where: (V, 3) base mesh positions.
        quads: (F, 4) faces.
    """
    corners = where[quads]
    middle = corners.mean(axis=1)
    normal = np.abs(vertex_normals(where, quads)[quads].mean(axis=1))
    x, y, z = np.moveaxis(corners, 2, 0)
    side = (normal[:, 0] > 1.6 * normal[:, 2])[:, None]
    around = np.where(side, z + 0.37, x)
    arm = on_arm(middle)[:, None]
    flat = np.stack([np.abs(x), y], axis=2) - ARM_START
    along = flat @ ARM_ALONG
    above = flat @ np.array([0.75, 0.66])
    turn = np.arctan2(above - above.mean(axis=1, keepdims=True) * 0, z + 0.25)
    around = np.where(arm, turn * 0.55, around)
    up = np.where(arm, -along, y)
    return np.stack([around, up, np.zeros_like(up)], axis=2).reshape(-1, 3)


def border(quads: Ints) -> Ints:
    """Return the vertices on the open border of a mesh."""
    edges = open_edges(quads)
    return np.unique(edges[edges[:, 0] != edges[:, 1]])
