"""A child process does its work, keeps its limits, and never outlives who started it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import psutil
import pytest

from unrealugc.queue.child import (
    ChildExit,
    ChildKilledError,
    ChildLimits,
    ChildTimeoutError,
    RunChild,
    run_child,
)
from unrealugc.queue.forking import ForkServer
from unrealugc.queue.worker import PIPELINE

SAMPLE = "tests.support.sample_child"
GENEROUS = ChildLimits(time_s=60)
PRELOADED = ("tests.support.preloaded",)


@pytest.fixture(params=["spawned", "forked"])
async def run(request: pytest.FixtureRequest) -> AsyncIterator[RunChild]:
    """``run_child`` in both ways to start one."""
    if request.param == "spawned":
        yield run_child
    else:
        async with fork_server() as server:
            yield partial(run_child, fork_server=server)


def fork_server() -> ForkServer:
    if not ForkServer.SUPPORTED:
        pytest.skip("forks only on Linux")
    return ForkServer(PRELOADED)


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


async def test_lines_and_exit_codes(run: RunChild) -> None:
    lines = Lines()
    end = await run(SAMPLE, ["fine"], on_line=lines, limits=GENEROUS)
    assert end == ChildExit(0, "")
    assert lines.seen[1:] == [{"progress": 1}]
    end = await run(SAMPLE, ["bad"], on_line=lines, limits=GENEROUS)
    assert end == ChildExit(65, "what went wrong\n")


@pytest.mark.parametrize(
    ("what", "limits"),
    [
        ("hang", ChildLimits(time_s=60, silence_s=1.5)),
        ("chatter", ChildLimits(time_s=1.5, silence_s=60)),
    ],
)
async def test_time_limits(run: RunChild, what: str, limits: ChildLimits) -> None:
    lines = Lines()
    with pytest.raises(ChildTimeoutError, match=r"1\.5 s"):
        await run(SAMPLE, [what], on_line=lines, limits=limits)
    _assert_gone(*(line["pid"] for line in lines.seen if "pid" in line))


async def test_a_signal_is_told_from_an_exit(run: RunChild) -> None:
    with pytest.raises(ChildKilledError, match="signal 9"):
        await run(SAMPLE, ["killed"], on_line=Lines(), limits=GENEROUS)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's data")
async def test_memory_limit(run: RunChild) -> None:
    limits = ChildLimits(time_s=60, data_bytes=1024**3)
    end = await run(SAMPLE, ["greedy"], on_line=Lines(), limits=limits)
    assert end.code == 1
    assert "MemoryError" in end.stderr


async def test_cancelling_kills_the_whole_family(run: RunChild) -> None:
    lines = Lines()
    task = asyncio.create_task(run(SAMPLE, ["family"], on_line=lines, limits=GENEROUS))
    family = await lines.value("pid"), await lines.value("grandchild")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    _assert_gone(*family)


@pytest.mark.parametrize("parent", ["spawning", "forking"])
def test_the_family_dies_with_a_killed_parent(parent: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.sample_parent", parent],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        family = [int(process.stdout.readline()) for _ in range(2)]
        family += [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
        process.kill()
    _assert_gone(*family)


async def test_a_forked_child_has_what_its_server_imported() -> None:
    lines = Lines()
    async with fork_server() as server:
        for _ in range(2):
            end = await run_child(
                SAMPLE, ["modules"], on_line=lines, limits=GENEROUS, fork_server=server
            )
            assert end == ChildExit(0, "")
    said = [line for line in lines.seen if "preloaded_in" in line]
    assert len({line["pid"] for line in said}) == 2
    assert {line["preloaded_in"] for line in said} == {said[0]["parent"]}


@pytest.mark.skipif(not ForkServer.SUPPORTED, reason="forks only on Linux")
async def test_the_pipeline_has_no_thread_that_a_fork_would_lose() -> None:
    lines = Lines()
    async with ForkServer(PIPELINE) as server:
        await run_child(SAMPLE, ["modules"], on_line=lines, limits=GENEROUS, fork_server=server)
        # OpenBLAS has some, which it ends before every fork and makes again in the child.
        assert psutil.Process(await lines.value("parent")).num_threads() == 1


async def test_children_of_one_server_end_apart() -> None:
    async with fork_server() as server:
        run = partial(run_child, limits=GENEROUS, fork_server=server)
        first, second = Lines(), Lines()
        tasks = [
            asyncio.create_task(run(SAMPLE, ["family"], on_line=lines)) for lines in (first, second)
        ]
        gone = await first.value("pid"), await first.value("grandchild")
        stays = await second.value("pid"), await second.value("grandchild")
        tasks[0].cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await tasks[0]
        _assert_gone(*gone)
        assert all(psutil.pid_exists(pid) for pid in stays)
        assert await run(SAMPLE, ["fine"], on_line=Lines()) == ChildExit(0, "")
        assert not tasks[1].done()
    with pytest.raises(ChildKilledError):
        await tasks[1]
    _assert_gone(*stays)


async def test_a_killed_server_ends_its_children_and_is_replaced() -> None:
    lines = Lines()
    async with fork_server() as server:
        run = partial(run_child, limits=GENEROUS, fork_server=server)
        task = asyncio.create_task(run(SAMPLE, ["family"], on_line=lines))
        family = await lines.value("pid"), await lines.value("grandchild")
        parent = psutil.Process(family[0]).parent()
        assert parent is not None
        parent.kill()
        with pytest.raises(ChildKilledError, match="signal 9"):
            await task
        _assert_gone(*family, parent.pid)
        assert await run(SAMPLE, ["fine"], on_line=Lines()) == ChildExit(0, "")


def _kill_unseen(pid: int) -> None:
    """Kill a process of ours and wait for its end, which the loop, standing still, does not see."""
    os.kill(pid, signal.SIGKILL)
    # The loop's thread that waits for it may have been told already.
    with contextlib.suppress(ChildProcessError):
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)


@pytest.mark.skipif(not ForkServer.SUPPORTED, reason="forks only on Linux")
async def test_a_server_whose_death_was_not_reported_yet_is_replaced() -> None:
    lines = Lines()
    async with ForkServer(PRELOADED) as server:
        run = partial(run_child, SAMPLE, limits=GENEROUS, fork_server=server)
        await run(["modules"], on_line=lines)
        _kill_unseen(await lines.value("parent"))
        several = [run(["fine"], on_line=Lines()) for _ in range(3)]
        assert await asyncio.gather(*several) == [ChildExit(0, "")] * 3


@pytest.mark.skipif(not ForkServer.SUPPORTED, reason="forks only on Linux")
async def test_an_idle_server_ends_and_comes_back() -> None:
    lines = Lines()
    async with ForkServer(PRELOADED, idle_s=0.0) as server:
        run = partial(run_child, limits=GENEROUS, fork_server=server, on_line=lines)
        for _ in range(2):
            assert await run(SAMPLE, ["modules"]) == ChildExit(0, "")
            await asyncio.to_thread(_assert_gone, lines.seen[-1]["parent"])
    parents = {line["parent"] for line in lines.seen if "parent" in line}
    assert len(parents) == 2
