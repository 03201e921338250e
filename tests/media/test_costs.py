"""What a render must not cost: threads that only wait, and imports in the middle of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from unrealugc.queue.worker import PIPELINE

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="counts threads in /proc")

# What PyAV, Pillow and Python load with their first use: a few milliseconds together.
_LATE = ("av.", "encodings.", "_cython", "PIL.ImageFile")

_THREADS = """
import os, unrealugc, numpy
big = numpy.ones((2000, 2000), numpy.float32)
big @ big
print(len(os.listdir("/proc/self/task")))
"""
_RENDER = """
import importlib, sys
from pathlib import Path
for name in sys.argv[3:]:
    importlib.import_module(name)
from tests.support.engines import ToneSynth
from unrealugc.catalog.captions import caption_styles
from unrealugc.pipeline.engines import Engines, StudioPerformer
from unrealugc.pipeline.job import RenderJob
from unrealugc.pipeline.runner import render
from unrealugc.providers.base import VoiceSpec
rig, work = Path(sys.argv[1]), Path(sys.argv[2])
job = RenderJob.model_validate({
    "script": "Go.", "rig": rig, "voice": VoiceSpec("tone"), "aspect_ratio": "1:1",
    "duration_seconds": 1, "captions": caption_styles()["karaoke"],
})
before = set(sys.modules)
engines = Engines(ToneSynth(), StudioPerformer(rig))
render(job, work, lambda progress: None, lambda: False, engines=engines)
print(*sorted(set(sys.modules) - before), sep="\\n")
"""

_SPEECH = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
from unrealugc.pipeline.engines import StudioSpeech
from unrealugc.providers.base import VoiceSpec
before = set(sys.modules)
StudioSpeech().synthesize("Go on, it is good.", VoiceSpec("af_heart"))
print(*sorted(set(sys.modules) - before), sep="\\n")
"""


def _said(program: str, *arguments: str) -> list[str]:
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout.split()


@linux_only
def test_matrices_are_multiplied_by_one_thread() -> None:
    assert _said(_THREADS) == ["1"]


def test_what_a_render_needs_is_there_before_the_fork(rig: Path, tmp_path: Path) -> None:
    late = _said(_RENDER, str(rig), str(tmp_path), *PIPELINE) + _said(_SPEECH, *PIPELINE)
    assert [name for name in late if not name.startswith(_LATE)] == []
