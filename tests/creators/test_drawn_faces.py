"""Faces that the bake draws from a seed."""

from __future__ import annotations

import itertools

import numpy as np
from tools.creators.faces import draw_face, merged


def _between(one: dict[str, float], other: dict[str, float]) -> float:
    names = sorted({*one, *other})
    return float(np.linalg.norm([one.get(n, 0.0) - other.get(n, 0.0) for n in names]))


def test_a_seed_is_always_the_same_face() -> None:
    assert draw_face(7, 1.0, 0.0, 30.0) == draw_face(7, 1.0, 0.0, 30.0)


def test_a_hundred_seeds_are_a_hundred_faces() -> None:
    faces = [draw_face(seed, 1.0, seed % 2, 30.0) for seed in range(100)]
    assert min(_between(a, b) for a, b in itertools.combinations(faces, 2)) > 1.0


def test_no_share_leaves_what_the_targets_bear() -> None:
    for seed in range(200):
        assert all(0.0 <= share <= 1.0 for share in draw_face(seed, 1.0, 1.0, 80.0).values())


def test_without_variety_only_gender_and_age_shape_a_face() -> None:
    uneven = [n for n, s in draw_face(3, 0.0, 0.0, 30.0).items() if n.startswith("asym/") and s]
    assert uneven == []
    young, old = draw_face(3, 0.0, 0.0, 30.0), draw_face(3, 0.0, 0.0, 70.0)
    assert old["mouth/mouth-laugh-lines-in"] > young["mouth/mouth-laugh-lines-in"]


def test_details_add_up() -> None:
    assert merged({"nose": 0.2}, {"nose": 0.3, "chin": 0.1}) == {"nose": 0.5, "chin": 0.1}
