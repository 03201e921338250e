"""The pipeline in a child process, and its progress in the database."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from unrealugc.core.db import Database
from unrealugc.pipeline.failures import EXIT_CANCELLED, Failure
from unrealugc.pipeline.job import Progress, RenderJob, RenderResult, Stage
from unrealugc.providers.errors import ProviderUnavailableError
from unrealugc.queue.child import ChildLimits, RunChild
from unrealugc.videos import repository
from unrealugc.videos.failures import RenderDied, RenderFailed

UPDATE_EVERY_S = 1.0
# Twice what a render allocates at most, freed blocks and idle threads' stacks included: one that
# runs away ends with an error of its own before it takes the machine down.
_MOST_MEMORY = 1536 * 1024**2


class VideoEnded(Exception):
    """The video was cancelled while it was being made; there is nothing left to do."""


class RenderProcess:
    """One run of the pipeline for one video.

    Args:
        database: where progress is written, in short transactions of its own.
        video_id: the video.
        run_child: how to run it.
    """

    def __init__(self, database: Database, video_id: str, run_child: RunChild) -> None:
        self._database = database
        self._run_child = run_child
        self._video_id = video_id
        self._stage: Stage | None = None
        self._written = 0.0
        self._result: RenderResult | None = None
        self._failure: Failure | None = None

    async def run(self, job: RenderJob, folder: Path, *, time_s: float) -> RenderResult:
        """Render, going on from what an earlier run has left in the folder.

        Args:
            job: what to render.
            folder: the video's work folder.
            time_s: longest time that it may take, in seconds.

        Raises:
            VideoEnded: the video was cancelled meanwhile.
            ProviderError: the render failed; it says whether trying again can help.
            ChildError: the process fell silent or was killed; trying again can help.
        """
        request = folder / "job.json"
        request.write_text(job.model_dump_json())
        end = await self._run_child(
            "unrealugc.pipeline.child",
            [str(request), str(folder / "render")],
            on_line=self._heard,
            limits=ChildLimits(time_s=time_s, data_bytes=_MOST_MEMORY),
        )
        if self._result is not None and end.code == 0:
            return self._result
        if end.code == EXIT_CANCELLED:
            raise ProviderUnavailableError(detail="the render was stopped from outside")
        if self._failure is not None:
            raise RenderFailed(self._failure)
        raise RenderDied(detail=f"exit code {end.code}: {end.stderr[-2000:]}")

    async def _heard(self, message: dict[str, Any]) -> None:
        match message.get("event"):
            case "done":
                self._result = RenderResult.model_validate(message["result"])
            case "failed":
                self._failure = Failure.model_validate(message["failure"])
            case "progress":
                await self._progress(Progress.model_validate(message))

    async def _progress(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.stage == self._stage and now - self._written < UPDATE_EVERY_S:
            return
        self._stage, self._written = progress.stage, now
        composing = progress.stage in (Stage.COMPOSE, Stage.PUBLISH)
        async with self._database.transaction() as connection:
            still_open = await repository.advance(
                connection,
                self._video_id,
                status="RENDERING" if composing else "GENERATING",
                stage=progress.stage.value,
                # 100 is for when the file is there.
                progress=min(99, int(progress.fraction * 100)),
            )
        if not still_open:
            raise VideoEnded
