"""A child process does its work, keeps its limits, and never outlives who started it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any

import psutil
import pytest

from unrealugc.queue.child import (
    ChildExit,
    ChildKilledError,
    ChildLimits,
    ChildTimeoutError,
    run_child,
)

SAMPLE = "tests.support.sample_child"
GENEROUS = ChildLimits(time_s=60)


class Lines:
    """Collects what a child says."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.arrived = asyncio.Event()

    async def __call__(self, line: dict[str, Any]) -> None:
        self.seen.append(line)
        self.arrived.set()

    async def value(self, name: str) -> int:
        """Wait for the line that has a field of that name."""
        async with asyncio.timeout(60):
            while True:
                for line in self.seen:
                    if name in line:
                        return int(line[name])
                self.arrived.clear()
                await self.arrived.wait()


def _assert_gone(*pids: int) -> None:
    for pid in pids:
        try:
            psutil.Process(pid).wait(30)
        except psutil.NoSuchProcess:
            continue


async def test_lines_and_exit_codes() -> None:
    lines = Lines()
    end = await run_child(SAMPLE, ["fine"], on_line=lines, limits=GENEROUS)
    assert end == ChildExit(0, "")
    assert lines.seen[1:] == [{"progress": 1}]
    end = await run_child(SAMPLE, ["bad"], on_line=lines, limits=GENEROUS)
    assert end == ChildExit(65, "what went wrong\n")


@pytest.mark.parametrize(
    ("what", "limits"),
    [
        ("hang", ChildLimits(time_s=60, silence_s=1.5)),
        ("chatter", ChildLimits(time_s=1.5, silence_s=60)),
    ],
)
async def test_time_limits(what: str, limits: ChildLimits) -> None:
    lines = Lines()
    with pytest.raises(ChildTimeoutError, match=r"1\.5 s"):
        await run_child(SAMPLE, [what], on_line=lines, limits=limits)
    _assert_gone(*(line["pid"] for line in lines.seen if "pid" in line))


async def test_a_signal_is_told_from_an_exit() -> None:
    with pytest.raises(ChildKilledError, match="signal 9"):
        await run_child(SAMPLE, ["killed"], on_line=Lines(), limits=GENEROUS)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's data")
async def test_memory_limit() -> None:
    limits = ChildLimits(time_s=60, data_bytes=1024**3)
    end = await run_child(SAMPLE, ["greedy"], on_line=Lines(), limits=limits)
    assert end.code == 1
    assert "MemoryError" in end.stderr


async def test_cancelling_kills_the_whole_family() -> None:
    lines = Lines()
    task = asyncio.create_task(run_child(SAMPLE, ["family"], on_line=lines, limits=GENEROUS))
    family = await lines.value("pid"), await lines.value("grandchild")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    _assert_gone(*family)


def test_the_family_dies_with_a_killed_parent() -> None:
    script = (
        "import asyncio, tests.queue.test_child as t\n"
        "from unrealugc.queue.child import run_child\n"
        "async def show(line): print(*line.values(), flush=True)\n"
        "asyncio.run(run_child(t.SAMPLE, ['family'], on_line=show, limits=t.GENEROUS))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        family = int(parent.stdout.readline()), int(parent.stdout.readline())
        parent.kill()
    _assert_gone(*family)
