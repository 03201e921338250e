"""What a video costs: ours, the bare encoder's, and that of the same video made with MoviePy.

The floor is the encoder alone on the very frames that our render encodes, kept in memory. Ours
is the real child process, as a program and as a worker forks it. All in one run on one machine,
and written to docs/benchmarks.md::

    python -m bench.render [--seconds 8] [--aspect 9:16] [--captions karaoke] [--plain PYTHON]
    python -m bench.render --lengths 5,20,60,180
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import mean, median

import cv2
from rich.console import Console
from rich.table import Table

from bench.content import (
    LONG_LINES,
    RememberingSynth,
    job_of,
    lay_ready,
    track_of,
)
from bench.measure import Usage, run_measured
from bench.parts import Costs, floor, parts
from bench.plain.plan import write_plan
from bench.report import Row, write_section
from bench.warm import run_forked
from unrealugc.catalog.captions import caption_styles
from unrealugc.pipeline.engines import engines_for
from unrealugc.pipeline.job import RenderJob
from unrealugc.pipeline.voice import VoiceTrack
from unrealugc.providers.base import YuvFrame

# Of a warm worker's render to the encoder alone: without and with speech.
LIMIT, LIMIT_WITH_SPEECH = 1.5, 2.3
_TURNS = 3
MOST_MEMORY_MB = 400
# What sentences as long as are said in one go need beyond that shows in one length.
_LONG_S = 60
# A second of MoviePy's costs the same as any other; more than a few would only take time.
PLAIN_SECONDS = 3
_MB = 1_000_000
_CHILD = "unrealugc.pipeline.child"
_PLAIN = Path(__file__).parent / "plain" / "video.py"


@dataclass(frozen=True, slots=True)
class Ours:
    """A whole render in its process; ``start`` is the CPU seconds until its first word."""

    usage: Usage
    start: float


@dataclass(frozen=True, slots=True)
class _Way:
    """How a render is run: with its speech lying ready or not, as a fork or a program."""

    name: str
    ready: bool
    forked: bool


WARM_READY, COLD_READY, WARM, COLD = WAYS = (
    _Way("render, speech ready, in a warm worker", ready=True, forked=True),
    _Way("render, speech ready, whole process", ready=True, forked=False),
    _Way("render with speech, in a warm worker", ready=False, forked=True),
    _Way("render with speech, whole process", ready=False, forked=False),
)


@dataclass
class _Turns:
    """What the encoder alone cost, in CPU seconds and seconds, and each way's renders between.

    A machine that others use is now quicker, now slower, for a minute at a time: a render is
    compared with the encoder right before and right after it.
    """

    floors: list[tuple[float, float]]
    runs: dict[_Way, list[Ours]]
    ratios: dict[_Way, list[float]]

    @classmethod
    def taken(cls, job: RenderJob, track: VoiceTrack, frames: list[YuvFrame], work: Path) -> _Turns:
        """Render in every way, a few times in turn."""
        turns = cls([floor(job, frames, work / "floor.mp4")], {}, {})
        for turn, way in product(range(_TURNS), WAYS):
            folder = work / f"turn-{turn}-{WAYS.index(way)}"
            folder.mkdir()
            if way.ready:
                lay_ready(job, track, folder)
            ours = _ours(job, folder, forked=way.forked)
            turns.floors.append(floor(job, frames, work / "floor.mp4"))
            beside = mean(cpu for cpu, _ in turns.floors[-2:])
            turns.runs.setdefault(way, []).append(ours)
            turns.ratios.setdefault(way, []).append(ours.usage.cpu / beside)
        return turns

    def cheapest(self, way: _Way) -> Ours:
        """The render that others disturbed least."""
        return min(self.runs[way], key=lambda ours: ours.usage.cpu)

    def ratio(self, way: _Way) -> float:
        """CPU beside that of the encoder alone, the median of the turns."""
        return median(self.ratios[way])


def main() -> None:
    """Measure, print and write down."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--aspect", default="9:16", choices=("9:16", "16:9", "1:1"))
    parser.add_argument("--captions", default="karaoke", choices=tuple(caption_styles()))
    parser.add_argument("--creator", default="tech-savvy-female-30")
    parser.add_argument("--plain", help="a Python that has MoviePy, to compare with it")
    parser.add_argument("--lengths", help="seconds, as 5,20,60,180: only how cost grows with them")
    options = parser.parse_args()
    kind = {
        "creator": options.creator,
        "aspect": options.aspect,
        "captions": options.captions,
    }
    with tempfile.TemporaryDirectory() as folder:
        if options.lengths:
            lengths = [int(length) for length in options.lengths.split(",")]
            _lengths(lengths, kind, Path(folder))
        else:
            plain_job = job_of(PLAIN_SECONDS, **kind)
            _costs(job_of(options.seconds, **kind), plain_job, options.plain, Path(folder))


