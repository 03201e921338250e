"""The API and the worker, each the main program of a process.

``python -m unrealugc.stack.parts api|worker`` is what the supervisor starts; the settings come
in the environment, and standard input is the lifeline.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
import time

import psycopg
import uvicorn

from unrealugc.app import create_app
from unrealugc.config import Settings
from unrealugc.core import lifeline
from unrealugc.core.db import Database
from unrealugc.core.logging import configure_logging
from unrealugc.core.revision import newest_revision
from unrealugc.queue.worker import run_worker
from unrealugc.stack.listen import SOCKET_VARIABLE
from unrealugc.storage import open_storage

_GRACE_S = 5
_SCHEMA_LIMIT_S = 120.0
_POLL_S = 0.1
_ORPHAN_LIMIT_S = 10.0


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


def end_when_orphaned() -> None:
    """End this process as SIGTERM would when the supervisor dies, and for sure soon after."""

    def end() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_ORPHAN_LIMIT_S)
        os._exit(1)

    lifeline.watch(end)


def wait_for_schema(database_url: str) -> None:
    """Wait until the database is there and has this version's schema.

    Raises:
        TimeoutError: it is not so within two minutes.
    """
    deadline = time.monotonic() + _SCHEMA_LIMIT_S
    while time.monotonic() < deadline:
        with (
            contextlib.suppress(psycopg.OperationalError, psycopg.errors.UndefinedTable),
            psycopg.connect(database_url, connect_timeout=5) as connection,
        ):
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            if found == (newest_revision(),):
                return
        time.sleep(_POLL_S)
    raise TimeoutError("the database has not come to this version's schema")


def main(part: str) -> None:
    """Run one part."""
    settings = Settings()
    configure_logging(settings.log_level, settings.log_format)
    assert settings.database_url is not None, "the supervisor gives every part the database"
    end_when_orphaned()
    wait_for_schema(settings.database_url)
    if part == "api":
        listening = socket.socket(fileno=int(os.environ[SOCKET_VARIABLE]))
        run_api(settings, settings.database_url, listening)
    else:
        run_worker_process(settings, settings.database_url)


if __name__ == "__main__":
    main(sys.argv[1])
