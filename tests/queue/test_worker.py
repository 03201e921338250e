"""What a worker makes of jobs that succeed, fail, hang, are cancelled or lose their worker."""

from __future__ import annotations

from typing import Any

from tests.support.jobs import seen
from tests.support.waiting import WorkerFactory, status_of, until, until_status

from unrealugc.core.db import Database
from unrealugc.core.ids import new_id
from unrealugc.queue.enqueue import cancel, enqueue


async def _enqueue(database: Database, name: str, **arguments: Any) -> int:
    async with database.transaction() as connection:
        return await enqueue(connection, name, **arguments)


async def test_runs_retries_and_gives_up(database: Database, worker: WorkerFactory) -> None:
    good, late, never, refused, slow = (new_id() for _ in range(5))
    async with worker():
        jobs = [
            (await _enqueue(database, "tests.note", key=good), "succeeded"),
            (await _enqueue(database, "tests.flaky", key=late, good_attempt=2), "succeeded"),
            (await _enqueue(database, "tests.flaky", key=never, good_attempt=9), "failed"),
            (await _enqueue(database, "tests.refused", key=refused), "failed"),
            (await _enqueue(database, "tests.slow", key=slow), "failed"),
        ]
        for job_id, status in jobs:
            await until_status(database, job_id, status)
    assert seen[good] == ["attempt 1"]
    assert seen[late] == ["attempt 1", "attempt 2"]
    assert seen[never] == [
        "attempt 1",
        "attempt 2",
        "attempt 3 last",
        "failed for good: ConnectionError",
    ]
    assert seen[refused] == ["attempt 1", "failed for good: InvalidRequest"]
    assert seen[slow] == ["failed for good: TimeoutError"]


async def test_a_failure_hook_that_fails_is_called_again(
    database: Database, worker: WorkerFactory
) -> None:
    key = new_id()
    async with worker():
        job_id = await _enqueue(database, "tests.hooked", key=key)
        await until_status(database, job_id, "failed")
    assert seen[key] == ["hook", "hook"]


async def test_a_cancelled_job_is_interrupted_and_stays_cancelled(
    database: Database, worker: WorkerFactory
) -> None:
    key = new_id()
    async with worker():
        job_id = await _enqueue(database, "tests.endless", key=key)
        await until(lambda: _has(key, 1))
        async with database.transaction() as connection:
            assert await cancel(connection, job_id)
        await until_status(database, job_id, "aborted")
    assert seen[key] == ["attempt 1", "aborted"]


async def test_a_stopping_worker_gives_its_job_back_uncounted(
    database: Database, worker: WorkerFactory
) -> None:
    key = new_id()
    async with worker():
        job_id = await _enqueue(database, "tests.endless", key=key)
        await until(lambda: _has(key, 1))
    assert await status_of(database, job_id) == "todo"
    async with worker():
        await until(lambda: _has(key, 3))
    assert seen[key][2] == "attempt 1"


async def test_a_job_of_a_dead_worker_goes_on(database: Database, worker: WorkerFactory) -> None:
    key = new_id()
    job_id = await _enqueue(database, "tests.note", key=key)
    await _pretend_dead_worker(database, job_id, attempts=0)
    async with worker():
        await until_status(database, job_id, "succeeded")
    assert seen[key] == ["attempt 2"]


async def test_a_job_that_kills_its_workers_ends(database: Database, worker: WorkerFactory) -> None:
    key = new_id()
    job_id = await _enqueue(database, "tests.flaky", key=key, good_attempt=1)
    await _pretend_dead_worker(database, job_id, attempts=2)
    async with worker():
        await until_status(database, job_id, "failed")
    assert seen[key] == ["failed for good: LostWorkerError"]


async def _has(key: str, count: int) -> bool:
    return len(seen[key]) >= count


async def _pretend_dead_worker(database: Database, job_id: int, attempts: int) -> None:
    """The state that a killed worker leaves: a job in its hands, a heartbeat long ago."""
    await database.fetch_one(
        "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - interval '5 seconds') RETURNING id)"
        " UPDATE procrastinate_jobs SET status = 'doing', attempts = %(attempts)s,"
        " worker_id = (SELECT id FROM dead) WHERE id = %(id)s RETURNING id",
        {"id": job_id, "attempts": attempts},
    )
