"""How the bench counts memory."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from bench.measure import run_measured

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/smaps").exists(), reason="this system does not tell what is shared"
)

_MB = 1_000_000
_FORKS = """
import os, time
shared = os.urandom(100_000_000)
child = os.fork()
own = os.urandom(50_000_000 if child == 0 else 10_000_000)
time.sleep(0.6)
if child:
    os.waitpid(child, 0)
"""


def test_what_a_process_had_before_it_forked_counts_once() -> None:
    most = run_measured([sys.executable, "-c", _FORKS]).memory
    assert 160 * _MB < most < 200 * _MB


def test_what_two_processes_map_of_a_file_counts_once(tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(bytes(100_000_000))
    reads = (
        "import mmap, sys, time\n"
        "file = open(sys.argv[1], 'rb')\n"
        "data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)\n"
        "sum(data[::4096]); time.sleep(0.6)"
    )
    both = (
        "import subprocess, sys\n"
        "two = [subprocess.Popen([sys.executable, '-c', *sys.argv[1:]]) for _ in (1, 2)]\n"
        "sys.exit(any([one.wait() for one in two]))"
    )
    most = run_measured([sys.executable, "-c", both, reads, str(tmp_path / "model")]).memory
    assert 100 * _MB < most < 150 * _MB


def test_a_child_that_has_ended_and_was_not_waited_for_does_not_stop_the_counting() -> None:
    grows_later = (
        "import os, time\n"
        "child = os.fork()\n"
        "if child == 0: os._exit(0)\n"
        "time.sleep(0.4)\n"
        "more = os.urandom(80_000_000)\n"
        "time.sleep(0.4)\n"
        "os.waitpid(child, 0)"
    )
    assert run_measured([sys.executable, "-c", grows_later]).memory > 80 * _MB
