"""Jobs are part of the transaction that wants them."""

from __future__ import annotations

import pytest
from psycopg import Rollback
from tests.support.jobs import note
from tests.support.waiting import status_of

from unrealugc.core.db import Database
from unrealugc.queue.enqueue import cancel, enqueue
from unrealugc.queue.registry import job


async def _count(database: Database) -> int:
    row = await database.fetch_one("SELECT count(*) AS n FROM procrastinate_jobs")
    return int(row["n"])


async def test_a_job_exists_only_with_its_transaction(database: Database) -> None:
    async with database.transaction() as connection:
        await enqueue(connection, "tests.note", key="a")
        raise Rollback
    assert await _count(database) == 0
    async with database.transaction() as connection:
        await enqueue(connection, "tests.note", key="a")
    assert await _count(database) == 1


async def test_a_queueing_lock_gives_back_the_waiting_job(database: Database) -> None:
    async with database.transaction() as connection:
        first = await enqueue(connection, "tests.note", queueing_lock="only one", key="a")
        again = await enqueue(connection, "tests.note", queueing_lock="only one", key="b")
        other = await enqueue(connection, "tests.note", queueing_lock="another", key="c")
    assert first == again != other
    assert await _count(database) == 2


async def test_an_unknown_job_is_refused(database: Database) -> None:
    async with database.transaction() as connection:
        with pytest.raises(LookupError, match="no job named"):
            await enqueue(connection, "tests.mistyped")


async def test_a_waiting_job_can_be_cancelled_once(database: Database) -> None:
    async with database.transaction() as connection:
        waiting = await enqueue(connection, "tests.note", key="a")
    async with database.transaction() as connection:
        assert await cancel(connection, waiting)
    assert await status_of(database, waiting) == "cancelled"
    async with database.transaction() as connection:
        assert not await cancel(connection, waiting)


def test_two_jobs_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match=r"tests\.note"):
        job("tests.note")(note)
