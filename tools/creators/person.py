"""A whole person in the scene: built from a YAML entry, moved from sprite to sprite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.creators import regions
from tools.creators.accessories import add_accessories
from tools.creators.bristles import Bristles, Brow, add_beard, add_brows
from tools.creators.clothes import Draped, Garment, add_garment, covered
from tools.creators.eyes import Eyes
from tools.creators.figure import Figure
from tools.creators.hair import Haircut, Obstacle, add_hair, hair_material
from tools.creators.lashes import Lashes
from tools.creators.mesh import vertex_normals
from tools.creators.objects import move_mesh
from tools.creators.pose import Stance
from tools.creators.skin import Complexion, add_skin
from tools.creators.targets import Build
from tools.creators.teeth import Mouth
from tools.creators.visemes import Pose

Floats = NDArray[np.float64]

RESTING = {"mouthSmile*": 0.34, "cheekSquint*": 0.08, "browOuterUp*": 0.12, "mouthDimple*": 0.05}


EVERYBODY = {"torso/measure-shoulder-dist-decr": 0.4, "torso/torso-scale-horiz-decr": 0.15}
"""The base mesh has an athlete's shoulders, which a portrait crop makes look wider still."""


@dataclass(frozen=True)
class Beard:
    """Facial hair.

    Attributes:
        style: "none", "stubble", "short", "full", "goatee" or "moustache".
        colour: "#rrggbb", or "" for the hair's colour.
    """

    style: str = "none"
    colour: str = ""


@dataclass(frozen=True)
class Appearance:
    """The ``appearance`` block of a creator's YAML file."""

    build: Build
    stance: Stance
    skin: Complexion
    iris: str
    brow: Brow
    brow_colour: str
    lashes: float
    hair: Haircut
    beard: Beard
    garments: tuple[Garment, ...]
    accessories: Mapping[str, str]
    seed: int


def read_appearance(entry: Mapping[str, Any]) -> Appearance:
    """Read a creator's YAML entry.

    Raises:
        TypeError: when the appearance block has a field nobody knows.
    """
    block = dict(entry["appearance"])
    years = float(entry["age"])
    body: dict[str, Any] = {"gender": 1.0 if entry.get("gender") == "male" else 0.0, "years": years}
    hair = Haircut(**block.get("hair", {}))
    body.update(block.get("body", {}))
    body["details"] = {**EVERYBODY, **body.get("details", {})}
    return Appearance(
        build=Build(**body),
        stance=Stance(**block.get("stance", {})),
        skin=Complexion(**{"years": years, **block.get("skin", {})}),
        iris=block.get("iris", "#5a3a22"),
        brow=Brow(**block.get("brow", {})),
        brow_colour=block.get("brow_colour", hair.colour),
        lashes=float(block.get("lashes", 0.8)),
        hair=hair,
        beard=Beard(**block.get("beard", {})),
        garments=tuple(Garment(**garment) for garment in block.get("garments", [{}])),
        accessories=block.get("accessories", {}),
        seed=int(block.get("seed", sum(entry["slug"].encode()))),
    )


class Person:
    """Everything of one person that is in the scene."""

    def __init__(self, look: Appearance) -> None:
        self.figure = Figure(look.build, look.stance, RESTING)
        rng = np.random.default_rng(look.seed)
        figure = self.figure
        self._skin = add_skin(
            figure, look.skin, look.hair, covered(figure, look.garments), look.seed
        )
        self._eyes = Eyes(figure, look.iris, look.seed)
        self._mouth = Mouth(figure)
        dark = hair_material(look.brow_colour, look.hair.grey * 0.5)
        self._lashes = Lashes(figure, look.lashes, hair_material("#120c0a", 0.0), rng)
        self._bristles = [add_brows(figure, look.brow, dark, rng)]
        self._bristles += _beards(figure, look, rng)
        garments = [add_garment(figure, garment, rng) for garment in look.garments]
        self.hair = add_hair(figure, look.hair, _obstacle(figure, garments), rng)
        add_accessories(figure, look.accessories, look.hair)

    def wear(self, pose: Pose) -> None:
        """Move everything to an expression."""
        vertices = self.figure.coarse(pose.units)
        tongue = vertices
        if pose.tongue or pose.tongue_lift:
            tongue = self.figure.coarse({**pose.units, **pose.tongue})
            tongue = _lift_tongue(self.figure, tongue, pose.tongue_lift)
        fine = self.figure.skin(vertices)
        move_mesh(self._skin, fine)
        self._eyes.look(vertices, pose.gaze)
        self._mouth.move(vertices, tongue)
        self._lashes.move(vertices)
        for tuft in self._bristles:
            tuft.move(fine)


def _lift_tongue(figure: Figure, vertices: Floats, lift: float) -> Floats:
    index = figure.group("helper-tongue")
    front = regions.ramp(figure.base.vertices[index][:, 2], 1.05, 1.35)
    lifted = vertices.copy()
    lifted[index, 2] += front * lift
    return lifted


def _obstacle(figure: Figure, garments: list[Draped]) -> Obstacle:
    body = figure.skin(figure.neutral)
    points, normals = [body[::3]], [vertex_normals(body, figure.skin.quads)[::3]]
    for garment in garments:
        points.append(garment.points[::2])
        normals.append(garment.normals[::2])
    return Obstacle(np.concatenate(points), np.concatenate(normals))


def _beards(figure: Figure, look: Appearance, rng: np.random.Generator) -> list[Bristles]:
    """Grow the beard a person wears, if any."""
    style = look.beard.style
    if style == "none":
        return []
    base = figure.skin(figure.base.vertices)
    lips = figure.skin(regions.painted_mask("lips", 1.0)[:, None])[:, 0]
    density = regions.beard(base) * (1 - np.clip(lips * 3, 0, 1))
    x, y = np.abs(base[:, 0]), base[:, 1]
    middle = regions.ramp(x, 0.36, 0.27)
    if style == "goatee":
        density = density * middle
    elif style == "moustache":
        density = density * middle * regions.ramp(y, 6.60, 6.66)
    length, count = {
        "stubble": (0.0022, 4500),
        "short": (0.006, 7000),
        "full": (0.016, 8000),
        "goatee": (0.010, 3000),
        "moustache": (0.008, 1600),
    }[style]
    colour = look.beard.colour or look.hair.colour
    material = hair_material(colour, look.hair.grey)
    return [add_beard(figure, density, length, count, material, rng)]
