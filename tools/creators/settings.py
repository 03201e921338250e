"""Out-of-focus places behind a person: simple rooms and streets, rendered and blurred.

The places are data (``settings.yaml``): lights for the person, and props in metres in front
of a camera that stands at the origin, 1.45 m above the floor, looking along +Y.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import bpy
import cv2
import numpy as np
import yaml
from numpy.typing import NDArray

from tools.creators import render
from tools.creators.nodes import Material, linear, principled
from tools.creators.objects import add_mesh
from tools.creators.stage import Lamp, Lighting, set_world

Floats = NDArray[np.float64]

SIZE = 384
"""Pixels of the square render before it is blurred and enlarged."""

CAMERA_HEIGHT = 1.45
FIELD = 46.0
"""Horizontal field of view in degrees."""

SAMPLES = 12


@dataclass(frozen=True)
class Setting:
    """One place.

    Attributes:
        lighting: the light it throws on a person.
        sky: colour and brightness of what surrounds the scene.
        props: prop lines, see ``_PROPS``.
        lamps: lights of the place itself: position, size, watts, colour.
        blur: radius of the lens blur in pixels of a 1440 px picture.
        exposure: brightness factor.
    """

    lighting: Lighting
    sky: tuple[str, float]
    props: tuple[dict[str, Any], ...]
    lamps: tuple[dict[str, Any], ...]
    blur: float
    exposure: float


@lru_cache(maxsize=1)
def load_settings() -> dict[str, Setting]:
    """Read ``settings.yaml``."""
    text = (Path(__file__).parent / "settings.yaml").read_text("utf-8")
    return {name: _read(entry) for name, entry in yaml.safe_load(text).items()}


def _read(entry: dict[str, Any]) -> Setting:
    light = entry["person"]
    lamps = tuple(
        Lamp(tuple(lamp["at"]), tuple(lamp["size"]), lamp["power"], lamp.get("colour", "#ffffff"))
        for lamp in light["lamps"]
    )
    return Setting(
        lighting=Lighting(lamps, light["ambient"], light["level"]),
        sky=(entry["sky"]["colour"], entry["sky"]["level"]),
        props=tuple(entry["props"]),
        lamps=tuple(entry.get("lamps", ())),
        blur=float(entry.get("blur", 16)),
        exposure=float(entry.get("exposure", 1.0)),
    )


def shoot_setting(setting: Setting, accent: str, seed: int) -> NDArray[np.uint8]:
    """Render a place.

    Args:
        setting: which one.
        accent: "#rrggbb" taken by props of colour "accent", so that places vary.
        seed: arranges books, leaves and lights.

    Returns:
        (1440, 1440, 3) sRGB bytes.
    """
    render.new_scene()
    rng = np.random.default_rng(seed)
    for prop in setting.props:
        _PROPS[prop["kind"]](prop, accent, rng)
    for lamp in setting.lamps:
        _lamp(lamp)
    set_world(*setting.sky)
    _camera()
    render.set_up(transparent=False)
    scene = bpy.context.scene
    scene.cycles.diffuse_bounces = 3
    light = render.shoot_square(SIZE, SAMPLES)[..., :3]
    return _lens(light * setting.exposure, setting.blur)


def _lens(light: NDArray[np.float32], blur: float) -> NDArray[np.uint8]:
    """Blur linear light with a round aperture, so that bright points turn into discs."""
    radius = blur * light.shape[0] / 1440
    size = int(np.ceil(radius)) * 2 + 1
    steps = np.arange(size) - size // 2
    grid = np.hypot(steps[:, None], steps[None])
    disc = np.clip(radius + 0.5 - grid, 0, 1)
    soft = cv2.filter2D(light, -1, disc / disc.sum(), borderType=cv2.BORDER_REFLECT)
    soft = cv2.GaussianBlur(soft, (0, 0), radius * 0.12 + 0.3)
    large = cv2.resize(soft, (1440, 1440), interpolation=cv2.INTER_CUBIC)
    opaque = np.concatenate([large, np.ones_like(large[..., :1])], axis=2)
    return (render.developed(opaque)[..., :3] * 255 + 0.5).astype(np.uint8)


def _camera() -> None:
    data = bpy.data.cameras.new("camera")
    data.angle = np.radians(FIELD)
    thing = bpy.data.objects.new("camera", data)
    thing.location, thing.rotation_euler = (0, 0, CAMERA_HEIGHT), (np.pi / 2, 0, 0)
    bpy.context.scene.collection.objects.link(thing)
    bpy.context.scene.camera = thing


def _lamp(lamp: dict[str, Any]) -> None:
    data = bpy.data.lights.new("lamp", "AREA")
    width, height = lamp["size"]
    data.shape, data.size, data.size_y = "RECTANGLE", width, height
    data.energy, data.color = lamp["power"], linear(lamp.get("colour", "#ffffff"))
    thing = bpy.data.objects.new("lamp", data)
    thing.location = lamp["at"]
    thing.rotation_euler = np.radians(lamp.get("turn", (0, 0, 0)))
    bpy.context.scene.collection.objects.link(thing)


def _surface(prop: dict[str, Any], accent: str) -> Any:
    colour = prop.get("colour", "#cccccc")
    rgb = linear(accent if colour == "accent" else colour)
    if "glow" in prop:
        material = Material("glow")
        emission = material.add("Emission", {"Color": rgb, "Strength": float(prop["glow"])})
        return material.surface(emission.outputs[0])
    return principled(
        "prop",
        Base_Color=(*rgb, 1.0),
        Roughness=float(prop.get("rough", 0.6)),
        Metallic=float(prop.get("metal", 0.0)),
    )


def _cube(at: Floats, size: Floats, material: Any) -> None:
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) / 2
    faces = np.array(
        [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
    )
    thing = add_mesh("box", corners * size + at, faces, material)
    thing.data.polygons.foreach_set("use_smooth", np.zeros(6, dtype=bool))


def _round(at: Floats, size: Floats, material: Any, flat: bool) -> None:
    """A ball, or an upright cylinder if flat, of full sizes ``size``."""
    rings, sectors = 9, 18
    v = np.linspace(0, np.pi, rings)
    turn = np.linspace(0, 2 * np.pi, sectors, endpoint=False)
    gv, gt = np.meshgrid(v, turn, indexing="ij")
    around = np.where((gv > 0.01) & (gv < np.pi - 0.01), 1.0, 0.0) if flat else np.sin(gv)
    up = np.sign(np.cos(gv)) * (np.abs(np.cos(gv)) > 0.02) if flat else np.cos(gv)
    unit = np.stack([around * np.cos(gt), around * np.sin(gt), up], axis=2).reshape(-1, 3) / 2
    i, j = (g.ravel() for g in np.meshgrid(np.arange(rings - 1), np.arange(sectors)))
    k = (j + 1) % sectors
    quads = np.stack(
        [i * sectors + j, (i + 1) * sectors + j, (i + 1) * sectors + k, i * sectors + k], axis=1
    )
    add_mesh("round", unit * size + at, quads, material)


def _box_prop(prop: dict[str, Any], accent: str, rng: np.random.Generator) -> None:
    _cube(np.array(prop["at"]), np.array(prop["size"]), _surface(prop, accent))


def _ball_prop(prop: dict[str, Any], accent: str, rng: np.random.Generator) -> None:
    _round(np.array(prop["at"]), np.array(prop["size"]), _surface(prop, accent), flat=False)


def _tube_prop(prop: dict[str, Any], accent: str, rng: np.random.Generator) -> None:
    _round(np.array(prop["at"]), np.array(prop["size"]), _surface(prop, accent), flat=True)


def _books_prop(prop: dict[str, Any], accent: str, rng: np.random.Generator) -> None:
    """A row of books or boxes of mixed colours standing along x."""
    x, y, z = prop["at"]
    width, depth, height = prop["size"]
    colours = [
        *prop.get("colours", ["#7a3b2e", "#2f4858", "#c9b79c", "#5b6b4e", "#ddd5c7"]),
        accent,
    ]
    end = x + width
    while x < end:
        w = float(rng.uniform(0.03, 0.08)) * prop.get("scale", 1.0)
        h = height * float(rng.uniform(0.65, 1.0))
        if rng.random() > prop.get("gaps", 0.12):
            material = principled(
                "book", Base_Color=(*linear(str(rng.choice(colours))), 1.0), Roughness=0.6
            )
            _cube(np.array([x + w / 2, y, z + h / 2]), np.array([w * 0.92, depth, h]), material)
        x += w


def _leaves_prop(prop: dict[str, Any], accent: str, rng: np.random.Generator) -> None:
    """A cloud of leaves filling an ellipsoid."""
    count, leaf = int(prop.get("count", 160)), float(prop.get("leaf", 0.09))
    colours = prop.get("colours", ["#3f6b35", "#5d8a45", "#2c4d2a", "#86a85c"])
    materials = [
        principled("leaf", Base_Color=(*linear(colour), 1.0), Roughness=0.5) for colour in colours
    ]
    direction = rng.standard_normal((count, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    at = direction * rng.random((count, 1)) ** 0.4 * np.array(prop["size"]) / 2 + prop["at"]
    flat = np.array([[-1, 0, 0], [0, -0.45, 0.1], [1, 0, 0], [0, 0.45, 0.1]]) / 2
    for index, material in enumerate(materials):
        mine = at[index :: len(materials)]
        frames = np.linalg.qr(rng.standard_normal((len(mine), 3, 3)))[0]
        sizes = leaf * rng.uniform(0.6, 1.3, (len(mine), 1, 1))
        points = (flat @ frames) * sizes + mine[:, None]
        quads = np.arange(len(mine) * 4).reshape(-1, 4)
        add_mesh("leaves", points.reshape(-1, 3), quads, material)


def _sparks_prop(prop: dict[str, Any], accent: str, rng: np.random.Generator) -> None:
    """Small lights scattered in a box: they turn into bokeh discs."""
    count = int(prop.get("count", 20))
    material = _surface({"glow": prop.get("glow", 40), **prop}, accent)
    places = (rng.random((count, 3)) - 0.5) * np.array(prop["size"]) + np.array(prop["at"])
    for place in places:
        _round(place, np.full(3, float(prop.get("spark", 0.03))), material, flat=False)


_PROPS = {
    "box": _box_prop,
    "ball": _ball_prop,
    "tube": _tube_prop,
    "books": _books_prop,
    "leaves": _leaves_prop,
    "sparks": _sparks_prop,
}
