"""Starts processes in milliseconds: forks them from one that has imported what they need.

``python -m unrealugc.core.forkserver MODULE …`` imports the modules and then serves requests on
its standard input, a Unix socket of kind SOCK_SEQPACKET. A request is a JSON list, the arguments
of ``core.lifeline``, and four descriptors: the channel, then the child's standard input, output
and error. On the channel, a stream socket, the server says two lines: the child's process id, and
its exit code (of a signal, its negative number). When the other side closes the channel, the
child is killed with its whole group, if it is still there; when that is done, so does the server.
When its standard input ends, it kills all children and ends. It needs Linux.

The server makes no thread and computes nothing: threads do not survive a fork, and whatever it
wrote to would not be shared with its children any more.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

from unrealugc.core import lifeline

LONGEST_REQUEST = 128 * 1024
DESCRIPTORS = 4


class _Server:
    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._channels: dict[int, socket.socket] = {}
        self._running: set[int] = set()
        # Unlike the other kinds, this one has no descriptor that children would share.
        self._selector = selectors.PollSelector()
        self._woken, self._waker = os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(self._waker, False)
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        self._selector.register(control, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)

    def serve(self) -> None:
        """Serve until nobody is there to ask."""
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._control:
                    request, descriptors, _, _ = socket.recv_fds(
                        self._control, LONGEST_REQUEST, DESCRIPTORS
                    )
                    if not request:
                        return self._end_all()
                    self._fork(json.loads(request), descriptors)
                elif key.data is None:
                    self._report()
                else:
                    self._end(key.data)

    def _fork(self, command: list[str], descriptors: Sequence[int]) -> None:
        pid = os.fork()
        if pid == 0:
            self._leave()
            _become(command, descriptors)
        channel = socket.socket(fileno=descriptors[0])
        for descriptor in descriptors[1:]:
            os.close(descriptor)
        self._channels[pid] = channel
        self._running.add(pid)
        self._selector.register(channel, selectors.EVENT_READ, pid)
        self._say(pid, pid)

    def _report(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._woken, 4096)
        for pid in tuple(self._running):
            # It stays a zombie, so that nothing else gets its id while somebody may kill it.
            ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended is not None:
                self._running.discard(pid)
                by_itself = ended.si_code == os.CLD_EXITED
                self._say(pid, ended.si_status if by_itself else -ended.si_status)

    def _say(self, pid: int, number: int) -> None:
        # Who has gone meanwhile has closed the channel, which is looked at next.
        with contextlib.suppress(OSError):
            self._channels[pid].send(f"{number}\n".encode())

    def _end(self, pid: int) -> None:
        # Also by its own id: it may not have come to making a group of its own.
        os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self._running.discard(pid)
        channel = self._channels.pop(pid)
        self._selector.unregister(channel)
        channel.close()

    def _end_all(self) -> None:
        for pid in tuple(self._channels):
            self._end(pid)

    def _leave(self) -> None:
        """Let go, in a child, of all that is the server's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(self._woken)
        os.close(self._waker)
        self._control.close()
        for channel in self._channels.values():
            channel.close()


def _become(command: list[str], descriptors: Sequence[int]) -> NoReturn:
    """Run ``core.lifeline`` as a new process would, and end."""
    code = 1
    try:
        os.setsid()
        os.close(descriptors[0])
        for number, descriptor in enumerate(descriptors[1:]):
            os.dup2(descriptor, number)
            os.close(descriptor)
        lifeline.main(command)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main(modules: Sequence[str]) -> None:
    """Import the modules and serve."""
    for name in modules:
        importlib.import_module(name)
    # What is alive now will not die: the collector need not write to it in every child.
    gc.collect()
    gc.freeze()
    _Server(socket.socket(fileno=0)).serve()


if __name__ == "__main__":
    main(sys.argv[1:])
