"""Skin: a colour for every vertex, fine detail painted on a face map, and the shader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.creators import regions
from tools.creators.figure import Figure
from tools.creators.hair import Haircut
from tools.creators.nodes import Material, image, linear
from tools.creators.objects import add_attribute, add_mesh

Floats = NDArray[np.float64]

MAP_SIZE = (1216, 2048)
"""Rows and columns of the face map: about a quarter of a millimetre a pixel."""


@dataclass(frozen=True)
class Complexion:
    """What the skin looks like.

    Attributes:
        tone: base colour, "#rrggbb".
        blush: redness of cheeks, nose and ears, 0…1.
        freckles: 0…1.
        lips: lip colour, or "" for the skin's own.
        shine: 0 matte … 1 oily.
        stubble: shadow of a shaved beard, 0…1.
        makeup: eyelid shade and liner, 0…1.
        years: age, for mottling, lines and folds; the person's own unless given.
        uneven: how much the colour varies over the face, 0 flawless … 1.
        lines: scales the lines and folds that the age brings.
        moles: how many small moles, 0 none … 1 about a dozen.
    """

    tone: str = "#d9a58a"
    blush: float = 0.5
    freckles: float = 0.0
    lips: str = ""
    shine: float = 0.4
    stubble: float = 0.0
    makeup: float = 0.0
    years: float = 30.0
    uneven: float = 0.5
    lines: float = 1.0
    moles: float = 0.3


def add_skin(
    figure: Figure, look: Complexion, hair: Haircut, hidden: NDArray[np.bool_], seed: int
) -> Any:
    """Add the body to the scene and return its object.

    Args:
        figure: whose.
        look: the complexion.
        hair: darkens the scalp under it.
        hidden: (N,) fine vertices that clothes cover for sure.
        seed: places moles and pores.
    """
    quads = figure.skin.quads[~hidden[figure.skin.quads].all(axis=1)]
    fine = figure.skin(figure.base.vertices)
    thing = add_mesh("skin", figure.skin(figure.neutral), quads, _material(look, seed))
    colour, roughness = _paint(figure, fine, look)
    # Between the strands the scalp is as dark as the hair, so that few strands look dense.
    cover = regions.hairline(fine, hair.recede) * {"bald": 0.0, "buzz": 0.55}.get(hair.style, 0.9)
    colour += cover[:, None] * (np.array(linear(hair.colour)) * 0.6 - colour)
    add_attribute(thing, "tone", colour)
    add_attribute(thing, "rough", roughness)
    uv = regions.face_map(fine)
    add_attribute(thing, "facemap", np.concatenate([uv, np.zeros((len(uv), 1))], axis=1))
    return thing


def _paint(figure: Figure, fine: Floats, look: Complexion) -> tuple[Floats, Floats]:
    """Return colour (N, 3) linear and roughness (N,) of the fine vertices."""
    tone = np.array(linear(look.tone))
    darkness = float(1 - np.clip(tone.mean() / 0.45, 0, 1))
    lips = np.clip(figure.skin(regions.painted_mask("lips", 0.6)[:, None])[:, 0] * 1.15, 0, 1)
    lips = regions.ramp(lips, 0.2, 0.8)
    inside = figure.skin(regions.painted_mask("inside-mouth", 0)[:, None])[:, 0]

    colour = np.tile(tone, (len(fine), 1))
    red = (
        0.9 * regions.spot(fine, (0.48, 6.92, 1.3), (0.22, 0.2, 0.4))
        + 0.8 * regions.spot(fine, (0.0, 6.95, 1.66), (0.17, 0.14, 0.25))
        + 0.8 * regions.spot(fine, (0.85, 7.0, 0.5), (0.16, 0.4, 0.4))
        + 0.35 * regions.spot(fine, (0.0, 6.28, 1.45), (0.2, 0.12, 0.3))
    )
    flush = np.array([1.0, 0.80 + 0.1 * darkness, 0.78 + 0.08 * darkness])
    colour = _tint(colour, flush, red * (0.35 + look.blush * 0.65))
    lids = regions.spot(fine, (0.31, 7.3, 1.36), (0.17, 0.085, 0.3))
    bags = regions.spot(fine, (0.33, 7.13, 1.36), (0.15, 0.06, 0.3))
    colour = _tint(colour, np.array([0.86, 0.72, 0.72]), lids * 0.75)
    colour = _tint(colour, np.array([0.88, 0.78, 0.82]), bags * (0.35 + look.years / 150))
    crease = regions.spot(fine, (0.32, 7.37, 1.4), (0.16, 0.05, 0.3))
    colour = _tint(colour, np.array([0.62, 0.5, 0.5]), crease * look.makeup * 0.8)
    colour = _tint(colour, np.array([0.70, 0.70, 0.76]), regions.beard(fine) * look.stubble)

    natural = tone * np.array([0.80, 0.46, 0.46]) * (1 - 0.15 * darkness)
    lip = np.array(linear(look.lips)) if look.lips else natural
    colour += lips[:, None] * (lip - colour)
    colour += inside[:, None] * (np.array([0.32, 0.07, 0.07]) - colour)

    oily = (
        regions.spot(fine, (0.0, 7.75, 1.45), (0.3, 0.25, 0.4))
        + regions.spot(fine, (0.0, 7.05, 1.65), (0.1, 0.25, 0.2))
        + 0.6 * regions.spot(fine, (0.42, 7.02, 1.38), (0.15, 0.12, 0.3))
    )
    roughness = 0.62 - 0.12 * look.shine - oily * 0.13 * (0.4 + look.shine)
    roughness += lips * (0.40 - roughness)
    roughness += inside * (0.3 - roughness)
    return np.clip(colour, 0, 1), np.clip(roughness, 0.25, 0.8)


def _tint(colour: Floats, factor: Floats, share: Floats) -> Floats:
    """Multiply colours (N, 3) by a factor (3,) as far as share (N,) says."""
    return np.asarray(colour * (1 + np.clip(share, 0, 1)[:, None] * (factor - 1)))


def _noise(rng: np.random.Generator, cell: float) -> Floats:
    """Return smooth unit-variance noise (H, W) with features of ``cell`` map pixels."""
    height, width = MAP_SIZE
    small = rng.standard_normal((int(height / cell) + 3, int(width / cell) + 3))
    grown = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(grown / grown.std())


def _spots(rng: np.random.Generator, count: int, size: tuple[float, float]) -> Floats:
    """Return small round dots (H, W), 0…1, scattered over the front of the face map."""
    height, width = MAP_SIZE
    canvas = np.zeros((height, width), dtype=np.float32)
    for _ in range(count):
        x, y = rng.uniform(0.28, 0.72) * width, rng.uniform(0.25, 0.75) * height
        radius, depth = rng.uniform(*size), rng.uniform(0.3, 1.0)
        at = (int(x * 16), int(y * 16))
        cv2.circle(canvas, at, int(radius * 16), float(depth), -1, cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(canvas, (0, 0), 0.9), dtype=np.float64)


def _detail(look: Complexion, seed: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the colour factor (H, W, 3) and the height (H, W, 3) of the face map."""
    rng = np.random.default_rng(seed)
    height, width = MAP_SIZE
    broad, middle, fine = _noise(rng, 90), _noise(rng, 22), _noise(rng, 5)
    mottle = 0.025 * broad + 0.022 * middle + 0.012 * fine
    strength = 0.7 + look.years / 90
    colour = 1 + strength * np.stack([0.45 * mottle, 1.0 * mottle, 0.9 * mottle], axis=2)
    dots = _spots(rng, int(900 * look.freckles), (1.2, 3.6)) * 0.55 * look.freckles
    moles = _spots(rng, int(rng.integers(1, 5)), (2.5, 4.5)) * 0.6
    brown = np.array([0.45, 0.65, 0.8])
    colour *= 1 - (dots + moles)[..., None] * brown * 0.9

    pores = rng.standard_normal((height, width)).astype(np.float32)
    pores = cv2.GaussianBlur(pores, (0, 0), 1.1) - cv2.GaussianBlur(pores, (0, 0), 3.0)
    relief = pores / pores.std() * 0.5 + 0.35 * fine
    heights = np.repeat(relief[..., None], 3, axis=2)
    return colour.astype(np.float32), heights.astype(np.float32)


def _material(look: Complexion, seed: int) -> Any:
    colour, heights = _detail(look, seed)
    material = Material("skin")
    place = material.attribute("facemap").outputs["Vector"]
    tint = material.add("TexImage", {"Vector": place}, image=image("skin-colour", colour, False))
    relief = material.add("TexImage", {"Vector": place}, image=image("skin-relief", heights, False))
    bump = material.add(
        "Bump", {"Height": relief.outputs["Color"], "Strength": 0.16, "Distance": 0.0004}
    )
    tone = material.attribute("tone").outputs["Color"]
    shaded = material.mix("MULTIPLY", 1.0, tone, tint.outputs["Color"])
    skin = material.add(
        "BsdfPrincipled",
        {
            "Base Color": shaded,
            "Roughness": material.attribute("rough").outputs["Fac"],
            "Specular IOR Level": 0.42,
            "Subsurface Weight": 1.0,
            "Subsurface Radius": (1.0, 0.35, 0.2),
            "Subsurface Scale": 0.0045,
            "Normal": bump.outputs["Normal"],
        },
        subsurface_method="BURLEY",
    )
    return material.surface(skin.outputs[0])
