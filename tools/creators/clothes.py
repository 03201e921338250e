"""Garments draped over the body from MakeHuman's tights helper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tools.creators import regions
from tools.creators.fabric import fabric_material
from tools.creators.figure import Figure
from tools.creators.grain import border, grain, on_arm
from tools.creators.hanging import CLOSE, hang
from tools.creators.mesh import edges_of, open_edges, smooth, vertex_normals
from tools.creators.objects import add_attribute, add_mesh
from tools.creators.outfits import Garment
from tools.creators.pose import subtree_weight
from tools.creators.subdivide import refine

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


NECK = 5.3
"""Height in base mesh decimetres above which skin shows in collars, so that none is left out."""

RIBBED = ("jersey", "knit", "fleece", "cable", "wool")
"""Fabrics that end in a ribbed band."""

HEM = -1.6
"""Height in base mesh decimetres where garments end, below the picture."""


@dataclass(frozen=True)
class Draped:
    """A garment in the scene: its outside, for hair and clothes to lie on, and its border."""

    thing: Any
    points: Floats
    normals: Floats
    border: Ints


def covered(figure: Figure, worn: Sequence[Draped]) -> NDArray[np.bool_]:
    """Return which fine skin vertices (N,) are well under cloth and need not be drawn."""
    skin = figure.skin(figure.neutral)
    where = figure.skin(figure.base.vertices)
    neck = (where[:, 1] > NECK) & (np.abs(where[:, 0]) < 1.25)
    hidden = under_cloth(skin, vertex_normals(skin, figure.skin.quads), worn)
    # A hand on the chest is as near to the cloth as what is under it.
    hands = figure.skin(np.stack([subtree_weight("wrist.L"), subtree_weight("wrist.R")], axis=1))
    return np.asarray(hidden & ~neck & (hands.max(axis=1) < 0.5))


def under_cloth(points: Floats, normals: Floats, worn: Sequence[Draped]) -> NDArray[np.bool_]:
    """Return which points (N,) of a surface are well under cloth, away from its borders."""
    hidden = np.zeros(len(points), dtype=bool)
    for cloth in worn:
        edge, _ = cKDTree(cloth.points[cloth.border]).query(cloth.points)
        distance, near = cKDTree(cloth.points).query(points, distance_upper_bound=0.04)
        found = np.isfinite(distance)
        near = np.where(found, near, 0)
        outside = ((cloth.points[near] - points) * normals).sum(axis=1) > -0.012
        outside &= (cloth.normals[near] * normals).sum(axis=1) > 0.3
        hidden |= found & outside & (edge[near] > 0.024)
    return hidden


def leave_out(cloth: Draped, hidden: NDArray[np.bool_]) -> None:
    """Leave hidden vertices (N,) of a garment out of the picture."""
    group = cloth.thing.vertex_groups.new(name="seen")
    group.add([int(index) for index in np.flatnonzero(~hidden)], 1.0, "REPLACE")
    mask = cloth.thing.modifiers.new("seen", "MASK")
    mask.vertex_group = "seen"
    cloth.thing.modifiers.move(len(cloth.thing.modifiers) - 1, 0)


def add_garment(
    figure: Figure,
    garment: Garment,
    under: Sequence[Draped],
    rng: np.random.Generator,
    free: float = 1.0,
) -> Draped:
    """Drape a garment over a person.

    Args:
        figure: the person.
        garment: what to wear.
        under: what is worn already.
        rng: draws the folds.
        free: how freely it hangs, 0 pressed to the body … 1.
    """
    base = figure.base
    quads = base.faces["helper-tights"]
    quads = quads[base.vertices[quads][:, :, 1].min(axis=1) > HEM]
    edges = edges_of(quads)
    body = figure.neutral
    normals = vertex_normals(body, quads)
    # Cloth lies closer where it ends: at the neck and at the hems.
    loose = 0.5 + 0.5 * regions.ramp(_inside(base.vertices, garment), 0.0, 0.7)[:, None]
    room = (0.004 + 0.010 * garment.looseness + 0.012 * garment.layer) * loose
    cloth = body + normals * room
    for _ in range(3):
        cloth = smooth(cloth, edges, int(2 + 8 * garment.looseness), 0.5)
        depth = ((cloth - body) * normals).sum(axis=1, keepdims=True)
        cloth += normals * np.clip(room * 0.55 - depth, 0, None)

    fine = refine(quads, len(body), 2)
    where = fine(base.vertices)
    points = fine(cloth)
    inside = _inside(where, garment)
    if free > 0 and garment.kind not in CLOSE:
        hung = hang(figure, garment, points, fine.quads, where, inside)
        points = points + free * (hung - points)
    points, kept = cut(points, fine.quads, inside)
    points += vertex_normals(points, kept) * _folds(where, garment, rng)[:, None]
    points = clear_of(points, kept, surfaces(figure, under), 0.003)
    used = np.unique(kept)
    remap = np.full(len(points), -1)
    remap[used] = np.arange(len(used))
    faces, points, where = remap[kept], points[used], where[used]
    outward = vertex_normals(points, faces)
    width = {"sweater": 0.026, "sweatshirt": 0.024, "hoodie": 0.024}.get(garment.kind, 0.016)
    away, _ = cKDTree(points[border(faces)]).query(points)
    ribbed = garment.fabric in RIBBED and garment.neckline != "high"
    rim = np.clip(2 - away / width, 0, 2) * ribbed
    points = points + outward * (np.clip(rim, 0, 1) * 0.0012)[:, None]

    thing = add_mesh("garment", points, faces, fabric_material(garment.cloth, garment.trim))
    add_attribute(thing, "cloth", grain(where, faces), "CORNER")
    add_attribute(thing, "rim", rim)
    solid = thing.modifiers.new("thickness", "SOLIDIFY")
    solid.thickness, solid.offset = 0.0016 + 0.0012 * (garment.fabric == "knit"), -1.0
    return Draped(thing, points, outward, border(faces))


def clear_of(
    points: Floats, quads: Ints, under: Sequence[tuple[Floats, Floats]], gap: float
) -> Floats:
    """Push cloth off what is under it, smoothly.

    Args:
        points: (V, 3) the cloth.
        quads: its faces.
        under: points and normals of each thing under it.
        gap: least distance, metres.
    """
    inner = np.concatenate([surface for surface, _ in under])
    normals = np.concatenate([outward for _, outward in under])
    tree, edges = cKDTree(inner), edges_of(quads)
    outward = vertex_normals(points, quads)
    for rounds in (8, 5, 3, 2, 1, 1):
        distance, near = tree.query(points, distance_upper_bound=0.06)
        near = np.where(np.isfinite(distance), near, 0)
        depth = ((points - inner[near]) * normals[near]).sum(axis=1)
        # Cloth of a sleeve may lie beside the chest, whose surface faces another way.
        close = np.isfinite(distance) & ((outward * normals[near]).sum(axis=1) > 0.1)
        push = normals[near] * np.where(close, np.clip(gap - depth, 0, 0.05), 0.0)[:, None]
        points = points + np.where(rounds > 1, 1.4, 1.0) * smooth(push, edges, rounds, 0.5)
    return points


def surfaces(figure: Figure, worn: Sequence[Draped]) -> list[tuple[Floats, Floats]]:
    """Return points and normals of a person's skin and of what is worn already."""
    skin = figure.skin(figure.neutral)
    body = (skin, vertex_normals(skin, figure.skin.quads))
    return [body, *((cloth.points, cloth.normals) for cloth in worn)]


