"""Poses the base mesh by linear blend skinning: arms to the sides, torso and head turned."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tools.creators.assets import makehuman
from tools.creators.mesh import BaseMesh, load_weights

Floats = NDArray[np.float64]
Direction = tuple[float, float, float]

ACROSS, UP, AHEAD = np.eye(3)

SHOULDER_DEGREES = 10.0
"""How far the shoulders drop from the base mesh's A-pose."""

ARMS: dict[str, tuple[tuple[Direction, Direction], tuple[Direction, Direction]]] = {
    "relaxed": (
        ((0.16, -0.98, -0.02), (-0.02, -0.95, 0.28)),
        ((-0.20, -0.97, -0.06), (0.10, -0.96, 0.22)),
    ),
    "down": (
        ((0.12, -0.99, 0.0), (0.05, -0.98, 0.16)),
        ((-0.12, -0.99, 0.0), (-0.05, -0.98, 0.16)),
    ),
    "behind": (
        ((0.20, -0.95, -0.22), (-0.42, -0.84, -0.34)),
        ((-0.20, -0.95, -0.22), (0.42, -0.84, -0.34)),
    ),
    "hips": (
        ((0.52, -0.84, -0.16), (-0.72, -0.66, 0.20)),
        ((-0.48, -0.86, -0.16), (0.72, -0.66, 0.20)),
    ),
    "folded": (
        ((0.22, -0.96, 0.14), (-0.82, -0.30, 0.48)),
        ((-0.22, -0.96, 0.12), (0.84, -0.36, 0.42)),
    ),
    "clasped": (
        ((0.20, -0.97, 0.08), (-0.62, -0.42, 0.66)),
        ((-0.20, -0.97, 0.08), (0.62, -0.44, 0.64)),
    ),
}
"""Arms → for the left and the right one, where the upper arm and the forearm point: to the
person's left, up, ahead."""


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


@dataclass(frozen=True)
class Move:
    """One turn of a bone and all that hangs on it; of everything, if the bone is ""."""

    bone: str
    pivot: Floats
    matrix: Floats


def posture(base: BaseMesh, vertices: Floats, stance: Stance) -> list[Move]:
    """Return the moves, in order, that take shaped vertices (V, 3) into a stance.

    Raises:
        ValueError: when the stance's arms are unknown.
    """
    if stance.arms not in ARMS:
        raise ValueError(f"unknown arms {stance.arms!r}: choose from {', '.join(ARMS)}")
    posed, moves = vertices, []

    def turn(bone: str, pivot: Floats, matrix: Floats) -> None:
        nonlocal posed
        moves.append(Move(bone, pivot, matrix))
        posed = apply_moves(moves[-1:], posed, subtree_weight)

    for side, sign, suffix, aims in zip("lr", (1.0, -1.0), "LR", ARMS[stance.arms], strict=True):
        shoulder, elbow, hand = (
            base.joint(posed, f"{side}-{joint}") for joint in ("shoulder", "elbow", "hand")
        )
        raised = max(sign * stance.shoulder, 0.0)
        drop = _turn(AHEAD, -sign * (SHOULDER_DEGREES - raised))
        upper = _between(drop @ (elbow - shoulder), np.array(aims[0]))
        fore = _between(upper @ drop @ (hand - elbow), np.array(aims[1]))
        whole = upper @ drop
        turn(f"lowerarm01.{suffix}", elbow, whole.T @ fore @ whole)
        turn(f"upperarm01.{suffix}", shoulder, drop.T @ upper @ drop)
        turn(f"shoulder01.{suffix}", base.joint(posed, f"{side}-scapula"), drop)
    lean = _turn(AHEAD, -stance.lean)
    turn("", base.joint(posed, "pelvis"), lean @ _turn(UP, stance.torso))
    head = stance.turn - stance.torso
    tilt = stance.tilt - stance.lean * 0.6
    for bone, share in (("neck01", 0.3), ("neck03", 0.3), ("head", 0.4)):
        pivot = base.joint(posed, "neck" if bone != "head" else "head")
        turned = _turn(UP, head * share) @ _turn(AHEAD, -tilt * share)
        turn(bone, pivot, turned @ _turn(ACROSS, stance.nod * share))
    return moves


def apply_moves(moves: Iterable[Move], points: Floats, weight: Callable[[str], Floats]) -> Floats:
    """Return moved points (N, 3).

    Args:
        moves: from :func:`posture`.
        points: where they are in the shaped, unposed body, in decimetres.
        weight: bone → (N,) how far each point follows it.
    """
    for move in moves:
        turned = (points - move.pivot) @ move.matrix.T + move.pivot
        share = weight(move.bone)[:, None] if move.bone else 1.0
        points = points + share * (turned - points)
    return np.asarray(points)


@lru_cache(maxsize=1)
def _children() -> dict[str, list[str]]:
    rig = json.loads((makehuman() / "rigs/standard/rig.default.json").read_text("utf-8"))
    tree: dict[str, list[str]] = {}
    for bone, entry in rig.items():
        tree.setdefault(entry["parent"], []).append(bone)
    return tree


@lru_cache(maxsize=64)
def subtree_weight(bone: str) -> Floats:
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


def _between(start: Floats, aim: Floats) -> Floats:
    """Return the smallest turn (3, 3) of one direction into another."""
    a, b = start / np.linalg.norm(start), aim / np.linalg.norm(aim)
    axis = np.cross(a, b)
    sine = float(np.linalg.norm(axis))
    if sine < 1e-9:
        return np.eye(3)
    return _turn(axis / sine, float(np.degrees(np.arctan2(sine, a @ b))))
