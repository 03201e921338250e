"""Scalp hair: guides grown over the head by a style, then filled in with strands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tools.creators import combing, regions
from tools.creators.bristles import scatter
from tools.creators.combing import Comb, Haircut, Roots
from tools.creators.figure import Figure
from tools.creators.hairstyles import comb_for
from tools.creators.mesh import vertex_normals
from tools.creators.nodes import Material, linear
from tools.creators.objects import add_attribute, add_curves
from tools.creators.strays import around_face, bare_forehead, off_the_face, without_loners
from tools.creators.tresses import bun, lock_shades, ropes, spaced, tail

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STEPS = 16

CURTAIN = 0.75
"""Up to this much fringe is parted in the middle, above it is a full one."""


LOCK = 9
"""How many strands share a shade."""


class Obstacle:
    """Surfaces that hair lies on: the body and the clothes, as points with normals."""

    def __init__(self, points: Floats, normals: Floats) -> None:
        self._tree = cKDTree(points)
        self._points, self._normals = points, normals

    def hold(self, points: Floats, low: Floats, high: Floats) -> Floats:
        """Move points (N, 3) until they are between ``low`` and ``high`` metres outside."""
        distance, index = self._tree.query(points)
        normal = self._normals[index]
        depth = ((points - self._points[index]) * normal).sum(axis=1)
        wanted = np.where(distance < 0.15, np.clip(depth, low, high), depth)
        return np.asarray(points + normal * (wanted - depth)[:, None])


def add_hair(
    figure: Figure, cut: Haircut, obstacle: Obstacle, rng: np.random.Generator
) -> Any | None:
    """Grow hair and return its object, or None for a bald head."""
    if cut.style == "bald":
        return None
    scalp = Scalp(figure, cut)
    comb = comb_for(cut.style)
    strands = [_head_of_hair(scalp, comb, obstacle, rng)]
    if cut.fringe > 0.05:
        strands.append(_fringe(scalp, comb, obstacle, rng))
    strands += _gathered(scalp, comb, obstacle, rng)
    every = np.concatenate(strands)
    radii = _radii(len(every), comb, rng)
    thing = add_curves("hair", every, radii, hair_material(cut.colour, cut.grey))
    add_attribute(thing, "lock", lock_shades(every[:, 0], LOCK, rng), "CURVE")
    return thing


class Scalp:
    """A person's head as the ground that hair grows on."""

    def __init__(self, figure: Figure, cut: Haircut) -> None:
        self.figure, self.cut = figure, cut
        self.base = figure.skin(figure.base.vertices)
        self.fine = figure.skin(figure.neutral)
        self.normals = vertex_normals(self.fine, figure.skin.quads)
        ears = figure.skin(regions.painted_mask("ears", 4.0)[:, None])[:, 0]
        grown = regions.hairline(self.base, cut.recede, cut.thin)
        self.density = grown * (1 - np.clip(ears * 2, 0, 1))
        self.centre = (figure.joint("head") + figure.joint("head-2")) / 2

    def seeds(
        self, density: Floats, count: int, rng: np.random.Generator, mingled: float = 0.02
    ) -> tuple[Floats, Roots]:
        """Return ``count`` points on the skin and what a comb wants to know about them."""
        quads = self.figure.skin.quads
        spread = scatter(self.figure, density, count, rng)
        where = spread.at(quads, self.base)
        normals = spread.at(quads, self.normals)
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
        return spread.at(quads, self.fine), Roots.of(
            where, normals, self.cut.part, 0.30 if self.cut.fringe > CURTAIN else mingled
        )


def _head_of_hair(scalp: Scalp, comb: Comb, obstacle: Obstacle, rng: np.random.Generator) -> Floats:
    # Braids and curls grow across the parting, where a gap would notch the outline.
    mingled = 0.36 if comb.rope or comb.curl else 0.02
    density = scalp.density
    if comb.rope > 0:
        density = np.where(density > 0.4, density, 0.0)
    at, roots = scalp.seeds(density, comb.guides * (6 if comb.rope else 1), rng, mingled)
    if comb.rope > 0:
        # Braids begin in a row along the hairline, or skin would show between them.
        inside = regions.inside_hairline(roots.where, scalp.cut.recede)
        row = 1 + np.exp(-(((inside - 0.07) / 0.06) ** 2))
        at, roots = _picked(at, roots, spaced(at, row, comb.guides))
    lengths = comb.lengths(roots.where, scalp.cut.fade) * scalp.cut.length
    guides = _grow(scalp, comb, at, roots, lengths, obstacle)
    if comb.rope > 0:
        under = replace(comb, strands=2600)
        start, many = scalp.seeds(density, under.strands, rng, mingled)
        strands = _fill(guides, at, roots, start, many, scalp.cut, under, rng)
        strands = _shorten(strands, rng.uniform(0.06, 0.16, len(strands)))
        return np.concatenate([ropes(guides, comb, rng), strands])
    start, many = scalp.seeds(scalp.density, comb.strands, rng, mingled)
    strands = _fill(guides, at, roots, start, many, scalp.cut, comb, rng)
    strands = _shorten(strands, _wispy(many.where, scalp.cut, comb, rng))
    if not comb.clear_face:
        return strands
    inside = regions.inside_hairline(scalp.base, scalp.cut.recede)
    bare = scalp.fine[bare_forehead(scalp.base, inside)]
    return without_loners(off_the_face(strands, scalp.figure, bare))


