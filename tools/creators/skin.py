"""Skin: a colour for every vertex, fine detail painted on a face map, and the shader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from tools.creators import regions
from tools.creators.beards import Beard, beard_density
from tools.creators.combing import Haircut
from tools.creators.figure import Figure
from tools.creators.handskin import paint_hands
from tools.creators.lashes import lash_line
from tools.creators.nodes import Material, image, linear
from tools.creators.objects import add_attribute, add_mesh, move_mesh
from tools.creators.relief import cavities
from tools.creators.skin_detail import Complexion, paint_detail

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


GROOVE, RIDGE = np.array([0.66, 0.50, 0.47]), np.array([1.07, 1.05, 1.04])
"""How hollows darken and ridges lighten the skin, on top of the light's own shadows."""

DARK_GLOSS = np.array([0.60, 0.42, 0.29])
"""How much of its gloss the darkest skin keeps, and of what colour: the exposure that lifts a dark
face lifts white reflections along with it, which would lie on it like chalk."""

DARK_GREY = 0.14
"""How much greyer the darkest skin is painted: lifted, its full colour would be terracotta."""

DARK_LIPS = 0.62
"""How deep lips are painted on the darkest skin, so that that exposure makes no neon of them."""


def darkness(tone: Floats) -> float:
    """Return how dark a linear skin colour (3,) is, 0 pale … 1 black."""
    return float(1 - np.clip(tone.mean() / 0.45, 0, 1))


def gloss(tone: Floats) -> Floats:
    """Return the (3,) factor of what skin of a linear colour (3,) reflects uncoloured."""
    return np.asarray(1 + darkness(tone) * (DARK_GLOSS - 1))


@dataclass(frozen=True)
class Skin:
    """A person's skin in the scene.

    Attributes:
        tones: (N, 3) linear colour of the fine vertices.
        thing: what expressions move of it.
        index: which fine vertices those are.
    """

    tones: Floats
    thing: Any
    index: Ints

    def move(self, fine: Floats) -> None:
        """Follow the fine skin vertices (N, 3)."""
        move_mesh(self.thing, fine[self.index])


def add_skin(
    figure: Figure,
    look: Complexion,
    hair: Haircut,
    beard: Beard,
    hidden: NDArray[np.bool_],
    seed: int,
) -> Skin:
    """Add the body to the scene.

    Args:
        figure: whose.
        look: the complexion.
        hair: darkens the scalp under it.
        beard: shades the skin it grows from.
        hidden: (N,) fine vertices that nobody can see, under clothes or beside the picture.
        seed: places moles and pores.
    """
    quads = figure.skin.quads[~hidden[figure.skin.quads].all(axis=1)]
    fine = figure.skin(figure.base.vertices)
    colour, roughness = _paint(figure, fine, look)
    strength = 0.18 + 0.16 * figure.build.gender + look.years / 220
    hollow = figure.skin(cavities(figure.base, figure.neutral)[:, None])[:, 0]
    colour = _tint(colour, GROOVE, strength * np.clip(hollow, 0, 1))
    colour = _tint(colour, RIDGE, np.clip(-hollow, 0, 1))
    liner = 0.50 - 0.22 * figure.build.gender + 0.5 * look.makeup
    colour = _tint(colour, np.array([0.24, 0.19, 0.19]), liner * lash_line(fine))
    nostrils = regions.spot(fine, (0.088, 6.868, 1.56), (0.034, 0.02, 0.05))
    colour = _tint(colour, np.array([0.16, 0.09, 0.08]), nostrils)
    paint_hands(figure.base, fine, colour, roughness)
    if beard.style != "none":
        shade = {"shadow": 0.22, "stubble": 0.32, "moustache": 0.4}.get(beard.style, 0.5)
        under = np.array(linear(beard.colour or hair.colour)) * 0.8
        grown = beard_density(figure, beard.style)[:, None] * shade
        colour += grown * (0.4 * colour + 0.6 * under * [1.06, 1.0, 0.94] - colour)
    # Between the strands the scalp is as dark as the hair, so that few strands look dense.
    cover = _scalp_cover(fine, hair)
    colour += cover[:, None] * (np.array(linear(hair.colour)) * 0.6 - colour)
    uv = regions.face_map(fine)
    facemap = np.concatenate([uv, np.zeros((len(uv), 1))], axis=1)
    material = _material(look, seed)
    parts = []
    for name, part in zip(("skin", "hands"), _parted(quads, fine), strict=True):
        index, faces = np.unique(part, return_inverse=True)
        thing = add_mesh(
            name, figure.skin(figure.neutral)[index], faces.reshape(part.shape), material
        )
        for key, values in (("tone", colour), ("rough", roughness), ("facemap", facemap)):
            add_attribute(thing, key, values[index])
        parts.append((thing, index))
    return Skin(colour, *parts[0])


