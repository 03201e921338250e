"""``python -m unrealugc.pipeline.intake.recording FILE CONTENT_TYPE SAMPLES``

Decodes a voice sample into ``SAMPLES``, a NumPy file that the next program need not mistrust; the
result is its whole length, ``seconds``, and its sample ``rate``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from unrealugc.pipeline.intake.report import report
from unrealugc.pipeline.samples import decode_sample


def main(file: str, content_type: str, samples: str) -> int:
    """Run the program and return the exit code."""

    def work() -> dict[str, object]:
        recording = decode_sample(Path(file), content_type)
        np.save(samples, recording.samples, allow_pickle=False)
        return {"seconds": recording.seconds, "rate": recording.sample_rate}

    return report(work)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
