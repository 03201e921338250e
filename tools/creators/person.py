"""A whole person in the scene: built from a YAML entry, moved from sprite to sprite."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.creators import regions
from tools.creators.accessories import add_accessories
from tools.creators.beards import GROWTHS, Beard, add_beard, beard_density
from tools.creators.bristles import Bristles, Brow, add_brows
from tools.creators.clothes import Draped, covered
from tools.creators.combing import Haircut
from tools.creators.dressing import dress
from tools.creators.eyes import Eyes
from tools.creators.faces import draw_face, merged
from tools.creators.figure import Figure
from tools.creators.hair import Obstacle, add_hair, hair_material
from tools.creators.headwear import VEILS, add_headwear, press_hair
from tools.creators.held import add_held
from tools.creators.lashes import Lashes
from tools.creators.mesh import vertex_normals
from tools.creators.nodes import linear
from tools.creators.objects import keep_tree
from tools.creators.outfits import (
    Accessories,
    Garment,
    Headwear,
    read_accessories,
    read_garment,
    read_headwear,
)
from tools.creators.pose import Stance
from tools.creators.skin import add_skin, darkness
from tools.creators.skin_detail import Complexion
from tools.creators.stage import frame
from tools.creators.targets import Build
from tools.creators.teeth import Mouth
from tools.creators.visemes import Pose

Floats = NDArray[np.float64]


EVERYBODY = {"torso/measure-shoulder-dist-decr": 0.4, "torso/torso-scale-horiz-decr": 0.15}
"""The base mesh has an athlete's shoulders, which a portrait crop makes look wider still."""


MARGIN = 240
"""Canvas pixels beside the picture within which skin still throws light and shadow into it."""


SPARSE = 6000
"""Fewer hairs than these do not hide the skin they grow from."""


@dataclass(frozen=True)
class Mood:
    """The face at rest.

    Attributes:
        smile: 0 serious … 1 beaming with closed lips.
        brows: -1 lowered … 1 raised.
        lids: -1 narrowed … 1 wide.
        lopsided: how much more the smile pulls to the person's left (1) or right (-1).
    """

    smile: float = 0.5
    brows: float = 0.2
    lids: float = 0.0
    lopsided: float | None = None

    def units(self, rng: np.random.Generator) -> dict[str, float]:
        """Return the face units of the resting face; chance makes its sides differ a little."""
        lean = rng.uniform(-0.8, 0.8) if self.lopsided is None else self.lopsided
        cocked = rng.uniform(-1.0, 1.0)
        units = {}
        for side, sign in (("Left", 1.0), ("Right", -1.0)):
            smile = self.smile * (1 + 0.16 * sign * lean)
            units[f"mouthSmile{side}"] = 0.68 * smile
            units[f"mouthDimple{side}"] = 0.14 * smile
            units[f"cheekSquint{side}"] = 0.22 * smile
            units[f"eyeSquint{side}"] = 0.06 * smile + 0.3 * max(-self.lids, 0.0)
            units[f"eyeWide{side}"] = 0.05 + 0.4 * max(self.lids, 0.0)
            units[f"browOuterUp{side}"] = 0.35 * max(self.brows, 0.0) + 0.07 * sign * cocked
            units[f"browDown{side}"] = 0.5 * max(-self.brows, 0.0)
        units["browInnerUp"] = 0.42 + 0.25 * max(self.brows, 0.0)
        return units


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
    headwear: Headwear
    accessories: Accessories
    mood: Mood
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
    seed = int(block.get("seed", sum(entry["slug"].encode())))
    face = {"seed": zlib.crc32(entry["slug"].encode()), "variety": 1.0, **block.get("face", {})}
    drawn = draw_face(face["seed"], face["variety"], body["gender"], years)
    body["details"] = merged(EVERYBODY, drawn, body.get("details", {}))
    return Appearance(
        build=Build(**body),
        stance=Stance(**block.get("stance", {})),
        skin=Complexion(**{"years": years, **block.get("skin", {})}),
        iris=block.get("iris", "#5a3a22"),
        brow=Brow(**block.get("brow", {})),
        brow_colour=block.get("brow_colour", hair.colour),
        lashes=float(block.get("lashes", 0.95 - 0.3 * body["gender"])),
        hair=hair,
        beard=Beard(**block.get("beard", {})),
        garments=tuple(read_garment(garment) for garment in block.get("garments", [{}])),
        headwear=read_headwear(block.get("headwear", {})),
        accessories=read_accessories(block.get("accessories", {})),
        mood=Mood(**block.get("mood", {})),
        seed=seed,
    )


