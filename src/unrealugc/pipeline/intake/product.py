"""``python -m unrealugc.pipeline.intake.product FILE PICTURE``

Decodes the picture of a product and writes it to ``PICTURE``, a PNG of at most 1600 pixels on
the longer side.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

from unrealugc.pipeline.images import decode_image
from unrealugc.pipeline.intake.report import report

_LARGEST_SIDE = 1600


def main(file: str, picture: str) -> int:
    """Run the program and return the exit code."""

    def work() -> dict[str, object]:
        shown = Image.fromarray(decode_image(Path(file).read_bytes()))
        shown.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
        shown.save(picture, format="PNG")
        return {"width": shown.width, "height": shown.height}

    return report(work)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
