"""Glasses, earrings and headwear."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.creators.combing import Haircut
from tools.creators.figure import Figure
from tools.creators.nodes import linear, principled
from tools.creators.objects import add_mesh
from tools.creators.outfits import Accessories

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TUBE_SIDES = 8


def add_accessories(figure: Figure, worn: Accessories, cut: Haircut) -> None:
    """Put on accessories.

    Args:
        figure: who wears them.
        worn: what.
        cut: the wearer's hair.
    """
    if worn.glasses:
        _glasses(figure, worn.glasses, worn.glasses_colour)
    if worn.earrings:
        _earrings(figure, worn.earrings)


def _glasses(figure: Figure, shape: str, colour: str) -> None:
    material = principled(
        "frame", Base_Color=(*linear(colour), 1.0), Roughness=0.25, Coat_Weight=0.5
    )
    left, right = figure.joint("l-eye"), figure.joint("r-eye")
    half = float(left[0] - right[0]) / 2
    radius = half * 0.74
    power = {"round": 2.0, "oval": 2.0, "square": 3.6}.get(shape, 2.8)
    turn = np.linspace(0, 2 * np.pi, 49)
    x = np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** (2 / power) * radius
    z = np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** (2 / power) * radius * 0.84
    front = min(left[1], right[1]) - 0.031
    for side, eye in ((1.0, left), (-1.0, right)):
        bend = 0.12 * np.clip(x * side, 0, None)
        rim = np.stack([eye[0] + x + side * 0.001, front + bend, eye[2] - 0.004 + z], axis=1)
        _tube("glasses", rim, 0.0014, material)
        hinge = rim[np.argmax(rim[:, 0] * side)] + [0, 0.001, 0.004]
        ear = np.array([side * half * 2.32 + (left[0] + right[0]) / 2, eye[1] + 0.085, eye[2]])
        temple = hinge + np.linspace(0, 1, 8)[:, None] ** [0.35, 1, 1] * (ear - hinge)
        _tube("glasses", temple, 0.0012, material)
    middle = (left + right) / 2
    arc = np.linspace(-1, 1, 9)
    bridge = np.stack(
        [
            middle[0] + arc * (half - radius + 0.001),
            np.full(9, front - 0.001),
            middle[2] + 0.002 + 0.003 * (1 - arc**2),
        ],
        axis=1,
    )
    _tube("glasses", bridge, 0.0013, material)


def _earrings(figure: Figure, kind: str) -> None:
    gold = principled("gold", Base_Color=(0.85, 0.58, 0.25, 1.0), Metallic=1.0, Roughness=0.2)
    for group, side in (("l", 1.0), ("r", -1.0)):
        head = figure.neutral[figure.group("body")]
        base = figure.base.vertices[figure.group("body")]
        lobe = np.argmin(np.abs(base - [0.80 * side, 6.70, 0.60]).sum(axis=1))
        at = head[lobe] + [0.001 * side, -0.003, 0.0]
        if kind == "hoops":
            turn = np.linspace(0, 2 * np.pi, 33)
            ring = np.stack(
                [
                    at[0] + 0.004 * np.sin(turn),
                    at[1] + 0.011 * np.sin(turn),
                    at[2] - 0.012 + 0.012 * np.cos(turn),
                ],
                axis=1,
            )
            _tube(f"earring-{group}", ring, 0.0009, gold)
        else:
            ball = np.stack(
                [
                    np.full(9, at[0] + 0.002 * side),
                    np.full(9, at[1] - 0.002),
                    at[2] + np.linspace(-0.002, 0.002, 9),
                ],
                axis=1,
            )
            _tube(f"earring-{group}", ball, 0.0022, gold)


def _tube(name: str, path: Floats, radius: float, material: object) -> None:
    """Add a tube along a path (P, 3)."""
    along = np.gradient(path, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    first = np.cross(along, [0.31, 0.9, 0.29])
    first /= np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-9)
    second = np.cross(along, first)
    turn = np.linspace(0, 2 * np.pi, TUBE_SIDES, endpoint=False)
    ring = (
        np.cos(turn)[None, :, None] * first[:, None] + np.sin(turn)[None, :, None] * second[:, None]
    )
    points = (path[:, None] + radius * ring).reshape(-1, 3)
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
    add_mesh(name, points, quads, material)
