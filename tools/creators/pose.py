"""Poses the base mesh by linear blend skinning: arms to the sides, torso and head turned."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tools.creators.assets import makehuman
from tools.creators.mesh import BaseMesh, load_weights

Floats = NDArray[np.float64]

ACROSS, UP, AHEAD = np.eye(3)

UPPER_ARM_DEGREES = 25.0
"""How far the upper arms turn down from the base mesh's A-pose."""

SHOULDER_DEGREES = 10.0
"""How far the shoulders drop with them."""

FOREARM_DEGREES = 12.0
"""How far the forearms turn in front of the body."""


@dataclass(frozen=True)
class Stance:
    """How a person stands before the camera, in degrees.

    Attributes:
        torso: turn of the shoulders, positive to the person's left.
        turn: turn of the head.
        tilt: lean of the head towards a shoulder.
        nod: lowering of the chin.
        lean: lean of the whole body, positive to the person's left.
        shoulder: raises the left shoulder; negative the right one.
        arms: a key of ``ARMS``.
    """

    torso: float = 6.0
    turn: float = 0.0
    tilt: float = 1.5
    nod: float = 0.0
    lean: float = 0.0
    shoulder: float = 0.0
    arms: str = "relaxed"


def pose(base: BaseMesh, vertices: Floats, stance: Stance) -> Floats:
    """Return posed vertices (V, 3), in decimetres, Y up."""
    posed = vertices.copy()
    for side, sign, suffix in (("l", 1.0, "L"), ("r", -1.0, "R")):
        elbow = base.joint(posed, f"{side}-elbow")
        posed = _rotate(posed, f"lowerarm01.{suffix}", elbow, _turn(ACROSS, -FOREARM_DEGREES))
        for joint, bone, degrees in (
            ("shoulder", "upperarm01", UPPER_ARM_DEGREES),
            ("scapula", "shoulder01", SHOULDER_DEGREES),
        ):
            pivot = base.joint(posed, f"{side}-{joint}")
            posed = _rotate(posed, f"{bone}.{suffix}", pivot, _turn(AHEAD, -sign * degrees))
    posed = posed @ _turn(UP, stance.torso).T
    head = stance.turn - stance.torso
    for bone, share in (("neck01", 0.3), ("neck03", 0.3), ("head", 0.4)):
        pivot = base.joint(posed, "neck" if bone != "head" else "head")
        turned = _turn(UP, head * share) @ _turn(AHEAD, -stance.tilt * share)
        posed = _rotate(posed, bone, pivot, turned @ _turn(ACROSS, stance.nod * share))
    return posed


@lru_cache(maxsize=1)
def _children() -> dict[str, list[str]]:
    rig = json.loads((makehuman() / "rigs/standard/rig.default.json").read_text("utf-8"))
    tree: dict[str, list[str]] = {}
    for bone, entry in rig.items():
        tree.setdefault(entry["parent"], []).append(bone)
    return tree


@lru_cache(maxsize=16)
def _subtree_weight(bone: str) -> Floats:
    """Return the (V,) share of each vertex that follows a bone or anything below it."""
    weights, tree = load_weights(), _children()
    total = np.zeros_like(weights["head"])
    todo = [bone]
    while todo:
        name = todo.pop()
        if name in weights:
            total += weights[name]
        todo += tree.get(name, [])
    return np.asarray(np.clip(total, 0.0, 1.0))


def _turn(axis: Floats, degrees: float) -> Floats:
    """Rotation matrix (3, 3) by Rodrigues' formula."""
    x, y, z = axis
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = np.radians(degrees)
    return np.asarray(np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * (k @ k))


def _rotate(vertices: Floats, bone: str, pivot: Floats, matrix: Floats) -> Floats:
    weight = _subtree_weight(bone)[:, None]
    turned = (vertices - pivot) @ matrix.T + pivot
    return np.asarray(vertices + weight * (turned - vertices))
