"""How strands are spread, shaded and thinned out."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree
from tools.creators.strays import ALONE, bare_forehead, without_loners
from tools.creators.tresses import lock_shades, spaced


def test_spaced_roots_leave_no_gaps_that_chance_would() -> None:
    rng = np.random.default_rng(3)
    plane = np.pad(rng.random((1200, 2)), ((0, 0), (0, 1)))
    even = plane[spaced(plane, np.ones(len(plane)), 100)]
    chance = plane[rng.choice(len(plane), 100, replace=False)]
    gap, usual = (cKDTree(some).query(plane)[0].max() for some in (even, chance))
    assert gap < 0.7 * usual
    assert len(np.unique(even, axis=0)) == 100


def test_weighted_roots_stand_closer_together() -> None:
    plane = np.pad(np.random.default_rng(3).random((2000, 2)), ((0, 0), (0, 1)))
    picked = plane[spaced(plane, np.where(plane[:, 0] < 0.5, 2.0, 1.0), 100)]
    assert (picked[:, 0] < 0.5).mean() > 0.65


def test_hairs_of_a_lock_share_a_shade() -> None:
    rng = np.random.default_rng(3)
    shades = lock_shades(rng.random((300, 3)), 10, rng)
    assert 20 <= len(np.unique(shades)) <= 30
    assert np.abs(shades).max() <= 0.3
    assert lock_shades(np.zeros((3, 3)), 10, rng).shape == (3,)


def test_a_strand_that_leaves_all_others_is_left_out() -> None:
    rng = np.random.default_rng(3)
    lock = np.linspace([0, 0, 0], [0, 0, -0.2], 16) + rng.normal(0, 0.001, (40, 16, 3))
    stray = lock[:1] + np.linspace([0, 0, 0], [5 * ALONE, 0, 0], 16)
    kept = without_loners(np.concatenate([lock, stray]))
    assert np.array_equal(kept, lock)


def test_only_skin_well_below_the_hairline_is_forehead() -> None:
    middle = [0.0, 7.7, 1.4]
    base = np.array([middle, middle, [0.9, 7.7, 1.4], [0.0, 7.0, 1.4], [0.0, 7.7, 0.1]])
    bare = bare_forehead(base, np.array([-0.2, 0.0, -0.2, -0.2, -0.2]))
    assert bare.tolist() == [True, False, False, False, False]
