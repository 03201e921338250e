"""Poses the base mesh by linear blend skinning: arms to the sides, torso and head turned."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tools.creators.assets import makehuman
from tools.creators.hands import HANDS, Grip, bends, hand_frame, reach
from tools.creators.mesh import BaseMesh, load_weights

Floats = NDArray[np.float64]
Direction = tuple[float, float, float]

ACROSS, UP, AHEAD = np.eye(3)

SHOULDER_DEGREES = 10.0
"""How far the shoulders drop from the base mesh's A-pose."""

TRUNK = 1.5
"""Distance from the middle, in base mesh decimetres, within which there are no arms."""

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
        arms: a key of ``ARMS`` or ``HANDS``.
        mug: its colour, if the hands hold one.
    """

    torso: float = 6.0
    turn: float = 0.0
    tilt: float = 1.5
    nod: float = 0.0
    lean: float = 0.0
    shoulder: float = 0.0
    arms: str = "relaxed"
    mug: str = "#e8e2d6"


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
    known = {*ARMS, *HANDS}
    if stance.arms not in known:
        raise ValueError(f"unknown arms {stance.arms!r}: choose from {', '.join(sorted(known))}")
    arms, grips = ARMS.get(stance.arms, ARMS["down"]), HANDS.get(stance.arms, (None, None))
    posed, moves = vertices, []

    def turn(bone: str, pivot: Floats, matrix: Floats) -> None:
        nonlocal posed
        moves.append(Move(bone, pivot, matrix))
        posed = apply_moves(moves[-1:], posed, subtree_weight)

    for side, sign, suffix, aims, grip in zip("lr", (1.0, -1.0), "LR", arms, grips, strict=True):
        shoulder, elbow, hand = (
            base.joint(posed, f"{side}-{joint}") for joint in ("shoulder", "elbow", "hand")
        )
        raised = max(sign * stance.shoulder, 0.0)
        drop = _turn(AHEAD, -sign * (SHOULDER_DEGREES - raised))
        scapula = base.joint(posed, f"{side}-scapula")
        if grip:
            start = scapula + drop @ (shoulder - scapula)
            arm = (float(np.linalg.norm(elbow - shoulder)), float(np.linalg.norm(hand - elbow)))
            above, below = reach(start, arm, _wrist(base, vertices, side, grip), grip.elbow)
        else:
            above, below = (np.array(aim) for aim in aims)
        upper = _between(drop @ (elbow - shoulder), above)
        fore = _between(upper @ drop @ (hand - elbow), below)
        whole = upper @ drop
        if grip:
            _hold(base, vertices, side, grip, fore @ whole, turn)
        turn(f"lowerarm01.{suffix}", elbow, whole.T @ fore @ whole)
        turn(f"upperarm01.{suffix}", shoulder, drop.T @ upper @ drop)
        turn(f"shoulder01.{suffix}", scapula, drop)
    lean = _turn(AHEAD, -stance.lean)
    turn("", base.joint(posed, "pelvis"), lean @ _turn(UP, stance.torso))
    head = stance.turn - stance.torso
    tilt = stance.tilt - stance.lean * 0.6
    for bone, share in (("neck01", 0.3), ("neck03", 0.3), ("head", 0.4)):
        pivot = base.joint(posed, "neck" if bone != "head" else "head")
        turned = _turn(UP, head * share) @ _turn(AHEAD, -tilt * share)
        turn(bone, pivot, turned @ _turn(ACROSS, stance.nod * share))
    return moves


def _wrist(base: BaseMesh, vertices: Floats, side: str, grip: Grip) -> Floats:
    """Return where a wrist has to be for its hand to be before the chest."""
    at = base.joint(vertices, "neck") + grip.wrist(lambda name: base.joint(vertices, name), side)
    palm = base.joint(vertices, "neck") + np.array(grip.place)
    body = vertices[np.unique(base.faces["body"])]
    rest = base.vertices[np.unique(base.faces["body"])]
    chest = body[np.abs(rest[:, 0]) < TRUNK]
    near = np.linalg.norm(chest[:, :2] - palm[:2], axis=1) < 0.6
    at[2] += float(chest[near, 2].max()) - base.joint(vertices, "neck")[2]
    return at


def _hold(
    base: BaseMesh,
    vertices: Floats,
    side: str,
    grip: Grip,
    arm: Floats,
    turn: Callable[[str, Floats, Floats], None],
) -> None:
    """Bend the fingers and turn the hand, before the turned ``arm`` (3, 3) carries it along."""

    def joint(name: str) -> Floats:
        return base.joint(vertices, name)

    for bend in bends(joint, side, grip):
        turn(bend.bone, bend.pivot, _turn(bend.axis, bend.degrees))
    whole = arm.T @ grip.frame().T @ hand_frame(joint, side)
    wrist = joint(f"{side}-hand")
    fore = wrist - joint(f"{side}-elbow")
    fore /= np.linalg.norm(fore)
    # Half of the twist is the forearm's, or the wrist would look wrung.
    half = _turn(fore, 0.5 * _twist(whole, fore))
    turn(f"wrist.{side.upper()}", wrist, half.T @ whole)
    turn(f"lowerarm02.{side.upper()}", wrist, half)


def _twist(matrix: Floats, axis: Floats) -> float:
    """Return by how many degrees a rotation (3, 3) turns about an axis, its swing left aside."""
    skew = matrix - matrix.T
    around = np.array([skew[2, 1], skew[0, 2], skew[1, 0]])
    return float(np.degrees(2 * np.arctan2(around @ axis, 1 + np.trace(matrix))))


def apply_moves(moves: Iterable[Move], points: Floats, weight: Callable[[str], Floats]) -> Floats:
    """Return moved points (N, 3).

    Args:
        moves: from :func:`posture`.
        points: where they are in the shaped, unposed body, in decimetres.
        weight: bone → (N,) how far each point follows it.
    """
    points = points.copy()
    for move in moves:
        share = weight(move.bone) if move.bone else np.ones(len(points))
        # Most moves turn a finger, of a whole body.
        index = np.flatnonzero(share)
        before = points[index]
        turned = (before - move.pivot) @ move.matrix.T + move.pivot
        points[index] = before + share[index, None] * (turned - before)
    return points


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
