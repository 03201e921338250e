"""What a job is: its handler, its queue, and what happens when it goes wrong.

Domains register theirs in their ``tasks.py``::

    @job("videos.generate", queue=Queue.RENDER, on_failure=fail_video)
    async def generate(context: JobContext, video_id: str) -> None: ...

A job runs **at least once**: a worker that dies between a handler's last commit and the
engine's own note of it leads to a second run, so handlers look at what is already done.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Concatenate, TypeVar

from unrealugc.config import Settings
from unrealugc.core.db import Database
from unrealugc.errors import ApiError
from unrealugc.queue.child import RunChild
from unrealugc.storage.base import Storage


class Queue(StrEnum):
    """The queues of a worker; each has a concurrency of its own, so none starves another."""

    DEFAULT = "default"
    RENDER = "render"
    WEBHOOKS = "webhooks"


@dataclass(frozen=True)
class JobContext:
    """What a handler gets besides the arguments it was enqueued with.

    ``attempt`` counts from 1; a run that was given back by a stopping worker does not count.
    After ``last_attempt`` an error is final. A handler whose job is cancelled, or whose worker
    stops, sees ``asyncio.CancelledError`` at its next ``await``; ``should_abort`` says the same
    to code that cannot be interrupted. ``run_child`` starts children of the pipeline the quickest
    way that this worker has.
    """

    job_id: int
    attempt: int
    last_attempt: bool
    settings: Settings
    database: Database
    storage: Storage
    should_abort: Callable[[], bool]
    run_child: RunChild


def is_retryable(error: BaseException) -> bool:
    """Whether trying again unchanged may help: the error's own word, else yes."""
    retryable = getattr(error, "retryable", None)
    if isinstance(retryable, bool):
        return retryable
    if isinstance(error, ApiError):
        return error.status >= HTTPStatus.TOO_MANY_REQUESTS
    return not isinstance(error, TypeError | AssertionError | NotImplementedError)


@dataclass(frozen=True)
class RetryPolicy:
    """When a job that raised is tried again.

    Args:
        delays_s: waits in seconds before the second, third, … attempt; the last one repeats.
        attempts: how often it is tried in all; ``None`` takes the setting ``job_attempts``.
        retryable: tells errors that may go away from those that will not.
    """

    delays_s: tuple[float, ...] = (1.0, 5.0, 20.0)
    attempts: int | None = None
    retryable: Callable[[BaseException], bool] = is_retryable

    def limit(self, settings: Settings) -> int:
        """How often a job is tried in all, at least once."""
        return max(1, self.attempts or settings.job_attempts)

    def delay_s(self, attempt: int) -> float:
        """Seconds to wait after the failed attempt with this number, 1 being the first."""
        return self.delays_s[min(attempt, len(self.delays_s)) - 1] if self.delays_s else 0.0


Handler = Callable[..., Awaitable[None]]
FailureHook = Callable[..., Awaitable[None]]


@dataclass(frozen=True)
class JobSpec:
    """A registered job; see :func:`job` for the fields."""

    name: str
    handler: Handler
    queue: Queue = Queue.DEFAULT
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    on_failure: FailureHook | None = None
    periodic: str | None = None
    timeout_s: float = 300.0


_REGISTRY: dict[str, JobSpec] = {}

HandlerT = TypeVar("HandlerT", bound=Callable[Concatenate[JobContext, ...], Awaitable[None]])


def job(
    name: str,
    *,
    queue: Queue | str = Queue.DEFAULT,
    retry: RetryPolicy | None = None,
    on_failure: FailureHook | None = None,
    periodic: str | None = None,
    timeout_s: float = 300.0,
) -> Callable[[HandlerT], HandlerT]:
    """Register a handler ``async def handler(context, **arguments)``.

    Args:
        name: the name that :func:`unrealugc.queue.enqueue.enqueue` is called with.
        queue: the queue it waits in.
        retry: when it is tried again.
        on_failure: ``async def hook(connection, error, **arguments)``, called in a transaction
            when the job failed for good: a final error, or attempts used up, also by workers
            that died. It must bear to be called twice.
        periodic: a cron line in UTC; such a handler takes the context alone.
        timeout_s: longest run in seconds; a longer one raises ``TimeoutError`` in the handler.

    Raises:
        ValueError: the name is taken.
    """

    def register(handler: HandlerT) -> HandlerT:
        if name in _REGISTRY:
            raise ValueError(f"two jobs are named {name!r}")
        _REGISTRY[name] = JobSpec(
            name, handler, Queue(queue), retry or RetryPolicy(), on_failure, periodic, timeout_s
        )
        return handler

    return register


def find(name: str) -> JobSpec:
    """The job of that name.

    Raises:
        LookupError: nobody registered one; its module is missing in ``unrealugc.jobs``.
    """
    try:
        return _REGISTRY[name]
    except KeyError:
        raise LookupError(f"there is no job named {name!r}") from None


def registered() -> tuple[JobSpec, ...]:
    """All jobs, in the order of their names."""
    return tuple(_REGISTRY[name] for name in sorted(_REGISTRY))
