"""A render in a process of its own, which can be watched, stopped and killed.

``python -m unrealugc.pipeline.child JOB.json WORK`` prints one JSON object a line::

    {"event": "progress", "stage": "compose", "stage_fraction": 0.5, "fraction": 0.65}
    {"event": "done", "result": {…}}         the last line of a render that worked; exit code 0
    {"event": "failed", "failure": {…}}      the last line of one that did not

``result`` is a ``job.RenderResult`` and ``failure`` a ``failures.Failure``. Exit codes: 65 bad
input, 70 a fault, 75 worth another try, 130 stopped. SIGTERM, SIGINT and the parent's death
stop it at the next frame; what is done stays in WORK for the next try.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType

import cv2

from unrealugc.pipeline.engines import engines_for
from unrealugc.pipeline.failures import Failure, as_provider_error, exit_code
from unrealugc.pipeline.job import Progress, RenderJob
from unrealugc.pipeline.runner import render


class _Stop:
    """Whether somebody wants this process to end."""

    def __init__(self) -> None:
        self._asked = False
        self._parent = os.getppid()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked = True

    def __call__(self) -> bool:
        return self._asked or os.getppid() != self._parent


def main(arguments: list[str]) -> int:
    """Run the job and return the exit code."""
    stop = _Stop()
    # The encoder's threads fill the other processors; OpenCV's would only wait in their way.
    cv2.setNumThreads(1)
    try:
        job = RenderJob.model_validate_json(Path(arguments[0]).read_bytes())
        result = render(job, Path(arguments[1]), _report, stop, engines=engines_for(job))
    except Exception as error:
        known = as_provider_error(error)
        _say("failed", failure=Failure.of(known).model_dump(mode="json"))
        return exit_code(known)
    _say("done", result=result.model_dump(mode="json"))
    return 0


def _report(progress: Progress) -> None:
    _say("progress", **progress.model_dump(mode="json"))


def _say(event: str, **facts: object) -> None:
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
