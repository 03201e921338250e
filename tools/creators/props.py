"""What places are furnished with: each line of a place's ``props`` names one of these kinds.

Every prop has ``at``, its middle (rows: their left, lower end), and ``size``, both in metres.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.creators.nodes import linear, principled
from tools.creators.objects import add_mesh
from tools.creators.surfaces import surface

Floats = NDArray[np.float64]
Prop = dict[str, Any]

UP = np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True)
class Furnisher:
    """What all props of a place share.

    Attributes:
        accent: "#rrggbb" taken by props of colour "accent".
        rng: arranges books, leaves and passers-by.
        window: brightness factor and tint of props marked ``window``.
        lamp: brightness factor and tint of other things that glow.
    """

    accent: str
    rng: np.random.Generator
    window: tuple[float, str] = (1.0, "#ffffff")
    lamp: tuple[float, str] = (1.0, "#ffffff")

    def place(self, prop: Prop) -> None:
        """Add one prop to the scene."""
        KINDS[prop["kind"]](self, prop)

    def material(self, prop: Prop) -> Any:
        """Return a prop's material."""
        return surface(prop, self.accent, *(self.window if prop.get("window") else self.lamp))

    def plain(self, colour: str, rough: float = 0.6) -> Any:
        """Return a material of one colour."""
        return principled("prop", Base_Color=(*linear(colour), 1.0), Roughness=rough)


