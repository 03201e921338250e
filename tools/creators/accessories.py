"""Glasses, sunglasses, earrings, headsets and watches; jewellery around the neck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.creators.clothes import Draped
from tools.creators.figure import Figure
from tools.creators.jewellery import add_lanyard, add_necklace, metal
from tools.creators.nodes import linear, principled
from tools.creators.objects import add_mesh
from tools.creators.outfits import Accessories
from tools.creators.tubes import balls, tube

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Frame:
    """The shape of a pair of glasses, relative to half the distance of the eyes.

    Attributes:
        wide, tall: half the size of a lens.
        power: 2 an ellipse … 4 nearly a rectangle.
        flare: how far the outer upper corner is drawn up.
        sag: how far the outer lower corner is drawn down.
        wire: radius of the rim in metres; browline rims are thick on top only.
        bold: radius of the rim's upper half, metres.
    """

    wide: float
    tall: float
    power: float = 2.0
    flare: float = 0.0
    sag: float = 0.0
    wire: float = 0.0013
    bold: float = 0.0


FRAMES = {
    "round": Frame(0.74, 0.66),
    "square": Frame(0.76, 0.62, 3.6, wire=0.0016),
    "oval": Frame(0.76, 0.50, wire=0.0009),
    "cat_eye": Frame(0.78, 0.56, 2.6, flare=0.24, wire=0.0018),
    "aviator": Frame(0.80, 0.66, 2.3, sag=0.16, wire=0.0008),
    "browline": Frame(0.76, 0.58, 2.9, wire=0.0007, bold=0.0026),
    "rimless": Frame(0.74, 0.50, 3.0, wire=0.0004),
    "oversized": Frame(0.90, 0.80, 2.6, wire=0.0021),
}


def add_accessories(
    figure: Figure, worn: Accessories, garments: Sequence[Draped], ears: bool
) -> None:
    """Put on accessories.

    Args:
        figure: who wears them.
        worn: what.
        garments: what necklaces and lanyards lie on, besides the skin.
        ears: whether the ears are free.
    """
    if worn.glasses:
        _glasses(figure, FRAMES[worn.glasses], worn.glasses_colour, on_head=False)
    if worn.sunglasses:
        _glasses(figure, FRAMES["oversized"], worn.glasses_colour, on_head=True)
    if worn.earrings and ears:
        _earrings(figure, worn)
    if worn.headset:
        _headset(figure, worn.headset)
    if worn.watch:
        _watch(figure, worn.watch)
    if worn.necklace:
        add_necklace(figure, worn, garments)
    if worn.lanyard:
        add_lanyard(figure, worn.lanyard, garments)


def _glasses(figure: Figure, frame: Frame, colour: str, on_head: bool) -> None:
    material = principled(
        "frame", Base_Color=(*linear(colour), 1.0), Roughness=0.25, Coat_Weight=0.5
    )
    dark = principled("lens", Base_Color=(0.012, 0.010, 0.010, 1.0), Roughness=0.06)
    left, right = figure.joint("l-eye"), figure.joint("r-eye")
    half = float(left[0] - right[0]) / 2
    turn = np.linspace(0, 2 * np.pi, 57)
    flat = np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** (2 / frame.power)
    high = np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** (2 / frame.power)
    front = min(left[1], right[1]) - 0.031
    middle = (left + right) / 2
    width = half * frame.wide

    def place(points: Floats) -> Floats:
        if not on_head:
            return points
        # Pushed up: tilted back around the temples' ends and slid over the hair.
        pivot = middle + np.array([0.0, 0.075, 0.0])
        tilt = np.radians(-47.0)
        spin = np.array(
            [[1, 0, 0], [0, np.cos(tilt), -np.sin(tilt)], [0, np.sin(tilt), np.cos(tilt)]]
        )
        return np.asarray(
            (points - pivot) @ spin.T * [1.04, 1.02, 1.02] + pivot + np.array([0, 0, 0.028])
        )

    for side, eye in ((1.0, left), (-1.0, right)):
        outer = np.clip(flat * side, 0, None)
        x = flat * width
        z = high * half * frame.tall
        z = z + half * frame.flare * outer**2 * np.clip(high, 0, 1)
        z = z - half * frame.sag * np.clip(flat * side + 0.4, 0, None) * np.clip(-high, 0, 1)
        bend = 0.12 * np.clip(x * side, 0, None)
        rim = np.stack([eye[0] + x + side * 0.001, front + bend, eye[2] - 0.004 + z], axis=1)
        tube("glasses", place(rim), frame.wire, material)
        if frame.bold:
            tube("glasses", place(rim[(turn > 0.1) & (turn < np.pi - 0.1)]), frame.bold, material)
        if on_head:
            _lens(place(rim), dark)
        hinge = rim[np.argmax(rim[:, 0] * side + 0.6 * rim[:, 2])] + np.array([0, 0.001, -0.002])
        ear = np.array([side * half * 2.32 + middle[0], eye[1] + 0.085, eye[2]])
        temple = hinge + np.linspace(0, 1, 8)[:, None] ** [0.35, 1, 1] * (ear - hinge)
        tube("glasses", place(temple), max(frame.wire, 0.0009), material)
    arc = np.linspace(-1, 1, 9)
    bridge = np.stack(
        [
            middle[0] + arc * (half - width + 0.001),
            np.full(9, front - 0.001),
            middle[2] + 0.002 + 0.003 * (1 - arc**2),
        ],
        axis=1,
    )
    tube("glasses", place(bridge), max(frame.wire, 0.0009), material)
    if frame.sag:
        tube("glasses", place(bridge + np.array([0, 0, 0.008])), 0.0008, material)


def _lens(rim: Floats, material: object) -> None:
    count = len(rim)
    points = np.concatenate([rim, rim.mean(axis=0, keepdims=True) + np.array([0, -0.002, 0])])
    first = np.arange(count - 1)
    faces = np.stack([first, first + 1, np.full(count - 1, count)], axis=1)
    add_mesh("lens", points, faces, material)


def _lobe(figure: Figure, side: float) -> Floats:
    head = figure.neutral[figure.group("body")]
    base = figure.base.vertices[figure.group("body")]
    lobe = np.argmin(np.abs(base - [0.80 * side, 6.70, 0.60]).sum(axis=1))
    return np.asarray(head[lobe] + np.array([0.001 * side, -0.003, 0.0]))


def _earrings(figure: Figure, worn: Accessories) -> None:
    gold = metal(worn.metal)
    for side in (1.0, -1.0):
        at = _lobe(figure, side)
        if worn.earrings in ("hoops", "large_hoops"):
            size = 0.012 if worn.earrings == "hoops" else 0.022
            turn = np.linspace(0, 2 * np.pi, 41)
            ring = at + np.stack(
                [
                    0.004 * np.sin(turn),
                    size * 0.9 * np.sin(turn),
                    -size + size * np.cos(turn),
                ],
                axis=1,
            )
            tube("earring", ring, 0.0009, gold)
            continue
        out = at + np.array([0.002 * side, -0.002, 0.0])
        if worn.earrings == "pearls":
            pearl = principled("pearl", Base_Color=(0.82, 0.78, 0.72, 1.0), Roughness=0.18)
            balls("earring", out[None], 0.0042, pearl)
            continue
        balls("earring", out[None], 0.0022, gold)
        if worn.earrings == "drops":
            stone = principled("stone", Base_Color=(*linear(worn.beads), 1.0), Roughness=0.12)
            tube("earring", out + np.linspace(0, 1, 4)[:, None] * [0, 0, -0.018], 0.0006, gold)
            balls("earring", (out + np.array([0, 0, -0.022]))[None], 0.0048, stone)


def _headset(figure: Figure, kind: str) -> None:
    black = principled("plastic", Base_Color=(0.018, 0.018, 0.02, 1.0), Roughness=0.4)
    ears = [_lobe(figure, side) + np.array([0.004 * side, 0.004, 0.028]) for side in (1.0, -1.0)]
    if kind == "earbuds":
        white = principled("plastic", Base_Color=(0.85, 0.85, 0.84, 1.0), Roughness=0.25)
        for side, ear in zip((1.0, -1.0), ears, strict=True):
            bud = ear + np.array([-0.004 * side, -0.008, -0.004])
            balls("earbud", bud[None], 0.0062, white)
            tube("earbud", bud + np.linspace(0, 1, 4)[:, None] * [0, -0.003, -0.02], 0.0027, white)
        return
    head = figure.neutral[figure.group("body")]
    left, right = ears
    middle = (left + right) / 2
    half = np.linalg.norm(left - right) / 2 + 0.012
    top = float(head[:, 2].max()) - middle[2] + 0.022
    turn = np.linspace(0, np.pi, 41)
    band = middle + np.stack(
        [half * np.cos(turn), np.full(41, 0.012), top * np.sin(turn) ** 0.8], axis=1
    )
    tube("headset", band, 0.0042, black)
    for side, ear in zip((1.0, -1.0), ears, strict=True):
        pad = (
            ear
            + np.linspace(0, 1, 3)[:, None] * [0.014 * side, 0, 0]
            + np.array([-0.002 * side, 0, 0])
        )
        tube("headset", pad, 0.024, black)
        balls("headset", (ear + np.array([0.006 * side, 0, 0]))[None], 0.023, black)
    mouth = (figure.joint("l-eye") + figure.joint("r-eye")) / 2 + np.array([0.040, -0.022, -0.080])
    t = np.linspace(0, 1, 14)[:, None]
    boom = (
        (1 - t) ** 2 * left
        + 2 * t * (1 - t) * (left + np.array([0.012, -0.05, -0.07]))
        + t**2 * mouth
    )
    tube("headset", boom, 0.0018, black)
    balls("headset", mouth[None], 0.0065, black)


def _watch(figure: Figure, colour: str) -> None:
    strap = principled("strap", Base_Color=(*linear(colour), 1.0), Roughness=0.5)
    hand, elbow = figure.joint("l-hand"), figure.joint("l-elbow")
    along = (elbow - hand) / np.linalg.norm(elbow - hand)
    at = hand + along * 0.028
    first = np.cross(along, [0.0, 0.0, 1.0])
    first /= np.linalg.norm(first)
    second = np.cross(along, first)
    turn = np.linspace(0, 2 * np.pi, 41)
    ring = at + 0.030 * (np.cos(turn)[:, None] * first + 0.82 * np.sin(turn)[:, None] * second)
    for shift in (-0.006, 0.0, 0.006):
        tube("watch", ring + along * shift, 0.004, strap)
