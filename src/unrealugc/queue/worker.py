"""The worker: one process that runs the jobs of all queues."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from procrastinate import App
from procrastinate.job_context import JobContext as EngineContext
from procrastinate.worker import Worker

from unrealugc.config import Settings
from unrealugc.core.db import Database
from unrealugc.queue.child import RunChild, run_child
from unrealugc.queue.connector import PatientConnector
from unrealugc.queue.execute import Executor, RetryOnAgain
from unrealugc.queue.forking import ForkServer
from unrealugc.queue.registry import JobSpec, Queue, registered
from unrealugc.queue.rescue import HEARTBEAT_S, STALLED_AFTER_S, rescue_forever
from unrealugc.storage.base import Storage

_log = logging.getLogger(__name__)

POLLING_S = 0.5
"""How late a retry may start: its time is only looked at when the queue is polled."""
DATABASE_PATIENCE_S = 60.0
WEBHOOK_CONCURRENCY = 8
# A running job gets this long to end by itself when the worker stops, then is given back.
_GRACE_S = {Queue.DEFAULT: 3.0, Queue.RENDER: 0.0, Queue.WEBHOOKS: 3.0}

# What renders and previews import: all of it but for what only some jobs need.
PIPELINE = ("unrealugc.pipeline.engines", "unrealugc.pipeline.runner")


class WorkerStoppedError(RuntimeError):
    """A part of the worker ended without being asked to."""


async def run_worker(
    settings: Settings, database: Database, storage: Storage, stop: asyncio.Event
) -> None:
    """Run jobs until ``stop`` is set; running jobs are then given back to the queue.

    Args:
        settings: the installation's settings.
        database: an open pool for the handlers.
        storage: the storage for the handlers.
        stop: set to stop gracefully, which takes a few seconds at most.

    Raises:
        WorkerStoppedError: a part of it ended by itself, say because the database stayed away.
    """
    async with ForkServer(PIPELINE) as server:
        forking = partial(run_child, fork_server=server)
        how: RunChild = forking if ForkServer.SUPPORTED else run_child
        await _run(Executor(settings, database, storage, how), stop)


async def _run(executor: Executor, stop: asyncio.Event) -> None:
    settings, database = executor.settings, executor.database
    connector = PatientConnector(database.url, patience_s=DATABASE_PATIENCE_S)
    app = _engine(connector, executor)
    concurrency = {
        Queue.DEFAULT: settings.worker_concurrency,
        Queue.RENDER: settings.render_concurrency,
        Queue.WEBHOOKS: WEBHOOK_CONCURRENCY,
    }
    async with app.open_async():
        workers = [_worker(app, queue, count) for queue, count in concurrency.items()]

        def own_ids() -> list[int]:
            return [worker.worker_id for worker in workers if worker.worker_id is not None]

        parts: list[asyncio.Task[None]] = [
            asyncio.create_task(worker.run())  # type: ignore[no-untyped-call]
            for worker in workers
        ]
        parts.append(asyncio.create_task(rescue_forever(app, executor, own_ids)))
        stopping = asyncio.create_task(stop.wait())
        _log.info("worker runs %s", ", ".join(f"{q} × {n}" for q, n in concurrency.items()))
        await asyncio.wait([stopping, *parts], return_when=asyncio.FIRST_COMPLETED)
        for task in (stopping, *parts):
            task.cancel()
        ended = await asyncio.gather(*parts, return_exceptions=True)
    if not stop.is_set():
        cause = next((end for end in ended if isinstance(end, Exception)), None)
        raise WorkerStoppedError("a part of the worker ended") from cause


def _worker(app: App, queue: Queue, concurrency: int) -> Worker:
    return Worker(
        app,
        queues=[queue.value],
        name=f"worker.{queue}",
        concurrency=concurrency,
        fetch_job_polling_interval=POLLING_S,
        abort_job_polling_interval=HEARTBEAT_S,
        shutdown_graceful_timeout=_GRACE_S[queue],
        install_signal_handlers=False,
        update_heartbeat_interval=HEARTBEAT_S,
        stalled_worker_timeout=STALLED_AFTER_S,
    )


def _engine(connector: PatientConnector, executor: Executor) -> App:
    app = App(connector=connector)
    for spec in registered():
        task = app.task(
            name=spec.name, queue=spec.queue.value, pass_context=True, retry=RetryOnAgain()
        )(_runner(spec, executor))
        if spec.periodic is not None:
            app.periodic(cron=spec.periodic, queueing_lock=spec.name, lock=spec.name)(task)
    return app


def _runner(spec: JobSpec, executor: Executor) -> Callable[..., Awaitable[None]]:
    async def run(context: EngineContext, **arguments: Any) -> None:
        if spec.periodic is not None:
            arguments.pop("timestamp", None)
        await executor.run(spec, context, arguments)

    return run
