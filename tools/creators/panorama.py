"""Panoramas of real places: what lies far behind a person, and the light that falls on them."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import bpy
import cv2
import numpy as np
from numpy.typing import NDArray

from tools.creators.nodes import image, linear

Floats = NDArray[np.float32]

FOLDER = Path(__file__).parent / "hdri"
"""See ``hdri/README.md``."""

BRIGHTEST = 9.0
"""Panoramas are clipped at so many times their mean: the sun itself would only make noise."""


@dataclass(frozen=True)
class Surroundings:
    """What is all around a scene.

    Attributes:
        colour: "#rrggbb", multiplied with the panorama if there is one.
        level: brightness; a panorama of level 1 is as bright on average as white of level 1.
        panorama: file name without suffix in ``hdri``, or "" for plain colour.
        turn: degrees by which the camera looks to the right of the panorama's middle.
        mirror: left and right exchanged.
    """

    colour: str = "#ffffff"
    level: float = 0.4
    panorama: str = ""
    turn: float = 0.0
    mirror: bool = False


def surround(what: Surroundings, soft: float = 0.0) -> None:
    """Surround the scene.

    Args:
        what: colour or panorama.
        soft: blur in degrees; a soft panorama lights without noise.
    """
    world: Any = bpy.data.worlds.new("world")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        world.use_nodes = True
    bpy.context.scene.world = world
    background = world.node_tree.nodes["Background"]
    background.inputs[1].default_value = what.level
    if not what.panorama:
        background.inputs[0].default_value = (*linear(what.colour), 1.0)
        return
    pixels = _turned(_load(what.panorama), what.turn, what.mirror)
    if soft:
        pixels = _softened(pixels, soft)
    node = world.node_tree.nodes.new("ShaderNodeTexEnvironment")
    node.image = image(
        "surroundings", pixels * np.array(linear(what.colour), dtype=np.float32), colour=True
    )
    node.interpolation = "Cubic"
    world.node_tree.links.new(node.outputs[0], background.inputs[0])


@lru_cache(maxsize=4)
def _load(name: str) -> Floats:
    """Return a panorama (256, 512, 3), clipped, with a mean of 1 over the sphere."""
    picture: Any = bpy.data.images.load(str(FOLDER / f"{name}.exr"))
    width, height = picture.size
    raw = np.empty(width * height * 4, dtype=np.float32)
    picture.pixels.foreach_get(raw)
    bpy.data.images.remove(picture)
    pixels = np.nan_to_num(raw.reshape(height, width, 4)[::-1, :, :3], nan=1e4, posinf=1e4)
    share = np.cos((np.arange(height) + 0.5) / height * np.pi - np.pi / 2)[:, None, None]
    for _ in range(3):
        pixels = np.clip(pixels / (pixels * share).mean() * share.mean(), 0, BRIGHTEST)
    return np.asarray(pixels, dtype=np.float32)


def _turned(pixels: Floats, turn: float, mirror: bool) -> Floats:
    """Bring the direction ``turn`` to where a camera along +Y looks (the middle column)."""
    width = pixels.shape[1]
    turned = np.roll(pixels, -round(turn / 360 * width), axis=1)
    # Blender looks along +Y at a quarter of the width left of the middle.
    return np.roll(turned[:, ::-1] if mirror else turned, -(width // 4), axis=1)


def _softened(pixels: Floats, degrees: float) -> Floats:
    sigma = degrees / 360 * pixels.shape[1]
    wide = np.concatenate([pixels, pixels, pixels], axis=1)
    soft = cv2.GaussianBlur(wide, (0, 0), sigma)
    width = pixels.shape[1]
    return np.ascontiguousarray(soft[:, width : 2 * width])