def _parted(quads: Ints, fine: Floats) -> tuple[Ints, Ints]:
    """Part what hangs together with the head from hands that come out of sleeves.

    Expressions move the one, the other is drawn once. Bare arms belong to the head, or the two
    would be shaded apart.
    """
    count = len(fine)
    ends = (quads.ravel(), np.roll(quads, -1, axis=1).ravel())
    graph = coo_matrix((np.ones(quads.size), ends), shape=(count, count))
    _, island = connected_components(graph, directed=False)
    used = np.unique(quads)
    top = used[fine[used, 1].argmax()]
    head = island[quads[:, 0]] == island[top]
    return quads[head], quads[~head]


def _scalp_cover(fine: Floats, hair: Haircut) -> Floats:
    """Return how far (N,) the hair's colour shows on the scalp."""
    if hair.style == "bald":
        return np.zeros(len(fine))
    inside = regions.inside_hairline(fine, hair.recede)
    dense = regions.hairline(fine, hair.recede, hair.thin) ** 2
    clipped = 1 - 0.55 * hair.fade * regions.ramp(fine[:, 1], 8.0, 7.4)
    strength = {"buzz": 0.6, "braids": 0.8, "locs": 0.8}.get(hair.style, 0.9)
    return np.asarray(dense * regions.ramp(inside, 0.0, 0.17) * clipped * strength)