def _costs(job: RenderJob, plain_job: RenderJob, python: str | None, work: Path) -> None:
    # As in a render's process.
    cv2.setNumThreads(1)
    engines = engines_for(job)
    synth = RememberingSynth(engines.synth)
    speech = Costs()
    track = track_of(job, synth, work / "speech")
    speech.of("speech", lambda: track_of(job, engines.synth, work / "again"))
    costs, frames = parts(job, engines.performer, track)
    # As on the second day: Python has compiled all of it once.
    run_measured([sys.executable, "-c", f"import {_CHILD}"])
    turns = _Turns.taken(job, track, frames, work)
    seconds = job.duration_seconds
    base, base_wall = min(turns.floors)
    rows = [
        *(
            Row(f"{name}, alone", cpu / seconds)
            for name, cpu in {**costs.spent, **speech.spent}.items()
        ),
        Row("encoder alone", base / seconds, base_wall / seconds),
        *(_row(way.name, turns.cheapest(way), seconds, turns.ratio(way)) for way in WAYS),
    ]
    if python:
        used = _plain(python, plain_job, RememberingSynth(engines.synth), work / "plain")
        per_second = used.cpu / PLAIN_SECONDS
        rows.append(
            Row(
                "MoviePy, speech ready, whole process",
                per_second,
                used.wall / PLAIN_SECONDS,
                used.memory / _MB,
                per_second / (base / seconds),
            )
        )
    title = f"{seconds} s of {job.aspect_ratio}, 30 frames a second"
    _show(title, rows)
    write_section(
        "costs",
        title,
        rows,
        f"Starting the process costs {turns.cheapest(COLD_READY).start:.2f} CPU seconds a video, "
        f"{turns.cheapest(WARM_READY).start:.2f} in a warm worker.",
    )
    if turns.ratio(WARM_READY) > LIMIT or turns.ratio(WARM) > LIMIT_WITH_SPEECH:
        raise SystemExit(f"the ratio is above {LIMIT}, or {LIMIT_WITH_SPEECH} with speech")


def _lengths(lengths: Sequence[int], kind: Mapping[str, str], work: Path) -> None:
    rows = [_length(f"{seconds} s", job_of(seconds, **kind), work) for seconds in lengths]
    most = max(row.memory or 0 for row in rows)
    long = job_of(_LONG_S, lines=LONG_LINES, **kind)
    rows.append(_length(f"{_LONG_S} s of the longest sentences", long, work))
    title = "Cost by length, with speech, whole process"
    _show(title, rows)
    write_section("lengths", title, rows, "")
    if most > MOST_MEMORY_MB:
        raise SystemExit(f"a render needs more than {MOST_MEMORY_MB} MB")


def _length(name: str, job: RenderJob, work: Path) -> Row:
    return _row(name, _ours(job, work / name), job.duration_seconds)


def _row(name: str, ours: Ours, seconds: int, ratio: float | None = None) -> Row:
    used = ours.usage
    return Row(name, used.cpu / seconds, used.wall / seconds, used.memory / _MB, ratio)


def _ours(job: RenderJob, work: Path, *, forked: bool = False) -> Ours:
    """The render's process, going on from what lies in the work folder.

    It is a program of its own as ``unrealugc render`` is one, or ``forked`` as a worker does it.
    """
    work.mkdir(exist_ok=True)
    request = work / "job.json"
    request.write_text(job.model_dump_json())
    first: list[float] = []

    def note(line: str, cpu: float) -> None:
        if not first and json.loads(line).get("event") == "progress":
            first.append(cpu)

    command = [_CHILD, str(request), str(work)]
    if forked:
        usage = run_forked(command, note)
    else:
        usage = run_measured([sys.executable, "-m", *command], note)
    return Ours(usage, first[0])


def _plain(python: str, job: RenderJob, synth: RememberingSynth, folder: Path) -> Usage:
    folder.mkdir()
    write_plan(job, track_of(job, synth, folder / "speech"), folder)
    return run_measured([python, str(_PLAIN), str(folder)])


def _show(title: str, rows: list[Row]) -> None:
    table = Table("", *Row.COLUMNS, title=title)
    for row in rows:
        table.add_row(row.name, *row.cells())
    Console().print(table)


if __name__ == "__main__":
    main()
