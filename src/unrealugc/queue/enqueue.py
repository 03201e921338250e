"""Put jobs into the queue, or take them out of it, in the caller's transaction.

The job becomes visible to workers with the caller's commit, and never without it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from procrastinate.connector import BaseConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.types import JSONValue

from unrealugc.core.db import Connection
from unrealugc.queue.registry import find

# Never opened: every statement runs on the connection that the caller brings.
_connector: BaseConnector = PsycopgConnector()
_manager = JobManager(_connector)


async def enqueue(
    connection: Connection,
    name: str,
    *,
    lock: str | None = None,
    queueing_lock: str | None = None,
    run_at: datetime | None = None,
    priority: int = 0,
    **arguments: JSONValue,
) -> int:
    """Enqueue a job in the caller's transaction.

    Args:
        connection: the transaction that the job belongs to.
        name: the job's registered name.
        lock: jobs with the same lock run one after the other.
        queueing_lock: while a job with it waits, no second one is added.
        run_at: earliest moment, aware; now when ``None``.
        priority: higher goes first.
        arguments: what the handler is called with; JSON values.

    Returns:
        The id of the new job, or of the one that waits with the same ``queueing_lock``.

    Raises:
        LookupError: there is no such job.
    """
    new = Job(
        queue=find(name).queue.value,
        task_name=name,
        lock=lock,
        queueing_lock=queueing_lock,
        scheduled_at=run_at,
        priority=priority,
        task_kwargs=arguments,
    )
    while True:
        try:
            # A savepoint, so that a refused job leaves the caller's transaction usable.
            async with connection.transaction():
                deferred = await _manager.defer_job_async(new, connection=connection)
            assert deferred.id is not None
            return deferred.id
        except AlreadyEnqueued:
            waiting = await _waiting(connection, queueing_lock)
            # None when a worker took it in between: then there is room for ours.
            if waiting is not None:
                return waiting


async def _waiting(connection: Connection, queueing_lock: str | None) -> int | None:
    cursor = await connection.execute(
        "SELECT id FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo'",
        (queueing_lock,),
    )
    row = await cursor.fetchone()
    return None if row is None else int(row["id"])


async def cancel(connection: Connection, job_id: int) -> bool:
    """Take a waiting job out of the queue, or interrupt a running one, once the caller commits.

    Its ``on_failure`` hook is not called: whoever cancels also writes what that means.

    Returns:
        Whether there was something to cancel.
    """
    return await _manager.cancel_job_by_id_async(job_id, abort=True, connection=connection)


async def unfinished(connection: Connection, job_ids: Collection[int]) -> set[int]:
    """Those of the given jobs that wait or run."""
    cursor = await connection.execute(
        "SELECT id FROM procrastinate_jobs WHERE id = ANY(%s) AND status IN ('todo', 'doing')",
        (list(job_ids),),
    )
    return {int(row["id"]) for row in await cursor.fetchall()}
