"""Rigs are checked before anything is drawn from them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from unrealugc.providers.studio.rig import RigError, load_rig


@pytest.fixture
def copy(toy_rig: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(toy_rig, tmp_path / "rig"))


def edit(folder: Path, **changes: object) -> None:
    path = folder / "rig.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_a_whole_rig_loads(toy_rig: Path) -> None:
    rig = load_rig(toy_rig)
    assert rig.canvas == (1440, 1920)
    assert rig.mouth.pixels.shape[0] == len(rig.mouth.names)


def test_missing_picture(copy: Path) -> None:
    (copy / "eyes.webp").unlink()
    with pytest.raises(RigError) as caught:
        load_rig(copy)
    assert "eyes.webp" in caught.value.detail


def test_truncated_picture(copy: Path) -> None:
    whole = (copy / "person.webp").read_bytes()
    (copy / "person.webp").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(RigError) as caught:
        load_rig(copy)
    assert "person.webp" in caught.value.detail


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"canvas": [100, 100]},
        {"mouth": {"box": [0, 0, 10, 10], "sprites": ["rest"]}},
        {"eyes": {"box": [0, 0, 10, 10], "sprites": "open"}},
        {"head": {}},
        {"mouth_line": 3},
    ],
)
def test_a_contradictory_manifest(copy: Path, changes: dict[str, object]) -> None:
    edit(copy, **changes)
    with pytest.raises(RigError):
        load_rig(copy)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(RigError):
        load_rig(tmp_path / "nobody")
