"""Keeps a part running: starts it, starts it again when it ends, stops it for good."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Collection, Mapping, Sequence

EX_CONFIG = 78
"""Exit code of a part that another start would not help (``sysexits.h``)."""

_FIRST_DELAY_S = 0.2
_LONGEST_DELAY_S = 10.0
_HEALTHY_S = 30.0

_log = logging.getLogger(__name__)


class Supervised:
    """One part of the stack, kept running as a child process.

    The child leads a session of its own, so that a Ctrl-C in the terminal reaches only the
    supervisor, and reads a lifeline on its standard input, so that it ends with it.

    Args:
        name: for messages.
        command: program and arguments.
        environment: the child's whole environment.
        fds: file descriptors that it inherits.
        output: file descriptor that it writes to; this process's own outputs when ``None``.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        fds: Collection[int],
        output: int | None = None,
    ) -> None:
        self.name = name
        self.refused = asyncio.Event()
        """Set when the child ended with :data:`EX_CONFIG`; it is not started again."""
        self._command = command
        self._environment = environment
        self._fds = fds
        self._output = output
        self._stopping = asyncio.Event()
        self._process: Process | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to keep it running."""
        self._task = asyncio.create_task(self._keep(), name=f"keep {self.name}")

    async def stop(self, limit_s: float) -> None:
        """Ask it to end with SIGTERM, and end it with SIGKILL after ``limit_s`` seconds."""
        self._stopping.set()
        if self._task is None:
            return
        self._send(signal.SIGTERM)
        done, _ = await asyncio.wait({self._task}, timeout=limit_s)
        if not done:
            _log.warning("%s does not stop, killing it", self.name)
            self.kill()
            await self._task

    def kill(self) -> None:
        """End it and its process group at once."""
        self._stopping.set()
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)

    async def _keep(self) -> None:
        delay_s = _FIRST_DELAY_S
        while not self._stopping.is_set():
            started = time.monotonic()
            code = await self._run_once()
            if self._stopping.is_set():
                return
            if code == EX_CONFIG:
                self.refused.set()
                return
            if time.monotonic() - started > _HEALTHY_S:
                delay_s = _FIRST_DELAY_S
            _log.warning(
                "%s ended with %s, starting it again in %.1f s", self.name, _words(code), delay_s
            )
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), delay_s)
            delay_s = min(delay_s * 2, _LONGEST_DELAY_S)

    async def _run_once(self) -> int:
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=PIPE,
            stdout=self._output,
            stderr=self._output,
            env=dict(self._environment),
            pass_fds=tuple(self._fds),
            start_new_session=True,
        )
        if self._stopping.is_set():
            self._send(signal.SIGTERM)
        return await self._process.wait()


def _words(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
