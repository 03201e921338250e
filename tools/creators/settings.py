"""Out-of-focus places behind a person: rooms and streets, furnished, lit, rendered and blurred.

The places are data (``settings.yaml``): lights for the person, and props in metres in front
of a camera that stands at the origin, 1.45 m above the floor, looking along +Y.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import bpy
import cv2
import numpy as np
import yaml
from numpy.typing import NDArray

from tools.creators import render
from tools.creators.nodes import linear
from tools.creators.panorama import Surroundings, surround
from tools.creators.props import Furnisher
from tools.creators.stage import Lamp, Lighting

Floats = NDArray[np.float64]

SIZE = 320
"""Pixels of the square render before it is blurred and enlarged."""

CAMERA_HEIGHT = 1.45
FIELD = 46.0
"""Horizontal field of view in degrees, unless a place has another."""

SAMPLES = 6

KEY_RISE, KEY_SIZE = 0.28, 0.75
"""The key light on a person, against the place's: higher and smaller, which models noses."""


@dataclass(frozen=True)
class Light:
    """A time of day or a way to light, which changes any place.

    Attributes:
        window: brightness factor and tint of windows, daylight lamps and panoramas.
        lamp: brightness factor and tint of lamps and what else glows.
        key: power factor and tint of the person's lamps.
        soft: factor of the size of the person's key light.
        rim: power factor of the light from behind.
        ambient: factor of the surroundings' level.
        ring: a ring light beside the camera instead of the key light.
        exposure: brightness factor of the place.
    """

    window: tuple[float, str] = (1.0, "#ffffff")
    lamp: tuple[float, str] = (1.0, "#ffffff")
    key: tuple[float, str] = (1.0, "#ffffff")
    soft: float = 1.0
    rim: float = 1.0
    ambient: float = 1.0
    ring: bool = False
    exposure: float = 1.0


@dataclass(frozen=True)
class Place:
    """Where one creator is: the ``place`` block of a YAML file.

    Attributes:
        name: of the setting.
        accent: "#rrggbb" taken by props of colour "accent".
        light: one of the ``lights``.
        mirror: left and right exchanged, light included.
        turn: degrees by which the camera looks more to the right.
    """

    name: str
    accent: str = "#c86f4a"
    light: str = "day"
    mirror: bool = False
    turn: float = 0.0


@dataclass(frozen=True)
class Setting:
    """One place.

    Attributes:
        lighting: the light it throws on a person.
        sky: what surrounds the scene.
        props: prop lines, see ``props.py``.
        lamps: lights of the place itself: position, size, watts, colour, whether daylight.
        blur: radius of the lens blur in pixels of a 1440 px picture.
        exposure: brightness factor.
        field: horizontal field of view in degrees.
    """

    lighting: Lighting
    sky: Surroundings
    props: tuple[dict[str, Any], ...]
    lamps: tuple[dict[str, Any], ...]
    blur: float = 16.0
    exposure: float = 1.0
    field: float = FIELD


def read_place(entry: Mapping[str, Any]) -> Place:
    """Return where the creator of a YAML entry is."""
    return Place(**entry["appearance"]["place"])


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    text = (Path(__file__).parent / "settings.yaml").read_text("utf-8")
    return dict(yaml.load(text, yaml.CSafeLoader))


def setting_names() -> list[str]:
    """Return the names of all places."""
    return list(_file()["places"])


def find_light(name: str) -> Light:
    """Return the light of a name.

    Raises:
        KeyError: when there is none.
    """
    entry: dict[str, Any] = dict(_file()["lights"][name])
    for pair in {"window", "lamp", "key"} & set(entry):
        entry[pair] = tuple(entry[pair])
    return Light(**entry)


@lru_cache(maxsize=64)
def find_setting(place: Place) -> Setting:
    """Return the setting of a place, in its light and mirrored as asked for.

    Raises:
        KeyError: when there is no such setting or light.
    """
    entry, light = _file()["places"][place.name], find_light(place.light)
    person, sky = entry["person"], entry["sky"]
    lamps = [
        Lamp(tuple(lamp["at"]), tuple(lamp["size"]), lamp["power"], lamp.get("colour", "#ffffff"))
        for lamp in person["lamps"]
    ]
    around = Surroundings(
        colour=_tinted(sky["colour"], light.window[1]),
        level=sky["level"] * _between(light.window[0]) * light.ambient,
        panorama=sky.get("panorama", ""),
        turn=sky.get("turn", 0.0) + place.turn,
        mirror=place.mirror,
    )
    ambient = replace(around, level=person["level"] * light.ambient, colour=person["ambient"])
    return Setting(
        lighting=Lighting(tuple(_person_lamps(lamps, light, place.mirror)), ambient),
        sky=around,
        props=tuple(entry.get("props", ())),
        lamps=tuple(entry.get("lamps", ())),
        blur=float(entry.get("blur", 16)),
        exposure=float(entry.get("exposure", 1.0)) * light.exposure,
        field=float(entry.get("field", FIELD)),
    )


