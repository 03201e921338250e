"""``python -m unrealugc.pipeline.intake.portrait FILE CONTENT_TYPE FOLDER SLUG``

Makes a rig and an avatar out of a photo; the result names their files, ``rig`` and ``avatar``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from unrealugc.pipeline.intake.report import report
from unrealugc.pipeline.portraits import make_portrait


def main(file: str, content_type: str, folder: str, slug: str) -> int:
    """Run the program and return the exit code."""

    def work() -> dict[str, object]:
        rig, avatar = make_portrait(Path(file), content_type, Path(folder), slug=slug)
        return {"rig": str(rig), "avatar": str(avatar)}

    return report(work)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
