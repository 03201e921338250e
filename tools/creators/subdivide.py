"""Catmull–Clark subdivision as a sparse matrix, so that every expression reuses one set-up.

Source of the rules: Catmull & Clark, "Recursively generated B-spline surfaces on arbitrary
topological meshes" (1978), with the usual crease rule at open boundaries.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix, diags, identity, vstack

from tools.creators.mesh import shared_edges

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Refinement:
    """A finer mesh as a linear function of a coarse one.

    Attributes:
        matrix: (fine, coarse) sparse weights.
        quads: (F, 4) indices of fine vertices.
    """

    matrix: csr_matrix
    quads: Ints

    def __call__(self, values: Floats) -> Floats:
        """Carry per-vertex values (coarse, K) over to the fine vertices (fine, K)."""
        return np.asarray(self.matrix @ values)


def refine(quads: Ints, count: int, levels: int) -> Refinement:
    """Subdivide quads over ``count`` vertices ``levels`` times."""
    matrix = identity(count, format="csr")
    for _ in range(levels):
        step, quads = _once(quads, matrix.shape[0])
        matrix = step @ matrix
    return Refinement(matrix.tocsr(), quads)


def _once(quads: Ints, count: int) -> tuple[csr_matrix, Ints]:
    faces = len(quads)
    edges, edge_of, uses = shared_edges(quads)

    face_points = _matrix(np.repeat(np.arange(faces), 4), quads.ravel(), 0.25, (faces, count))
    ends = _matrix(np.repeat(np.arange(len(edges)), 2), edges.ravel(), 0.5, (len(edges), count))
    beside = _matrix(edge_of.ravel(), np.repeat(np.arange(faces), 4), 0.5, (len(edges), faces))
    inner = (uses == 2).astype(np.float64)
    edge_points = diags(1 - 0.5 * inner) @ ends + diags(0.5 * inner) @ beside @ face_points

    corners = _vertex_points(quads, edges, uses, ends, face_points, count)
    a = quads
    e = count + edge_of
    f = (count + len(edges) + np.arange(faces))[:, None].repeat(4, axis=1)
    fine = np.stack([a, e, f, np.roll(e, 1, axis=1)], axis=2).reshape(-1, 4)
    return vstack([corners, edge_points, face_points]).tocsr(), fine


def _vertex_points(
    quads: Ints, edges: Ints, uses: Ints, ends: csr_matrix, face_points: csr_matrix, count: int
) -> csr_matrix:
    faces = len(quads)
    touch = _matrix(quads.ravel(), np.repeat(np.arange(faces), 4), 1.0, (count, faces))
    valence = np.asarray(touch.sum(axis=1)).ravel()
    border = uses == 1
    on_border = np.zeros(count, dtype=bool)
    on_border[edges[border].ravel()] = True

    meet = _matrix(edges.ravel(), np.repeat(np.arange(len(edges)), 2), 1.0, (count, len(edges)))
    degree = np.maximum(np.asarray(meet.sum(axis=1)).ravel(), 1)
    n = np.maximum(valence, 1)
    smooth = (
        diags(1 / n**2) @ touch @ face_points
        + diags(2 / (n * degree)) @ meet @ ends
        + diags((n - 3) / n)
    )
    crease = 0.5 * identity(count) + 0.5 * (
        diags(np.full(count, 0.5)) @ meet @ diags(border.astype(np.float64)) @ ends
    )
    loose = (valence == 0).astype(np.float64)
    edge_case = on_border.astype(np.float64)
    plain = (1 - loose) * (1 - edge_case)
    return diags(plain) @ smooth + diags(edge_case) @ crease + diags(loose)


def _matrix(rows: Ints, columns: Ints, value: float, shape: tuple[int, int]) -> csr_matrix:
    return coo_matrix((np.full(len(rows), value), (rows, columns)), shape=shape).tocsr()
