"""A folder for the tests' databases that goes, and they with it, however the tests end.

``python -m tests.support.databases FOLDER`` waits until its standard input ends, which is when the
tests leave the folder or are killed, then ends what still runs on the folder, and removes it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

_ROOT = Path(__file__).parents[2]
_LIMIT_S = 30.0


@contextmanager
def database_folder(purpose: str) -> Iterator[Path]:
    """An empty folder that the database's own user can reach.

    Not in pytest's own folder: every pytest that starts closes that one to other users, and
    PostgreSQL is another user where the tests run as root.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"unrealugc-{purpose}-"))
    cleaner = subprocess.Popen(
        [sys.executable, "-m", __name__, str(folder)],
        stdin=subprocess.PIPE,
        cwd=_ROOT,
        start_new_session=True,  # what ends the tests' whole group shall not end it
    )
    try:
        yield folder
    finally:
        cleaner.communicate(timeout=3 * _LIMIT_S)


def _ours(folder: str) -> list[psutil.Process]:
    """What was told of the folder in its command or environment, or works in it."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            told = [*process.cmdline(), *process.environ().values(), process.cwd()]
            if process.pid != os.getpid() and any(text.startswith(folder) for text in told):
                found.append(process)
    return found


def main(folder: str) -> None:
    """Wait for the tests' end, then clean up."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    processes = _ours(folder)
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGQUIT)  # PostgreSQL gives back its shared memory first
    for process in psutil.wait_procs(processes, timeout=_LIMIT_S)[1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1])
