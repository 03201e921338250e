"""A child process as those see it who follow it, and the ordinary way to start one."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio import StreamReader
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from typing import Protocol

LONGEST_LINE = 4 * 1024 * 1024
"""Of what a child prints, in bytes."""


class Child(Protocol):
    """A process with a group of its own, which ends when this process does."""

    @property
    def stdout(self) -> StreamReader:
        """What it prints."""

    @property
    def stderr(self) -> StreamReader:
        """What it complains of."""

    async def wait(self) -> int:
        """Wait for its end; its exit code, of a signal that signal's negative number."""

    async def kill(self) -> None:
        """Kill what is left of its group, and wait until it is gone itself."""

    def close(self) -> None:
        """Let its streams go."""


class SpawnedChild:
    """A child that is a new interpreter."""

    def __init__(self, process: Process) -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        self.stdout = process.stdout
        self.stderr = process.stderr
        self._process = process

    async def wait(self) -> int:
        """As ``Child`` says."""
        return await self._process.wait()

    async def kill(self) -> None:
        """As ``Child`` says."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()

    def close(self) -> None:
        """They close themselves."""


async def spawn(command: Sequence[str]) -> SpawnedChild:
    """Start ``core.lifeline`` with these arguments."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "unrealugc.core.lifeline", *command),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        limit=LONGEST_LINE,
        start_new_session=True,
    )
    return SpawnedChild(process)
