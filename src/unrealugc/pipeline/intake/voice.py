"""``python -m unrealugc.pipeline.intake.voice SAMPLES RATE``

Measures the voice in decoded samples; the result is its ``profile``.
"""

from __future__ import annotations

import sys

import numpy as np

from unrealugc.pipeline.intake.report import report
from unrealugc.providers.studio.speech.analysis import analyse_sample


def main(samples: str, rate: str) -> int:
    """Run the program and return the exit code."""

    def work() -> dict[str, object]:
        profile = analyse_sample(np.load(samples, allow_pickle=False), int(rate))
        return {"profile": profile.to_json()}

    return report(work)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
