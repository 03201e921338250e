"""What a program costs, with everything that it starts: CPU seconds, memory at its most, time."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_EVERY_S = 0.05
_KB = 1024


@dataclass(frozen=True, slots=True)
class Usage:
    """CPU seconds of all threads and children, the most memory of all together in bytes (see
    ``memory_of``), and seconds on the clock."""

    cpu: float
    memory: int
    wall: float


class MeasuredError(RuntimeError):
    """The program failed; the end of what it said is in the message."""


def run_measured(
    command: Sequence[str], on_line: Callable[[str, float], None] | None = None
) -> Usage:
    """Run a command to its end.

    ``on_line`` is told each line of its output and the CPU seconds spent until then.
    """
    with tempfile.TemporaryFile("w+") as errors:
        began = time.monotonic()
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=_environment()
        )
        watcher = Watcher(process.pid)
        watcher.start()
        assert process.stdout is not None
        for line in process.stdout:
            if on_line is not None:
                on_line(line, cpu_of(process.pid))
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        watcher.stop()
        if process.returncode:
            errors.seek(0)
            raise MeasuredError(f"{' '.join(command)}: {errors.read()[-2000:]}")
        wall = time.monotonic() - began
    return Usage(used.ru_utime + used.ru_stime, watcher.most, wall)


class Watcher(threading.Thread):
    """Looks at a process and its children again and again."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._process = psutil.Process(pid)
        self._done = threading.Event()
        self.most = 0

    def run(self) -> None:
        while not self._done.wait(_EVERY_S):
            try:
                family = [self._process, *self._process.children(recursive=True)]
                self.most = max(self.most, memory_of(family))
            except (psutil.Error, OSError):
                continue  # One of them ended meanwhile.

    def stop(self) -> None:
        self._done.set()
        self.join()


def memory_of(family: Sequence[psutil.Process]) -> int:
    """Bytes that some processes hold in memory together, a page that they share counted once.

    Pages of files count in full though processes outside the family may have mapped them too:
    it would need them if it ran alone. Without ``/proc``, shared pages count once a process.
    """
    if len(family) == 1 or not Path("/proc/self/smaps").exists():
        return sum(one.memory_info().rss for one in family)
    private = 0
    files: dict[str, int] = {}
    for one in family:
        # One that has ended, and was not yet asked for its exit code, has no memory any more.
        if one.status() == psutil.STATUS_ZOMBIE:
            continue
        private += _anonymous_share(one.pid)
        mapped: dict[str, int] = {}
        for name, size in _mapped_files(one.pid):
            mapped[name] = mapped.get(name, 0) + size
        files = {name: max(files.get(name, 0), mapped.get(name, 0)) for name in files | mapped}
    return private + sum(files.values())


def _anonymous_share(pid: int) -> int:
    """Bytes of memory that is of no file, divided by how many forked processes share it."""
    facts = dict(line.split(":", 1) for line in _read(pid, "smaps_rollup")[1:])
    return _KB * int(facts["Pss_Anon"].split()[0])


def _mapped_files(pid: int) -> Iterator[tuple[str, int]]:
    """The path and the bytes in memory of each part of a file that a process has mapped."""
    path, resident = "", 0
    for line in _read(pid, "smaps"):
        if line.startswith("Rss:"):
            resident = int(line.split()[1])
        elif line.startswith("Anonymous:"):
            # What a process has written to its copy of a file is no longer the file's.
            if path.startswith("/"):
                yield path, _KB * (resident - int(line.split()[1]))
        elif "-" in line.split(" ", 1)[0]:
            path = line.split(maxsplit=5)[5] if line.count("/") else ""


def _read(pid: int, name: str) -> list[str]:
    return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8").splitlines()


def cpu_of(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def _environment() -> dict[str, str]:
    """As a user has it: Python keeps what it has compiled."""
    kept = {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}
    return kept | {"PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "unrealugc-bench")}


_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
