"""Children that start in milliseconds, as forks of a process that has loaded what they need."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import Process
from collections.abc import Sequence
from contextlib import ExitStack
from types import TracebackType

from unrealugc.core.forkserver import DESCRIPTORS, LONGEST_REQUEST
from unrealugc.queue.processes import LONGEST_LINE

_Stream = tuple[StreamReader, StreamWriter]


class ForkedChild:
    """A child of a fork server; a ``processes.Child``.

    Args:
        streams: the channel, then its standard input, output and error.
    """

    def __init__(self, streams: Sequence[_Stream]) -> None:
        (self._channel, self._asking), _, (self.stdout, _), (self.stderr, _) = streams
        self._streams = streams
        loop = asyncio.get_running_loop()
        self.pid: asyncio.Future[int | None] = loop.create_future()
        """Its process id; ``None`` where the server died before it made the child."""
        self._code: asyncio.Future[int] = loop.create_future()
        self.gone = loop.create_task(self._listen())
        """Done when there is nothing left of it."""

    async def wait(self) -> int:
        """As ``Child`` says; SIGKILL's where the server died, since nobody can tell any more."""
        return await asyncio.shield(self._code)

    async def kill(self) -> None:
        """As ``Child`` says."""
        with contextlib.suppress(OSError):
            self._asking.write_eof()
        await asyncio.shield(self.gone)

    def close(self) -> None:
        """As ``Child`` says."""
        for _, writer in self._streams:
            writer.close()

    async def _listen(self) -> None:
        pid = await self._number()
        self.pid.set_result(pid)
        code = await self._number()
        if code is None and pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        self._code.set_result(-signal.SIGKILL if code is None else code)
        await self._number()

    async def _number(self) -> int | None:
        try:
            line = await self._channel.readline()
        except ConnectionResetError:
            return None
        return int(line) if line else None


class ForkServer:
    """Starts children from a process that has imported some modules; a context to be left.

    The server starts with the first child, and anew when it has died. It ends when it has had no
    child for a while, and with this process, however that ends.

    Args:
        modules: dotted names of what children need; importing them must make no thread.
        idle_s: how long the server stays without a child, in seconds.
    """

    SUPPORTED = sys.platform == "linux"
    """Elsewhere there are libraries that do not bear a fork."""

    def __init__(self, modules: Sequence[str], *, idle_s: float = 600.0) -> None:
        self._modules = modules
        self._idle_s = idle_s
        self._starting = asyncio.Lock()
        self._server: Process | None = None
        self._control: socket.socket | None = None
        self._children: set[ForkedChild] = set()
        self._asked = 0

    async def __aenter__(self) -> ForkServer:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._dismiss()
        if self._server:
            await self._server.wait()

    async def start(self, command: Sequence[str]) -> ForkedChild:
        """Start ``core.lifeline`` with these arguments.

        Where the server dies while it is asked, the child ends as if it had been killed.
        """
        request = json.dumps(list(command)).encode()
        if len(request) > LONGEST_REQUEST:
            raise ValueError(f"a command of {len(request)} bytes is too long")
        self._asked += 1
        control = await self._running()
        with ExitStack() as theirs, ExitStack() as ours:
            streams: list[_Stream] = []
            handed: list[int] = []
            for _ in range(DESCRIPTORS):
                here, there = socket.socketpair()
                handed.append(theirs.enter_context(there).fileno())
                stream = await asyncio.open_unix_connection(sock=here, limit=LONGEST_LINE)
                ours.callback(stream[1].close)
                streams.append(stream)
            # Nothing is awaited, and so cancelled, between the child's start and its return.
            if not _asked(control, request, handed):
                # It has died, and its end was not reported yet.
                if self._control is control:
                    self._dismiss()
                _asked(await self._running(), request, handed)
            ours.pop_all()
        child = ForkedChild(streams)
        self._children.add(child)
        child.gone.add_done_callback(lambda _: self._lost(child))
        return child

    async def _running(self) -> socket.socket:
        async with self._starting:
            if self._control and self._server and self._server.returncode is None:
                return self._control
            self._dismiss()
            self._control, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
            with theirs:
                self._server = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "unrealugc.core.forkserver", *self._modules),
                    stdin=theirs.fileno(),
                    start_new_session=True,
                )
            return self._control

    def _lost(self, child: ForkedChild) -> None:
        self._children.discard(child)
        loop = asyncio.get_running_loop()
        loop.call_later(self._idle_s, self._dismiss_if_idle, self._asked)

    def _dismiss_if_idle(self, asked: int) -> None:
        if asked == self._asked and not self._children:
            self._dismiss()

    def _dismiss(self) -> None:
        """Let the server end, which it does by itself."""
        if self._control:
            self._control.close()
            self._control = None


def _asked(control: socket.socket, request: bytes, handed: Sequence[int]) -> bool:
    """Send a server a request with descriptors; whether it was there to get it."""
    if control.fileno() < 0:
        return False  # Dismissed meanwhile.
    try:
        socket.send_fds(control, [request], handed)
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True