def _between(factor: float) -> float:
    """Return what is left of the sky's light indoors, where walls keep some of it."""
    return 0.45 + 0.55 * factor


def _tinted(colour: str, tint: str) -> str:
    one, other = (np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) for c in (colour, tint))
    mixed = [int(value) for value in one * other // 255]
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def _person_lamps(lamps: list[Lamp], light: Light, mirror: bool) -> list[Lamp]:
    """Change a place's light on a person: the first lamp is the key, the last the rim."""
    changed = []
    for index, lamp in enumerate(lamps):
        factor, size = light.key[0], lamp.size
        at = (-lamp.at[0], *lamp.at[1:]) if mirror else lamp.at
        if index == 0:
            at = (at[0], at[1], at[2] + KEY_RISE)
            size = (size[0] * light.soft * KEY_SIZE, size[1] * light.soft * KEY_SIZE)
            if light.ring:
                at, size = (0.0, 1.25, 0.06), (0.62, 0.62)
        elif index == len(lamps) - 1:
            factor *= light.rim
        colour = _tinted(lamp.colour, light.key[1])
        changed.append(Lamp((at[0], at[1], at[2]), size, lamp.power * factor, colour))
    return changed


def shoot_setting(place: Place, seed: int) -> NDArray[np.uint8]:
    """Render a place.

    Args:
        place: which one.
        seed: arranges books, leaves and passers-by and moves the camera a little.

    Returns:
        (1440, 1440, 3) sRGB bytes.
    """
    setting, light = find_setting(place), find_light(place.light)
    render.new_scene()
    rng = np.random.default_rng(seed)
    room = Furnisher(place.accent, rng, light.window, light.lamp)
    for prop in setting.props:
        room.place(prop)
    for lamp in setting.lamps:
        _lamp(lamp, light)
    surround(replace(setting.sky, mirror=False))
    _camera(setting.field, rng, place.turn if not setting.sky.panorama else 0.0)
    render.set_up(transparent=False)
    scene = bpy.context.scene
    scene.cycles.diffuse_bounces = 3
    # A room has few lamps: weighing them up cost a fifth more and took no noise away.
    scene.cycles.use_light_tree = False
    picture = render.shoot_square(SIZE, SAMPLES)[..., :3]
    if place.mirror:
        picture = np.ascontiguousarray(picture[:, ::-1])
    return _lens(picture * setting.exposure, setting.blur)


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


def _camera(field: float, rng: np.random.Generator, turn: float) -> None:
    """Stand where the person's camera stands, give or take a step."""
    data = bpy.data.cameras.new("camera")
    data.angle = np.radians(field)
    thing = bpy.data.objects.new("camera", data)
    aside, yaw = rng.uniform(-0.22, 0.22), np.radians(rng.uniform(-4.0, 4.0) - turn)
    thing.location = (aside, rng.uniform(-0.3, 0.1), CAMERA_HEIGHT)
    thing.rotation_euler = (np.pi / 2, 0, yaw)
    bpy.context.scene.collection.objects.link(thing)
    bpy.context.scene.camera = thing


def _lamp(lamp: dict[str, Any], light: Light) -> None:
    factor, tint = light.window if lamp.get("window") else light.lamp
    data = bpy.data.lights.new("lamp", "AREA")
    width, height = lamp["size"]
    data.shape, data.size, data.size_y = "RECTANGLE", width, height
    data.energy = lamp["power"] * factor
    data.color = linear(_tinted(lamp.get("colour", "#ffffff"), tint))
    thing = bpy.data.objects.new("lamp", data)
    thing.location = lamp["at"]
    thing.rotation_euler = np.radians(lamp.get("turn", (0, 0, 0)))
    bpy.context.scene.collection.objects.link(thing)
