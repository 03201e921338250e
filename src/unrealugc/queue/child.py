"""CPU work of a job, in a process of its own: watched, limited, and killed with its worker."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

_LONGEST_LINE = 4 * 1024 * 1024
_KEPT_STDERR_LINES = 40
_DRAIN_S = 5.0

OnLine = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class ChildLimits:
    """What a child may take.

    Args:
        time_s: longest life in seconds.
        silence_s: longest time between two lines on its standard output, in seconds.
        data_bytes: most memory that it may allocate; no limit when 0, and on macOS, whose
            kernel does not enforce one.
    """

    time_s: float
    silence_s: float = 300.0
    data_bytes: int = 0


@dataclass(frozen=True)
class ChildExit:
    """How a child ended by itself: its exit code, and the end of its standard error."""

    code: int
    stderr: str


class ChildError(RuntimeError):
    """The child did not come to an end of its own; another try may fare better."""

    retryable = True


class ChildTimeoutError(ChildError):
    """It took too long, or fell silent, and was killed."""


class ChildKilledError(ChildError):
    """Somebody else killed it: the system, for want of memory, or an operator."""


async def run_child(
    module: str, arguments: Sequence[str], *, on_line: OnLine, limits: ChildLimits
) -> ChildExit:
    """Run ``python -m module`` with arguments until it ends.

    It has a process group of its own, which is killed whole when the limits are reached, when
    this call is cancelled or raises, and when this process dies, by whatever signal.

    Args:
        module: dotted name of a module that is a script.
        arguments: its arguments.
        on_line: awaited with each JSON object that the child prints, one a line; other lines
            are ignored. What it raises ends the child.
        limits: time and memory.

    Raises:
        ChildTimeoutError: a time limit was reached.
        ChildKilledError: a signal ended it.
    """
    process = await asyncio.create_subprocess_exec(
        *_command(module, arguments, limits),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        limit=_LONGEST_LINE,
        start_new_session=True,
    )
    stderr: deque[str] = deque(maxlen=_KEPT_STDERR_LINES)
    reader = asyncio.create_task(_keep_stderr(process, stderr))
    try:
        await _follow(process, on_line, limits)
        code = await asyncio.wait_for(process.wait(), _DRAIN_S)
    except TimeoutError as error:
        raise ChildTimeoutError(str(error) or f"{module} did not end") from None
    finally:
        await _kill(process)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reader, _DRAIN_S)
    tail = "".join(stderr)
    if code < 0:
        raise ChildKilledError(f"{module} was ended by signal {-code}: {tail[-2000:]}")
    return ChildExit(code, tail)


def _command(module: str, arguments: Sequence[str], limits: ChildLimits) -> list[str]:
    command = [sys.executable, "-m", "unrealugc.core.lifeline"]
    if limits.data_bytes and sys.platform == "linux":
        command += ["--data-limit", str(limits.data_bytes)]
    return [*command, module, *arguments]


async def _follow(process: Process, on_line: OnLine, limits: ChildLimits) -> None:
    """Pass lines on until standard output ends."""
    assert process.stdout is not None
    deadline = time.monotonic() + limits.time_s
    while True:
        left_s = deadline - time.monotonic()
        wait_s = min(left_s, limits.silence_s)
        try:
            line = await asyncio.wait_for(process.stdout.readline(), max(0.0, wait_s))
        except TimeoutError:
            reason = "said nothing for" if limits.silence_s < left_s else "took longer than"
            limit_s = limits.silence_s if limits.silence_s < left_s else limits.time_s
            raise TimeoutError(f"the child {reason} {limit_s:g} s") from None
        if not line:
            return
        message = _parsed(line)
        if message is not None:
            await on_line(message)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        message = json.loads(line)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


async def _keep_stderr(process: Process, lines: deque[str]) -> None:
    assert process.stderr is not None
    while chunk := await process.stderr.read(65536):
        text = chunk.decode(errors="replace")
        lines.extend(text.splitlines(keepends=True))


async def _kill(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
