"""Cut-and-sewn garments: shirts, jackets, suits and overalls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.creators.clothes import Draped, clear_of, cut
from tools.creators.fabric import fabric_material
from tools.creators.figure import Figure
from tools.creators.fitted import base_positions, fit, load_proxy
from tools.creators.grain import ARM_ALONG, ARM_START, border, grain, on_arm
from tools.creators.mesh import vertex_normals
from tools.creators.nodes import linear, principled
from tools.creators.objects import add_attribute, add_mesh
from tools.creators.outfits import Cloth, Garment
from tools.creators.subdivide import refine

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Cut:
    """How a kind of garment is made of a mesh.

    Attributes:
        mesh: name of the garment's mesh.
        buttons: heights of its buttons, base mesh decimetres.
        gap: least distance from what is under it, metres.
        length: where the garment ends below, base mesh decimetres.
        finer: subdivide it once more.
    """

    mesh: str
    buttons: tuple[float, ...] = ()
    gap: float = 0.003
    length: float = 0.0
    finer: bool = False


BIAS = np.array([[0.7, 0.7, 0.0], [-0.7, 0.7, 0.0], [0.0, 0.0, 1.0]])
"""Turns the grain by 45 degrees, as ties are cut."""

TIE = (
    (3.50, 3.95, 4.15, 4.33, 4.50, 4.65, 4.80, 5.06, 5.20, 5.40, 5.50, 5.58, 5.66),
    (0.05, 0.085, 0.095, 0.115, 0.145, 0.175, 0.185, 0.195, 0.19, 0.175, 0.165, 0.135, 0.06),
)
"""Heights and half widths of the tie in the suit's mesh, base mesh decimetres."""

FULLER = ((4.2, 4.6, 5.05, 5.20, 5.36, 5.60), (0.0, 0.2, 0.0, -0.16, 0.1, 0.3))
"""Heights and how much wider a tie is there than its mesh: a knot narrows downwards."""

KNOT = 5.18
"""Height of the lower end of a tie's knot, base mesh decimetres."""

SHIRT_BUTTONS = (5.35, 4.55, 3.75, 2.95, 2.15, 1.35)

CUTS = {
    "shirt": Cut("shirt", SHIRT_BUTTONS),
    "fitted_shirt": Cut("fitted_shirt", (3.9, 3.2, 2.5, 1.8, 1.1), finer=True),
    "polo": Cut("shirt", (5.35, 4.75, 4.2)),
    "denim_jacket": Cut("plain_shirt", SHIRT_BUTTONS, gap=0.006, finer=True),
    "blazer": Cut("blazer", (2.3, 1.4), gap=0.006, finer=True),
    "lab_coat": Cut("blazer", (3.2, 2.2, 1.2), gap=0.007, finer=True),
    "suit": Cut("suit"),
    "overalls": Cut("overalls"),
}


def add_fitted(figure: Figure, garment: Garment, under: list[Draped]) -> list[Draped]:
    """Put a cut-and-sewn garment on a person, over what is worn already."""
    make = CUTS[garment.kind]
    proxy = load_proxy(make.mesh)
    where = base_positions(figure, proxy)
    points = fit(figure, proxy)
    quads, pieces, flat = proxy.quads, proxy.parts, proxy.flat
    if make.finer:
        finer = refine(quads, len(points), 1)
        points, where, quads = finer(points), finer(where), finer.quads
        pieces, flat = np.repeat(pieces, 4), np.repeat(flat, 4, axis=0)
    if under:
        worn = [(cloth.points, cloth.normals) for cloth in under]
        points = clear_of(points, quads, worn, make.gap)
    parts = _parts(make.mesh, where, quads, pieces, flat, bool(under))
    draped = []
    for name, faces in parts.items():
        if not len(faces):
            continue
        shaped, kept = points, faces
        if name == "cloth":
            shaped, kept = cut(points, faces, _inside(where, garment))
        if name == "tie":
            shaped = points.copy()
            shaped[:, 0] += 0.1 * where[:, 0] * np.interp(where[:, 1], *FULLER)
        draped.append(_sew(name, shaped, kept, where, garment))
    if garment.kind != "suit":
        _buttons(points, where, quads[pieces == 0], garment, make)
    return draped


def _parts(
    mesh: str, where: Floats, quads: Ints, pieces: Ints, flat: Floats, covered: bool
) -> dict[str, Ints]:
    """Split a mesh's faces by what they are made of."""
    if mesh == "suit":
        u, v = flat[:, 0], flat[:, 1]
        middle = where[quads].mean(axis=1)
        across = np.abs(middle[:, 0])
        shirt = (u > 0.32) & (u < 0.49) & (v > 0.82) & (across < 0.8)
        shirt |= (u > 0.32) & (u < 0.357) & (v > 0.53) & (across > 3.5)
        tie = shirt & (across < np.interp(middle[:, 1], *TIE)) & (middle[:, 2] > 0.95)
        tie &= (u > 0.35) & (u < 0.42) & (v > 0.81)
        suit = (pieces == 0) & ~shirt
        return {"cloth": quads[suit], "shirt": quads[shirt & ~tie], "tie": quads[tie]}
    if mesh == "blazer":
        jacket = (pieces == 0) | (pieces == 2)
        return {
            "cloth": quads[jacket],
            "shirt": quads[(pieces == 1) & (not covered)],
        }
    if mesh == "overalls":
        return {"cloth": quads[pieces != 1], "shirt": quads[(pieces == 1) & (not covered)]}
    return {"cloth": quads[pieces == 0]}


