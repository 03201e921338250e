"""Where uploaded files are looked into: out of this process, a few at a time, within limits."""

from __future__ import annotations

import asyncio
import logging
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from unrealugc.errors import InvalidRequest, ServiceUnavailable
from unrealugc.queue.child import ChildError, ChildLimits, run_child
from unrealugc.storage.base import Storage
from unrealugc.uploads.repository import Upload

_log = logging.getLogger(__name__)
_PROGRAMS = "unrealugc.pipeline.intake"
_LIMITS = ChildLimits(time_s=75.0, silence_s=75.0, data_bytes=1536 * 1024 * 1024)
_UNREADABLE = {"avatar": "invalid_image", "voice-sample": "invalid_audio"}

Answer = dict[str, Any]


class IntakeError(RuntimeError):
    """A file could not be looked into, and not because of the file."""


class Intake:
    """Runs the programs of ``unrealugc.pipeline.intake`` for the API, whose event loop stays free.

    Args:
        storage: where the uploads are.
        work: a folder for files that live as long as a request.
        side_by_side: how many run at once.
        waiting: how many more may wait; others are told to come back. Each holds a connection
            to the database meanwhile.
    """

    def __init__(
        self, storage: Storage, work: Path, *, side_by_side: int = 2, waiting: int = 4
    ) -> None:
        self._storage = storage
        self._work = work
        self._running = asyncio.Semaphore(side_by_side)
        self._room = side_by_side + waiting

    @asynccontextmanager
    async def opened(self, upload: Upload) -> AsyncIterator[tuple[Path, Path]]:
        """The upload as a local file, and a folder for what is made of it, for a block.

        A file that the block refuses is deleted from storage, so that nothing stays behind.

        Raises:
            ServiceUnavailable: too many are being looked into.
        """
        if self._room == 0:
            raise ServiceUnavailable("Many files are being read just now. Try again in a moment.")
        self._room -= 1
        try:
            async with self._running:
                self._work.mkdir(parents=True, exist_ok=True)
                with tempfile.TemporaryDirectory(dir=self._work) as folder:
                    file = Path(folder) / f"upload{PurePosixPath(upload.key).suffix}"
                    await self._storage.fetch(upload.key, file)
                    yield file, Path(folder)
        except InvalidRequest:
            await self._storage.delete(upload.key)
            raise
        finally:
            self._room += 1

    async def run(self, program: str, upload: Upload, *arguments: str) -> Answer:
        """What ``unrealugc.pipeline.intake.<program>`` finds.

        Raises:
            InvalidRequest: the file cannot be used; its code says why.
            IntakeError: the child failed for a reason of ours.
        """
        said: list[Answer] = []

        async def keep(line: Answer) -> None:
            said.append(line)

        try:
            ended = await run_child(
                f"{_PROGRAMS}.{program}", arguments, on_line=keep, limits=_LIMITS
            )
        except ChildError as error:
            _log.warning("upload %s cannot be read: %s", upload.id, error)
            raise InvalidRequest(
                "The file takes too long or too much memory to read.", code=_UNREADABLE[upload.kind]
            ) from error
        last = said[-1] if said else {}
        if last.get("event") == "done":
            return dict(last["result"])
        failure = last.get("failure", {})
        if ended.code == os.EX_DATAERR:
            code = failure["code"]
            raise InvalidRequest(
                failure["message"],
                code=_UNREADABLE[upload.kind] if code == "unusable_media" else code,
            )
        raise IntakeError(f"upload {upload.id}: {failure.get('detail')} {ended.stderr}")
