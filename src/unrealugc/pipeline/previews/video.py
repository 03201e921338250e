"""``python -m unrealugc.pipeline.previews.video RIG VOICE TEXT FILE`` lets a creator introduce
herself in a few seconds of video, an MP4. ``VOICE`` is the id of a stock voice.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from unrealugc.catalog.voices import stock_voices
from unrealugc.pipeline.engines import engines_for
from unrealugc.pipeline.intake.report import report
from unrealugc.pipeline.job import Progress, RenderJob
from unrealugc.pipeline.runner import render
from unrealugc.providers.base import VoiceSpec

_SECONDS = 6


def main(rig: str, voice: str, text: str, file: str) -> int:
    """Run the program and return the exit code."""

    def work() -> dict[str, object]:
        job = RenderJob(
            script=text,
            rig=Path(rig),
            voice=VoiceSpec(voice, stock_voices()[voice].language),
            duration_seconds=_SECONDS,
        )
        with tempfile.TemporaryDirectory() as folder:
            made = render(job, Path(folder), _ignore, _never, engines=engines_for(job))
            shutil.copyfile(made.video, file)
        return {"seconds": made.duration_seconds}

    return report(work)


def _ignore(_: Progress) -> None:
    return


def _never() -> bool:
    return False


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
