"""Small programs that look into a file from a stranger, each run in a child with limits."""

from __future__ import annotations

import os
from typing import Any

from unrealugc.pipeline.failures import Failure
from unrealugc.providers.errors import UnusableMediaError
from unrealugc.queue.child import ChildError, ChildLimits, run_child

PACKAGE = "unrealugc.pipeline.intake"

Answer = dict[str, Any]

_LIMITS = ChildLimits(time_s=140.0, silence_s=140.0, data_bytes=1536 * 1024 * 1024)


class FileRefused(Exception):
    """The file is to blame; ``failure`` says why."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(f"{failure.code}: {failure.message} {failure.detail}")


class ProgramError(RuntimeError):
    """The program failed, and not because of the file."""


async def look_into(program: str, *arguments: str) -> Answer:
    """What ``unrealugc.pipeline.intake.<program>`` finds.

    Raises:
        FileRefused: the file cannot be used, or takes more than a minute or 1.5 GiB to read.
        ProgramError: the child failed for a reason of ours.
    """
    said: list[Answer] = []

    async def keep(line: Answer) -> None:
        said.append(line)

    try:
        ended = await run_child(f"{PACKAGE}.{program}", arguments, on_line=keep, limits=_LIMITS)
    except ChildError as error:
        raise FileRefused(
            Failure(
                code=UnusableMediaError.code,
                message="The file takes too long or too much memory to read.",
                retryable=False,
                detail=str(error),
            )
        ) from error
    last = said[-1] if said else {}
    if last.get("event") == "done":
        return dict(last["result"])
    failure = last.get("failure", {})
    if ended.code == os.EX_DATAERR:
        raise FileRefused(Failure.model_validate(failure))
    raise ProgramError(f"{program}: {failure.get('detail')} {ended.stderr}")
