"""``python -m unrealugc.pipeline.intake.picture FILE CONTENT_TYPE PIXELS``

Decodes a photo into ``PIXELS``, a NumPy file that the next program need not mistrust.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from unrealugc.pipeline.intake.report import report
from unrealugc.pipeline.photos import decode_photo


def main(file: str, content_type: str, pixels: str) -> int:
    """Run the program and return the exit code."""

    def work() -> dict[str, object]:
        photo = decode_photo(Path(file).read_bytes(), content_type)
        np.save(pixels, photo, allow_pickle=False)
        return {"width": photo.shape[1], "height": photo.shape[0]}

    return report(work)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