def cube(at: Floats, size: Floats, material: Any) -> None:
    """Add a box."""
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) / 2
    faces = np.array(
        [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
    )
    thing = add_mesh("box", corners * size, faces, material)
    thing.location = at
    thing.data.polygons.foreach_set("use_smooth", np.zeros(6, dtype=bool))


def ball(at: Floats, size: Floats, material: Any, tube: bool = False) -> None:
    """Add a ball, or an upright cylinder, of full sizes ``size``."""
    rings, sectors = 9, 18
    v = np.linspace(0, np.pi, rings)
    turn = np.linspace(0, 2 * np.pi, sectors, endpoint=False)
    gv, gt = np.meshgrid(v, turn, indexing="ij")
    around = np.where((gv > 0.01) & (gv < np.pi - 0.01), 1.0, 0.0) if tube else np.sin(gv)
    up = np.sign(np.cos(gv)) * (np.abs(np.cos(gv)) > 0.02) if tube else np.cos(gv)
    unit = np.stack([around * np.cos(gt), around * np.sin(gt), up], axis=2).reshape(-1, 3) / 2
    i, j = (g.ravel() for g in np.meshgrid(np.arange(rings - 1), np.arange(sectors)))
    k = (j + 1) % sectors
    quads = np.stack(
        [i * sectors + j, (i + 1) * sectors + j, (i + 1) * sectors + k, i * sectors + k], axis=1
    )
    add_mesh("round", unit * size + at, quads, material)


def _box(room: Furnisher, prop: Prop) -> None:
    cube(np.array(prop["at"]), np.array(prop["size"]), room.material(prop))


def _ball(room: Furnisher, prop: Prop) -> None:
    ball(np.array(prop["at"]), np.array(prop["size"]), room.material(prop))


def _tube(room: Furnisher, prop: Prop) -> None:
    ball(np.array(prop["at"]), np.array(prop["size"]), room.material(prop), tube=True)


def _books(room: Furnisher, prop: Prop) -> None:
    """A row of books or boxes of mixed colours standing along x."""
    x, y, z = prop["at"]
    width, depth, height = prop["size"]
    colours = prop.get("colours", ["#7a3b2e", "#2f4858", "#c9b79c", "#5b6b4e", "#ddd5c7"])
    end = x + width
    while x < end:
        w = float(room.rng.uniform(0.03, 0.08)) * prop.get("scale", 1.0)
        h = height * float(room.rng.uniform(0.65, 1.0))
        if room.rng.random() > prop.get("gaps", 0.12):
            material = room.plain(str(room.rng.choice([*colours, room.accent])))
            cube(np.array([x + w / 2, y, z + h / 2]), np.array([w * 0.92, depth, h]), material)
        x += w


def _bottles(room: Furnisher, prop: Prop) -> None:
    """A row of jars and bottles, some with a neck or a cap."""
    x, y, z = prop["at"]
    width, _, height = prop["size"]
    colours = prop.get("colours", ["#c98f62", "#f4efe6", "#7c9a8d", "#3d4a45", "#e3c9a0"])
    end = x + width
    while x < end:
        w = float(room.rng.uniform(0.07, 0.13)) * prop.get("scale", 1.0)
        h = height * float(room.rng.uniform(0.5, 1.0))
        if room.rng.random() > prop.get("gaps", 0.15):
            glass = room.plain(str(room.rng.choice([*colours, room.accent])), 0.2)
            at = np.array([x + w / 2, y, z + h * 0.4])
            ball(at, np.array([w * 0.85, w * 0.85, h * 0.8]), glass, tube=True)
            neck = np.array([x + w / 2, y, z + h * 0.9])
            ball(neck, np.array([w * 0.4, w * 0.4, h * 0.25]), room.plain("#e8e2d6"), tube=True)
        x += w * 1.1


def _clothes(room: Furnisher, prop: Prop) -> None:
    """Clothes on hangers along x, hanging down from ``at``."""
    x, y, z = prop["at"]
    width, depth, height = prop["size"]
    colours = prop.get("colours", ["#e9e2d6", "#2e3640", "#b98a78", "#8c9a86", "#d9c4a5"])
    rail = principled("rail", Base_Color=(0.5, 0.48, 0.45, 1), Roughness=0.3, Metallic=1.0)
    cube(np.array([x + width / 2, y, z + 0.06]), np.array([width, 0.03, 0.03]), rail)
    end = x + width
    while x < end:
        w = float(room.rng.uniform(0.05, 0.11))
        h = height * float(room.rng.uniform(0.7, 1.0))
        material = room.plain(str(room.rng.choice([*colours, room.accent])), 0.8)
        cube(np.array([x + w / 2, y, z - h / 2]), np.array([w * 0.8, depth, h]), material)
        x += w


def _leaves(room: Furnisher, prop: Prop) -> None:
    """A cloud of leaves filling an ellipsoid."""
    count, leaf = int(prop.get("count", 160)), float(prop.get("leaf", 0.09))
    colours = prop.get("colours", ["#3f6b35", "#5d8a45", "#2c4d2a", "#86a85c"])
    materials = [room.plain(colour, 0.5) for colour in colours]
    direction = room.rng.standard_normal((count, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    reach = room.rng.random((count, 1)) ** 0.4 * np.array(prop["size"]) / 2
    at = direction * reach + prop["at"]
    flat = np.array([[-1, 0, 0], [0, -0.45, 0.1], [1, 0, 0], [0, 0.45, 0.1]]) / 2
    for index, material in enumerate(materials):
        mine = at[index :: len(materials)]
        frames = np.linalg.qr(room.rng.standard_normal((len(mine), 3, 3)))[0]
        sizes = leaf * room.rng.uniform(0.6, 1.3, (len(mine), 1, 1))
        points = (flat @ frames) * sizes + mine[:, None]
        quads = np.arange(len(mine) * 4).reshape(-1, 4)
        add_mesh("leaves", points.reshape(-1, 3), quads, material)


def _plant(room: Furnisher, prop: Prop) -> None:
    """A pot with a plant; ``at`` is the middle of the pot's foot, ``size`` the whole."""
    x, y, z = prop["at"]
    wide, deep, tall = prop["size"]
    pot = tall * 0.3
    ball(
        np.array([x, y, z + pot / 2]),
        np.array([wide * 0.45, deep * 0.45, pot]),
        room.material({"colour": "#c9b8a3", **prop}),
        tube=True,
    )
    crown = {**prop, "at": [x, y, z + tall * 0.66], "size": [wide, deep, tall * 0.72]}
    _leaves(room, {"count": 220, "leaf": wide * 0.17, **crown})


def _sparks(room: Furnisher, prop: Prop) -> None:
    """Small lights scattered in a box: they turn into bokeh discs."""
    count = int(prop.get("count", 20))
    material = room.material({"glow": 40, **prop})
    places = (room.rng.random((count, 3)) - 0.5) * np.array(prop["size"]) + np.array(prop["at"])
    for place in places:
        ball(place, np.full(3, float(prop.get("spark", 0.03))), material)


def _window(room: Furnisher, prop: Prop) -> None:
    """A bright pane with sky above and green below, a frame and glazing bars."""
    x, y, z = prop["at"]
    width, _, height = prop["size"]
    glow = float(prop.get("glow", 1.7))
    split = float(prop.get("horizon", 0.32))
    sky = {"colour": prop.get("colour", "#f2f7ff"), "glow": glow, "window": True}
    low = {"colour": prop.get("below", "#b9c9a4"), "glow": glow * 0.62, "window": True}
    cube(np.array([x, y, z]), np.array([width, 0.03, height]), room.material(sky))
    green = np.array([x, y - 0.02, z - height * (1 - split) / 2])
    cube(green, np.array([width, 0.02, height * split]), room.material(low))
    frame = room.plain(prop.get("frame", "#f1eee8"))
    across, down = prop.get("panes", [2, 1])
    for i in range(across + 1):
        at = np.array([x + (i / across - 0.5) * width, y - 0.05, z])
        cube(at, np.array([0.06, 0.08, height + 0.06]), frame)
    for j in range(down + 1):
        at = np.array([x, y - 0.05, z + (j / down - 0.5) * height])
        cube(at, np.array([width + 0.06, 0.08, 0.06]), frame)


def _curtain(room: Furnisher, prop: Prop) -> None:
    """Cloth in folds."""
    x, y, z = prop["at"]
    width, depth, height = prop["size"]
    material = room.material({"colour": "#e7ddd0", "rough": 0.9, **prop})
    folds = max(int(width / 0.07), 3)
    for i in range(folds):
        at = np.array([x + ((i + 0.5) / folds - 0.5) * width, y + 0.02 * (i % 2), z])
        ball(at, np.array([width / folds * 1.15, depth, height]), material, tube=True)


def _picture(room: Furnisher, prop: Prop) -> None:
    """A framed print of two or three shapes."""
    at, size = np.array(prop["at"]), np.array(prop["size"])
    cube(at, np.array([size[0], 0.04, size[2]]), room.plain(prop.get("frame", "#3b3631")))
    inside = np.array([size[0] - 0.07, 0.02, size[2] - 0.07])
    cube(at - [0, 0.03, 0], inside, room.plain(prop.get("paper", "#efe9df")))
    colours = prop.get("colours", ["#b5523b", "#d8a657", "#3f5f6b", "#7d8f7a"])
    for step in range(int(prop.get("shapes", 3))):
        place = at + (room.rng.random(3) - 0.5) * inside * 0.5
        place[1] = at[1] - 0.05 - 0.01 * step
        span = float(room.rng.uniform(0.2, 0.45)) * min(inside[0], inside[2])
        colour = str(room.rng.choice([*colours, room.accent]))
        ball(place, np.array([span * 1.2, 0.01, span]), room.plain(colour))


def _shelf(room: Furnisher, prop: Prop) -> None:
    """A board on the wall with books, jars and a plant standing on it."""
    x, y, z = prop["at"]
    width, depth, height = prop["size"]
    cube(np.array([x, y, z]), np.array([width, depth, 0.04]), room.material(prop))
    left, above = x - width / 2 + 0.05, z + 0.02
    share = float(room.rng.uniform(0.35, 0.6))
    row = {**prop, "size": [width * share, depth * 0.7, height]}
    kinds = ["books", "bottles"] if room.rng.random() < 0.6 else ["bottles", "books"]
    KINDS[prop.get("first", kinds[0])](room, {**row, "at": [left, y, above]})
    rest = {**prop, "size": [width * (0.85 - share) * 0.6, depth * 0.7, height * 0.8]}
    KINDS[prop.get("then", kinds[1])](room, {**rest, "at": [left + width * share + 0.1, y, above]})
    if room.rng.random() < 0.7 and prop.get("green", True):
        pot = {"at": [x + width / 2 - 0.15, y, above], "size": [0.28, 0.26, 0.4], "leaf": 0.07}
        _plant(room, {**pot, "colour": "#d9cfc2"})


def _pendant(room: Furnisher, prop: Prop) -> None:
    """A hanging lamp with a dark shade; ``at`` is the bulb."""
    at, size = np.array(prop["at"]), np.array(prop["size"])
    cord = room.plain("#1f1d1b")
    cube(at + UP, np.array([0.015, 0.015, 2.0]), cord)
    shade = room.plain(prop.get("shade", "#2b2a28"))
    ball(at + UP * size[2] * 0.5, size * [1, 1, 0.8], shade, tube=True)
    ball(at - UP * size[2] * 0.1, size * 0.55, room.material({"glow": 14, **prop}))


def _people(room: Furnisher, prop: Prop) -> None:
    """Passers-by and guests, who are no more than coats, trousers and heads out of focus."""
    x, y, z = prop["at"]
    width, depth, height = prop["size"]
    coats = ["#2e3640", "#7a3b2e", "#8b8f94", "#d8cfc0", "#3c4f3d", "#5b4a6a", room.accent]
    skins = ["#e0b496", "#c08a64", "#8a5a3c", "#5b3a28"]
    hairs = ["#1d1511", "#4a3222", "#8a6a45", "#15110f"]
    for _ in range(int(prop.get("count", 3))):
        px = x + (room.rng.random() - 0.5) * width
        py = y + (room.rng.random() - 0.5) * depth
        tall = height * float(room.rng.uniform(0.93, 1.05))
        coat, legs = (room.plain(str(room.rng.choice(coats)), 0.9) for _ in range(2))
        skin, hair = (room.plain(str(room.rng.choice(c))) for c in (skins, hairs))
        for part, up, size in (
            (legs, 0.26, [0.32, 0.24, 0.56]),
            (coat, 0.66, [0.5, 0.28, 0.42]),
            (skin, 0.93, [0.17, 0.18, 0.14]),
            (hair, 0.955, [0.19, 0.2, 0.12]),
        ):
            scaled = np.array(size) * [1, 1, tall]
            ball(np.array([px, py, z + tall * up]), scaled, part, tube=part in (legs, coat))


KINDS: dict[str, Callable[[Furnisher, Prop], None]] = {
    "box": _box,
    "ball": _ball,
    "tube": _tube,
    "books": _books,
    "bottles": _bottles,
    "clothes": _clothes,
    "leaves": _leaves,
    "plant": _plant,
    "sparks": _sparks,
    "window": _window,
    "curtain": _curtain,
    "picture": _picture,
    "shelf": _shelf,
    "pendant": _pendant,
    "people": _people,
}
