"""Hands in the picture: they beat with the head's nods, and nothing else does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from unrealugc.providers.base import Framing, Margins
from unrealugc.providers.studio.gestures import PARAMETERS
from unrealugc.providers.studio.plates import Plates
from unrealugc.providers.studio.rig import RigError, load_rig
from unrealugc.providers.studio.stage import Stage
from unrealugc.providers.studio.warp import GRID

HANDS = (720, 1560)
FRAMING = Framing("9:16", 1080, 1920, Margins(0, 0, 0, 0))
NOD = PARAMETERS.index("head_y")


@pytest.fixture
def with_hands(toy_rig: Path, tmp_path: Path) -> Path:
    """The toy rig with a weight for hands before its chest."""
    folder = Path(shutil.copytree(toy_rig, tmp_path / "rig"))
    weight = np.zeros((240, 180), np.uint8)
    cv2.circle(weight, (HANDS[0] // 8, HANDS[1] // 8), 14, 255, -1)
    Image.fromarray(weight).save(folder / "hands.png")
    manifest = json.loads((folder / "rig.json").read_text())
    manifest["hands"] = {"box": [608, 1448, 224, 224]}
    (folder / "rig.json").write_text(json.dumps(manifest))
    return folder


def _nodded(folder: Path, x: int, y: int) -> float:
    """How many pixels of the frame one unit of nod moves a point of the canvas down."""
    stage = Stage.of(Plates.of(load_rig(folder)), FRAMING)
    row = round((y - stage.view.y) * stage.view.scale / GRID) + 1
    column = round((x - stage.view.x) * stage.view.scale / GRID) + 1
    return float(stage.warp.fields[NOD, row, column, 1] / stage.view.scale)


def test_hands_beat_further_than_the_head_nods(with_hands: Path) -> None:
    head = _nodded(with_hands, 720, 680)
    assert head == pytest.approx(1.0, abs=0.02)
    assert _nodded(with_hands, *HANDS) > 1.5 * head


def test_what_is_beside_the_hands_stays(with_hands: Path, toy_rig: Path) -> None:
    assert _nodded(with_hands, 400, 1560) == pytest.approx(0.0, abs=0.01)
    assert _nodded(toy_rig, *HANDS) == pytest.approx(0.0, abs=0.01)


def test_hands_that_the_rig_promises_must_be_there(with_hands: Path) -> None:
    (with_hands / "hands.png").unlink()
    with pytest.raises(RigError) as caught:
        load_rig(with_hands)
    assert "hands.png" in caught.value.detail


def test_hands_of_another_size_are_refused(with_hands: Path) -> None:
    Image.fromarray(np.zeros((24, 18), np.uint8)).save(with_hands / "hands.png")
    with pytest.raises(RigError) as caught:
        load_rig(with_hands)
    assert "hands.png is not one 8th" in caught.value.detail
