"""Things that people hold in their hands."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.creators.figure import Figure
from tools.creators.hands import PALM, hand_frame
from tools.creators.nodes import linear, principled
from tools.creators.objects import add_mesh
from tools.creators.tubes import balls

Floats = NDArray[np.float64]

MUG_RADIUS, MUG_HEIGHT, MUG_WALL = 0.0435, 0.098, 0.0034
SIDES = 64


def add_held(figure: Figure, arms: str, colour: str) -> Floats:
    """Put into the hands what a stance's arms hold; return points (N, 3) of it."""
    if arms == "mug":
        return _mug(figure, colour)
    if arms == "phone":
        return _phone(figure)
    return np.empty((0, 3))


def _mug(figure: Figure, colour: str) -> Floats:
    """Put a mug between the hands; its handle is behind it and not made."""
    between = (_palm(figure, "l") + _palm(figure, "r")) / 2
    foot = between - [0.0, 0.0, 0.29 * MUG_HEIGHT]
    glaze = principled("mug", Base_Color=(*linear(colour), 1.0), Roughness=0.22)
    # From the middle of the foot outside to the rim, and inside down to what is in it.
    r, h, w = MUG_RADIUS, MUG_HEIGHT, MUG_WALL
    profile = np.array(
        [
            *((0, 0), (r - 0.007, 0), (r - 0.002, 0.002), (r, 0.007), (r, h - 0.003)),
            *((r - 0.0006, h - 0.0006), (r - w / 2, h), (r - w + 0.0006, h - 0.0006)),
            *((r - w, h - 0.003), (r - w, h - 0.02)),
        ]
    )
    points = _turned("mug", profile, foot, glaze)
    coffee = principled("coffee", Base_Color=(0.03, 0.014, 0.007, 1.0), Roughness=0.12)
    _turned("coffee", np.array([(0, h - 0.012), (r - w, h - 0.012)]), foot, coffee)
    return points


PHONE = np.array([0.0725, 0.1480, 0.0082])
"""Width, length and thickness of a phone, metres."""


def _phone(figure: Figure) -> Floats:
    """Put a phone into the right hand, its screen to the person."""
    ahead, palm, across = hand_frame(figure.joint, "r")
    middle = _palm(figure, "r") + 0.020 * palm + 0.045 * ahead
    axes = np.stack([across, ahead, palm])
    black = principled("phone", Base_Color=(0.03, 0.032, 0.036, 1.0), Roughness=0.3)
    points = _slab("phone", PHONE, middle, axes, black)
    lens = principled("phone-lens", Base_Color=(0.008, 0.008, 0.01, 1.0), Roughness=0.05)
    island = np.array([0.034, 0.036, 0.002])
    corner = (PHONE / 2 - island / 2 - [0.004, 0.004, 0]) * [1, 1, 0] - [0, 0, PHONE[2] / 2 + 0.001]
    _slab("phone-lenses", island, middle + corner @ axes, axes, black)
    for x, y in ((-0.008, 0.008), (0.008, -0.008)):
        at = corner + np.array([x, y, -0.001])
        balls("phone-lens", (middle + at @ axes)[None], 0.0062, lens)
    return points


def _palm(figure: Figure, side: str) -> Floats:
    wrist, knuckle = figure.joint(f"{side}-hand"), figure.joint(f"{side}-finger-3-1")
    return np.asarray(wrist + PALM * (knuckle - wrist))


def _slab(name: str, size: Floats, middle: Floats, axes: Floats, material: object) -> Floats:
    """Add a box with rounded edges; return its corners."""
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * size / 2
    faces = np.array(
        [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
    )
    points = middle + corners @ axes
    thing = add_mesh(name, points, faces, material)
    edge = thing.modifiers.new("edge", "BEVEL")
    edge.width, edge.segments, edge.limit_method = min(size[2] * 0.45, 0.003), 3, "NONE"
    return np.asarray(points)


def _turned(name: str, profile: Floats, foot: Floats, material: object) -> Floats:
    """Add a body of revolution around the upright through ``foot``; profile (P, 2) is r, z."""
    turn = np.linspace(0, 2 * np.pi, SIDES, endpoint=False)
    r, z = profile.T
    points = np.stack(
        [
            np.outer(r, np.cos(turn)),
            np.outer(r, np.sin(turn)),
            np.repeat(z[:, None], SIDES, axis=1),
        ],
        axis=2,
    ).reshape(-1, 3)
    i, j = (g.ravel() for g in np.meshgrid(np.arange(len(r) - 1), np.arange(SIDES), indexing="ij"))
    k = (j + 1) % SIDES
    quads = np.stack(
        [i * SIDES + j, i * SIDES + k, (i + 1) * SIDES + k, (i + 1) * SIDES + j], axis=1
    )
    add_mesh(name, points + foot, quads, material)
    return np.asarray(points + foot)
