"""Garments from MakeHuman's clothes meshes, fitted to a person through the base mesh."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.creators.figure import Figure
from tools.creators.mesh import to_scene
from tools.creators.pose import apply_moves, subtree_weight

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GARMENTS = Path(__file__).parent / "garments"


@dataclass(frozen=True)
class Proxy:
    """A garment that hangs on the base mesh.

    Attributes:
        refs: (V, 3) base mesh vertices that each vertex lies between.
        weights: (V, 3) their shares.
        offsets: (V, 3) distance from there, in decimetres of the unshaped body.
        scales: (3, 3) for x, y and z: two base mesh vertices and their unshaped distance.
        quads: (F, 4) faces.
        parts: (F,) number of the connected piece that each face belongs to, by falling size.
        cloth: (F, 4, 2) coordinates along the grain at each face's corners, in decimetres.
        flat: (F, 2) middle of each face in the texture, 0…1.
    """

    refs: Ints
    weights: Floats
    offsets: Floats
    scales: Floats
    quads: Ints
    parts: Ints
    cloth: Floats
    flat: Floats


@lru_cache(maxsize=8)
def load_proxy(name: str) -> Proxy:
    """Read a garment from the ``garments`` folder."""
    data = np.load(GARMENTS / f"{name}.npz")
    quads, uvs = data["quads"].astype(np.int64), data["uvs"].astype(np.float64)
    refs = data["refs"].astype(np.int64)
    return Proxy(
        refs,
        data["weights"].astype(np.float64),
        data["offsets"].astype(np.float64),
        data["scales"].astype(np.float64),
        quads,
        _pieces(quads, len(refs)),
        uvs,
        uvs.mean(axis=1),
    )


def _pieces(quads: Ints, count: int) -> Ints:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    pairs = np.concatenate([quads[:, [0, k]] for k in (1, 2, 3)])
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    labels = connected_components(graph, directed=False)[1][quads[:, 0]]
    order = np.argsort(-np.bincount(labels))
    return np.asarray(np.argsort(order)[labels])


def fit(figure: Figure, proxy: Proxy) -> Floats:
    """Return a garment's vertices (V, 3) on a person, in scene metres."""
    body = figure.shaped
    size = np.ones(3)
    for axis, (a, b, apart) in enumerate(proxy.scales):
        size[axis] = abs(body[int(a), axis] - body[int(b), axis]) / apart
    anchored = (proxy.weights[..., None] * body[proxy.refs]).sum(axis=1)

    def weight(bone: str) -> Floats:
        return np.asarray((proxy.weights * subtree_weight(bone)[proxy.refs]).sum(axis=1))

    return to_scene(apply_moves(figure.moves, anchored + proxy.offsets * size, weight))


def base_positions(figure: Figure, proxy: Proxy) -> Floats:
    """Return where a garment's vertices (V, 3) are on the unshaped base mesh."""
    base = figure.base.vertices
    return np.asarray((proxy.weights[..., None] * base[proxy.refs]).sum(axis=1) + proxy.offsets)
