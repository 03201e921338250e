"""What a child of a worker's fork server costs, as ``measure`` says it of a program."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

import psutil

from bench.measure import MeasuredError, Usage, Watcher, cpu_of
from unrealugc.queue.forking import ForkServer
from unrealugc.queue.worker import PIPELINE


def run_forked(command: Sequence[str], on_line: Callable[[str, float], None]) -> Usage:
    """Run ``python -m`` with these arguments to its end, as a fork.

    CPU and time count from the fork; memory is that of the child and its server together.
    ``on_line`` is told each line of its output and the CPU seconds spent until then.
    """
    return asyncio.run(_run(command, on_line))


async def _run(command: Sequence[str], on_line: Callable[[str, float], None]) -> Usage:
    async with ForkServer(PIPELINE) as server:
        child = await server.start(command)
        try:
            pid = await child.pid
            began = time.monotonic()
            if pid is None:
                raise MeasuredError("the fork server died")
            watcher = Watcher(psutil.Process(pid).ppid())
            watcher.start()
            while line := await child.stdout.readline():
                on_line(line.decode(), cpu_of(pid))
            code = await child.wait()
            wall = time.monotonic() - began
            watcher.stop()
            if code:
                raise MeasuredError(f"{command}: {(await child.stderr.read()).decode()[-2000:]}")
            # What has ended and was not yet killed is still there to be asked.
            return Usage(cpu_of(pid), watcher.most, wall)
        finally:
            await child.kill()
            child.close()
