"""The whole stack in one process tree: database, API and worker under one supervisor."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx
import psycopg

from unrealugc.config import Settings
from unrealugc.core.db import Database
from unrealugc.core.migrate import migrate
from unrealugc.stack.embedded import embedded_postgres
from unrealugc.stack.environment import environment_of
from unrealugc.stack.folder import hold
from unrealugc.stack.listen import SOCKET_VARIABLE, listen
from unrealugc.stack.owner import Owner, first_start
from unrealugc.stack.supervisor import Supervised
from unrealugc.storage import open_storage

DATABASE_LIMIT_S = 100.0
READY_LIMIT_S = 90.0
_STOP_LIMIT_S = 12.0
_STOP_DATABASE_LIMIT_S = 40.0
_POLL_S = 0.1

_log = logging.getLogger(__name__)


class StackError(RuntimeError):
    """The stack cannot run; the message says why."""


@dataclass(frozen=True)
class Ready:
    """What there is to say once everything runs: the address, and the owner at first start."""

    url: str
    owner: Owner | None


class Stack:
    """The parts of one installation, as children of this process.

    Args:
        settings: the installation's settings.
        listening: the socket that the API answers on.
        lock_fd: the data folder's lock, which the children inherit.
        output: file descriptor that the children write to; this process's own when ``None``.
    """

    def __init__(
        self,
        settings: Settings,
        listening: socket.socket,
        lock_fd: int,
        output: int | None = None,
    ) -> None:
        self._listening = listening
        self._lock_fd = lock_fd
        self._output = output
        port = listening.getsockname()[1]
        self._settings = settings.model_copy(
            update={"data_dir": settings.data_dir.expanduser().absolute(), "port": port}
        )
        self.url = self._settings.local_url
        self._database: Supervised | None = None
        self._parts: list[Supervised] = []

    async def start(self) -> Ready:
        """Start everything, in order, and wait until it answers.

        Raises:
            StackError: a part did not come up, or the storage's address is none.
            NewerDatabaseError: the database belongs to a newer version.
        """
        try:
            open_storage(self._settings)
        except ValueError as error:
            raise StackError(f"UNREALUGC_STORAGE_URL is not usable: {error}") from error
        url = self._settings.database_url
        if url is None:
            self._database = self._part("database", "unrealugc.stack.keeper")
            self._database.start()
            url = embedded_postgres(self._settings).url
        self._settings = self._settings.model_copy(update={"database_url": url})
        # They load while the database starts, and wait for its schema by themselves.
        self._parts = [
            self._part("worker", "unrealugc.stack.parts", "worker"),
            self._part("api", "unrealugc.stack.parts", "api", fds=[self._listening.fileno()]),
        ]
        for part in self._parts:
            part.start()
        await self._until_reachable(url)
        await asyncio.to_thread(migrate, url)
        async with Database(url, pool_size=1) as database:
            owner = await first_start(database)
        await self._until_healthy()
        return Ready(self.url, owner)

    async def stop(self) -> None:
        """Stop everything, the database last, and wait until it is gone."""
        await asyncio.gather(*(part.stop(_STOP_LIMIT_S) for part in self._parts))
        if self._database is not None:
            await self._database.stop(_STOP_DATABASE_LIMIT_S)

    def kill(self) -> None:
        """End the API and the worker at once; the database still stops in order."""
        for part in self._parts:
            part.kill()

    def _part(self, name: str, *module: str, fds: Sequence[int] = ()) -> Supervised:
        command = [sys.executable, "-m", *module]
        fds = [self._lock_fd, *fds]
        environment = environment_of(self._settings)
        environment[SOCKET_VARIABLE] = str(self._listening.fileno())
        return Supervised(name, command, environment, fds, self._output)

    async def _until_reachable(self, url: str) -> None:
        deadline = time.monotonic() + DATABASE_LIMIT_S
        reason = ""
        while time.monotonic() < deadline:
            if self._database is not None and self._database.refused.is_set():
                break
            try:
                await (await psycopg.AsyncConnection.connect(url, connect_timeout=5)).close()
                return
            except psycopg.OperationalError as error:
                reason = f" {error}"
            await asyncio.sleep(_POLL_S)
        raise StackError(f"The database cannot be reached.{reason}")

    async def _until_healthy(self) -> None:
        deadline = time.monotonic() + READY_LIMIT_S
        last = "no answer"
        async with httpx.AsyncClient(base_url=self.url, timeout=5.0, trust_env=False) as client:
            while time.monotonic() < deadline:
                with contextlib.suppress(httpx.HTTPError):
                    answer = await client.get("/healthz")
                    if answer.status_code == 200:
                        return
                    last = answer.text
                await asyncio.sleep(_POLL_S)
        raise StackError(f"Not everything came up within {READY_LIMIT_S:g} s: {last}")


def serve(settings: Settings, announce: Callable[[Ready], None]) -> None:
    """Run the stack until SIGTERM or Ctrl-C; a second one does not wait for running work.

    Args:
        settings: the installation's settings.
        announce: called once everything answers.

    Raises:
        AddressError: the port cannot be listened on.
        FolderInUseError: another stack runs on the data folder.
        StackError: a part did not come up.
        NewerDatabaseError: the database belongs to a newer version.
    """
    where = f"http://{settings.host}:{settings.port}"
    folder = settings.data_dir.expanduser()
    with hold(folder, where) as lock_fd, listen(settings.host, settings.port) as opened:
        asyncio.run(_serve(Stack(settings, opened, lock_fd), announce))


async def _serve(stack: Stack, announce: Callable[[Ready], None]) -> None:
    main = asyncio.current_task()
    assert main is not None
    stopping = False

    def on_signal() -> None:
        nonlocal stopping
        if stopping:
            stack.kill()
            return
        stopping = True
        main.cancel()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, on_signal)
    try:
        announce(await stack.start())
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        if not stopping:
            raise
        _log.info("stopping")
    finally:
        stopping = True
        await stack.stop()
