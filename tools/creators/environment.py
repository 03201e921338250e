"""The bake's own Python environment, made on first use under ``.cache``."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import venv

from tools.creators.assets import REPO

HOME = REPO / ".cache/bake-venv"
BLENDER_PYTHON = (3, 11)
REQUIREMENTS = REPO / "tools/creators/requirements.txt"


def ensure_blender(program: str = "tools.creators.bake") -> None:
    """Return if Blender's module is here; else run this program again where it is."""
    if importlib.util.find_spec("bpy") and importlib.util.find_spec("anny"):
        return
    if sys.version_info[:2] != BLENDER_PYTHON:
        raise SystemExit("Blender's module needs Python 3.11: run the bake with that version")
    python = HOME / "bin/python"
    if os.environ.get("UNREALUGC_BAKING"):
        raise SystemExit(f"the bake environment is incomplete: remove {HOME} and try again")
    if not python.exists():
        print("Installing Blender for the bake (about 380 MB) ...", file=sys.stderr)
        venv.create(HOME, with_pip=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    subprocess.run([*install, "-r", str(REQUIREMENTS)], check=True)
    os.environ["UNREALUGC_BAKING"] = "1"
    os.execv(python, [str(python), "-m", program, *sys.argv[1:]])
