"""The still picture that stands for a video before it plays."""

from __future__ import annotations

from pathlib import Path

import cv2

from unrealugc.pipeline.colour import yuv_to_rgb
from unrealugc.providers.base import YuvFrame

_QUALITY = 88


def write_poster(frame: YuvFrame, path: Path) -> None:
    """Write a frame as JPEG at its full size.

    Neither progressive nor with Huffman tables of its own: three percent more bytes for a fifth of
    the time.
    """
    picture = cv2.cvtColor(yuv_to_rgb(frame), cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, _QUALITY))
    path.write_bytes(data.tobytes())
