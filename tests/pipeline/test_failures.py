"""What went wrong is told from what it looks like."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from unrealugc.catalog.creators import stock_creators
from unrealugc.pipeline.failures import Failure, as_provider_error
from unrealugc.pipeline.job import RenderJob
from unrealugc.providers.base import VoiceSpec
from unrealugc.providers.errors import OutOfMemoryError, ResourcesExhaustedError

_LINUX = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux limits what a process may allocate"
)
_MB = 1_000_000


def test_a_full_disk_is_no_want_of_memory() -> None:
    known = as_provider_error(OSError(errno.ENOSPC, "No space left on device"))
    assert type(known) is ResourcesExhaustedError


def test_what_came_of_want_of_memory_is_known_for_it() -> None:
    try:
        try:
            raise OSError(errno.ENOMEM, "Cannot allocate memory")
        except OSError as error:
            raise ValueError("no picture") from error
    except ValueError as error:
        known = as_provider_error(error)
    assert isinstance(known, OutOfMemoryError)
    assert "no picture" in known.detail


def test_an_opencv_that_gets_no_memory() -> None:
    with pytest.raises(cv2.error) as caught:
        cv2.resize(np.zeros((1, 1), np.float64), (2**20, 2**20))
    assert isinstance(as_provider_error(caught.value), OutOfMemoryError)


def test_another_fault_is_not_taken_for_it() -> None:
    with pytest.raises(cv2.error) as caught:
        cv2.resize(np.zeros((0, 0), np.uint8), (2, 2))
    assert not isinstance(as_provider_error(caught.value), ResourcesExhaustedError)


_ENCODES = """
import re, resource, sys
from pathlib import Path
from unrealugc.pipeline.encode import SegmentWriter
from unrealugc.pipeline.failures import as_provider_error

used = int(re.search(r"VmData:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
resource.setrlimit(resource.RLIMIT_DATA, (used + int(sys.argv[2]), -1))
try:
    with SegmentWriter(Path(sys.argv[1]), (1080, 1920), 30) as writer:
        for _ in range(90):
            writer.write()
except Exception as error:
    print(as_provider_error(error).code)
"""


@_LINUX
@pytest.mark.parametrize("megabytes", [20, 120])
def test_an_encoder_that_gets_no_memory(tmp_path: Path, megabytes: int) -> None:
    """Neither at its start nor on the way."""
    command = [sys.executable, "-c", _ENCODES, str(tmp_path / "x.mp4"), str(megabytes * _MB)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert told.strip() == "out_of_memory"


@_LINUX
def test_a_render_that_may_not_have_what_it_needs_says_so(tmp_path: Path) -> None:
    person = next(iter(stock_creators().values()))
    job = RenderJob(
        script="I love it.", rig=person.rig, voice=VoiceSpec(person.voice), duration_seconds=5
    )
    request = tmp_path / "job.json"
    request.write_text(job.model_dump_json())
    limited = ["-m", "unrealugc.core.lifeline", "--data-limit", str(400 * _MB)]
    child = ["unrealugc.pipeline.child", str(request), str(tmp_path / "work")]
    with subprocess.Popen(
        [sys.executable, *limited, *child],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = [json.loads(line) for line in process.stdout]
    assert process.returncode == os.EX_TEMPFAIL
    failure = Failure.model_validate(lines[-1]["failure"])
    assert (failure.code, failure.retryable) == ("out_of_memory", True)
    assert failure.message == OutOfMemoryError.default_message
    assert "may allocate 400 MB" in failure.detail
