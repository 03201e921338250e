"""The parts of the stack, each the main program of a process.

``python -m unrealugc.stack.parts database|api|worker`` is what the supervisor starts; the
settings come in the environment, and standard input is the lifeline.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
import threading
import time
from types import FrameType

import psycopg
import uvicorn

from unrealugc.app import create_app
from unrealugc.config import Settings
from unrealugc.core import lifeline
from unrealugc.core.db import Database
from unrealugc.core.embedded import EmbeddedPostgresError
from unrealugc.core.logging import configure_logging
from unrealugc.queue.worker import run_worker
from unrealugc.stack.database import embedded_postgres, running
from unrealugc.stack.supervisor import EX_CONFIG
from unrealugc.storage import open_storage

SOCKET_VARIABLE = "UNREALUGC_LISTEN_FD"

_GRACE_S = 5
_ORPHAN_LIMIT_S = 12.0
_WATCH_S = 0.25


def run_api(settings: Settings, database_url: str, listening: socket.socket) -> None:
    """Answer requests until SIGTERM or SIGINT; running ones get a few seconds to end."""
    app = create_app(settings, database_url)
    config = uvicorn.Config(
        app,
        log_config=None,
        proxy_headers=False,  # the gate decides whom to believe
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_GRACE_S,
    )
    uvicorn.Server(config).run(sockets=[listening])


def run_worker_process(settings: Settings, database_url: str) -> None:
    """Run jobs until SIGTERM or SIGINT; running jobs then go back to the queue."""
    asyncio.run(_work(settings, database_url))


async def _work(settings: Settings, database_url: str) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with Database(
        database_url, pool_size=settings.pool_size, timeout_s=settings.database_timeout_s
    ) as database:
        await run_worker(settings, database, open_storage(settings), stop)


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


def end_when_orphaned() -> None:
    """End this process as SIGTERM would when the supervisor dies, and for sure soon after."""

    def end() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_ORPHAN_LIMIT_S)
        os._exit(1)

    lifeline.watch(end)


def main(part: str) -> int:
    """Run one part."""
    settings = Settings()
    configure_logging(settings.log_level, settings.log_format)
    if part == "database":
        return DatabaseKeeper(settings).run()
    assert settings.database_url is not None, "the supervisor gives every part the database"
    end_when_orphaned()
    if part == "api":
        listening = socket.socket(fileno=int(os.environ[SOCKET_VARIABLE]))
        run_api(settings, settings.database_url, listening)
    else:
        run_worker_process(settings, settings.database_url)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
