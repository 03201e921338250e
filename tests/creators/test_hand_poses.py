"""Arms that the bake brings into the picture, and the hands of the rigs that it made."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from tools.creators.bake import load_entries
from tools.creators.hands import HANDS, Grip, reach
from tools.creators.pose import ARMS

from unrealugc.catalog.creators import ASSETS
from unrealugc.providers.studio.rig import load_rig

SHOULDER = np.array([1.7, 5.2, 0.1])
ARM = (2.6, 2.3)
ELBOW = (0.6, -1.0, 0.0)
GRIPS = [grip for both in HANDS.values() for grip in both if grip]


def _arms(entry: dict[str, Any]) -> str:
    return str(entry["appearance"].get("stance", {}).get("arms", "relaxed"))


ENTRIES = load_entries([])
WITH_HANDS = [entry["slug"] for entry in ENTRIES if _arms(entry) in HANDS]


def test_the_arm_is_as_long_as_it_is_and_ends_at_the_aim() -> None:
    aim = np.array([0.6, 3.2, 2.4])
    upper, fore = reach(SHOULDER, ARM, aim, ELBOW)
    assert np.linalg.norm(upper) == pytest.approx(ARM[0])
    assert np.linalg.norm(fore) == pytest.approx(ARM[1])
    assert SHOULDER + upper + fore == pytest.approx(aim)


def test_the_elbow_bends_to_its_side() -> None:
    aim = np.array([0.6, 3.2, 2.4])
    outward, _ = reach(SHOULDER, ARM, aim, ELBOW)
    inward, _ = reach(SHOULDER, ARM, aim, (-0.6, -1.0, 0.0))
    assert outward[0] > inward[0]


def test_what_is_too_far_is_reached_for() -> None:
    aim = SHOULDER + np.array([0.0, 0.0, 9.0])
    upper, fore = reach(SHOULDER, ARM, aim, ELBOW)
    far = upper + fore
    assert np.linalg.norm(far) < sum(ARM)
    assert far / np.linalg.norm(far) == pytest.approx([0.0, 0.0, 1.0], abs=1e-9)


@pytest.mark.parametrize("grip", GRIPS)
def test_a_hands_frame_is_a_rotation_and_its_mirror_image_mirrors(grip: Grip) -> None:
    frame, other = grip.frame(), grip.mirrored().frame()
    assert frame @ frame.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(frame) == pytest.approx(1.0)
    flip = np.array([-1.0, 1.0, 1.0])
    assert other[:2] == pytest.approx(frame[:2] * flip)


def test_the_fingers_of_two_hands_do_not_meet() -> None:
    """Mirror images would touch finger by finger, and look grown together."""
    for left, right in HANDS.values():
        if left and right:
            assert abs(left.place[1] - right.place[1]) >= 0.05


def test_arms_have_one_name_each_and_every_creator_uses_a_known_one() -> None:
    assert not set(ARMS) & set(HANDS)
    assert {_arms(entry) for entry in ENTRIES} <= {*ARMS, *HANDS}


def test_some_creators_show_their_hands_in_more_than_one_way() -> None:
    assert 8 <= len(WITH_HANDS) <= len(ENTRIES) // 3
    assert len({_arms(entry) for entry in ENTRIES} & set(HANDS)) >= 4


def test_rigs_have_hands_where_the_pose_has() -> None:
    for entry in ENTRIES:
        manifest = json.loads((ASSETS / entry["slug"] / "rig.json").read_text("utf-8"))
        assert ("hands" in manifest) == (_arms(entry) in HANDS), entry["slug"]


@pytest.mark.parametrize("slug", WITH_HANDS)
def test_hands_are_in_the_picture_below_the_face_and_move_as_a_whole(slug: str) -> None:
    rig = load_rig(ASSETS / slug)
    manifest = json.loads((ASSETS / slug / "rig.json").read_text("utf-8"))
    x, y, width, height = manifest["hands"]["box"]
    assert 180 <= x < x + width <= 1260, "outside the vertical frame"
    assert rig.mouth.box[1] + rig.mouth.box[3] < y < y + height <= 1920
    assert rig.hands is not None
    inside = rig.hands[y // 8 : (y + height) // 8, x // 8 : (x + width) // 8]
    assert inside.max() > 240
    assert rig.hands[: rig.mouth.box[1] // 8].max() == 0
