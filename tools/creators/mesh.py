"""The MakeHuman base mesh as arrays: body, teeth, tongue, lashes, eyes and clothes helpers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, diags

from tools.creators.assets import makehuman

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class BaseMesh:
    """Topology shared by everybody.

    Attributes:
        vertices: (V, 3) rest positions in decimetres, Y up, Z towards the viewer.
        uvs: (T, 2) texture coordinates.
        faces: group name → (F, 4) vertex indices of its quads.
        face_uvs: group name → (F, 4) indices into ``uvs``.
    """

    vertices: Floats
    uvs: Floats
    faces: dict[str, Ints]
    face_uvs: dict[str, Ints]

    def joint(self, vertices: Floats, name: str) -> Floats:
        """Return the (3,) position of a joint: the middle of its marker cube."""
        corners = np.unique(self.faces[f"joint-{name}"])
        return np.asarray(vertices[corners].mean(axis=0))


@lru_cache(maxsize=1)
def load_base() -> BaseMesh:
    """Parse MakeHuman's ``base.obj`` (CC0). All of its faces are quads."""
    vertices: list[list[float]] = []
    uvs: list[list[float]] = []
    faces: dict[str, list[list[int]]] = {}
    face_uvs: dict[str, list[list[int]]] = {}
    group = ""
    text = (makehuman() / "3dobjs/base.obj").read_text("utf-8")
    for line in text.splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            vertices.append([float(n) for n in rest.split()])
        elif kind == "vt":
            uvs.append([float(n) for n in rest.split()[:2]])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f":
            corners = [corner.split("/") for corner in rest.split()]
            faces.setdefault(group, []).append([int(c[0]) - 1 for c in corners])
            face_uvs.setdefault(group, []).append([int(c[1]) - 1 for c in corners])
    return BaseMesh(
        np.array(vertices),
        np.array(uvs),
        {name: np.array(quads) for name, quads in faces.items()},
        {name: np.array(quads) for name, quads in face_uvs.items()},
    )


@lru_cache(maxsize=1)
def load_weights() -> dict[str, Floats]:
    """Return bone name → (V,) skinning weight, from MakeHuman's default rig (CC0)."""
    raw = json.loads((makehuman() / "rigs/standard/weights.default.json").read_text("utf-8"))
    count = len(load_base().vertices)
    weights: dict[str, Floats] = {}
    for bone, pairs in raw["weights"].items():
        dense = np.zeros(count)
        if pairs:
            rows = np.array(pairs)
            dense[rows[:, 0].astype(np.int64)] = rows[:, 1]
        weights[bone] = dense
    return weights


def to_scene(vertices: Floats) -> Floats:
    """Turn decimetres, Y up, Z forward into Blender's metres, Z up, facing -Y."""
    return np.stack([vertices[:, 0], -vertices[:, 2], vertices[:, 1]], axis=1) * 0.1


def vertex_normals(vertices: Floats, quads: Ints) -> Floats:
    """Return (V, 3) unit normals averaged over quads; zero for vertices without faces."""
    a = vertices[quads[:, 2]] - vertices[quads[:, 0]]
    b = vertices[quads[:, 3]] - vertices[quads[:, 1]]
    face = np.repeat(np.cross(a, b), 4, axis=0)
    corners, count = quads.ravel(), len(vertices)
    normals = np.stack([np.bincount(corners, side, count) for side in face.T], axis=1)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(normals / np.maximum(length, 1e-12))


def edges_of(quads: Ints) -> Ints:
    """Return the unique (E, 2) edges of quads."""
    return shared_edges(quads)[0]


def shared_edges(quads: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the unique (E, 2) edges of quads (F, 4), which of them every side is, and their uses.

    Sides are (F, 4): the first goes from a quad's first corner to its second. An edge that is used
    once lies on an open border.
    """
    ends = np.stack([quads, np.roll(quads, -1, axis=1)])
    low, high = ends.min(axis=0), ends.max(axis=0)
    # One number an edge: rows of pairs would take twenty times as long to sort.
    span = int(quads.max(initial=0)) + 1
    keys, sides, uses = np.unique(low * span + high, return_inverse=True, return_counts=True)
    edges = np.stack([keys // span, keys % span], axis=1)
    return edges, np.asarray(sides).reshape(quads.shape), uses


def open_edges(quads: Ints) -> Ints:
    """Return the (E, 2) edges on the open border of a mesh."""
    edges, _, uses = shared_edges(quads)
    return np.asarray(edges[uses == 1])


def smooth(values: Floats, edges: Ints, rounds: int, strength: float = 0.5) -> Floats:
    """Laplacian smoothing of per-vertex values (V, K) along edges.

    Args:
        values: positions or any other per-vertex quantity.
        edges: (E, 2) vertex pairs.
        rounds: number of passes.
        strength: 0…1, how far each vertex moves to the mean of its neighbours a pass.
    """
    count = len(values)
    degree = np.bincount(edges.ravel(), minlength=count)
    there, back = edges.ravel(), edges[:, ::-1].ravel()
    share = strength / degree[there]
    step = coo_matrix((share, (there, back)), shape=(count, count)).tocsr()
    step = step + diags(np.where(degree > 0, 1 - strength, 1.0))
    for _ in range(rounds):
        values = step @ values
    return np.array(values)