class Person:
    """Everything of one person that is in the scene.

    Attributes:
        figure: the body.
        held: (N, 3) points of what the hands hold.
        stubbly: whether single hairs stand against the skin around the mouth.
    """

    def __init__(self, look: Appearance) -> None:
        rng = np.random.default_rng(look.seed)
        self.figure = Figure(look.build, look.stance, look.mood.units(rng))
        figure = self.figure
        garments = dress(figure, look.garments, rng)
        hidden = covered(figure, garments) | _beside(figure)
        self._skin = add_skin(figure, look.skin, look.hair, look.beard, hidden, look.seed)
        self._eyes = Eyes(figure, look.iris, look.skin.tone, look.seed)
        self._mouth = Mouth(figure)
        # The exposure that lifts a dark face would make its brows gleam grey with the sky.
        shine = 1 - 0.8 * darkness(np.array(linear(look.skin.tone)))
        dark = hair_material(look.brow_colour, look.hair.grey * 0.5, shine=shine)
        self._lashes = Lashes(figure, look.lashes, hair_material("#120c0a", 0.0), rng)
        self._bristles = [add_brows(figure, look.brow, dark, rng)]
        self._bristles += _beards(figure, look, rng)
        style = look.beard.style
        self.stubbly = style in GROWTHS and GROWTHS[style].count < SPARSE
        cover = look.headwear.style
        shell = add_headwear(figure, look.headwear, garments, rng)
        grown = replace(look.hair, style="bald") if cover in VEILS else look.hair
        self.hair = add_hair(figure, grown, _obstacle(figure, garments), rng)
        if shell is not None:
            press_hair(shell, cover)
        if self.hair is not None:
            keep_tree(self.hair)
        self.held = add_held(figure, look.stance.arms, look.stance.mug)
        add_accessories(figure, look.accessories, garments, cover not in VEILS)

    def complexion(self) -> tuple[Floats, Floats]:
        """Return points of cheeks and nose (N, 3) in the scene, and their linear colours."""
        fine = self.figure.skin(self.figure.base.vertices)
        x, y = np.abs(fine[:, 0]), fine[:, 1]
        seen = (x < 0.6) & (y > 6.86) & (y < 7.12) & (fine[:, 2] > 1.15)
        return self.figure.skin(self.figure.neutral)[seen], self._skin.tones[seen]

    def wear(self, pose: Pose) -> None:
        """Move everything to an expression."""
        vertices = self.figure.coarse(pose.units)
        tongue = vertices
        if pose.tongue or pose.tongue_lift:
            tongue = self.figure.coarse({**pose.units, **pose.tongue})
            tongue = _lift_tongue(self.figure, tongue, pose.tongue_lift)
        fine = self.figure.skin(vertices)
        self._skin.move(fine)
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


def _beside(figure: Figure) -> NDArray[np.bool_]:
    """Return which fine skin vertices (N,) are far enough beside the picture to be left out."""
    return ~frame(figure).sees(figure.skin(figure.neutral), MARGIN)


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
    density = beard_density(figure, style)
    colour = look.beard.colour or look.hair.colour
    material = hair_material(colour, look.hair.grey, roots=0.6)
    return [add_beard(figure, density, GROWTHS[style], material, rng)]
