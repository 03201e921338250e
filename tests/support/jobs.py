"""Jobs that the tests of the engine run; what they did is in ``seen``, by a key of the test's."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from unrealugc.core.db import Connection
from unrealugc.errors import InvalidRequest
from unrealugc.queue.registry import JobContext, RetryPolicy, job

seen: defaultdict[str, list[str]] = defaultdict(list)


async def note_failure(connection: Connection, error: Exception, key: str, **_: object) -> None:
    """A failure hook that shows that it has a transaction."""
    cursor = await connection.execute("SELECT 1 AS one")
    assert await cursor.fetchone() == {"one": 1}
    seen[key].append(f"failed for good: {type(error).__name__}")


async def broken_hook(connection: Connection, error: Exception, key: str, **_: object) -> None:
    """A failure hook that works the second time."""
    seen[key].append("hook")
    if seen[key].count("hook") == 1:
        raise RuntimeError("the hook's own fault")


@job("tests.note")
async def note(context: JobContext, key: str) -> None:
    """Just run."""
    seen[key].append(f"attempt {context.attempt}")


@job("tests.flaky", retry=RetryPolicy(delays_s=(0.1,), attempts=3), on_failure=note_failure)
async def flaky(context: JobContext, key: str, good_attempt: int) -> None:
    """Fail until the given attempt."""
    seen[key].append(f"attempt {context.attempt}{' last' if context.last_attempt else ''}")
    if context.attempt < good_attempt:
        raise ConnectionError("try again")


@job("tests.refused", on_failure=note_failure)
async def refused(context: JobContext, key: str) -> None:
    """Fail with an error that no second try can mend."""
    seen[key].append(f"attempt {context.attempt}")
    raise InvalidRequest("no")


@job("tests.slow", timeout_s=0.2, retry=RetryPolicy(attempts=1), on_failure=note_failure)
async def slow(context: JobContext, key: str) -> None:
    """Take longer than allowed."""
    await asyncio.Event().wait()


@job("tests.hooked", retry=RetryPolicy(attempts=1), on_failure=broken_hook)
async def hooked(context: JobContext, key: str) -> None:
    """Fail, with a failure hook that fails too."""
    raise ConnectionError("no")


@job("tests.endless", queue="render", on_failure=note_failure)
async def endless(context: JobContext, key: str) -> None:
    """Run until interrupted."""
    seen[key].append(f"attempt {context.attempt}")
    try:
        await asyncio.Event().wait()
    finally:
        seen[key].append("aborted" if context.should_abort() else "interrupted")
