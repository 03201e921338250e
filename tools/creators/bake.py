"""Bakes creators into rigs: ``python -m tools.creators.bake [slug…]``.

Without slugs it bakes everybody whose rig is not up to date, so that an interrupted bake goes
on where it was. It needs Blender's Python module, which is large and GPL, so it runs itself in
an environment of its own (see ``environment.py``).
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import multiprocessing
import os
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from tools.creators.assets import CREATOR_ASSETS, CREATOR_DATA
from tools.creators.environment import ensure_blender

Entry = dict[str, Any]

SEEN = ("slug", "age", "gender", "appearance")
"""What of a creator's file can be seen in the rig."""

PER_PROCESS = 10
"""A process is replaced after so many people: Blender does not give all its memory back."""


@dataclass(frozen=True)
class Task:
    """One creator to bake, for a worker process.

    Attributes:
        entry: the creator's YAML.
        out: the folder that holds the rigs.
        draft: scale of a draft picture, or None for the whole rig.
        threads: how many threads may render.
        stamp: kept in the rig, tells later whether it is up to date.
    """

    entry: Entry
    out: Path
    draft: float | None
    threads: int
    stamp: dict[str, str]


def load_entries(slugs: list[str]) -> list[Entry]:
    """Read the creators' YAML files, all of them if no slug is given.

    Raises:
        SystemExit: when a slug has no file.
    """
    paths = [CREATOR_DATA / f"{slug}.yaml" for slug in slugs] or sorted(CREATOR_DATA.glob("*.yaml"))
    missing = [path.stem for path in paths if not path.is_file()]
    if missing:
        raise SystemExit(f"no such creator: {', '.join(missing)}")
    return [yaml.safe_load(path.read_text("utf-8")) for path in paths]


def stamp_of(entry: Entry) -> dict[str, str]:
    """Return fingerprints of what a rig is made of: how the person looks, and the tools."""
    look = json.dumps({key: entry.get(key) for key in SEEN}, sort_keys=True)
    return {"look": hashlib.sha256(look.encode()).hexdigest()[:16], "tools": _tools_print()}


@cache
def _tools_print() -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("**/*")):
        if path.suffix in {".py", ".yaml", ".exr", ".npz"} and path.name not in {
            *("bake.py", "sheets.py", "kinship.py", "environment.py"),
        }:
            digest.update(path.name.encode() + meaning(path.read_bytes(), path.suffix))
    return digest.hexdigest()[:16]


def meaning(content: bytes, suffix: str) -> bytes:
    """Return what of a tool's file can change a picture: of Python, all but comments and texts.

    Args:
        content: of the file.
        suffix: ".py" for Python; other files are data, of which every byte counts.
    """
    if suffix != ".py":
        return content
    return ast.unparse(_WithoutTexts().visit(ast.parse(content))).encode()


class _WithoutTexts(ast.NodeTransformer):
    """Drops docstrings, those of constants and attributes too."""

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if text else node


def is_current(entry: Entry, out: Path, people_only: bool) -> bool:
    """Tell whether a creator's rig was baked from this file (and, if asked for, these tools)."""
    try:
        rig = json.loads((out / entry["slug"] / "rig.json").read_text("utf-8"))
    except FileNotFoundError:
        return False
    kept, now = rig.get("baked_from", {}), stamp_of(entry)
    return all(kept.get(key) == now[key] for key in (("look",) if people_only else now))


def main() -> None:
    """Bake what the command line asks for and print what each creator cost."""
    parser = argparse.ArgumentParser(prog="python -m tools.creators.bake", description=__doc__)
    parser.add_argument("slugs", nargs="*", help="whom to bake in any case (default: all)")
    parser.add_argument("--out", type=Path, default=CREATOR_ASSETS, help="folder of the rigs")
    parser.add_argument("--draft", type=float, help="only the person, at this scale, as a PNG")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (all)")
    parser.add_argument("--again", action="store_true", help="bake what is up to date, too")
    parser.add_argument(
        "--changed-people", action="store_true", help="leave rigs that only the tools outdated"
    )
    options = parser.parse_args()
    entries = load_entries(options.slugs)
    ensure_blender()
    if not (options.slugs or options.again or options.draft):
        stale = [e for e in entries if not is_current(e, options.out, options.changed_people)]
        print(f"{len(entries) - len(stale)} of {len(entries)} creators are up to date", flush=True)
        entries = stale
    jobs = max(1, min(options.jobs, len(entries)))
    threads = max(1, (os.cpu_count() or 1) // jobs)
    tasks = [Task(e, options.out, options.draft, threads, stamp_of(e)) for e in entries]
    started, total = time.monotonic(), 0.0
    for done, (slug, seconds, size) in enumerate(_baked(tasks, jobs), 1):
        total += seconds
        left = (time.monotonic() - started) / done * (len(tasks) - done) / 60
        progress = f"[{done}/{len(tasks)}] {slug:32} {seconds:6.1f} CPU s {size / 1000:6.0f} kB"
        print(f"{progress}, {left:4.1f} min left", flush=True)
    if tasks:
        print(f"{total / len(tasks):.1f} CPU s a creator, {total / 60:.1f} CPU min in all")


def _baked(tasks: list[Task], jobs: int) -> Iterator[tuple[str, float, int]]:
    """Bake in ``jobs`` processes; yield slug, CPU seconds and bytes of each as it is done."""
    context = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        lanes = [
            stack.enter_context(
                ProcessPoolExecutor(1, context, _keep_to, (share,), max_tasks_per_child=PER_PROCESS)
            )
            for share in _shares(jobs)
        ]
        waiting = iter(tasks)
        baking = {
            lane.submit(_bake_one, task): lane for lane, task in zip(lanes, waiting, strict=False)
        }
        while baking:
            for done in wait(baking, return_when=FIRST_COMPLETED).done:
                lane = baking.pop(done)
                for task in islice(waiting, 1):
                    baking[lane.submit(_bake_one, task)] = lane
                yield done.result()


def _shares(jobs: int) -> list[set[int]]:
    """The processors dealt out among so many processes; empty where they cannot be kept apart."""
    if not hasattr(os, "sched_getaffinity"):
        return [set()] * jobs
    all_of_them = sorted(os.sched_getaffinity(0))
    return [set(all_of_them[lane::jobs]) or set(all_of_them) for lane in range(jobs)]


def _keep_to(processors: set[int]) -> None:
    """Run this process on some processors only.

    Blender's denoiser has a thread for each that it may use, whatever it is told, and they wait
    for each other without sleeping: two bakes side by side cost a fifth more.
    """
    if processors:
        os.sched_setaffinity(0, processors)


def _bake_one(task: Task) -> tuple[str, float, int]:
    from tools.creators import render
    from tools.creators.rigger import bake_rig, draft_picture

    render.use_threads(task.threads)
    before = _cpu_seconds()
    if task.draft:
        draft_picture(task.entry, task.draft, task.out)
    else:
        bake_rig(task.entry, task.out, task.stamp)
    folder = task.out / task.entry["slug"]
    size = sum(path.stat().st_size for path in folder.glob("*") if path.is_file())
    return task.entry["slug"], _cpu_seconds() - before, size


def _cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system


if __name__ == "__main__":
    main()
