"""Hijabs, turbans, beanies, caps and hats, made of a smooth shell around the head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import bpy
import numpy as np
from numpy.typing import NDArray

from tools.creators import regions
from tools.creators.brims import add_brim, add_fedora, edge_height
from tools.creators.clothes import Draped, cut
from tools.creators.fabric import fabric_material
from tools.creators.figure import Figure
from tools.creators.headshell import FLOOR, HALF, UNIT, HeadShell, head_shell, places, without_ears
from tools.creators.objects import add_attribute, add_mesh, move_curves
from tools.creators.outfits import Headwear

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

VEILS = ("hijab", "hijab_loose", "hijab_wrap")
"""Headwear that hides all hair."""

COLUMNS, ROWS = 288, 240


@dataclass(frozen=True)
class Cover:
    """A piece of headwear as a function of the place on the head's shell.

    Attributes:
        inside: (N,) metres from its edge, positive where there is cloth.
        lift: (N,) metres off the shell.
        rim: (N,) 1 on ribbed or folded bands.
    """

    inside: Floats
    lift: Floats
    rim: Floats


def add_headwear(
    figure: Figure, headwear: Headwear, worn: Sequence[Draped], rng: np.random.Generator
) -> HeadShell | None:
    """Put headwear on a person; returns the shell that hair has to stay in."""
    if headwear.style == "none":
        return None
    # Ears push out what covers them, and only a veil does.
    veiled = headwear.style in VEILS
    outer = [figure.skin(figure.neutral) if veiled else without_ears(figure)]
    if headwear.style in ("hijab", "hijab_loose"):
        outer += [cloth.points + 0.004 * cloth.normals for cloth in worn]
    fall = {"hijab": 0.55, "hijab_loose": 0.8}.get(headwear.style, 0.0)
    shell = head_shell(figure, np.concatenate(outer), fall)
    if headwear.style == "fedora":
        add_fedora(figure, headwear)
        return shell
    _add_cover(shell, headwear, rng)
    if headwear.style in ("cap", "sunhat"):
        add_brim(shell, headwear)
    return shell


def press_hair(shell: HeadShell, style: str) -> None:
    """Lay the scene's hair flat where headwear covers it."""
    for thing in bpy.data.objects:
        if thing.type != "CURVES" or not thing.name.startswith("hair"):
            continue
        data = thing.data.attributes["position"].data
        flat = np.empty(len(data) * 3, dtype=np.float32)
        data.foreach_get("vector", flat)
        local = shell.local(flat.reshape(-1, 3).astype(np.float64))
        around, down, radius = places(local)
        cover = _cover(shell, style, around, down, np.random.default_rng(0))
        limit = shell.reach(around, down) + np.minimum(cover.lift, 0.02) - 0.006
        # Below the edge hair springs back by and by.
        limit = np.maximum(limit, shell.skin(around, down) + 0.001)
        limit = limit + 0.4 * np.maximum(-cover.inside, 0)
        share = np.where(cover.inside > -0.12, np.minimum(limit / np.maximum(radius, 1e-6), 1), 1)
        move_curves(thing, shell.scene(local * share[:, None]))


