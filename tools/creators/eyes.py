"""Eyeballs with a painted iris and a bulging cornea, turned by the gaze."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.creators.figure import Figure
from tools.creators.nodes import Material, linear
from tools.creators.objects import add_attribute, add_mesh, move_mesh

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RINGS, SECTORS = 72, 96
IRIS = np.radians(27.5)
"""Half angle of the iris seen from the middle of the eyeball."""

PUPIL_SHARE = 0.40
BULGE = 0.075
"""How far the cornea stands out, in eyeball radii."""


@dataclass(frozen=True)
class Gaze:
    """Where the eyes look, in degrees: right is the picture's right."""

    right: float = 0.0
    up: float = 0.0


class Eyes:
    """Both eyeballs of one person in the scene."""

    def __init__(self, figure: Figure, iris: str, tone: str, seed: int) -> None:
        self._figure = figure
        self._unit, self._quads, angles, around = _ball()
        self._things: list[Any] = []
        self._radius = self._measure()
        rng = np.random.default_rng(seed)
        # In dark faces, which are exposed for, eyes as white as in pale ones would glow, and
        # as much of the sky in the cornea as in pale ones would veil the pupil.
        dark = 1 - min(float(np.mean(linear(tone))) / 0.35, 1.0)
        material = _material(1 - 0.5 * dark)
        colours = _paint(angles, around, np.array(linear(iris)), 1 - 0.45 * dark, rng)
        for side in ("l", "r"):
            ball = add_mesh(f"eye-{side}", self._unit, self._quads, material)
            add_attribute(ball, "tone", colours)
            self._things.append(ball)
        self.look(figure.neutral, Gaze())

    def look(self, vertices: Floats, gaze: Gaze) -> None:
        """Turn the eyes, for base mesh vertices (V, 3) in scene metres."""
        for side, ball in zip(("l", "r"), self._things, strict=True):
            centre = self._figure.joint(f"{side}-eye", vertices)
            # Eyes converge on a camera that is near.
            inward = np.radians(1.2) * (-1 if side == "l" else 1)
            yaw, pitch = np.radians(gaze.right) + inward, np.radians(gaze.up)
            placed = _aim(self._unit, yaw, pitch) * self._radius + centre
            move_mesh(ball, placed)

    def _measure(self) -> float:
        points = self._figure.neutral[self._figure.group("helper-l-eye")]
        return float(np.ptp(points[:, 2]) / 2)


def _aim(points: Floats, yaw: float, pitch: float) -> Floats:
    """Turn a ball that looks along -Y: yaw to +X, pitch to +Z (radians)."""
    x, y, z = points.T
    y, z = y * np.cos(pitch) + z * np.sin(pitch), z * np.cos(pitch) - y * np.sin(pitch)
    x, y = x * np.cos(yaw) - y * np.sin(yaw), y * np.cos(yaw) + x * np.sin(yaw)
    return np.stack([x, y, z], axis=1)


def _ball() -> tuple[Floats, Ints, Floats, Floats]:
    """Return vertices, quads, angle from the axis and angle around it of a unit eyeball."""
    t = np.linspace(0, 1, RINGS)
    rings = np.pi * (0.35 * t + 0.65 * t**2.2)
    rings[0] = 1e-4
    around = np.linspace(0, 2 * np.pi, SECTORS, endpoint=False)
    angle, turn = (grid.ravel() for grid in np.meshgrid(rings, around, indexing="ij"))
    dome = np.clip(1 - (angle / (IRIS * 1.12)) ** 2, 0, 1)
    radius = 1 + BULGE * dome**1.2
    points = np.stack(
        [
            radius * np.sin(angle) * np.cos(turn),
            -radius * np.cos(angle),
            radius * np.sin(angle) * np.sin(turn),
        ],
        axis=1,
    )
    i, j = (grid.ravel() for grid in np.meshgrid(np.arange(RINGS - 1), np.arange(SECTORS)))
    k = (j + 1) % SECTORS
    quads = np.stack(
        [i * SECTORS + j, i * SECTORS + k, (i + 1) * SECTORS + k, (i + 1) * SECTORS + j], axis=1
    )
    return points, quads, angle, turn


def _paint(
    angle: Floats, turn: Floats, iris: Floats, bright: float, rng: np.random.Generator
) -> Floats:
    """Return vertex colours (N, 3): sclera, veins, limbal ring, iris fibres, pupil."""
    share = angle / IRIS
    waves = sum(
        rng.normal() / n**0.5 * np.sin(n * turn + rng.uniform(0, 2 * np.pi)) for n in range(9, 40)
    )
    fibres = 1 + 0.11 * waves * np.clip(share, 0, 1)
    collar = 1 + 0.45 * np.exp(-(((share - 0.55) / 0.14) ** 2))
    # Light enters from above and gathers at the bottom of the iris.
    caustic = 0.8 + 0.4 * np.clip(-np.sin(turn), -0.45, 1) * np.clip(share, 0, 1)
    inside = iris * (fibres * collar * caustic)[:, None]
    ring = np.exp(-(((share - 0.98) / 0.12) ** 2))[:, None]
    inside = inside * (1 - 0.75 * ring)

    white = bright * np.array([0.62, 0.57, 0.54]) * np.ones((len(angle), 1))
    pink = np.clip((share - 1.5) / 1.3, 0, 1)[:, None] * np.abs(np.cos(turn))[:, None] ** 3
    white = white * (1 - pink * np.array([0.08, 0.38, 0.38]))

    edge = np.clip((share - 0.96) / 0.12, 0, 1)[:, None]
    colour = inside * (1 - edge) + white * edge
    pupil = np.clip((share - PUPIL_SHARE) / 0.07, 0, 1)[:, None]
    return np.asarray(np.clip(colour * pupil + 0.003 * (1 - pupil), 0, 1))


def _material(coat: float) -> Any:
    """Return the eyeball's material; ``coat`` is the share of the cornea's reflection, 0…1."""
    material = Material("eye")
    eye = material.add(
        "BsdfPrincipled",
        {
            "Base Color": material.attribute("tone").outputs["Color"],
            # What is below the cornea hardly shines: it would lie on a dark iris like a cataract.
            "Roughness": 0.35,
            "Specular IOR Level": 0.06,
            "Coat Weight": coat,
            "Coat Roughness": 0.03,
            "Coat IOR": 1.38,
        },
    )
    return material.surface(eye.outputs[0])
