"""Files that a program makes the first time somebody asks for them, and that are then kept."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from unrealugc.core.ids import new_id
from unrealugc.errors import ServiceUnavailable
from unrealugc.queue.child import ChildLimits, run_child

_LIMITS = ChildLimits(time_s=300.0, silence_s=300.0, data_bytes=2 * 1024 * 1024 * 1024)
_LONGEST_WAIT_S = 60


class NotMadeError(RuntimeError):
    """The program failed."""


class MadeOnce:
    """A folder of such files. One is made at a time; who asks meanwhile waits for it.

    Args:
        folder: where they are kept; nothing is lost when it is emptied.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = asyncio.Lock()

    async def file(self, name: str, program: str, arguments: Sequence[str]) -> Path:
        """The file of that name, made by the program where it is missing.

        Args:
            name: changes whenever what it is made from does.
            program: module that is run; it writes to the path that is its last argument.
            arguments: its other arguments.

        Raises:
            NotMadeError: the program failed.
            ChildError: it took too long or was killed.
            ServiceUnavailable: others kept it busy for a minute.
        """
        path = self._folder / name
        if path.exists():
            return path
        try:
            await asyncio.wait_for(self._turn.acquire(), _LONGEST_WAIT_S)
        except TimeoutError:
            raise ServiceUnavailable("Previews are being made. Try again in a moment.") from None
        try:
            if not path.exists():
                await self._make(path, program, arguments)
        finally:
            self._turn.release()
        return path

    async def _make(self, path: Path, program: str, arguments: Sequence[str]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{new_id()}{path.suffix}")

        async def ignore(_: dict[str, object]) -> None:
            return

        try:
            ended = await run_child(
                program, [*arguments, str(draft)], on_line=ignore, limits=_LIMITS
            )
            if ended.code != 0:
                raise NotMadeError(f"{program} ended with {ended.code}: {ended.stderr}")
            os.replace(draft, path)
        finally:
            with suppress(FileNotFoundError):
                draft.unlink()