def _add_cover(shell: HeadShell, headwear: Headwear, rng: np.random.Generator) -> None:
    deepest = FLOOR if headwear.style in ("hijab", "hijab_loose") else HALF + 1.3
    down = np.repeat(np.linspace(0.02, deepest - 0.02, ROWS), COLUMNS)
    around = np.tile(np.linspace(-np.pi, np.pi, COLUMNS, endpoint=False), ROWS)
    cover = _cover(shell, headwear.style, around, down, rng)
    points = shell.scene(shell.at(around, down, cover.lift))
    i, j = (g.ravel() for g in np.meshgrid(np.arange(ROWS - 1), np.arange(COLUMNS), indexing="ij"))
    k = (j + 1) % COLUMNS
    quads = np.stack(
        [i * COLUMNS + j, (i + 1) * COLUMNS + j, (i + 1) * COLUMNS + k, i * COLUMNS + k], axis=1
    )
    top = len(points)
    points = np.concatenate([points, points[:COLUMNS].mean(axis=0, keepdims=True)])
    inside = np.append(cover.inside, 1.0)
    rim = np.append(cover.rim, 0.0)
    first = np.arange(COLUMNS)
    cap = np.stack(
        [np.full(COLUMNS, top), first, np.roll(first, -1), np.full(COLUMNS, top)], axis=1
    )
    points, kept = cut(points, quads, inside, 30)
    used = np.unique(kept)
    remap = np.full(len(points), -1)
    remap[used] = np.arange(len(used))
    cloth = np.stack([np.append(around, 0) * 0.9, -np.append(down, 0) * 1.0, 0 * inside], axis=1)
    material = fabric_material(headwear.cloth)
    thing = add_mesh("headwear", points[used], remap[kept], material)
    add_attribute(thing, "cloth", cloth[used])
    add_attribute(thing, "rim", rim[used])
    solid = thing.modifiers.new("thickness", "SOLIDIFY")
    solid.thickness, solid.offset = 0.0022, -1.0
    crown = add_mesh("headwear-crown", points, cap[:, :3], material)
    add_attribute(crown, "cloth", cloth)
    add_attribute(crown, "rim", rim)


def _cover(
    shell: HeadShell, style: str, around: Floats, down: Floats, rng: np.random.Generator
) -> Cover:
    """Return a style's cover at places of the shell."""
    if style in ("hijab", "hijab_loose"):
        return _scarf(shell, style, around, down, rng)
    front = np.cos(around)
    height = np.where(
        down < HALF,
        shell.reach(around, down) * np.cos(np.minimum(down, HALF)),
        -(down - HALF) * UNIT,
    )
    edge = edge_height(style, shell, around)
    inside = height - edge
    top = regions.ramp(down, 1.15, 0.2)
    # At the crown all directions meet, and nothing may depend on them.
    calm = regions.ramp(down, 0.05, 0.4)
    rim = np.zeros(len(around))
    lift = np.full(len(around), 0.006)
    if style == "beanie":
        rim = np.full(len(around), 0.0)
        band = regions.ramp(inside, 0.052, 0.046)
        lift = 0.009 + 0.005 * band + 0.022 * top + 0.003 * np.sin(7 * around + 2) * top * calm
        lift = lift - 0.003 * regions.ramp(inside, 0.006, 0.0)
    elif style == "cap":
        seam = np.abs(np.sin(3 * around)) < 0.035
        # The front panels stand up behind the peak; a button closes the crown.
        lift = 0.006 + 0.010 * regions.ramp(front, 0.3, 0.95) * regions.ramp(down, 0.2, 0.8)
        lift = lift + 0.003 * top - 0.0014 * seam + 0.004 * regions.ramp(down, 0.07, 0.04)
    elif style == "sunhat":
        lift = 0.012 + 0.014 * top
    elif style in ("turban", "headwrap", "hijab_wrap"):
        lift = _windings(style, around, down, inside, height, rng)
    elif style == "bandana":
        lift = 0.007 + 0.0025 * np.sin(9 * around + 14 * down) * regions.ramp(inside, 0.0, 0.03)
    elif style == "headband":
        width = 0.034
        inside = np.minimum(inside, width - inside)
        lift = 0.011 + 0.003 * np.sin(np.clip(inside / width * 2, 0, 1) * np.pi / 2)
        lift = lift + 0.0008 * np.sin(inside * 900)
    if style not in ("headband", "hijab_wrap"):
        # The edge lies on the skin, or one would look into a dark gap.
        snug = shell.skin(around, down) - shell.reach(around, down) + 0.003
        lift = lift + regions.ramp(inside, 0.016, 0.0) * (np.minimum(snug, lift) - lift)
    return Cover(inside, lift, rim)