def _inside(where: Floats, garment: Garment) -> Floats:
    """Return the signed distance (N,), decimetres, from the cut: positive is cloth."""
    x, y, z = np.abs(where[:, 0]), where[:, 1], where[:, 2]
    front = np.clip((z - 0.1) / 0.5, 0, 1)
    if garment.sleeves == "straps":
        return np.minimum(6.0 - y, _armhole(where, garment))
    edge = 5.84 - 0.36 * (z - 0.1) - garment.depth * front
    if garment.neckline == "high":
        edge = np.full(len(where), 6.13)
    elif garment.neckline == "v":
        edge = edge - front * 0.6 * np.clip(1 - x / 0.75, 0, 1)
    elif garment.neckline == "scoop":
        edge = edge - 0.05 - front * 0.55 * np.clip(1 - (x / 1.05) ** 2, 0, 1)
    # The neck hole ends before the shoulders, which a raised collar line would cut open.
    edge = edge + regions.ramp(x, 1.0, 1.45) * 1.5
    inside = edge - y
    if garment.neckline == "open":
        opening = 0.55 * np.clip((y - 2.6) / 3.2, 0, 1) + 0.06
        inside = np.where(z > 0.1, np.minimum(inside, x - opening), inside)
    if garment.kind == "apron":
        bib = np.minimum(4.75 - y, 0.92 + 0.3 * np.clip(4.0 - y, 0, 1.5) - x)
        strap = np.minimum(0.09 - np.abs(x - np.interp(y, [4.7, 5.7], [0.80, 0.92])), y - 4.5)
        return np.asarray(np.maximum(np.where(z > 0.15, bib, -1.0), np.where(y > 4.5, strap, -1.0)))
    if garment.sleeves == "none":
        return np.minimum(inside, _armhole(where, garment))
    # The arm of the base mesh runs from the shoulder at (1.70, 5.02) to the elbow.
    along = (x - 1.70) * 0.66 + (5.02 - y) * 0.75
    reach = {"short": 1.45, "half": 2.2, "long": 9.0}[garment.sleeves]
    sleeve = np.where(on_arm(where), reach - along, 9.0)
    return np.minimum(inside, sleeve)


