"""Jobs of dead workers go on elsewhere."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Collection

from procrastinate import App
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from psycopg import Error as DatabaseError

from unrealugc.core.db import Connection
from unrealugc.errors import ServiceUnavailable
from unrealugc.queue.execute import Again, Executor, LostWorkerError
from unrealugc.queue.registry import find

HEARTBEAT_S = 2.0
STALLED_AFTER_S = 8.0
_LOCK = 0x7567_6332  # "ugc2"; any constant that only the rescue takes
# A fetched job is in this process's hands well before this time is over.
_HANDOVER_S = 15

_log = logging.getLogger(__name__)


async def rescue_forever(
    app: App, executor: Executor, workers: Callable[[], Collection[int]]
) -> None:
    """Look for lost jobs every two seconds until cancelled.

    Args:
        app: the engine.
        executor: knows which jobs this process runs.
        workers: the engine's ids of this process's own workers.
    """
    before = judges_from = time.monotonic()
    while True:
        await asyncio.sleep(HEARTBEAT_S)
        now = time.monotonic()
        if now - before > STALLED_AFTER_S:
            # Someone who was asleep himself (a suspended laptop) judges nobody: his own
            # heartbeat looks as old as a dead worker's.
            judges_from = now + STALLED_AFTER_S
        before = now
        if now < judges_from:
            continue
        try:
            await _rescue(app, executor, workers())
        except (DatabaseError, ConnectorException, ServiceUnavailable) as error:
            # Nobody's heartbeat was written while the database was away.
            judges_from = now + STALLED_AFTER_S
            _log.warning("looking for lost jobs failed, will look again: %r", error)


async def _rescue(app: App, executor: Executor, workers: Collection[int]) -> None:
    async with executor.database.transaction() as connection:
        if not await _is_our_turn(connection):
            return
        stalled = list(
            await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S)
        )
        stalled += await _orphans(connection, workers, executor.running)
        for job in stalled:
            if job.id not in executor.running:
                await _take_over(app, executor, job)
        await app.job_manager.prune_stalled_workers(STALLED_AFTER_S)


async def _is_our_turn(connection: Connection) -> bool:
    cursor = await connection.execute("SELECT pg_try_advisory_xact_lock(%s) AS ours", (_LOCK,))
    row = await cursor.fetchone()
    return row is not None and bool(row["ours"])


async def _orphans(
    connection: Connection, workers: Collection[int], running: Collection[int]
) -> list[Job]:
    """Jobs that the table says we run and that we do not: the answer to a fetch got lost."""
    cursor = await connection.execute(
        "SELECT * FROM procrastinate_jobs AS job WHERE status = 'doing'"
        " AND worker_id = ANY(%(workers)s) AND NOT id = ANY(%(running)s)"
        " AND (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id)"
        " < now() - make_interval(secs => %(handover)s)",
        {"workers": list(workers), "running": list(running), "handover": _HANDOVER_S},
    )
    return [Job.from_row(row) for row in await cursor.fetchall()]


async def _take_over(app: App, executor: Executor, job: Job) -> None:
    label = f"{job.task_name}[{job.id}]"
    try:
        spec = find(job.task_name)
    except LookupError:
        _log.error("%s lost its worker, and this version knows no such job", label)
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        return
    if job.attempts + 1 < spec.retry.limit(executor.settings):
        _log.warning("%s lost its worker and goes on elsewhere", label)
        await app.job_manager.retry_job(job)
        return
    # It may be the job that kills its workers.
    _log.error("%s lost its worker in its last attempt", label)
    arguments = {key: value for key, value in job.task_kwargs.items() if key != "timestamp"}
    try:
        await executor.fail(spec, label, LostWorkerError(), arguments)
    except Again:
        return
    await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
