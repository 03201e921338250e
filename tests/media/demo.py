"""One demo video, rendered once and decoded once, and what was seen and heard in it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from unrealugc.catalog.captions import caption_styles
from unrealugc.pipeline.job import RenderJob, RenderResult
from unrealugc.pipeline.probe import VideoFacts, probe
from unrealugc.pipeline.voice import VoiceTrack, unpack_track
from unrealugc.providers.base import Box, VoiceSpec

SCRIPT = "I have been using this for two weeks and I am genuinely shocked at how good it is."
FPS = 30


def demo_job(rig: Path) -> RenderJob:
    """The API reference's own example: 10 s, 9:16, native audio."""
    return RenderJob(
        script=SCRIPT,
        rig=rig,
        voice=VoiceSpec("af_heart"),
        duration_seconds=10,
        captions=caption_styles()["karaoke"],
        product_name="Acme Skincare",
    )


def run_child(job: RenderJob, folder: Path) -> RenderResult:
    """Render in a child process, as the worker does."""
    folder.mkdir(parents=True, exist_ok=True)
    request = folder / "job.json"
    request.write_text(job.model_dump_json())
    command = [sys.executable, "-m", "unrealugc.pipeline.child", str(request), str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    last = json.loads(ended.stdout.splitlines()[-1])
    assert ended.returncode == 0, (last, ended.stderr[-2000:])
    return RenderResult.model_validate(last["result"])


@dataclass(frozen=True)
class Seen:
    """What every frame showed: (n, h, w) small luma, and a row a frame of the measures."""

    small: NDArray[np.float32]
    dark_in_mouth: NDArray[np.float32]
    lit_word: list[Box | None]


@dataclass
class DemoVideo:
    """The finished files and everything that the tests measure on them."""

    job: RenderJob
    result: RenderResult

    @cached_property
    def facts(self) -> VideoFacts:
        """What the file says of itself."""
        return probe(self.result.video)

    @cached_property
    def track(self) -> VoiceTrack:
        """The voice as it was planned: the times of its words and sounds."""
        return unpack_track((self.result.video.parent / "voice.npz").read_bytes())

    @cached_property
    def lips(self) -> Box:
        """Just around the lips, wherever the head's motion takes them."""
        manifest = json.loads((self.job.rig / "rig.json").read_text())
        x, y = manifest["mouth_line"]
        # A 9:16 video shows the middle 1080 columns of the rig's 1440.
        return x - 180 - 70, y - 45, 140, 120

    @cached_property
    def seen(self) -> Seen:
        """Decode every frame."""
        x, y, width, height = self.lips
        small, dark, lit = [], [], []
        with av.open(str(self.result.video)) as container:
            for frame in container.decode(video=0):
                planes = frame.to_ndarray(format="yuv444p")
                luma, u = planes[0], planes[1]
                small.append(luma[::16, ::16].astype(np.float32))
                mouth = luma[y : y + height, x : x + width]
                dark.append(float((mouth < 66).mean()))
                lit.append(_bounds((luma > 150) & (u < 70)))
        return Seen(np.stack(small), np.array(dark, np.float32), lit)

    @cached_property
    def sound(self) -> NDArray[np.float32]:
        """The decoded sound, (channels, n) at 48 kHz, as long as the video."""
        blocks = []
        with av.open(str(self.result.video)) as container:
            for frame in container.decode(audio=0):
                blocks.append(frame.to_ndarray())
        return np.concatenate(blocks, axis=1).astype(np.float32)

    @cached_property
    def energy(self) -> NDArray[np.float32]:
        """Level of the sound during each frame, RMS."""
        step = 48_000 // FPS
        count = self.result.frame_count
        mono = self.sound.mean(axis=0)[: count * step]
        mono = np.pad(mono, (0, count * step - len(mono)))
        return np.asarray(np.sqrt(np.square(mono.reshape(count, step)).mean(axis=1)), np.float32)


def _bounds(mask: NDArray[np.bool_]) -> Box | None:
    """The box around what is set, None where less than a letter is."""
    if mask.sum() < 150:
        return None
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    left, top = int(columns[0]), int(rows[0])
    return left, top, int(columns[-1]) - left + 1, int(rows[-1]) - top + 1
