"""Sprites: a face's expressions, rendered part by part for the strips of a rig."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from mathutils import Vector
from numpy.typing import NDArray
from PIL import Image

from tools.creators import render
from tools.creators.person import Person
from tools.creators.render import Box
from tools.creators.sharpness import enlarged, feather
from tools.creators.stage import Camera
from tools.creators.visemes import BROWS, EYES, MOUTH, Pose

Pixels = NDArray[np.float32]

STRIPS = {"mouth": MOUTH, "eyes": EYES, "brows": BROWS}
"""The expressions of each part; the first of each is the portrait's."""

FACE_SCALE = 0.75
SAMPLES = {"mouth": 1, "eyes": 3, "brows": 2}
STUBBLE_SAMPLES = 2
"""Light paths a pixel: single hairs, as of lashes, need more than skin."""

REACH = 120
"""Canvas pixels below the face from where on nothing throws light or shadow on it."""

WEBP_EFFORT = 4
"""libwebp's best, 6, saves 3 % of the bytes and costs several times the CPU."""


def bake_strips(
    person: Person,
    camera: Camera,
    boxes: Mapping[str, Box],
    base: Pixels,
    exposure: NDArray[np.float64],
    folder: Path,
) -> dict[str, dict[str, Any]]:
    """Render and save every part's sprites and mask.

    Args:
        person: who; at rest again afterwards.
        camera: what they are taken with.
        boxes: of "face" and of each part, canvas pixels.
        base: (HEIGHT, WIDTH, 4) the portrait, sRGB 0…1.
        exposure: (3,) factors of red, green and blue.
        folder: where the strips are written.

    Returns:
        The entry in ``rig.json`` of each part.
    """
    with _without_what_is_far(camera, boxes["face"]):
        entries = {
            part: _strip(person, part, boxes[part], base, exposure, folder) for part in STRIPS
        }
    person.wear(Pose())
    return entries


def _strip(
    person: Person,
    part: str,
    box: Box,
    base: Pixels,
    exposure: NDArray[np.float64],
    folder: Path,
) -> dict[str, Any]:
    """Render and save the sprites and the mask of one part; return its entry in ``rig.json``."""
    x, y, width, height = box
    under = base[y : y + height, x : x + width]
    samples = STUBBLE_SAMPLES if part == "mouth" and person.stubbly else SAMPLES[part]
    sprites = [under[..., :3]]
    for pose in islice(STRIPS[part].values(), 1, None):
        person.wear(pose)
        light = render.shoot(samples, FACE_SCALE, box)
        picture = render.developed(enlarged(light, width, height), exposure)
        sprites.append(_over(under, picture))
    strip = (np.concatenate(sprites) * 255 + 0.5).astype(np.uint8)
    Image.fromarray(strip).save(folder / f"{part}.webp", quality=82, method=WEBP_EFFORT)
    mask = (_mask(under) * 255 + 0.5).astype(np.uint8)
    Image.fromarray(mask, "L").save(folder / f"{part}_mask.webp", lossless=True, method=WEBP_EFFORT)
    return {"box": list(box), "sprites": list(STRIPS[part])}


def _over(under: Pixels, picture: Pixels) -> Pixels:
    """Return a sprite (h, w, 3): the expression where both it and the portrait are solid."""
    solid = picture[..., 3:] * (under[..., 3:] > 0.5)
    return under[..., :3] + solid * (picture[..., :3] - under[..., :3])


def _mask(under: Pixels) -> Pixels:
    height, width = under.shape[:2]
    soft = feather(width, height, round(0.13 * min(width, height)))
    return soft * np.clip(under[..., 3] * 2 - 1, 0, 1)


@contextmanager
def _without_what_is_far(camera: Camera, face: Box) -> Iterator[None]:
    """Leave hands and what they hold out: each rendering builds its search tree anew."""
    below = face[1] + face[3] + REACH
    far = [thing for thing in bpy.data.objects if _top(thing, camera) > below]
    for thing in far:
        thing.hide_render = True
    try:
        yield
    finally:
        for thing in far:
            thing.hide_render = False


def _top(thing: Any, camera: Camera) -> float:
    """Return the highest row (canvas pixels) that a thing reaches; lamps reach above all."""
    if thing.type not in {"MESH", "CURVES"}:
        return -np.inf
    corners = np.array([thing.matrix_world @ Vector(corner) for corner in thing.bound_box])
    return float(camera.project(corners)[:, 1].min())
