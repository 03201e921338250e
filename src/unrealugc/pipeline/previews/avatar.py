"""``python -m unrealugc.pipeline.previews.avatar RIG FILE`` draws a creator's still, a WebP."""

from __future__ import annotations

import sys
from pathlib import Path

from unrealugc.pipeline.intake.report import report
from unrealugc.providers.studio.avatar import write_avatar


def main(rig: str, file: str) -> int:
    """Run the program and return the exit code."""

    def work() -> dict[str, object]:
        write_avatar(Path(rig), Path(file), mouth="smile")
        return {}

    return report(work)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
