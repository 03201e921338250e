"""The connection pool and the unit of work: one request, or one job, is one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Self

from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from unrealugc.errors import ServiceUnavailable

Connection = AsyncConnection[DictRow]
"""What repositories take: rows come back as dictionaries unless a cursor says otherwise."""


class Database:
    """A pool of connections to one PostgreSQL.

    Args:
        url: libpq connection string or URI.
        pool_size: most connections this process opens.
        timeout_s: longest wait for a connection, a lock or a statement, in seconds.
    """

    def __init__(self, url: str, *, pool_size: int = 10, timeout_s: float = 15.0) -> None:
        self.url = url
        milliseconds = int(timeout_s * 1000)
        self._pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=pool_size,
            timeout=timeout_s,
            open=False,
            check=AsyncConnectionPool.check_connection,
            kwargs={
                "row_factory": dict_row,
                "options": f"-c lock_timeout={milliseconds} -c statement_timeout={milliseconds * 2}"
                " -c idle_in_transaction_session_timeout=60000 -c timezone=UTC",
            },
        )

    async def __aenter__(self) -> Self:
        await self._pool.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._pool.close(timeout=5)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """A unit of work: commits when the block ends, rolls back when it raises.

        Raises:
            ServiceUnavailable: no connection came free in time.
        """
        async with self._connection() as connection, connection.transaction():
            yield connection

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        try:
            connection = await self._pool.getconn()
        except PoolTimeout as error:
            raise ServiceUnavailable("The database is busy. Try again in a moment.") from error
        try:
            yield connection
        finally:
            await self._pool.putconn(connection)

    async def fetch_one(self, query: str, parameters: dict[str, Any] | None = None) -> DictRow:
        """Run one statement in a transaction of its own and return its only row."""
        async with self.transaction() as connection:
            cursor = await connection.execute(query.encode(), parameters)
            row = await cursor.fetchone()
        if row is None:
            raise LookupError("the statement returned no row")
        return row
