"""The camera and the light around a person."""

from __future__ import annotations

from dataclasses import dataclass, field

import bpy
import numpy as np
from mathutils import Vector
from numpy.typing import NDArray

from tools.creators.figure import Figure
from tools.creators.nodes import linear
from tools.creators.panorama import Surroundings, surround

Floats = NDArray[np.float64]

WIDTH, HEIGHT = 1440, 1920
EYE_LINE = 640
EYE_TO_CHIN = 282.0
"""Pixels between the eye line and the chin, which sets everybody's scale."""

CHIN_PER_EYES = 1.75
"""How many times the eyes' distance the chin lies below them in an average face."""

DISTANCE = 1.7
"""Metres between face and camera: a portrait lens, not a selfie arm."""

AMBIENT_BLUR = 12.0
"""Degrees by which panoramas are blurred before they light a person."""

CHIN_VERTEX = 991
"""MakeHuman's own marker of the chin."""


@dataclass(frozen=True)
class Lamp:
    """A soft rectangular light.

    Attributes:
        at: position relative to the eyes in metres: picture right, towards the camera, up.
        size: width and height in metres.
        power: watts.
        colour: "#rrggbb".
    """

    at: tuple[float, float, float]
    size: tuple[float, float]
    power: float
    colour: str = "#ffffff"


@dataclass(frozen=True)
class Lighting:
    """All the light on a person.

    Attributes:
        lamps: soft lights; the first is the key light.
        ambient: the surroundings.
    """

    lamps: tuple[Lamp, ...] = field(default_factory=tuple)
    ambient: Surroundings = field(default_factory=Surroundings)


@dataclass(frozen=True)
class Camera:
    """A pinhole camera looking along +Y.

    Attributes:
        centre: the point of the scene on the picture's middle column at eye height.
        scale: pixels a metre at the centre's depth.
    """

    centre: Floats
    scale: float

    def project(self, points: Floats) -> Floats:
        """Return (N, 2) canvas pixels of scene points (N, 3)."""
        relative = points - self.centre
        shrink = DISTANCE / (DISTANCE + relative[:, 1])
        x = WIDTH / 2 + relative[:, 0] * self.scale * shrink
        y = EYE_LINE - relative[:, 2] * self.scale * shrink
        return np.stack([x, y], axis=1)

    def sees(self, points: Floats, margin: float) -> NDArray[np.bool_]:
        """Return which scene points (N, 3) are in the picture or ``margin`` pixels beside it."""
        at = self.project(points)
        return np.asarray(((at > -margin) & (at < [WIDTH + margin, HEIGHT + margin])).all(axis=1))


def frame(figure: Figure) -> Camera:
    """Frame a person: eyes on the eye line, chin a fixed distance below."""
    eyes = (figure.joint("l-eye") + figure.joint("r-eye")) / 2
    chin = figure.neutral[CHIN_VERTEX]
    neck = figure.joint("neck")
    apart = float(np.linalg.norm(figure.joint("l-eye") - figure.joint("r-eye")))
    # Long faces may look long: half of the size comes from the distance of the eyes.
    scale = 2 * EYE_TO_CHIN / (float(eyes[2] - chin[2]) + apart * CHIN_PER_EYES)
    return Camera(np.array([0.7 * eyes[0] + 0.3 * neck[0], eyes[1] - 0.02, eyes[2]]), scale)


def add_camera(camera: Camera) -> None:
    """Add a camera to the scene."""
    data = bpy.data.cameras.new("camera")
    data.sensor_fit, data.sensor_width = "HORIZONTAL", 36.0
    data.lens = 36.0 * DISTANCE * camera.scale / WIDTH
    data.shift_y = -(HEIGHT / 2 - EYE_LINE) / WIDTH
    thing = bpy.data.objects.new("camera", data)
    thing.location = camera.centre - np.array([0, DISTANCE, 0])
    thing.rotation_euler = (np.pi / 2, 0, 0)
    bpy.context.scene.collection.objects.link(thing)
    bpy.context.scene.camera = thing


def add_light(camera: Camera, light: Lighting) -> None:
    """Light a person."""
    target = Vector(camera.centre - np.array([0, 0, 0.06]))
    for index, lamp in enumerate(light.lamps):
        data = bpy.data.lights.new(f"lamp-{index}", "AREA")
        data.shape, data.size, data.size_y = "RECTANGLE", *lamp.size
        data.energy, data.color = lamp.power, linear(lamp.colour)
        thing = bpy.data.objects.new(f"lamp-{index}", data)
        right, ahead, up = lamp.at
        thing.location = camera.centre + np.array([right, -ahead, up])
        thing.rotation_euler = (target - thing.location).to_track_quat("-Z", "Y").to_euler()
        bpy.context.scene.collection.objects.link(thing)
    surround(light.ambient, soft=AMBIENT_BLUR)
