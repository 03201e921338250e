"""The engine's version follows its code, its data and its libraries."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import unrealugc
from unrealugc.pipeline.version import engine_version

PACKAGE = Path(unrealugc.__file__).parent


def _version_of(folder: Path) -> str:
    program = "from unrealugc.pipeline.version import engine_version; print(engine_version())"
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout.strip()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package without its creators' pictures, in a folder of its own."""
    place = tmp_path / "unrealugc"
    shutil.copytree(PACKAGE, place, ignore=shutil.ignore_patterns("assets", "__pycache__"))
    return place


def test_it_is_that_of_the_same_package_elsewhere(copy: Path) -> None:
    (copy / "pipeline/__pycache__").mkdir()
    (copy / "pipeline/__pycache__/left.pyc").write_bytes(b"compiled")
    assert _version_of(copy.parent) == engine_version()


def _with_a_byte_changed(file: Path, place: int) -> None:
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ("core/signals.py", 3),
        ("providers/studio/strip.py", 3),
        ("providers/studio/moods.yaml", 3),
        ("catalog/data/voices.yaml", 3),
        # A font's table of checksums, and an archive's.
        ("pipeline/captions/fonts/NotoColorEmoji-subset.ttf", 30),
        ("providers/studio/speech/data/styles.npz", -60),
    ],
)
def test_it_changes_with_any_file_that_decides_about_a_video(
    copy: Path, file: str, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_a_byte_changed(copy / file, place)
    monkeypatch.setattr("unrealugc.pipeline.version.resources.files", lambda package: copy)
    assert engine_version.__wrapped__() != engine_version()


@pytest.mark.parametrize("library", ["av", "cv2", "numpy", "onnxruntime", "PIL", "sanotts"])
def test_it_changes_with_a_library(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{library}.__version__", "0")
    assert engine_version.__wrapped__() != engine_version()