def _windings(
    style: str,
    around: Floats,
    down: Floats,
    inside: Floats,
    height: Floats,
    rng: np.random.Generator,
) -> Floats:
    """Return the relief of cloth wound around the head, in metres."""
    volume = {"turban": 0.024, "headwrap": 0.024, "hijab_wrap": 0.016}[style]
    swell = regions.ramp(inside, -0.02, 0.075) * (1 + 1.1 * regions.ramp(down, 1.2, 0.3))
    side = np.sin(around)
    # Each band climbs from one temple over the forehead's middle to the other side.
    slope = {"turban": 0.34, "headwrap": 0.22, "hijab_wrap": 0.3}[style]
    turns = {"turban": 34.0, "headwrap": 46.0, "hijab_wrap": 52.0}[style]
    phase = height * 10 + slope * np.where(np.cos(around) > 0, side, -0.3 * side)
    if style == "turban":
        phase = height * 10 - slope * np.abs(side) * np.where(np.cos(around) > 0, 1.0, 0.4)
    band = phase * turns / 10 + 0.25 * np.sin(3 * around)
    relief = regions.ramp(inside, -0.01, 0.02) * regions.ramp(down, 0.05, 0.45)
    ridge = np.abs(np.sin(np.pi * band)) ** 0.6
    small = np.abs(np.sin(np.pi * band * 2.7 + 1.3 * np.sin(2 * around)))
    lift = 0.006 + volume * swell + (0.0075 * ridge + 0.0014 * small) * relief
    if style == "headwrap":
        knot = np.exp(-((around / 0.42) ** 2) - ((height - 0.090) / 0.03) ** 2)
        lift = lift + 0.035 * knot * regions.ramp(down, 0.1, 0.6)
    if style == "hijab_wrap":
        knot = np.exp(-(((np.abs(around) - np.pi) / 0.6) ** 2) - ((height + 0.0) / 0.05) ** 2)
        lift = lift + 0.05 * knot
    return np.asarray(lift)


def _scarf(
    shell: HeadShell, style: str, around: Floats, down: Floats, rng: np.random.Generator
) -> Cover:
    """Return a headscarf with an opening for the face that falls over neck and chest."""
    place = shell.at(around, down)
    x, y, z = place.T
    loose = style == "hijab_loose"
    top = shell.brow + (0.062 if loose else 0.052)
    bottom = shell.chin - 0.004
    middle, tall = (top + bottom) / 2, (top - bottom) / 2
    wide = shell.half * (0.90 if loose else 0.84)
    lower = np.where(z < middle, 1 - 0.16 * np.clip((middle - z) / tall, 0, 1) ** 2, 1.0)
    oval = np.hypot(x / (wide * lower), (z - middle) / tall)
    away = (oval - 1) * tall * 0.9
    away = np.where(y > -0.01, away, np.maximum(away, 0.05))
    reach = shell.reach(around, down)
    longest = 0.27 + 0.05 * np.cos(around) + 0.015 * np.sin(2 * around + 0.8)
    ends = np.minimum(longest + z, (0.175 - reach) * 1.0 + 0.02 * np.cos(2 * around))
    inside = np.minimum(away, ends)

    grown = regions.ramp(away, 0.0, 0.045)
    neck = regions.ramp(z, shell.chin + 0.03, shell.chin - 0.06)
    folds = np.zeros(len(around))
    for _ in range(5):
        pitch = rng.uniform(55, 120) * (0.75 if loose else 1.0)
        sway = rng.uniform(0.4, 1.4) * np.sin(around * rng.integers(1, 3) + rng.uniform(0, 6))
        folds += (1 - 2 * np.abs(np.sin(away * pitch + 1.2 * sway + rng.uniform(0, 6)))) / 5**0.5
    amount = (0.0016 + 0.006 * neck) * (1.4 if loose else 1.0)
    lift = 0.004 + 0.007 * grown + folds * amount * grown
    # The cloth's edge is turned in around the face, and an undercap shows a finger's breadth.
    lift = lift + 0.003 * np.exp(-(((away - 0.006) / 0.005) ** 2))
    return Cover(inside, lift, np.zeros(len(around)))
