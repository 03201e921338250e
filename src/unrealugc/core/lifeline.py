"""Processes that end with the one that started them, however that one ended.

The parent holds the writing end of a pipe that is the child's standard input and never writes.
When the parent is gone, by whatever signal, the system closes that end and the child's read
returns; this works alike on every Unix.

``python -m unrealugc.core.lifeline [--data-limit BYTES] MODULE [ARGUMENT …]`` runs a module as a
script on such a lifeline: it is killed, with everything that it started, when the parent dies.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
from collections.abc import Callable

from unrealugc.core.limits import limit_data

_STDIN = 0


def watch(on_parent_gone: Callable[[], None]) -> None:
    """Call a function, in a thread of its own, once the parent is gone.

    Standard input must be the reading end of the parent's pipe.
    """
    threading.Thread(target=_wait, args=(on_parent_gone,), name="lifeline", daemon=True).start()


def _wait(on_parent_gone: Callable[[], None]) -> None:
    while os.read(_STDIN, 4096):
        pass
    on_parent_gone()


def _kill_group() -> None:
    os.killpg(os.getpgid(0), signal.SIGKILL)


def main(arguments: list[str]) -> None:
    """Run a module as ``__main__`` on the lifeline."""
    if arguments[0] == "--data-limit":
        limit_data(int(arguments[1]))
        arguments = arguments[2:]
    watch(_kill_group)
    sys.argv = arguments
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
