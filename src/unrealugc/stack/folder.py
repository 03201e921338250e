"""The data folder belongs to one running stack at a time."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import psutil

_WAIT_S = 45.0


class FolderInUseError(RuntimeError):
    """Another stack runs on the data folder."""


@contextmanager
def hold(data_dir: Path, address: str) -> Iterator[int]:
    """Hold the data folder for the time of the block.

    The lock lives as long as any process has its file open. Children that inherit it keep it,
    so that what a killed stack left behind has ended before the next one begins.

    Args:
        data_dir: created when missing.
        address: where this stack will answer, told to those who come second.

    Returns:
        The lock's file descriptor, for children to inherit.

    Raises:
        FolderInUseError: another stack runs on it, or the remains of one do not end.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = (data_dir / "serve.lock").open("a+")
    except OSError as error:
        raise FolderInUseError(
            f"The data folder {data_dir} cannot be used: {error.strerror}. Choose another with "
            "--data-dir or UNREALUGC_DATA_DIR."
        ) from error
    with file:
        _take(file, data_dir)
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "born": _born(os.getpid()), "at": address}))
        file.flush()
        yield file.fileno()


def _take(file: IO[str], data_dir: Path) -> None:
    deadline = time.monotonic() + _WAIT_S
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = _holder(file)
            if holder is not None:
                raise FolderInUseError(
                    f"UnrealUGC already runs on {data_dir} at {holder['at']} (process "
                    f"{holder['pid']}). Stop it first, or choose another folder with --data-dir."
                ) from None
        if time.monotonic() > deadline:
            raise FolderInUseError(
                f"Processes of an earlier UnrealUGC still use {data_dir} and do not end."
            )
        time.sleep(0.1)


def holder_of(data_dir: Path) -> dict[str, object] | None:
    """The stack that runs on the folder, with its ``pid`` and where it answers, ``at``."""
    try:
        with (data_dir / "serve.lock").open() as file:
            return _holder(file)
    except OSError:
        return None


def _holder(file: IO[str]) -> dict[str, object] | None:
    """Who wrote the lock, if that one still lives."""
    file.seek(0)
    try:
        holder: dict[str, object] = json.loads(file.read())
        alive = _born(int(str(holder["pid"]))) == holder["born"]
    except (ValueError, KeyError, TypeError):
        return None
    return holder if alive else None


def _born(pid: int) -> float | None:
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return None