def _paint(figure: Figure, fine: Floats, look: Complexion) -> tuple[Floats, Floats]:
    """Return colour (N, 3) linear and roughness (N,) of the fine vertices."""
    tone = np.array(linear(look.tone))
    dark = darkness(tone)
    tone += DARK_GREY * dark * (tone.mean() - tone)
    lips = np.clip(figure.skin(regions.painted_mask("lips", 0.6)[:, None])[:, 0] * 1.15, 0, 1)
    lips = regions.ramp(lips, 0.2, 0.8)
    inside = figure.skin(regions.painted_mask("inside-mouth", 0)[:, None])[:, 0]

    colour = np.tile(tone, (len(fine), 1))
    patchy = 1 + 0.45 * look.uneven * _patches(fine)
    red = (
        0.9 * regions.spot(fine, (0.46, 6.92, 1.3), (0.23, 0.2, 0.4))
        + 0.9 * regions.spot(fine, (0.0, 6.93, 1.66), (0.15, 0.12, 0.25))
        + 0.9 * regions.spot(fine, (0.85, 7.0, 0.5), (0.16, 0.4, 0.4))
        + 0.35 * regions.spot(fine, (0.0, 6.28, 1.45), (0.2, 0.12, 0.3))
        + 0.30 * regions.spot(fine, (0.0, 7.5, 1.5), (0.16, 0.1, 0.3))
    )
    flush = np.array([1.0, 0.74 + 0.14 * dark, 0.72 + 0.12 * dark])
    colour = _tint(colour, flush, red * patchy * (0.30 + look.blush * 0.75))
    # Forehead and temples are yellower, the neck darker, the mouth's surroundings cooler.
    forehead = regions.spot(fine, (0.0, 7.8, 1.4), (0.5, 0.2, 0.5))
    colour = _tint(colour, np.array([1.02, 1.0, 0.90]), forehead * look.uneven)
    neck = regions.ramp(fine[:, 1], 6.25, 5.9)
    colour = _tint(colour, np.array([0.95, 0.91, 0.88]), neck * 0.8)
    around = regions.spot(fine, (0.0, 6.62, 1.5), (0.34, 0.2, 0.3))
    colour = _tint(colour, np.array([0.95, 0.93, 0.92]), around * look.uneven)
    lids = regions.spot(fine, (0.31, 7.3, 1.36), (0.17, 0.085, 0.3))
    bags = regions.spot(fine, (0.30, 7.13, 1.36), (0.14, 0.055, 0.3))
    inner = regions.spot(fine, (0.17, 7.22, 1.4), (0.05, 0.08, 0.2))
    sockets = 0.7 + 0.5 * look.uneven
    colour = _tint(colour, np.array([0.84, 0.70, 0.70]), lids * 0.7 * sockets)
    colour = _tint(colour, np.array([0.82, 0.70, 0.76]), bags * (0.3 + look.years / 130) * sockets)
    colour = _tint(colour, np.array([0.86, 0.76, 0.80]), inner * 0.8 * sockets)
    wings = regions.spot(fine, (0.20, 6.88, 1.48), (0.05, 0.06, 0.15))
    colour = _tint(colour, np.array([0.90, 0.70, 0.68]), wings * (0.4 + 0.6 * look.blush))
    crease = regions.spot(fine, (0.32, 7.37, 1.4), (0.16, 0.05, 0.3))
    colour = _tint(colour, np.array([0.62, 0.5, 0.5]), crease * look.makeup * 0.8)
    colour = _tint(colour, np.array([0.70, 0.70, 0.76]), regions.beard(fine) * look.stubble)

    natural = tone * np.array([0.80, 0.43, 0.44]) * (1 - 0.15 * dark)
    deeper = 1 + dark * (DARK_LIPS - 1)
    lip = np.array(linear(look.lips)) * deeper if look.lips else natural
    # The upper lip faces down and is darker; lips pale towards their border.
    upper = regions.ramp(fine[:, 1], 6.60, 6.66)[:, None]
    shaded = lip * (1 - 0.14 * upper) * (1 + 0.05 * np.sin(fine[:, :1] * 95))
    border = np.clip(4 * lips * (1 - lips), 0, 1)
    colour = _tint(colour, np.array([1.06, 1.02, 1.0]), border * 0.6)
    colour += lips[:, None] * (0.94 if look.lips else 0.90) * (shaded - colour)
    colour += inside[:, None] * (np.array([0.32, 0.07, 0.07]) - colour)

    oily = (
        regions.spot(fine, (0.0, 7.75, 1.45), (0.3, 0.25, 0.4))
        + regions.spot(fine, (0.0, 7.05, 1.65), (0.1, 0.25, 0.2))
        + 0.6 * regions.spot(fine, (0.42, 7.02, 1.38), (0.15, 0.12, 0.3))
    )
    roughness = 0.65 - 0.12 * look.shine - oily * 0.13 * (0.4 + look.shine)
    roughness += lips * ((0.44 if look.lips else 0.52) - roughness)
    roughness += inside * (0.3 - roughness)
    return np.clip(colour, 0, 1), np.clip(roughness, 0.25, 0.8)


def _patches(fine: Floats) -> Floats:
    """Return smooth irregularity (N,), about -1…1, over base mesh points (N, 3)."""
    waves = np.random.default_rng(5).normal(0, 1, (12, 3)) * 6
    return np.asarray(np.sin(fine @ waves.T + np.arange(12)).sum(axis=1) / 3.5)


def _tint(colour: Floats, factor: Floats, share: Floats) -> Floats:
    """Multiply colours (N, 3) by a factor (3,) as far as share (N,) says."""
    return np.asarray(colour * (1 + np.clip(share, 0, 1)[:, None] * (factor - 1)))


def _material(look: Complexion, seed: int) -> Any:
    colour, heights = paint_detail(look, seed)
    kept = gloss(np.array(linear(look.tone)))
    material = Material("skin")
    place = material.attribute("facemap").outputs["Vector"]
    tint = material.add("TexImage", {"Vector": place}, image=image("skin-colour", colour, False))
    relief = material.add("TexImage", {"Vector": place}, image=image("skin-relief", heights, False))
    bump = material.add(
        "Bump", {"Height": relief.outputs["Color"], "Strength": 0.12, "Distance": 0.0006}
    )
    tone = material.attribute("tone").outputs["Color"]
    shaded = material.mix("MULTIPLY", 1.0, tone, tint.outputs["Color"])
    skin = material.add(
        "BsdfPrincipled",
        {
            "Base Color": shaded,
            "Roughness": material.attribute("rough").outputs["Fac"],
            "Specular IOR Level": 0.34 * float(kept.max()),
            "Specular Tint": tuple(kept / kept.max()),
            "Normal": bump.outputs["Normal"],
        },
    )
    return material.surface(skin.outputs[0])
