"""``python -m unrealugc.pipeline.intake.voice FILE CONTENT_TYPE``

Measures a voice sample; the result is its length, ``seconds``, and the voice's ``profile``.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

from unrealugc.pipeline.intake.report import report
from unrealugc.pipeline.samples import measure_sample


def main(file: str, content_type: str) -> int:
    """Run the program and return the exit code."""
    return report(lambda: asdict(measure_sample(Path(file), content_type)))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
