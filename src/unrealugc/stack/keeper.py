"""The process that the embedded database runs under, so that it ends with the stack.

``python -m unrealugc.stack.keeper`` is what the supervisor starts; the settings come in the
environment, and standard input is the lifeline.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from types import FrameType

import psycopg

from unrealugc.config import Settings
from unrealugc.core import lifeline
from unrealugc.core.embedded import EmbeddedPostgresError
from unrealugc.core.logging import configure_logging
from unrealugc.stack.embedded import embedded_postgres, running
from unrealugc.stack.supervisor import EX_CONFIG

_ORPHAN_LIMIT_S = 12.0
_WATCH_S = 0.25


class DatabaseKeeper:
    """Runs the embedded database for as long as its supervisor lives."""

    def __init__(self, settings: Settings) -> None:
        self._server = embedded_postgres(settings)
        self._asked = threading.Event()
        self._orphaned = threading.Event()

    def run(self) -> int:
        """Start it, watch it, stop it; returns the process's exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)
        lifeline.watch(self._orphaned.set)
        try:
            with running(self._server):
                return self._watch()
        except EmbeddedPostgresError as error:
            sys.stderr.write(f"{error}\n")
            return EX_CONFIG

    def _watch(self) -> int:
        while not self._asked.is_set() and not self._orphaned.is_set():
            if self._server.process() is None:
                return 1
            self._asked.wait(_WATCH_S)
        if self._orphaned.is_set():
            self._wait_for_clients()
        return 0

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked.set()

    def _wait_for_clients(self) -> None:
        """Let the API and the worker, orphaned too, end first."""
        deadline = time.monotonic() + _ORPHAN_LIMIT_S
        query = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        with (
            contextlib.suppress(psycopg.Error),
            psycopg.connect(self._server.url, autocommit=True, connect_timeout=5) as connection,
        ):
            while connection.execute(query).fetchone() != (0,) and time.monotonic() < deadline:
                time.sleep(_WATCH_S)


if __name__ == "__main__":
    loaded = Settings()
    configure_logging(loaded.log_level, loaded.log_format)
    sys.exit(DatabaseKeeper(loaded).run())
