"""A person's body as geometry: shaped once, then posed for any expression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tools.creators.hands import HANDS
from tools.creators.mesh import load_base, load_weights, to_scene
from tools.creators.pose import Stance, apply_moves, posture, subtree_weight
from tools.creators.relief import crisper
from tools.creators.subdivide import Refinement, refine
from tools.creators.targets import Build, apply_build, apply_face

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WAIST = 0.4
"""Height in base mesh decimetres below which nothing is ever in the picture."""


FOREARM = 3.4
"""Distance from the middle, in base mesh decimetres, beyond which there are only arms."""

RAISED = ("folded", "clasped", "hips", *HANDS)
"""Arms that bring the hands into the picture."""


@dataclass
class Figure:
    """One person.

    Attributes:
        build: the shape of the body.
        stance: how the head and torso are turned.
        rest: face units held in every expression, such as a slight smile.
    """

    build: Build
    stance: Stance
    rest: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.base = load_base()
        self.shaped = self.base.vertices.copy()
        apply_build(self.shaped, self.build)
        self.moves = posture(self.base, self.shaped, self.stance)
        self.neutral = self.coarse({})
        quads = self.base.faces["body"]
        corners = self.base.vertices[quads]
        seen = corners[:, :, 1].min(axis=1) > WAIST
        if self.stance.arms in RAISED:
            seen |= np.abs(corners[:, :, 0]).min(axis=1) > FOREARM
        self.skin: Refinement = refine(quads[seen], len(self.shaped), 2)
        used = np.unique(self.skin.quads)
        remap = np.full(self.skin.matrix.shape[0], -1)
        remap[used] = np.arange(len(used))
        self.skin = Refinement(self.skin.matrix[used], remap[self.skin.quads])
        self.skin = crisper(self.skin, self.base)

    def coarse(self, units: Mapping[str, float]) -> Floats:
        """Return all base mesh vertices (V, 3) in scene metres, wearing an expression.

        Args:
            units: face units added to the resting ones.
        """
        worn = dict(self.rest)
        for name, share in units.items():
            worn[name] = worn.get(name, 0.0) + share
        vertices = self.shaped.copy()
        apply_face(vertices, worn)
        return to_scene(apply_moves(self.moves, vertices, subtree_weight))

    def group(self, name: str) -> Ints:
        """Return the sorted vertex indices of a base mesh group."""
        return np.unique(self.base.faces[name])

    def joint(self, name: str, vertices: Floats | None = None) -> Floats:
        """Return the (3,) position of a joint in scene metres."""
        return self.base.joint(self.neutral if vertices is None else vertices, name)

    def follow(self, group: str, vertices: Floats) -> tuple[Floats, Floats]:
        """Return the rigid move (rotation (3, 3), shift (3,)) of a group since the rest.

        Least squares fit after Kabsch (1976): moved = rest @ rotation.T + shift.
        """
        index = self.group(group)
        before, after = self.neutral[index], vertices[index]
        a, b = before - before.mean(axis=0), after - after.mean(axis=0)
        u, _, vt = np.linalg.svd(a.T @ b)
        sign = np.sign(np.linalg.det(vt.T @ u.T))
        rotation = vt.T @ np.diag([1.0, 1.0, sign]) @ u.T
        return rotation, after.mean(axis=0) - rotation @ before.mean(axis=0)

    def head_weight(self) -> Floats:
        """Return the (V,) share in which base mesh vertices follow the head."""
        weights = load_weights()
        torso = (
            *("spine", "clavicle", "shoulder", "upperarm", "lowerarm", "breast", "root"),
            *("pelvis", "upperleg", "lowerleg", "foot", "toe"),
        )
        fixed = np.zeros(len(self.shaped))
        for bone, weight in weights.items():
            if bone.startswith(torso):
                fixed += weight
            elif bone.startswith("neck"):
                fixed += weight * {"neck01": 0.75, "neck02": 0.4, "neck03": 0.15}[bone]
        return np.asarray(1 - np.clip(fixed, 0, 1))