def _picked(at: Floats, roots: Roots, which: Ints) -> tuple[Floats, Roots]:
    some = Roots(roots.where[which], roots.normals[which], roots.side[which], roots.away[which])
    return at[which], some


def _wispy(where: Floats, cut: Haircut, comb: Comb, rng: np.random.Generator) -> Floats:
    """Return the share (N,) of its length that each strand keeps: less along the hairline."""
    inside = regions.inside_hairline(where, cut.recede)
    along_edge = np.interp(inside, [-0.02, 0.05, 0.16], [0.30, 0.6, 1.0])
    if comb.parted:
        along_edge = np.where(rng.random(len(where)) < 0.35, along_edge, 1.0)
    return np.asarray(along_edge * rng.uniform(comb.raggedness, 1.0, len(where)))


FRINGE = Comb(
    combing.fringe_down,
    0.085,
    stand_off=0.006,
    stiffness=0.5,
    clump=0.55,
    unruly=0.0016,
    raggedness=0.86,
    wave_size=0.003,
    parted=False,
    clear_face=False,
    guides=160,
)


def _fringe(scalp: Scalp, comb: Comb, obstacle: Obstacle, rng: np.random.Generator) -> Floats:
    """Grow hair over the forehead: a curtain up to three quarters, a full fringe above."""
    amount = scalp.cut.fringe
    curtain = amount <= CURTAIN
    style = FRINGE
    if curtain:
        style = replace(FRINGE, direct=combing.fringe_curtain, length=0.15, parted=True)
    x = np.abs(scalp.base[:, 0] - 10 * scalp.cut.part * curtain)
    front = regions.ramp(scalp.base[:, 2], 1.02, 1.16) * regions.ramp(x, 0.66, 0.36)
    density = scalp.density * front * (scalp.base[:, 1] < 8.4)
    at, roots = scalp.seeds(density, style.guides, rng)
    length = style.length * (0.75 + 0.4 * amount) * np.ones(len(at))
    guides = _grow(scalp, style, at, roots, length, obstacle)
    eyes = (scalp.figure.joint("l-eye") + scalp.figure.joint("r-eye")) / 2
    if not curtain:
        sag = 0.25 * np.abs(at[:, 0])
        guides = combing.cut_below(guides, eyes[2] + 0.021 - sag)
    start, many = scalp.seeds(density, int(700 + 1500 * amount), rng)
    strands = _fill(guides, at, roots, start, many, scalp.cut, style, rng)
    shares = rng.uniform(style.raggedness, 1.0, len(strands))
    return _shorten(strands, shares)


LOOSE = replace(
    FRINGE, direct=combing.fall, length=0.16, clump=0.8, unruly=0.001, guides=16, wave_size=0.008
)


def _gathered(
    scalp: Scalp, comb: Comb, obstacle: Obstacle, rng: np.random.Generator
) -> list[Floats]:
    """Return what tied hair is tied into, and the thin locks that escape at the temples."""
    if not comb.gathered:
        return []
    figure = scalp.figure
    out: list[Floats] = []
    if comb.gathered == "bun":
        knot = scalp.centre + np.array([0.0, 0.062, 0.100 + 0.006 * scalp.cut.volume])
        out.append(bun(knot, 0.038 * scalp.cut.volume**0.5, STEPS, rng))
    elif comb.gathered == "tail":
        side = 1.0 if scalp.cut.part >= 0 else -1.0
        neck = figure.joint("neck")
        shoulder = 0.55 * neck + 0.45 * figure.joint("l-shoulder" if side > 0 else "r-shoulder")
        strands = tail(scalp.centre + np.array([0.0, 0.1, 0.03]), side, shoulder, STEPS, rng)
        count = strands.shape[0] * STEPS
        held = obstacle.hold(strands.reshape(-1, 3), np.full(count, 0.004), np.full(count, 1.0))
        out.append(held.reshape(strands.shape))
    angle = np.degrees(np.arctan2(np.abs(scalp.base[:, 0]), scalp.base[:, 2] - regions.AXIS_Z))
    inside = regions.inside_hairline(scalp.base, scalp.cut.recede)
    temple = (np.abs(angle - 60) < 8) & (np.abs(inside - 0.05) < 0.06)
    if scalp.cut.style != "tied" and temple.any():
        density = scalp.density * temple
        at, roots = scalp.seeds(density, LOOSE.guides, rng)
        guides = _grow(scalp, LOOSE, at, roots, np.full(len(at), LOOSE.length), obstacle)
        start, many = scalp.seeds(density, 110, rng)
        strands = _fill(guides, at, roots, start, many, scalp.cut, LOOSE, rng)
        out.append(_shorten(strands, rng.uniform(0.5, 1.0, len(strands))))
    return out


