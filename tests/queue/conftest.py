"""A worker on the test's database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from tests.support.waiting import WorkerFactory

from unrealugc.config import Settings
from unrealugc.core.db import Database
from unrealugc.queue.worker import run_worker
from unrealugc.storage import open_storage


@pytest.fixture
def worker(settings: Settings, database: Database) -> WorkerFactory:
    """Run a worker inside the block; it gets the event that stops the worker."""

    @asynccontextmanager
    async def running() -> AsyncIterator[asyncio.Event]:
        stop = asyncio.Event()
        task = asyncio.create_task(run_worker(settings, database, open_storage(settings), stop))
        try:
            yield stop
        finally:
            stop.set()
            await asyncio.wait_for(task, 30)

    return running
