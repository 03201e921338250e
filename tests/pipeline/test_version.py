"""The engine's version follows its code."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import unrealugc
from unrealugc.pipeline.version import engine_version

PACKAGE = Path(unrealugc.__file__).parent


def _version_of(folder: Path) -> str:
    program = "from unrealugc.pipeline.version import engine_version; print(engine_version())"
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout.strip()


def test_it_changes_with_a_line_of_code_and_with_nothing_else(tmp_path: Path) -> None:
    copy = tmp_path / "unrealugc"
    ignored = shutil.ignore_patterns("assets", "__pycache__", "fonts", "models", "data")
    shutil.copytree(PACKAGE, copy, ignore=ignored)
    assert _version_of(tmp_path) == engine_version()
    with (copy / "providers/studio/strip.py").open("a") as file:
        file.write("# another line\n")
    assert _version_of(tmp_path) != engine_version()