def _grow(
    scalp: Scalp, comb: Comb, at: Floats, roots: Roots, length: Floats, obstacle: Obstacle
) -> Floats:
    """Return guides (G, STEPS, 3) grown step by step along the style's direction field."""
    step = (length / (STEPS - 1))[:, None]
    margin = 0.003 + comb.stand_off * scalp.cut.volume * _thickness(comb, roots, scalp.cut)
    margin += comb.crest * scalp.cut.volume * regions.ramp(roots.where[:, 2], 0.75, 1.25)
    points = np.empty((len(at), STEPS, 3))
    points[:, 0] = at
    heading = roots.normals.copy()
    for k in range(1, STEPS):
        share = k / (STEPS - 1)
        wanted = comb.direct(points[:, k - 1] - scalp.centre, roots, share, scalp.cut)
        wanted /= np.maximum(np.linalg.norm(wanted, axis=1, keepdims=True), 1e-9)
        heading = heading * comb.stiffness + wanted * (1 - comb.stiffness)
        heading /= np.maximum(np.linalg.norm(heading, axis=1, keepdims=True), 1e-9)
        moved = points[:, k - 1] + heading * step
        low = np.minimum(margin, length * share * comb.erect)
        on_head = regions.ramp(moved[:, 2] - scalp.centre[2], -0.105, -0.05)
        high = low * 1.15 + 0.002 + (1 - on_head) * 0.3
        moved = obstacle.hold(moved, low, high)
        if comb.clear_face:
            moved = around_face(moved, scalp.figure, roots.side)
        points[:, k] = moved
    return comb.trim(points, scalp.centre)


def _thickness(comb: Comb, roots: Roots, cut: Haircut) -> Floats:
    """Return how thick (N,) the coat of hair is over its roots, relative to the style's own.

    It rises from the hairline and from the parting, and upper hair lies over lower hair."""
    layer = np.clip((roots.where[:, 1] - 6.7) / 1.6, 0, 1)
    inside = regions.inside_hairline(roots.where, cut.recede)
    rise = regions.ramp(inside, -0.05, 0.45 if comb.gathered else 0.3)
    thick = (0.2 + 0.8 * layer) * (0.35 + 0.65 * rise)
    if not comb.clear_face:
        thick = thick * (0.15 + 0.85 * regions.ramp(roots.where[:, 1], 7.2, 7.85))
    if comb.parted:
        # Risen soon, hair would stand in two horns beside the parting; a full fringe has none.
        dip = (0.0 if comb.rope else 0.3 if comb.curl else 0.75) if cut.fringe <= CURTAIN else 0.0
        thick = thick * (1 - dip * regions.ramp(roots.away, 1.0, 0.0))
    return np.asarray(thick)


def _fill(
    guides: Floats,
    at: Floats,
    roots: Roots,
    start: Floats,
    many: Roots,
    cut: Haircut,
    comb: Comb,
    rng: np.random.Generator,
) -> Floats:
    """Interpolate guides to many strands, clumped, waved and a little unruly."""
    tree = cKDTree(at)
    distance, near = tree.query(start, k=3)
    weight = 1 / (distance + 0.002)
    # Only in front of the whorl does a parting part.
    same = (roots.side[near] == many.side[:, None]) | (many.where[:, 2] < combing.WHORL_Z)[:, None]
    weight = weight * np.where(same | (not comb.parted), 1.0, 1e-3)
    weight /= weight.sum(axis=1, keepdims=True)
    offsets = guides - at[:, None]
    blended = np.einsum("nk,nkpd->npd", weight, offsets[near])
    strands = start[:, None] + blended

    leader = near[np.arange(len(start)), weight.argmax(axis=1)]
    t = np.linspace(0, 1, guides.shape[1])
    clump = comb.clump * t[None, :, None] ** 0.8
    strands += clump * (guides[leader] - strands) * rng.uniform(0.5, 1.0, (len(start), 1, 1))
    strands += _waves(strands, leader, len(at), cut.wave, comb, rng)
    unruly = rng.standard_normal((len(start), 1, 3)) * t[None, :, None] ** 1.3
    wild = np.where(rng.random((len(start), 1, 1)) < 0.03, 2.0, 1.0)
    return np.asarray(strands + unruly * comb.unruly * wild)


