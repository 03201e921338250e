"""Short hair on the face, and brows. It moves with the skin it grows from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.creators import regions
from tools.creators.figure import Figure
from tools.creators.mesh import vertex_normals
from tools.creators.objects import add_attribute, add_curves, move_curves

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Roots:
    """Where hairs leave the skin.

    Attributes:
        quads: (N,) indices of fine skin quads.
        weights: (N, 4) shares of their corners.
    """

    quads: Ints
    weights: Floats

    def at(self, corners: Ints, values: Floats) -> Floats:
        """Interpolate fine vertex values (V, K) at the roots; corners are all quads (F, 4)."""
        picked = values[corners[self.quads]]
        return np.asarray((picked * self.weights[..., None]).sum(axis=1))


class Bristles:
    """A tuft of short hairs in the scene."""

    def __init__(
        self,
        figure: Figure,
        name: str,
        roots: Roots,
        offsets: Floats,
        radii: Floats,
        look: Any,
        shades: Floats | None = None,
    ) -> None:
        """Grow hairs.

        Args:
            figure: whose skin.
            name: of the scene object.
            roots: N roots.
            offsets: (N, P, 3) points relative to their root, in metres.
            radii: (N, P) in metres.
            look: the material.
            shades: (N,) how much brighter than the material each is, if they differ.
        """
        self._figure, self._roots, self._offsets = figure, roots, offsets
        self._thing = add_curves(name, self._place(figure.skin(figure.neutral)), radii, look)
        if shades is not None:
            add_attribute(self._thing, "lock", shades, "CURVE")

    def move(self, fine: Floats) -> None:
        """Follow the fine skin vertices (V, 3)."""
        move_curves(self._thing, self._place(fine))

    def _place(self, fine: Floats) -> Floats:
        root = self._roots.at(self._figure.skin.quads, fine)
        return root[:, None] + self._offsets


def scatter(figure: Figure, density: Floats, count: int, rng: np.random.Generator) -> Roots:
    """Scatter roots over the skin.

    Args:
        figure: whose skin.
        density: (V,) relative density at the fine vertices.
        count: how many.
        rng: where the chance comes from.
    """
    fine = figure.skin(figure.neutral)
    quads = figure.skin.quads
    a = np.cross(fine[quads[:, 2]] - fine[quads[:, 0]], fine[quads[:, 3]] - fine[quads[:, 1]])
    chance = np.linalg.norm(a, axis=1) * density[quads].mean(axis=1)
    picked = rng.choice(len(quads), size=count, p=chance / chance.sum())
    u, v = rng.random(count), rng.random(count)
    weights = np.stack([(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v], axis=1)
    return Roots(picked, weights)


def _tapered(count: int, points: int, thickness: float) -> Floats:
    return np.tile(thickness * np.linspace(1, 0.25, points), (count, 1))


def _offsets(
    directions: Floats, normals: Floats, length: Floats, lift: Floats, points: int
) -> Floats:
    """Return (N, P, 3) arcs that leave along the normal and lie down along the direction."""
    t = np.linspace(0, 1, points)[None, :, None]
    along = directions[:, None] * t
    out = normals[:, None] * (lift[:, None, None] * t * (1.6 - 0.6 * t))
    return np.asarray((along + out) * length[:, None, None])


@dataclass(frozen=True)
class Brow:
    """The shape of eyebrows.

    Attributes:
        thickness: 0.5 thin … 1.5 bushy.
        arch: 0 straight … 1 arched.
        lift: raises them, in base mesh decimetres.
        slant: raises their inner and lowers their outer ends; below 0 a face looks stern.
    """

    thickness: float = 1.0
    arch: float = 0.5
    lift: float = 0.0
    slant: float = 0.75


def add_brows(
    figure: Figure, shape: Brow, look: Any, rng: np.random.Generator, scale: float = 1.0
) -> Bristles:
    """Grow both eyebrows."""
    fine = figure.skin(figure.base.vertices)
    x, y = np.abs(fine[:, 0]), fine[:, 1] - shape.lift
    share = np.clip((x - 0.11) / 0.48, 0, 1)
    rise = np.sin(np.pi * share**1.2 * 0.85) * (0.38 + 0.9 * shape.arch)
    line = 7.470 + 0.046 * rise - 0.03 * share**2 + 0.032 * shape.slant * (1 - 2 * share)
    half = 0.034 * shape.thickness * np.interp(share, [0, 0.25, 0.6, 1.0], [0.7, 1.0, 0.75, 0.22])
    inside = np.exp(-(((y - line) / half) ** 2) * 1.3)
    ends = regions.ramp(x, 0.08, 0.20) * regions.ramp(x, 0.64, 0.46)
    density = inside * ends * (fine[:, 2] > 1.0)
    count = int(850 * scale * (0.6 + 0.4 * shape.thickness))
    roots = scatter(figure, np.where(density > 0.05, density, 0), count, rng)

    at = roots.at(figure.skin.quads, fine)
    side = np.sign(at[:, 0])
    s = np.clip((np.abs(at[:, 0]) - 0.11) / 0.48, 0, 1)
    above = np.clip((at[:, 1] - shape.lift - 7.49) / 0.03, -1, 1)
    upward = np.interp(s, [0, 0.15, 0.45, 1], [0.9, 0.45, 0.12, -0.35]) - 0.35 * above * (s > 0.1)
    upward = upward + 0.15 * rng.standard_normal(count)
    directions = np.stack([side * np.ones(count), np.zeros(count), upward], axis=1)
    normals = skin_normals(figure, roots)
    directions = tangent(directions, normals)
    length = np.interp(s, [0, 0.3, 1], [0.0062, 0.0085, 0.006]) * rng.uniform(0.7, 1.15, count)
    offsets = _offsets(directions, normals, length, rng.uniform(0.12, 0.25, count), 5)
    return Bristles(figure, "brows", roots, offsets, _tapered(count, 5, 0.000065), look)


def skin_normals(figure: Figure, roots: Roots) -> Floats:
    """Return the (N, 3) unit normals of the resting skin at roots."""
    fine = figure.skin(figure.neutral)
    normals = roots.at(figure.skin.quads, vertex_normals(fine, figure.skin.quads))
    return np.asarray(normals / np.linalg.norm(normals, axis=1, keepdims=True))


def tangent(directions: Floats, normals: Floats) -> Floats:
    """Return directions (N, 3) laid flat on the skin, of unit length."""
    flat = directions - normals * (directions * normals).sum(axis=1, keepdims=True)
    return np.asarray(flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-9))
