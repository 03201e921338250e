"""CPU work of a job, in a process of its own: watched, limited, and killed with its worker."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from unrealugc.queue.forking import ForkServer
from unrealugc.queue.processes import Child, spawn

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


class RunChild(Protocol):
    """Runs a child: :func:`run_child`, as it is or bound to a fork server."""

    def __call__(
        self, module: str, arguments: Sequence[str], *, on_line: OnLine, limits: ChildLimits
    ) -> Coroutine[Any, Any, ChildExit]:
        """As :func:`run_child`."""


async def run_child(
    module: str,
    arguments: Sequence[str],
    *,
    on_line: OnLine,
    limits: ChildLimits,
    fork_server: ForkServer | None = None,
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
        fork_server: starts it sooner, with what the server has imported.

    Raises:
        ChildTimeoutError: a time limit was reached.
        ChildKilledError: a signal ended it.
    """
    command = [module, *arguments]
    if limits.data_bytes and sys.platform == "linux":
        command = ["--data-limit", str(limits.data_bytes), *command]
    child: Child = await (fork_server.start(command) if fork_server else spawn(command))
    stderr: deque[str] = deque(maxlen=_KEPT_STDERR_LINES)
    reader = asyncio.create_task(_keep_stderr(child, stderr))
    try:
        await _follow(child, on_line, limits)
        code = await asyncio.wait_for(child.wait(), _DRAIN_S)
    except TimeoutError as error:
        raise ChildTimeoutError(str(error) or f"{module} did not end") from None
    finally:
        await child.kill()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reader, _DRAIN_S)
        child.close()
    tail = "".join(stderr)
    if code < 0:
        raise ChildKilledError(f"{module} was ended by signal {-code}: {tail[-2000:]}")
    return ChildExit(code, tail)


async def _follow(child: Child, on_line: OnLine, limits: ChildLimits) -> None:
    """Pass lines on until standard output ends."""
    deadline = time.monotonic() + limits.time_s
    while True:
        left_s = deadline - time.monotonic()
        wait_s = min(left_s, limits.silence_s)
        try:
            line = await asyncio.wait_for(child.stdout.readline(), max(0.0, wait_s))
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


async def _keep_stderr(child: Child, lines: deque[str]) -> None:
    while chunk := await child.stderr.read(65536):
        text = chunk.decode(errors="replace")
        lines.extend(text.splitlines(keepends=True))
