"""Scalp hair: guides grown over the head by a style, then filled in with strands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tools.creators import regions
from tools.creators.bristles import scatter
from tools.creators.combing import Comb, comb_for
from tools.creators.figure import Figure
from tools.creators.mesh import vertex_normals
from tools.creators.nodes import Material, linear
from tools.creators.objects import add_curves

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GUIDES = 1100
STEPS = 16


@dataclass(frozen=True)
class Haircut:
    """What grows on the head.

    Attributes:
        style: a key of ``combing.STYLES``, or "bald".
        colour: "#rrggbb" of the hair in soft light.
        grey: share of grey strands, 0…1.
        length: scales the style's own length.
        volume: scales how far the hair stands off the head.
        wave: 0 straight … 1 wavy.
        part: where the hair parts, in metres to the person's left.
        recede: raises the hairline, in base mesh decimetres.
        fringe: hair over the forehead, 0 none, 0.5 parted like a curtain, 1 full.
        thin: how far the top has thinned, 0 full … 1 a bald crown with a horseshoe of hair.
        fade: how close the sides are clipped towards the ears, 0…1 (short styles).
        behind: share of long hair that falls behind the shoulders, 0…1.
    """

    style: str = "long"
    colour: str = "#3a2416"
    grey: float = 0.0
    length: float = 1.0
    volume: float = 1.0
    wave: float = 0.3
    part: float = 0.0
    recede: float = 0.0
    fringe: float = 0.0
    thin: float = 0.0
    fade: float = 0.0
    behind: float = 0.6


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
    comb = comb_for(cut.style)
    base = figure.skin(figure.base.vertices)
    density = regions.hairline(base, cut.recede)
    roots = scatter(figure, density, GUIDES, rng)
    fine = figure.skin(figure.neutral)
    normals = vertex_normals(fine, figure.skin.quads)
    at = roots.at(figure.skin.quads, fine)
    where = roots.at(figure.skin.quads, base)
    guides = _grow(figure, comb, cut, at, where, roots.at(figure.skin.quads, normals), obstacle)

    many = scatter(figure, density, comb.strands, rng)
    start = many.at(figure.skin.quads, fine)
    strands = _fill(guides, at, start, cut, comb, rng)
    if comb.clear_face:
        strands = _thin_stragglers(strands, figure, rng)
    radii = _radii(len(strands), comb, rng)
    return add_curves("hair", strands, radii, hair_material(cut.colour, cut.grey))


def _grow(
    figure: Figure,
    comb: Comb,
    cut: Haircut,
    roots: Floats,
    where: Floats,
    normals: Floats,
    obstacle: Obstacle,
) -> Floats:
    """Return guides (G, STEPS, 3) grown step by step along the style's direction field."""
    centre = (figure.joint("head") + figure.joint("head-2")) / 2
    length = comb.lengths(where) * cut.length
    step = (length / (STEPS - 1))[:, None]
    layer = np.clip((where[:, 1] - 6.7) / 1.7, 0, 1)
    margin = 0.0035 + comb.stand_off * cut.volume * (0.25 + 0.75 * layer)
    points = np.empty((len(roots), STEPS, 3))
    points[:, 0] = roots
    heading = normals.copy()
    for k in range(1, STEPS):
        share = k / (STEPS - 1)
        wanted = comb.direct(points[:, k - 1] - centre, where, normals, share, cut.part)
        wanted /= np.maximum(np.linalg.norm(wanted, axis=1, keepdims=True), 1e-9)
        heading = heading * comb.stiffness + wanted * (1 - comb.stiffness)
        heading /= np.maximum(np.linalg.norm(heading, axis=1, keepdims=True), 1e-9)
        moved = points[:, k - 1] + heading * step
        low = np.minimum(margin, length * share * 0.9)
        on_head = regions.ramp(moved[:, 2] - centre[2], -0.055, -0.005)
        high = low * 1.15 + 0.002 + (1 - on_head) * 0.3
        moved = obstacle.hold(moved, low, high)
        if comb.clear_face:
            moved = _around_face(moved, figure, cut.part)
        points[:, k] = moved
    return comb.trim(points, centre)


