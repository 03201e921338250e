"""What a video costs: CPU seconds per second of video, ours and the bare encoder's.

The floor is the encoder alone on the very frames that our render encodes, kept in memory. All
figures are CPU time of all threads, taken in one run on one machine::

    python -m bench.render [--seconds 8] [--aspect 9:16] [--captions karaoke]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from unrealugc.catalog.captions import caption_styles
from unrealugc.catalog.creators import find_creator
from unrealugc.pipeline.audio import finish_sound
from unrealugc.pipeline.captions.track import make_track
from unrealugc.pipeline.checkpoint import Workspace
from unrealugc.pipeline.encode import SegmentWriter
from unrealugc.pipeline.engines import Engines, engines_for
from unrealugc.pipeline.framing import framing_for
from unrealugc.pipeline.job import Progress, RenderJob, Stage
from unrealugc.pipeline.layers import lay
from unrealugc.pipeline.runner import render
from unrealugc.pipeline.script import split_script
from unrealugc.pipeline.voice import VoiceTrack, arrange, speak
from unrealugc.providers.base import VoiceSpec, YuvFrame

SCRIPT = (
    "I have been using this for two weeks and I am genuinely shocked at how good it is. "
    "Try it, you will not look back."
)
LIMIT = 2.0


@dataclass
class Costs:
    """CPU seconds by name."""

    spent: dict[str, float] = field(default_factory=dict)

    def of(self, name: str, work: Callable[[], object]) -> None:
        """Add what ``work`` costs to ``name``."""
        before = time.process_time()
        work()
        self.spent[name] = self.spent.get(name, 0.0) + time.process_time() - before


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--aspect", default="9:16", choices=("9:16", "16:9", "1:1"))
    parser.add_argument("--captions", default="karaoke", choices=tuple(caption_styles()))
    parser.add_argument("--creator", default="tech-savvy-female-30")
    options = parser.parse_args()
    creator = find_creator(options.creator)
    if creator is None:
        parser.error(f"there is no creator {options.creator}")
    job = RenderJob(
        script=SCRIPT,
        rig=creator.rig,
        voice=VoiceSpec(creator.voice),
        aspect_ratio=options.aspect,
        duration_seconds=options.seconds,
        captions=caption_styles()[options.captions],
    )
    report(job, engines_for(job))


def report(job: RenderJob, engines: Engines) -> None:
    """Print the cost of a job's stages, of the whole, and of the encoder alone."""
    with tempfile.TemporaryDirectory() as folder:
        whole = _whole(job, engines, Path(folder) / "whole")
        parts, frames = _parts(job, engines, Path(folder) / "parts")
        floor = _floor(job, frames, Path(folder) / "floor.mp4")
    seconds = job.duration_seconds
    table = Table("CPU seconds per second of video", "", title=f"{seconds} s, {job.aspect_ratio}")
    for name, spent in parts.spent.items():
        table.add_row(f"  {name}, alone", f"{spent / seconds:.3f}")
    table.add_row("encoder alone, on the same frames", f"{floor / seconds:.3f}")
    made = whole["all"] - whole["voice"]
    table.add_row("whole render, without speech", f"{made / seconds:.3f}")
    table.add_row("whole render, with speech", f"{whole['all'] / seconds:.3f}")
    table.add_row("[bold]ratio, without speech[/bold]", f"[bold]{made / floor:.2f}[/bold]")
    table.add_row("ratio, with speech", f"{whole['all'] / floor:.2f}")
    Console().print(table)
    if made / floor > LIMIT:
        raise SystemExit(f"the ratio is above {LIMIT}")


def _whole(job: RenderJob, engines: Engines, work: Path) -> dict[str, float]:
    """CPU seconds of the real render, as a user gets it, and of its speech within it."""
    at: dict[tuple[Stage, float], float] = {}

    def note(progress: Progress) -> None:
        at[progress.stage, progress.stage_fraction] = time.process_time()

    before = time.process_time()
    render(job, work, note, lambda: False, engines=engines)
    return {
        "all": time.process_time() - before,
        "voice": at[Stage.VOICE, 1.0] - at[Stage.VOICE, 0.0],
    }


def _parts(job: RenderJob, engines: Engines, work: Path) -> tuple[Costs, list[YuvFrame]]:
    """CPU seconds of each part by itself, and the finished frames."""
    costs = Costs()
    track = _spoken(job, engines, work, costs)
    framing = framing_for(job.aspect_ratio, fps=job.fps)
    seconds = float(job.duration_seconds)
    assert job.captions is not None
    captions = make_track(track.speech.words, job.captions, framing, seconds, None)
    frames: list[YuvFrame] = []
    for take in track.takes:
        source = engines.performer.perform(take, track.for_take(take), framing, job.stable_seed())
        drawn = source.frames()
        before = time.process_time()
        for frame in drawn:
            now = time.process_time()
            costs.spent["frames"] = costs.spent.get("frames", 0.0) + now - before
            kept = YuvFrame(frame.y.copy(), frame.u.copy(), frame.v.copy())
            index = len(frames)

            def caption(kept: YuvFrame = kept, index: int = index) -> None:
                layer = captions.at(index)
                if layer is not None:
                    lay(layer, kept)

            costs.of("captions", caption)
            frames.append(kept)
            before = time.process_time()
    costs.of("audio", lambda: finish_sound(track.speech, seconds))
    return costs, frames


def _spoken(job: RenderJob, engines: Engines, work: Path, costs: Costs) -> VoiceTrack:
    texts = split_script(job.script)
    spoken = []
    costs.of(
        "speech",
        lambda: spoken.extend(
            speak(
                engines.synth,
                job.voice,
                texts,
                job.duration_seconds,
                pace=job.pace,
                workspace=Workspace(work, job.fingerprint()),
                progress=lambda done: None,
            )
        ),
    )
    return arrange(texts, spoken, job.duration_seconds, longest=job.clip_seconds, fps=job.fps)


def _floor(job: RenderJob, frames: list[YuvFrame], path: Path) -> float:
    """CPU seconds of the encoder alone, the frames lying ready in memory."""
    framing = framing_for(job.aspect_ratio)
    before = time.process_time()
    with SegmentWriter(path, (framing.width, framing.height), job.fps) as writer:
        for frame in frames:
            np.copyto(writer.canvas.y, frame.y)
            np.copyto(writer.canvas.u, frame.u)
            np.copyto(writer.canvas.v, frame.v)
            writer.write()
    return time.process_time() - before


if __name__ == "__main__":
    main()
