"""One run of a job: call the handler, and decide what its error means."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from procrastinate.exceptions import JobAborted
from procrastinate.job_context import AbortReason
from procrastinate.job_context import JobContext as EngineContext
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from psycopg import Error as DatabaseError

from unrealugc.config import Settings
from unrealugc.core.db import Database
from unrealugc.errors import ServiceUnavailable
from unrealugc.queue.child import RunChild
from unrealugc.queue.registry import JobContext, JobSpec
from unrealugc.storage.base import Storage

_log = logging.getLogger(__name__)
_HOOK_RETRY_S = 5.0


class Again(Exception):
    """The job is to be run again after ``delay_s`` seconds."""

    def __init__(self, delay_s: float) -> None:
        self.delay_s = delay_s
        super().__init__(f"again in {delay_s:g} s")


class RetryOnAgain(BaseRetryStrategy):
    """The engine's side of :class:`Again`; every other exception is final."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, Again):
            return None
        return RetryDecision(retry_in={"milliseconds": int(exception.delay_s * 1000)})


class LostWorkerError(RuntimeError):
    """Workers died while they ran the job, as often as it may be tried."""

    def __init__(self) -> None:
        super().__init__("The worker stopped unexpectedly while it worked on this job.")


class Executor:
    """Runs jobs with what handlers need at hand.

    Args:
        settings: the installation's settings.
        database: the pool that handlers work on.
        storage: where handlers put files.
        run_child: how handlers run children of the pipeline.
    """

    def __init__(
        self, settings: Settings, database: Database, storage: Storage, run_child: RunChild
    ) -> None:
        self.settings = settings
        self.database = database
        self.storage = storage
        self.run_child = run_child
        self.running: set[int] = set()
        """Ids of the jobs that this process runs at the moment."""

    async def run(self, spec: JobSpec, engine: EngineContext, arguments: dict[str, Any]) -> None:
        """Run a job once.

        Raises:
            Again: it is to be tried again.
            JobAborted: somebody cancelled it.
            Exception: what the handler raised, which is final.
        """
        context = self._context(spec, engine)
        self.running.add(context.job_id)
        try:
            async with asyncio.timeout(spec.timeout_s):
                await spec.handler(context, **arguments)
        except asyncio.CancelledError:
            if engine.abort_reason() is AbortReason.USER_REQUEST:
                raise JobAborted from None
            await self._uncount(context.job_id)
            _log.info("%s[%d] given back by a stopping worker", spec.name, context.job_id)
            raise Again(0.0) from None
        except Exception as error:
            await self._handle(spec, context, error, arguments)
            raise
        finally:
            self.running.discard(context.job_id)

    def _context(self, spec: JobSpec, engine: EngineContext) -> JobContext:
        assert engine.job.id is not None
        attempt = engine.job.attempts + 1
        should_abort: Callable[[], bool] = engine.should_abort
        return JobContext(
            job_id=engine.job.id,
            attempt=attempt,
            last_attempt=attempt >= spec.retry.limit(self.settings),
            settings=self.settings,
            database=self.database,
            storage=self.storage,
            should_abort=should_abort,
            run_child=self.run_child,
        )

    async def _handle(
        self, spec: JobSpec, context: JobContext, error: Exception, arguments: dict[str, Any]
    ) -> None:
        label = f"{spec.name}[{context.job_id}]"
        if spec.retry.retryable(error) and not context.last_attempt:
            delay_s = spec.retry.delay_s(context.attempt)
            _log.warning(
                "%s failed in attempt %d, again in %g s: %r",
                label,
                context.attempt,
                delay_s,
                error,
            )
            raise Again(delay_s) from error
        await self.fail(spec, label, error, arguments)

    async def fail(
        self, spec: JobSpec, label: str, error: Exception, arguments: dict[str, Any]
    ) -> None:
        """Call the job's failure hook in a transaction of its own.

        Raises:
            Again: the hook itself failed; letting that pass would leave its subject unfinished.
        """
        if spec.on_failure is None:
            return
        try:
            async with self.database.transaction() as connection:
                await spec.on_failure(connection, error, **arguments)
        except Exception as hook_error:
            _log.exception("the failure hook of %s failed", label)
            raise Again(_HOOK_RETRY_S) from hook_error

    async def _uncount(self, job_id: int) -> None:
        # The engine counts every run; one that was given back says nothing about the job.
        try:
            async with self.database.transaction() as connection:
                await connection.execute(
                    "UPDATE procrastinate_jobs SET attempts = attempts - 1"
                    " WHERE id = %s AND status = 'doing'",
                    (job_id,),
                )
        except (DatabaseError, ServiceUnavailable) as error:
            # One attempt less is no reason to end the job here and now.
            _log.warning("job %d was given back as one of its attempts: %r", job_id, error)
