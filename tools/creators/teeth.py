"""Teeth, gums and tongue: the lower ones and the tongue ride on the jaw."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.creators.figure import Figure
from tools.creators.nodes import Material
from tools.creators.objects import add_attribute, add_mesh, move_mesh
from tools.creators.subdivide import refine

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Widths and heights in millimetres from the middle outwards (Wheeler's Dental Anatomy).
UPPER = ((8.4, 9.8), (6.6, 8.8), (7.4, 9.6), (6.8, 8.3), (6.6, 7.6), (9.0, 7.2))
LOWER = ((5.4, 8.4), (5.9, 8.6), (6.8, 9.4), (6.8, 8.2), (7.0, 7.8), (9.0, 7.2))

ENAMEL = np.array([0.84, 0.75, 0.62])
GUM = np.array([0.48, 0.14, 0.13])


class Mouth:
    """Everything inside the mouth of one person in the scene."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        material = _material()
        self._rows: list[tuple[str, Any, Floats]] = []
        for group, sizes, up in (
            ("helper-upper-teeth", UPPER, 1.0),
            ("helper-lower-teeth", LOWER, -1.0),
        ):
            points, quads, colours = _row(figure.neutral[figure.group(group)], sizes, up)
            row = add_mesh(group, points, quads, material)
            add_attribute(row, "tone", colours)
            self._rows.append((group, row, points))
        self._tongue = refine(figure.base.faces["helper-tongue"], len(figure.neutral), 1)
        self._tongue_thing = add_mesh(
            "tongue", self._tongue(figure.neutral), self._tongue.quads, material
        )
        count = self._tongue.matrix.shape[0]
        add_attribute(self._tongue_thing, "tone", np.tile([0.50, 0.17, 0.16], (count, 1)))

    def move(self, vertices: Floats, tongue: Floats) -> None:
        """Follow base mesh vertices (V, 3) in scene metres.

        Args:
            vertices: the face.
            tongue: the same with the tongue where this sound needs it.
        """
        for group, row, rest in self._rows:
            rotation, shift = self._figure.follow(group, vertices)
            move_mesh(row, rest @ rotation.T + shift)
        move_mesh(self._tongue_thing, self._tongue(tongue))


def _row(band: Floats, sizes: tuple[tuple[float, float], ...], up: float) -> Any:
    """Return points, quads and colours of a row of teeth set along a band's arch.

    Args:
        band: (B, 3) vertices of the helper's plain band of teeth.
        sizes: (width, height) in millimetres of the teeth of one side.
        up: 1 where the roots are above, -1 where they are below.
    """
    width = np.ptp(band[:, 0]) / 2
    middle = (band[:, 0].max() + band[:, 0].min()) / 2
    front = band[:, 1].min()
    depth = band[:, 1].max() - front
    incisors = band[band[:, 1] < front + 0.006, 2]
    # The helper bands lie deeper than teeth: incisors show a little below a parted lip.
    edge = incisors.min() - 0.0022 if up > 0 else incisors.max() - 0.0030
    front -= 0.0008 if up > 0 else -0.0006
    scale = _arch_length(width, depth) / (sum(w for w, _ in sizes) * 1e-3)

    points, quads, colours = [], [], []
    offset = 0
    for side in (-1.0, 1.0):
        along = 0.0
        for index, (w, h) in enumerate(sizes):
            tooth_width = w * 1e-3 * scale
            x, y, heading = _on_arch(along + tooth_width / 2, width, depth)
            along += tooth_width
            body, faces, colour = _tooth(tooth_width, h * 1e-3 * 0.95, up, index)
            cos, sin = np.cos(heading * side), np.sin(heading * side)
            turned = np.stack(
                [
                    body[:, 0] * cos - body[:, 1] * sin,
                    body[:, 0] * sin + body[:, 1] * cos,
                    body[:, 2],
                ],
                axis=1,
            )
            lift = up * 1e-3 * (0.7 if index == 1 else 0.0)
            points.append(turned + np.array([middle + side * x, front + y, edge + lift]))
            quads.append(faces + offset)
            colours.append(colour)
            offset += len(body)
    return np.concatenate(points), np.concatenate(quads), np.concatenate(colours)


def _on_arch(along: float, width: float, depth: float) -> tuple[float, float, float]:
    """Return x, y and heading on half an ellipse-like arch at a length from its front."""
    t = np.linspace(0, np.pi / 2, 400)
    x, y = width * np.sin(t), depth * (1 - np.cos(t))
    run = np.concatenate([[0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    at = float(np.interp(along, run, t))
    heading = np.arctan2(depth * np.sin(at), width * np.cos(at))
    return width * np.sin(at), depth * (1 - np.cos(at)), float(heading)


def _arch_length(width: float, depth: float) -> float:
    t = np.linspace(0, np.pi / 2, 400)
    return float(np.hypot(np.diff(width * np.sin(t)), np.diff(depth * (1 - np.cos(t)))).sum())


def _tooth(width: float, height: float, up: float, index: int) -> tuple[Floats, Ints, Floats]:
    """Return one tooth (rounded box with a gum collar), its biting edge at z = 0."""
    rings, sectors = 13, 20
    v = np.linspace(0, 1, rings)
    turn = np.linspace(0, 2 * np.pi, sectors, endpoint=False)
    grid_v, grid_t = np.meshgrid(v, turn, indexing="ij")
    power = 0.55
    cos, sin = np.cos(grid_t), np.sin(grid_t)
    shape_x = np.sign(cos) * np.abs(cos) ** power
    shape_y = np.sign(sin) * np.abs(sin) ** power
    taper = np.clip(np.sqrt(np.clip(1 - (1 - np.minimum(grid_v / 0.16, 1)) ** 2, 0, 1)), 0.05, 1)
    narrow = 1 - 0.20 * np.clip(grid_v - 0.35, 0, 1)
    if index == 2:
        narrow = narrow * np.clip(0.45 + grid_v * 2.2, 0, 1)
    thick = (0.25 + 0.75 * np.minimum(grid_v * 1.6, 1)) * 3.4e-3
    gum = np.clip((grid_v - 0.72) / 0.06, 0, 1)
    x = shape_x * width * 0.490 * (0.72 + 0.28 * taper) * narrow * (1 + 0.28 * gum)
    y = shape_y * thick * taper * (1 + 0.22 * gum) + 0.8e-3
    # Gums lean back into the jaw, or they come through a hollow between lip and chin.
    y += (6e-3 if up < 0 else 3e-3) * np.clip(2 * grid_v - 1, 0, 1)
    z = up * grid_v * height * 1.45
    points = np.stack([x.ravel(), y.ravel(), z.ravel()], axis=1)
    i, j = (g.ravel() for g in np.meshgrid(np.arange(rings - 1), np.arange(sectors)))
    k = (j + 1) % sectors
    quads = np.stack(
        [i * sectors + j, i * sectors + k, (i + 1) * sectors + k, (i + 1) * sectors + j], axis=1
    )
    share = gum.ravel()[:, None]
    shade = 1 - 0.05 * index - 0.12 * np.clip(grid_v.ravel() - 0.3, 0, 1)[:, None]
    return points, quads, ENAMEL * shade * (1 - share) + GUM * share


def _material() -> Any:
    material = Material("mouth")
    wet = material.add(
        "BsdfPrincipled",
        {
            "Base Color": material.attribute("tone").outputs["Color"],
            "Roughness": 0.28,
            "Specular IOR Level": 0.5,
        },
    )
    return material.surface(wet.outputs[0])
