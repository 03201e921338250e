"""Bakes creators into rigs: ``python -m tools.creators.bake [slug…]``.

Without slugs it bakes everybody. It needs Blender's Python module, which is large and GPL,
so it runs itself in an environment of its own (see ``environment.py``).
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

import yaml

from tools.creators.assets import CREATOR_ASSETS, CREATOR_DATA
from tools.creators.environment import ensure_blender


def load_entries(slugs: list[str]) -> list[dict[str, Any]]:
    """Read the creators' YAML files, all of them if no slug is given.

    Raises:
        SystemExit: when a slug has no file.
    """
    paths = [CREATOR_DATA / f"{slug}.yaml" for slug in slugs] or sorted(CREATOR_DATA.glob("*.yaml"))
    missing = [path.stem for path in paths if not path.is_file()]
    if missing:
        raise SystemExit(f"no such creator: {', '.join(missing)}")
    return [yaml.safe_load(path.read_text("utf-8")) for path in paths]


def main() -> None:
    """Bake what the command line asks for and print what each creator cost."""
    parser = argparse.ArgumentParser(prog="python -m tools.creators.bake", description=__doc__)
    parser.add_argument("slugs", nargs="*", help="creators to bake (default: all)")
    parser.add_argument("--out", type=Path, default=CREATOR_ASSETS, help="folder of the rigs")
    parser.add_argument("--draft", type=float, help="only the person, at this scale, as a PNG")
    options = parser.parse_args()
    entries = load_entries(options.slugs)
    ensure_blender()
    from tools.creators.rigger import bake_rig, draft_picture

    spent = _cpu_seconds()
    for entry in entries:
        if options.draft:
            draft_picture(entry, options.draft, options.out)
        else:
            bake_rig(entry, options.out)
        now = _cpu_seconds()
        folder = options.out / entry["slug"]
        size = sum(path.stat().st_size for path in folder.glob("*") if path.is_file())
        print(f"{entry['slug']:32} {now - spent:6.1f} CPU s {size / 1000:7.0f} kB", flush=True)
        spent = now


def _cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system


if __name__ == "__main__":
    main()