def _inside(where: Floats, garment: Garment) -> Floats:
    """Return the signed distance (N,), decimetres, from where the garment is cut off."""
    x, y, z = np.abs(where[:, 0]), where[:, 1], where[:, 2]
    inside = np.full(len(where), 9.0)
    if garment.sleeves in ("short", "half"):
        reach = {"short": 1.35, "half": 2.2}[garment.sleeves]
        along = (np.stack([x, y], axis=1) - ARM_START) @ ARM_ALONG
        inside = np.where(on_arm(where), reach - along, inside)
    if garment.open > 0 and garment.kind in ("shirt", "fitted_shirt", "denim_jacket"):
        gap = garment.open * (0.16 + 0.11 * np.clip(5.3 - y, 0, 4))
        front = (z > 0.0) & (y < 5.45)
        inside = np.where(front, np.minimum(inside, x - gap), inside)
    return inside


def _sew(name: str, points: Floats, faces: Ints, where: Floats, garment: Garment) -> Draped:
    """Add one part of a garment to the scene."""
    used = np.unique(faces)
    remap = np.full(len(points), -1)
    remap[used] = np.arange(len(used))
    faces, points, where = remap[faces], points[used], where[used]
    cloth = {
        "cloth": garment.cloth,
        "shirt": Cloth(garment.shirt, "weave"),
        "tie": Cloth(
            garment.tie or garment.colour, "silk", "stripes", _paler(garment.tie, 0.3), 0.9
        ),
    }[name]
    thing = add_mesh(f"garment-{name}", points, faces, fabric_material(cloth, garment.trim))
    along = grain(where, faces)
    if name == "tie":
        # Its silk hangs straight; the knot is wound the other way.
        knot = (where[faces][:, :, 1].mean(axis=1) > KNOT)[:, None]
        x, z = points[faces][:, :, 0] * 10, points[faces][:, :, 2] * 10
        laid = np.stack([np.where(knot, -x, x), z, np.zeros_like(z)], axis=2)
        along = laid.reshape(-1, 3) @ BIAS
    add_attribute(thing, "cloth", along, "CORNER")
    add_attribute(thing, "rim", np.zeros(len(where)))
    solid = thing.modifiers.new("thickness", "SOLIDIFY")
    solid.thickness, solid.offset = 0.0016 + 0.001 * garment.layer, 0.0
    return Draped(thing, points, vertex_normals(points, faces), border(faces))


def _paler(colour: str, share: float) -> str:
    value = colour.lstrip("#") or "404a60"
    parts = [int(value[i : i + 2], 16) for i in (0, 2, 4)]
    return "#" + "".join(f"{round(part + share * (235 - part)):02x}" for part in parts)


def _buttons(points: Floats, where: Floats, quads: Ints, garment: Garment, make: Cut) -> None:
    """Sew buttons down the front."""
    normals = vertex_normals(points, quads)
    used = np.unique(quads)
    used = used[(where[used, 2] > 0.3) & (_inside(where, garment)[used] > 0.06)]
    colour = linear(garment.trim or _paler(garment.colour, 0.45))
    material = principled("button", Base_Color=(*colour, 1.0), Roughness=0.35)
    open_front = garment.open > 0 and garment.kind != "polo"
    for height in make.buttons:
        side = garment.open * (0.22 + 0.11 * max(5.3 - height, 0)) if open_front else 0.0
        away = np.abs(where[used, :2] - [side, height]).sum(axis=1)
        at = used[np.argsort(away)[:6]]
        best = at[np.argmin(points[at, 1])]
        _button(points[best], normals[best], material)


def _button(at: Floats, normal: Floats, material: Any) -> None:
    normal = normal / max(float(np.linalg.norm(normal)), 1e-9)
    first = np.cross(normal, [0.0, 0.0, 1.0])
    first /= max(float(np.linalg.norm(first)), 1e-9)
    second = np.cross(normal, first)
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    circle = np.cos(turn)[:, None] * first + np.sin(turn)[:, None] * second
    rings = [
        (0.0055, 0.0005),
        (0.0055, 0.0026),
        (0.0046, 0.0030),
        (0.0036, 0.0022),
        (0.0001, 0.0022),
    ]
    points = np.concatenate([at + circle * r + normal * h for r, h in rings])
    i, j = (g.ravel() for g in np.meshgrid(np.arange(len(rings) - 1), np.arange(16)))
    k = (j + 1) % 16
    quads = np.stack([i * 16 + j, i * 16 + k, (i + 1) * 16 + k, (i + 1) * 16 + j], axis=1)
    add_mesh("button", points, quads, material)
