"""House-keeping of the tables that nobody owns a resource folder for."""

from __future__ import annotations

from unrealugc.core import idempotency
from unrealugc.queue.registry import JobContext, job

_KEEP_JOBS_DAYS = 7


@job("house.forget_idempotency", periodic="17 * * * *")
async def forget_idempotency(context: JobContext) -> None:
    """Delete idempotency records past their lifetime."""
    async with context.database.transaction() as connection:
        await idempotency.forget_old(connection)


@job("house.forget_rate_counters", periodic="37 * * * *")
async def forget_rate_counters(context: JobContext) -> None:
    """Delete rate counters of windows that are long over."""
    async with context.database.transaction() as connection:
        await connection.execute(
            "DELETE FROM rate_counters WHERE window_start < now() - interval '10 minutes'"
        )


@job("house.forget_jobs", periodic="47 * * * *")
async def forget_jobs(context: JobContext) -> None:
    """Delete finished jobs a week after they ended."""
    async with context.database.transaction() as connection:
        await connection.execute(
            "DELETE FROM procrastinate_jobs AS job"
            " WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted')"
            " AND (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id"
            "      AND type <> 'scheduled') < now() - make_interval(days => %s)",
            (_KEEP_JOBS_DAYS,),
        )
