"""What a job's handler is called with, outside of a worker."""

from __future__ import annotations

from fastapi import FastAPI

from unrealugc.queue.child import run_child
from unrealugc.queue.registry import JobContext


def context_of(app: FastAPI) -> JobContext:
    """The context of a job's first attempt in this application's installation."""
    return JobContext(
        job_id=1,
        attempt=1,
        last_attempt=False,
        settings=app.state.settings,
        database=app.state.database,
        storage=app.state.storage,
        should_abort=lambda: False,
        run_child=run_child,
    )