def _shorten(strands: Floats, share: Floats) -> Floats:
    """Cut strands (N, P, 3) to a share (N,) of their length, keeping the point count."""
    points = strands.shape[1]
    at = np.linspace(0, 1, points)[None] * share[:, None] * (points - 1)
    low = np.minimum(at.astype(np.int64), points - 2)
    part = (at - low)[..., None]
    rows = np.arange(len(strands))[:, None]
    return np.asarray(strands[rows, low] * (1 - part) + strands[rows, low + 1] * part)


def _waves(
    strands: Floats,
    leader: Ints,
    leaders: int,
    wave: float,
    comb: Comb,
    rng: np.random.Generator,
) -> Floats:
    """Return displacements (N, P, 3): locks that wave together, or tight curls."""
    count = len(strands)
    step = np.linalg.norm(np.diff(strands, axis=1), axis=2)
    run = np.concatenate([np.zeros((count, 1)), np.cumsum(step, axis=1)], axis=1)
    together = rng.uniform(0, 2 * np.pi, leaders)[leader]
    phase = together + rng.normal(0, 0.35 if comb.curl < 0.005 else 0.55, count)
    pitch = comb.wave_length * rng.uniform(0.85, 1.15, leaders)[leader]
    turn = 2 * np.pi * run / pitch[:, None] + np.asarray(phase)[:, None]
    tangent = np.gradient(strands, axis=1)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=2, keepdims=True), 1e-9)
    up = np.array([0.0, 1.0, 0.15])
    across = np.cross(tangent, up)
    across /= np.maximum(np.linalg.norm(across, axis=2, keepdims=True), 1e-9)
    other = np.cross(tangent, across)
    size = comb.curl if comb.curl > 0 else comb.wave_size * wave
    ease = np.clip(run / max(pitch.mean(), 1e-6) * 0.8, 0, 1)[..., None]
    return np.asarray(
        size * ease * (np.sin(turn)[..., None] * across + np.cos(turn)[..., None] * other * 0.7)
    )


def _radii(count: int, comb: Comb, rng: np.random.Generator) -> Floats:
    taper = np.interp(np.linspace(0, 1, STEPS), [0, 0.1, 0.7, 1], [0.7, 1, 0.9, 0.25])
    return np.asarray(comb.thickness * taper[None] * rng.uniform(0.8, 1.2, (count, 1)))


def hair_material(colour: str, grey: float, roots: float = 1.0, shine: float = 1.0) -> Any:
    """Return a hair material with grey strands mixed in.

    Args:
        colour: "#rrggbb".
        grey: share of grey strands, 0…1.
        roots: how bright hair is at its root, relative to its tip: less gives a beard depth.
        shine: 0 dull … 1 as scalp hair shines.

    Diffuse light plus a Kajiya-Kay highlight: a quarter cheaper than the physical model and
    far less noisy at the few samples this bake can afford."""
    material = Material("hair")
    info = material.add("HairInfo")
    chance = info.outputs["Random"]
    base = linear(colour)
    # Chance decides twice: which strands are grey, and how bright each of both kinds is.
    again = material.math("FRACT", material.math("MULTIPLY", chance, 7.3))
    shade = material.math("MULTIPLY_ADD", again, 0.55)
    shade.node.inputs[2].default_value = 0.72
    shade = material.math("ADD", shade, material.attribute("lock").outputs["Fac"])
    is_grey = material.math("LESS_THAN", chance, grey)
    grown = material.mix("MIX", is_grey, (*base, 1.0), (0.45, 0.445, 0.435, 1.0))
    tone = material.mix("MULTIPLY", 1.0, grown, grown)
    material.set(tone.node.inputs[7], shade)
    if roots < 1:
        deep = material.math("MULTIPLY_ADD", info.outputs["Intercept"], 1.15 - roots)
        deep.node.inputs[2].default_value = roots
        tone = material.mix("MULTIPLY", 1.0, tone, tone)
        material.set(tone.node.inputs[7], deep)
    diffuse = material.add("BsdfDiffuse", {"Color": tone})
    bright = material.mix("ADD", 0.12 * shine, tone, (1.0, 1.0, 1.0, 1.0))
    glint = material.add(
        "BsdfHair",
        {"Color": bright, "RoughnessU": 0.22, "RoughnessV": 0.7, "Offset": -0.05},
        component="Reflection",
    )
    share = {"0": 0.42 * shine, "1": diffuse.outputs[0], "2": glint.outputs[0]}
    hair = material.add("MixShader", share)
    return material.surface(hair.outputs[0])
