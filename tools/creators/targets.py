"""Reads MakeHuman targets (sparse vertex offsets) and mixes the macro ones into a person.

A target file holds lines of ``index dx dy dz`` in decimetres, Y up, Z towards the viewer.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.creators.assets import face_units, makehuman

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

YOUNG_YEARS, OLD_YEARS = 25.0, 90.0


@dataclass(frozen=True)
class Build:
    """The macro shape of a person.

    Attributes:
        gender: 0 female … 1 male.
        years: age in years, 20–90.
        muscle: 0 slack … 1 muscular.
        weight: 0 thin … 1 heavy.
        origins: shares of "african", "asian" and "caucasian" bones; they are normalised.
        cup: breast size 0…1, used as far as the person is female.
        details: single targets by path without suffix ("nose/nose-hump-incr") and their share.
            A leading "*" in the file name stands for both "l" and "r".
    """

    gender: float = 0.0
    years: float = 30.0
    muscle: float = 0.5
    weight: float = 0.5
    origins: Mapping[str, float] = field(default_factory=lambda: {"caucasian": 1.0})
    cup: float = 0.45
    details: Mapping[str, float] = field(default_factory=dict)


@lru_cache(maxsize=512)
def load_target(path: Path) -> tuple[Ints, Floats]:
    """Read one target file.

    Args:
        path: a ``.target`` or ``.target.gz`` file.

    Returns:
        Vertex indices of shape (N,) and offsets in decimetres of shape (N, 3).
    """
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    body = "\n".join(line for line in text.splitlines() if line and line[0] != "#")
    rows = np.array(body.split(), dtype=np.float64).reshape(-1, 4)
    return rows[:, 0].astype(np.int64), rows[:, 1:]


def add_target(vertices: Floats, path: Path, share: float) -> None:
    """Add ``share`` times a target to vertices (V, 3) in decimetres, in place."""
    if abs(share) < 1e-4:
        return
    index, offset = load_target(path)
    np.add.at(vertices, index, offset * share)


def apply_build(vertices: Floats, build: Build) -> None:
    """Shape the base mesh into a person, in place. Vertices are in decimetres, (V, 3)."""
    root = makehuman() / "targets"
    for name, share in _macro_targets(build):
        add_target(vertices, root / f"{name}.target.gz", share)
    for name, share in build.details.items():
        for sided in _sides(name):
            add_target(vertices, root / f"{sided}.target.gz", share)


def apply_face(vertices: Floats, units: Mapping[str, float]) -> None:
    """Add ARKit face units to vertices (V, 3), in place.

    Args:
        vertices: positions in decimetres.
        units: unit name → share. A name ending in "*" stands for its Left and Right.
    """
    for name, share in units.items():
        names = [name[:-1] + "Left", name[:-1] + "Right"] if name.endswith("*") else [name]
        for single in names:
            add_target(vertices, face_units() / f"{single}.target", share)


def _sides(name: str) -> list[str]:
    return [name.replace("*", "l"), name.replace("*", "r")] if "*" in name else [name]


def _halves(value: float, low: str, middle: str, high: str) -> dict[str, float]:
    """Split a 0…1 slider into the shares of its three stops."""
    if value < 0.5:
        return {low: 1 - 2 * value, middle: 2 * value}
    return {middle: 2 - 2 * value, high: 2 * value - 1}


def _macro_targets(build: Build) -> Iterator[tuple[str, float]]:
    genders = {"female": 1 - build.gender, "male": build.gender}
    old = min(max((build.years - YOUNG_YEARS) / (OLD_YEARS - YOUNG_YEARS), 0.0), 1.0)
    ages = {"young": 1 - old, "old": old}
    muscles = _halves(build.muscle, "minmuscle", "averagemuscle", "maxmuscle")
    weights = _halves(build.weight, "minweight", "averageweight", "maxweight")
    total = sum(build.origins.values())
    origins = {name: share / total for name, share in build.origins.items()}

    for (gender, g), (age, a) in product(genders.items(), ages.items()):
        for origin, share in origins.items():
            yield f"macrodetails/{origin}-{gender}-{age}", g * a * share
        for (muscle, m), (weight, w) in product(muscles.items(), weights.items()):
            share = g * a * m * w
            yield f"macrodetails/universal-{gender}-{age}-{muscle}-{weight}", share
            if gender == "female":
                yield from _breast(age, muscle, weight, share, build.cup)


def _breast(
    age: str, muscle: str, weight: str, share: float, cup: float
) -> Iterator[tuple[str, float]]:
    for size, part in _halves(cup, "mincup", "averagecup", "maxcup").items():
        # MakeHuman has no file for the average-average corner: it is the base shape.
        if size != "averagecup" and part > 0:
            name = f"breast/female-{age}-{muscle}-{weight}-{size}-averagefirmness"
            yield name, share * part
