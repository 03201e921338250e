"""``python -m unrealugc.pipeline.intake.portrait PIXELS FOLDER SLUG``

Makes a rig and an avatar out of a decoded photo; the result names their files, ``rig`` and
``avatar``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from unrealugc.pipeline.intake.report import report
from unrealugc.pipeline.portraits import make_portrait


def main(pixels: str, folder: str, slug: str) -> int:
    """Run the program and return the exit code."""

    def work() -> dict[str, object]:
        photo = np.load(pixels, allow_pickle=False)
        rig, avatar = make_portrait(photo, Path(folder), slug=slug)
        return {"rig": str(rig), "avatar": str(avatar)}

    return report(work)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
