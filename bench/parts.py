"""What each part of a render costs by itself, and the encoder on the very same frames."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from unrealugc.pipeline.audio import finish_sound
from unrealugc.pipeline.captions.track import make_track
from unrealugc.pipeline.encode import SegmentWriter
from unrealugc.pipeline.framing import framing_for
from unrealugc.pipeline.job import RenderJob
from unrealugc.pipeline.layers import lay
from unrealugc.pipeline.voice import VoiceTrack
from unrealugc.providers.base import Performer, YuvFrame


@dataclass
class Costs:
    """CPU seconds by name."""

    spent: dict[str, float] = field(default_factory=dict)

    def of(self, name: str, work: Callable[[], object]) -> None:
        """Add what ``work`` costs to ``name``."""
        before = time.process_time()
        work()
        self.add(name, time.process_time() - before)

    def add(self, name: str, seconds: float) -> None:
        """Add CPU seconds to ``name``."""
        self.spent[name] = self.spent.get(name, 0.0) + seconds


def parts(job: RenderJob, performer: Performer, track: VoiceTrack) -> tuple[Costs, list[YuvFrame]]:
    """CPU seconds of frames, captions and sound, and copies of the finished frames."""
    costs = Costs()
    framing = framing_for(job.aspect_ratio, fps=job.fps)
    seconds = float(job.duration_seconds)
    assert job.captions is not None
    captions = make_track(track.speech.words, job.captions, framing, seconds, None)
    frames: list[YuvFrame] = []
    for take in track.takes:
        source = performer.perform(take, track.for_take(take), framing, job.stable_seed())
        drawn = source.frames()
        before = time.process_time()
        for frame in drawn:
            costs.add("frames", time.process_time() - before)
            kept = YuvFrame(frame.y.copy(), frame.u.copy(), frame.v.copy())
            before = time.process_time()
            layer = captions.at(len(frames))
            if layer is not None:
                lay(layer, kept)
            costs.add("captions", time.process_time() - before)
            frames.append(kept)
            before = time.process_time()
    costs.of("sound", lambda: finish_sound(track.speech, seconds))
    return costs, frames


def floor(job: RenderJob, frames: list[YuvFrame], path: Path) -> tuple[float, float]:
    """CPU seconds and seconds of the encoder alone, the frames lying ready in memory."""
    framing = framing_for(job.aspect_ratio)
    before, began = time.process_time(), time.monotonic()
    with SegmentWriter(path, (framing.width, framing.height), job.fps) as writer:
        for frame in frames:
            np.copyto(writer.canvas.y, frame.y)
            np.copyto(writer.canvas.u, frame.u)
            np.copyto(writer.canvas.v, frame.v)
            writer.write()
    return time.process_time() - before, time.monotonic() - began
