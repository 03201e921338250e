"""Where uploaded files are looked into: out of this process, a few at a time, within limits."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path, PurePosixPath

from unrealugc.errors import InvalidRequest, ServiceUnavailable
from unrealugc.providers.errors import UnusableMediaError
from unrealugc.queue.programs import Answer, FileRefused, look_into
from unrealugc.storage.base import Storage
from unrealugc.uploads.repository import Upload

_log = logging.getLogger(__name__)
_UNREADABLE = {"avatar": "invalid_image", "voice-sample": "invalid_audio"}


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
            ProgramError: the child failed for a reason of ours.
        """
        try:
            return await look_into(program, *arguments)
        except FileRefused as error:
            _log.info("upload %s is refused: %s", upload.id, error)
            code = error.failure.code
            raise InvalidRequest(
                error.failure.message,
                code=_UNREADABLE[upload.kind] if code == UnusableMediaError.code else code,
            ) from error
