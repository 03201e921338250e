"""The same request gives the same video, whatever dies on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.media.demo import run_child
from unrealugc.catalog.captions import caption_styles
from unrealugc.pipeline.job import RenderJob
from unrealugc.providers.base import VoiceSpec

pytestmark = [pytest.mark.media, pytest.mark.timeout(600)]


def _short_job(rig: Path) -> RenderJob:
    return RenderJob(
        script="This really is my new favourite.",
        rig=rig,
        voice=VoiceSpec("af_heart"),
        aspect_ratio="1:1",
        duration_seconds=3,
        captions=caption_styles()["karaoke"],
    )


def test_a_killed_render_goes_on_and_gives_the_same_video(rig: Path, tmp_path: Path) -> None:
    job = _short_job(rig)
    whole = run_child(job, tmp_path / "whole")
    folder = tmp_path / "killed"
    _kill_while_composing(job, folder)
    assert not list(folder.rglob("video.mp4"))
    voice = next(folder.rglob("voice.npz"))
    spoken = voice.stat().st_mtime_ns
    resumed = run_child(job, folder)
    assert voice.stat().st_mtime_ns == spoken
    assert resumed.video_sha256 == whole.video_sha256
    assert resumed.poster.read_bytes() == whole.poster.read_bytes()


def _kill_while_composing(job: RenderJob, folder: Path) -> None:
    folder.mkdir()
    request = folder / "job.json"
    request.write_text(job.model_dump_json())
    command = [sys.executable, "-m", "unrealugc.pipeline.child", str(request), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            told = json.loads(line)
            if told.get("stage") == "compose" and told["stage_fraction"] > 0:
                os.kill(child.pid, signal.SIGKILL)
                break
        assert child.wait(timeout=120) == -signal.SIGKILL


def test_a_terminated_child_says_that_it_was_stopped(rig: Path, tmp_path: Path) -> None:
    request = tmp_path / "job.json"
    request.write_text(_short_job(rig).model_dump_json())
    command = [sys.executable, "-m", "unrealugc.pipeline.child", str(request), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        first = json.loads(child.stdout.readline())
        assert first["event"] == "progress"
        child.terminate()
        rest = child.stdout.read().splitlines()
        assert child.wait(timeout=120) == 130
    last = json.loads(rest[-1])
    assert last["event"] == "failed"
    assert last["failure"]["code"] == "cancelled"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"script": "It is so good. " * 20, "duration_seconds": 2}, "script_too_long"),
        ({"voice": {"voice_id": "nobody"}}, "unknown_voice"),
        ({"duration_seconds": 0}, "invalid_input"),
    ],
)
def test_bad_input_ends_the_child_with_a_reason(
    rig: Path, tmp_path: Path, change: dict[str, object], code: str
) -> None:
    job = json.loads(_short_job(rig).model_dump_json()) | change
    request = tmp_path / "job.json"
    request.write_text(json.dumps(job))
    command = [sys.executable, "-m", "unrealugc.pipeline.child", str(request), str(tmp_path / "w")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    last = json.loads(ended.stdout.splitlines()[-1])
    assert last["event"] == "failed"
    assert last["failure"]["code"] == code
    assert not last["failure"]["retryable"]
    assert ended.returncode == 65
    assert not list(tmp_path.rglob("*.mp4"))