def _armhole(where: Floats, garment: Garment) -> Floats:
    """Return the signed distance (N,) from the armholes and, of straps, from the bare chest."""
    x, y, z = np.abs(where[:, 0]), where[:, 1], where[:, 2]
    straps = garment.sleeves == "straps"
    widest = np.interp(y, [3.7, 4.1, 4.6, 5.0], [1.62, 1.40, 1.12, 0.98 if straps else 1.22])
    armhole = np.where(y > 3.7, widest - x, np.where(on_arm(where), -1.0, 9.0))
    if not straps:
        return np.asarray(armhole)
    top = np.where(z > 0.1, 4.55, 4.75) - garment.depth
    if garment.neckline == "scoop":
        top = top - 0.35 * np.clip(1 - (x / 0.72) ** 2, 0, 1)
    bare = np.where(x < 0.72, top - y, 9.0)
    return np.minimum(armhole, np.maximum(bare, x - 0.72))


def cut(points: Floats, quads: Ints, inside: Floats, even: int = 6) -> tuple[Floats, Ints]:
    """Drop quads outside, and slide the corners that stick out onto the cut line."""
    kept = quads[(inside[quads] > 0).any(axis=1)]
    moved = points.copy()
    best = np.full(len(points), -np.inf)
    for a, b in ((0, 1), (1, 2), (2, 3), (3, 0)):
        for out, inn in ((a, b), (b, a)):
            o, n = kept[:, out], kept[:, inn]
            use = (inside[o] <= 0) & (inside[n] > 0) & (inside[n] > best[o])
            o, n = o[use], n[use]
            share = inside[o] / (inside[o] - inside[n])
            moved[o] = points[o] + share[:, None] * (points[n] - points[o])
            best[o] = inside[n]
    slid = np.isfinite(best) | (inside > 0)
    # A corner whose neighbours were all outside, too, joins the line between those.
    for corner in range(4):
        stray = kept[~slid[kept[:, corner]]]
        before, after = stray[:, corner - 1], stray[:, (corner + 1) % 4]
        moved[stray[:, corner]] = (moved[before] + moved[after]) / 2
    return _even_hem(moved, kept, even), kept


def _even_hem(points: Floats, quads: Ints, rounds: int) -> Floats:
    """Smooth the open border of a mesh along itself."""
    return smooth(points, open_edges(quads), rounds, 0.5)


def _folds(where: Floats, garment: Garment, rng: np.random.Generator) -> Floats:
    """Return fold heights (N,) in metres: drapes below the chest, creases at the armpits."""
    x, y = np.abs(where[:, 0]), where[:, 1]
    total = np.zeros(len(where))
    for _ in range(10):
        drape = rng.uniform(1.8, 4.2) * np.array([1.0, rng.normal(0, 0.35), rng.normal(0, 0.5)])
        phase = where @ drape + 0.8 * np.sin(
            where[:, 1] * rng.uniform(0.8, 1.6) + rng.uniform(0, 6)
        )
        total += (1 - 2 * np.abs(np.sin(phase + rng.uniform(0, 6)))) / 10**0.5
    creases = np.zeros(len(where))
    for _ in range(6):
        slant = rng.uniform(2.5, 5.0) * np.array([0.55, 1.0, rng.normal(0, 0.3)])
        mirrored = where * [1, 1, 1]
        mirrored[:, 0] = x
        creases += (1 - 2 * np.abs(np.sin(mirrored @ slant + rng.uniform(0, 6)))) / 6**0.5
    below = regions.ramp(y, 4.6, 3.0)
    armpit = np.exp(-(((x - 1.45) / 0.5) ** 2) - ((y - 4.0) / 0.8) ** 2)
    sleeve = regions.ramp(x, 1.7, 2.1)
    height = (0.0022 + 0.0065 * garment.looseness) * (0.15 + below * 0.6 + sleeve * 0.5)
    return np.asarray(
        total * height + creases * 0.006 * garment.looseness * (armpit + sleeve * 0.5)
    )
