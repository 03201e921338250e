"""The still picture that stands for a video before it plays."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from unrealugc.pipeline.colour import yuv_to_rgb
from unrealugc.providers.base import YuvFrame

_QUALITY = 88


def write_poster(frame: YuvFrame, path: Path) -> None:
    """Write a frame as JPEG at its full size."""
    picture = Image.fromarray(yuv_to_rgb(frame), "RGB")
    picture.save(path, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
