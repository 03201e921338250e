"""The engine's connection to the database, which outlives a restart of the database."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, LiteralString, TypeVar

import psycopg
from procrastinate.connector import Notify
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector

_log = logging.getLogger(__name__)
_PAUSE_S = 0.5

Result = TypeVar("Result")


class PatientConnector(PsycopgConnector):
    """Repeats a statement whose connection broke, for a while.

    A statement may have been committed before its connection broke. The engine's statements
    bear a repetition, save that a fetched job may get lost on the way; the rescue finds it.

    Args:
        url: libpq URI.
        patience_s: how long one statement is repeated before its error is raised, in seconds.
    """

    def __init__(self, url: str, *, patience_s: float) -> None:
        super().__init__(
            conninfo=url,
            min_size=1,
            max_size=4,
            timeout=5.0,
            kwargs={"options": "-c statement_timeout=10000 -c timezone=UTC"},
        )
        self._patience_s = patience_s

    async def execute_query_async(self, query: LiteralString, **arguments: Any) -> None:
        run = super().execute_query_async
        await self._patiently(lambda: run(query, **arguments))

    async def execute_query_one_async(
        self, query: LiteralString, **arguments: Any
    ) -> dict[str, Any]:
        run = super().execute_query_one_async
        return await self._patiently(lambda: run(query, **arguments))

    async def execute_query_all_async(
        self, query: LiteralString, **arguments: Any
    ) -> list[dict[str, Any]]:
        run = super().execute_query_all_async
        return await self._patiently(lambda: run(query, **arguments))

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        """Listen for as long as the worker lives; polling goes on while the database is away."""
        while True:
            try:
                await super().listen_notify(on_notification, channels)
            except ConnectorException:
                await asyncio.sleep(_PAUSE_S)

    async def _patiently(self, run: Callable[[], Awaitable[Result]]) -> Result:
        deadline = time.monotonic() + self._patience_s
        while True:
            try:
                return await run()
            except ConnectorException as error:
                broken = isinstance(
                    error.__cause__, psycopg.OperationalError | psycopg.InterfaceError
                )
                if not broken or time.monotonic() > deadline:
                    raise
                _log.debug("the database is away, trying again: %r", error.__cause__)
                await asyncio.sleep(_PAUSE_S)
