"""The small planes of a face: given back to its shape, and shaded into its skin.

Subdivision rounds off what is narrow, and light that goes under the skin softens the rest. Both
helpers compare a vertex with the mean of its surroundings, weighted by distance and by how much
the same way they face.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix, identity

from tools.creators import regions
from tools.creators.mesh import BaseMesh, vertex_normals
from tools.creators.subdivide import Refinement

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

REACH = 0.034
"""Radius of the surroundings in base mesh decimetres: half the width of a nostril."""

CRISPNESS = 0.65
"""How much of what the surroundings take away is added to the nose."""


def crisper(skin: Refinement, base: BaseMesh) -> Refinement:
    """Return a refinement that sharpens the nose, as an unsharp mask does a picture."""
    points, normals = base.vertices, vertex_normals(base.vertices, base.faces["body"])
    amount = CRISPNESS * regions.nose(points)
    amount[np.linalg.norm(normals, axis=1) < 0.5] = 0
    index = np.flatnonzero(amount > 0.01)
    near = np.flatnonzero(_face(points, normals) & (np.abs(points[:, 0]) < 0.6))
    shares = _surroundings(points, normals, _areas(base), index, near)
    shares[shares < 2e-3] = 0
    shares /= shares.sum(axis=1, keepdims=True)
    rows, columns = np.repeat(index, len(near)), np.tile(near, len(index))
    mean = csr_matrix((shares.ravel(), (rows, columns)), shape=(len(points),) * 2)
    mean.eliminate_zeros()
    own = coo_matrix((amount[index], (index, index)), shape=mean.shape)
    sharpen = identity(len(points)) + own @ (identity(len(points)) - mean)
    return Refinement(csr_matrix(skin.matrix @ sharpen), skin.quads)


def cavities(base: BaseMesh, vertices: Floats) -> Floats:
    """Return how hollow a shaped face is at base mesh vertices (V,): -1 ridge … 1 groove.

    Args:
        base: the mesh it was shaped from.
        vertices: (V, 3) in scene metres.
    """
    normals = vertex_normals(vertices, base.faces["body"])
    rest = vertex_normals(base.vertices, base.faces["body"])
    index = np.flatnonzero(_face(base.vertices, rest))
    hollow = np.zeros(len(vertices))
    shares = _surroundings(vertices * 10, normals, _areas(base), index, index)
    away = shares @ vertices[index] - vertices[index]
    hollow[index] = (away * normals[index]).sum(axis=1) / 0.0008
    return np.clip(hollow, -1, 1)


def _face(points: Floats, normals: Floats) -> NDArray[np.bool_]:
    front = (points[:, 1] > 6.1) & (points[:, 1] < 7.9) & (points[:, 2] > 0.9)
    return np.asarray(front & (np.abs(points[:, 0]) < 0.75) & (normals[:, 2] > -0.2))


def _areas(base: BaseMesh) -> Floats:
    """Return the (V,) area around every vertex of the body."""
    quads = base.faces["body"]
    a = base.vertices[quads[:, 2]] - base.vertices[quads[:, 0]]
    b = base.vertices[quads[:, 3]] - base.vertices[quads[:, 1]]
    area = np.zeros(len(base.vertices))
    np.add.at(area, quads.ravel(), np.repeat(np.linalg.norm(np.cross(a, b), axis=1), 4))
    return area


def _surroundings(
    points: Floats, normals: Floats, areas: Floats, index: Ints, near: Ints
) -> NDArray[np.float32]:
    """Return the (I, N) shares of near vertices in the mean around each vertex of an index."""
    points, normals = points.astype(np.float32), normals.astype(np.float32)
    points = points - points[near].mean(axis=0)
    a, b = points[index], points[near]
    square = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2 * a @ b.T
    alike = np.clip(normals[index] @ normals[near].T, 0, 1)
    shares = np.exp(square * np.float32(-0.5 / REACH**2)) * alike
    shares *= areas[near].astype(np.float32)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), np.float32(1e-12))
    return np.asarray(shares, dtype=np.float32)
