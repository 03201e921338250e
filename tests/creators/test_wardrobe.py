"""What the bake can dress creators in."""

from __future__ import annotations

import numpy as np
import pytest
import yaml
from tools.creators.assets import CREATOR_DATA
from tools.creators.fitted import GARMENTS, load_proxy
from tools.creators.grain import ARM_ALONG, ARM_START, border, grain, on_arm
from tools.creators.outfits import (
    HEADWEAR,
    KINDS,
    read_accessories,
    read_garment,
    read_headwear,
)

BASE_VERTICES = 19158


def test_every_creator_wears_what_the_wardrobe_has() -> None:
    for path in CREATOR_DATA.glob("*.yaml"):
        look = yaml.safe_load(path.read_text("utf-8"))["appearance"]
        assert [read_garment(garment) for garment in look.get("garments", [])], path.name
        read_headwear(look.get("headwear", {}))
        read_accessories(look.get("accessories", {}))


def test_a_kind_brings_its_own_fields_and_a_file_overrules_them() -> None:
    assert read_garment({"kind": "turtleneck"}).neckline == "high"
    assert read_garment({"kind": "turtleneck", "neckline": "crew"}).neckline == "crew"
    for kind in KINDS:
        read_garment({"kind": kind})
    for style in HEADWEAR:
        assert read_headwear({"style": style}).style == style


def test_unknown_clothes_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="unknown garment 'toga'"):
        read_garment({"kind": "toga"})
    with pytest.raises(ValueError, match="unknown fabric 'tin'"):
        read_garment({"fabric": "tin"})
    with pytest.raises(ValueError, match="unknown headwear 'crown'"):
        read_headwear({"style": "crown"})
    with pytest.raises(ValueError, match="unknown glasses 'monocle'"):
        read_accessories({"glasses": "monocle"})


@pytest.mark.parametrize("name", sorted(path.stem for path in GARMENTS.glob("*.npz")))
def test_garments_hang_on_the_base_mesh(name: str) -> None:
    proxy = load_proxy(name)
    assert proxy.refs.max() < BASE_VERTICES
    assert np.allclose(proxy.weights.sum(axis=1), 1.0, atol=0.01)
    assert proxy.quads.max() < len(proxy.refs)
    assert len(border(proxy.quads)) > 0


def test_cloth_runs_up_the_body_and_along_the_sleeves() -> None:
    elbow = np.array([*(ARM_START + 2 * ARM_ALONG), 0.0])
    assert on_arm(elbow[None])[0]
    sleeve = elbow + np.array([[0.0, 0, 0], [0.1, 0, 0], [0.1, 0.1, 0], [0, 0.1, 0]])
    chest = np.array([[0.0, 3.0, 1.5], [0.1, 3.0, 1.5], [0.1, 3.1, 1.5], [0.0, 3.1, 1.5]])
    quads = np.array([[0, 1, 2, 3], [4, 5, 6, 7]])
    across, up, _ = grain(np.concatenate([chest, sleeve]), quads).T
    assert up[2] - up[1] == pytest.approx(0.1)
    assert across[1] - across[0] == pytest.approx(0.1)
    down_the_arm = (sleeve[1] - sleeve[0])[:2] @ ARM_ALONG
    assert up[4] - up[5] == pytest.approx(down_the_arm)