def _around_face(points: Floats, figure: Figure, part: float) -> Floats:
    """Push points in front of the face sideways out of an egg around it."""
    eye = (figure.joint("l-eye") + figure.joint("r-eye")) / 2
    x, y, z = (points - [eye[0], eye[1], eye[2] - 0.02]).T
    half = 0.069 * np.sqrt(np.clip(1 - (z / 0.118) ** 2, 0, 1))
    front = regions.ramp(y, 0.055, 0.02)
    side = np.where(x >= part * 0.5, 1.0, -1.0)
    push = np.clip(half - np.abs(x), 0, None) * front * (np.abs(z) < 0.118)
    moved = points.copy()
    moved[:, 0] += side * push
    return moved


def _thin_stragglers(strands: Floats, figure: Figure, rng: np.random.Generator) -> Floats:
    """Drop most strands that still cross the eyes or the mouth."""
    eye = (figure.joint("l-eye") + figure.joint("r-eye")) / 2
    x, y, z = np.moveaxis(strands - eye, 2, 0)
    egg = (x / 0.057) ** 2 + ((z + 0.035) / 0.085) ** 2
    crosses = ((egg < 1) & (y < 0.03)).any(axis=1)
    return np.asarray(strands[~crosses])


def _fill(
    guides: Floats, at: Floats, start: Floats, cut: Haircut, comb: Comb, rng: np.random.Generator
) -> Floats:
    """Interpolate guides to many strands, clumped, waved and a little unruly."""
    tree = cKDTree(at)
    distance, near = tree.query(start, k=3)
    weight = 1 / (distance + 0.002)
    same = np.sign(at[near][..., 0] - cut.part) == np.sign(start[:, None, 0] - cut.part)
    weight = weight * np.where(same | ~comb.parted, 1.0, 1e-3)
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
    wild = np.where(rng.random((len(start), 1, 1)) < 0.03, 2.5, 1.0)
    strands += unruly * comb.unruly * wild
    shorter = rng.uniform(comb.raggedness, 1.0, len(start))
    return _shorten(strands, shorter)


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
    together = rng.uniform(0, 2 * np.pi, leaders)[leader] if comb.curl == 0 else 0
    phase = together + rng.normal(0, 0.35 if comb.curl == 0 else 3.0, count)
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


def hair_material(colour: str, grey: float) -> Any:
    """Return a hair material with grey strands mixed in.

    Diffuse light plus a Kajiya-Kay highlight: a quarter cheaper than the physical model and
    far less noisy at the few samples this bake can afford."""
    material = Material("hair")
    info = material.add("HairInfo")
    chance = info.outputs["Random"]
    base = linear(colour)
    shade = material.math("MULTIPLY_ADD", chance, 0.5)
    shade.node.inputs[2].default_value = 0.75
    varied = material.mix("MULTIPLY", 1.0, (*base, 1.0), (1.0, 1.0, 1.0, 1.0))
    material.set(varied.node.inputs[7], shade)
    is_grey = material.math("LESS_THAN", chance, grey)
    tone = material.mix("MIX", is_grey, varied, (0.42, 0.42, 0.43, 1.0))
    diffuse = material.add("BsdfDiffuse", {"Color": tone})
    bright = material.mix("ADD", 0.12, tone, (1.0, 1.0, 1.0, 1.0))
    shine = material.add(
        "BsdfHair",
        {"Color": bright, "RoughnessU": 0.22, "RoughnessV": 0.7, "Offset": -0.05},
        component="Reflection",
    )
    hair = material.add("MixShader", {"0": 0.42, "1": diffuse.outputs[0], "2": shine.outputs[0]})
    return material.surface(hair.outputs[0])
