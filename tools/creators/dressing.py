"""Dresses a person: one garment over the other, each made the way its kind is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tools.creators.clothes import Draped, add_garment, leave_out, under_cloth
from tools.creators.fabric import fabric_material
from tools.creators.figure import Figure
from tools.creators.jewellery import around_neck
from tools.creators.nodes import linear, principled
from tools.creators.objects import add_attribute
from tools.creators.outfits import Garment
from tools.creators.tailoring import CUTS, add_fitted
from tools.creators.tubes import tube

Floats = NDArray[np.float64]


COLLAR = 0.06
"""How far below the base of the neck, in metres, collars may show at their outer edge."""


def dress(figure: Figure, garments: Sequence[Garment], rng: np.random.Generator) -> list[Draped]:
    """Put garments on a person, from the inside out."""
    worn: list[Draped] = []
    for place, garment in enumerate(garments):
        if garment.kind in CUTS:
            over = add_fitted(figure, garment, worn)
        else:
            # A tailored jacket would lose the roll of its lapels to a full blouse.
            pressed = any(later.kind in CUTS for later in garments[place + 1 :])
            over = [add_garment(figure, garment, worn, rng, 0.2 if pressed else 1.0)]
        collar = figure.joint("neck")[2] - COLLAR
        for cloth in worn:
            hidden = under_cloth(cloth.points, cloth.normals, over)
            leave_out(cloth, hidden & (cloth.points[:, 2] < collar))
        worn += over
        if garment.kind == "hoodie":
            _hood(figure, garment, worn)
    return worn


def _hood(figure: Figure, garment: Garment, worn: Sequence[Draped]) -> None:
    """Lay a hood around the neck and hang its strings on the chest."""
    path = around_neck(figure, worn, 0.055, -0.020, 1.0)[:-1]
    front = np.cos(np.linspace(-np.pi, np.pi, len(path), endpoint=False))
    neck = path.mean(axis=0)
    away = path - neck
    away[:, 2] = 0
    away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
    thick = 0.004 + 0.019 * np.clip(0.75 - front, 0, 1.1)
    roll = path + away * (thick * 0.6)[:, None] + np.array([0, 0, 1]) * (thick * 0.35)[:, None]
    roll, thick = np.concatenate([roll, roll[:1]]), np.append(thick, thick[0])
    hood = tube("hood", roll, thick, fabric_material(garment.cloth))
    points = np.empty(len(hood.data.vertices) * 3, dtype=np.float32)
    hood.data.vertices.foreach_get("co", points)
    add_attribute(hood, "cloth", points.reshape(-1, 3).astype(np.float64) * 10)
    cord = principled(
        "cord", Base_Color=(*linear(garment.trim or garment.second), 1.0), Roughness=0.7
    )
    surface = np.concatenate([cloth.points for cloth in worn])
    flat = cKDTree(surface[:, [0, 2]])
    lowest = path[np.argmin(path[:, 2])]
    for side in (1.0, -1.0):
        fall = np.linspace(0, 1, 12)[:, None]
        line = lowest + [0.034 * side, 0.0, 0.004] + fall * [0.006 * side, 0.0, -0.13 - 0.01 * side]
        near = flat.query_ball_point(line[:, [0, 2]], 0.012)
        found = [surface[index, 1].min() if index else line[0, 1] for index in near]
        line[:, 1] = np.array(found) - 0.004
        tube("cord", line, 0.0026, cord)
