"""The installation's embedded server, started and stopped by everyone who needs it.

Several programs may use one embedded server: ``serve``, and a command typed beside it. The
first one starts it and the last one stops it, whichever that is. Each holds a shared lock
on a file while it works; who leaves tries to make its lock the only one, and where that
succeeds nobody else is there and the server is stopped. A program that is killed lets go of
its lock too, so nobody has to count.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from unrealugc.config import Settings
from unrealugc.core.embedded import EmbeddedPostgres, EmbeddedPostgresError

_FOLDER = "postgres"
_USERS = "database.lock"
# Longer than stopping takes: the only one who keeps us waiting is a program that stops it.
_WAIT_LIMIT_S = 120.0


def embedded_postgres(settings: Settings) -> EmbeddedPostgres:
    """The embedded server of the installation's data folder, running or not."""
    return EmbeddedPostgres(settings.data_dir.expanduser().absolute() / _FOLDER)


@contextmanager
def running(server: EmbeddedPostgres) -> Iterator[str]:
    """The embedded server, running while the block lasts; the last user stops it.

    Yields:
        Its libpq URI.

    Raises:
        EmbeddedPostgresError: it did not start.
    """
    server.folder.parent.mkdir(parents=True, exist_ok=True)
    with server.folder.with_name(_USERS).open("w") as users:
        _join(users)
        try:
            yield server.start()
        finally:
            if _is_last(users):
                server.stop()


def _join(users: IO[str]) -> None:
    deadline = time.monotonic() + _WAIT_LIMIT_S
    while not _lock(users, fcntl.LOCK_SH):
        if time.monotonic() > deadline:
            raise EmbeddedPostgresError("Another program has been stopping the database too long.")
        time.sleep(0.05)


def _is_last(users: IO[str]) -> bool:
    return _lock(users, fcntl.LOCK_EX)


def _lock(users: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(users, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
