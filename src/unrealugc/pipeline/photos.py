"""Photos of people, as they are uploaded: decoded, judged and brought to a workable size."""

from __future__ import annotations

import numpy as np
from PIL import Image

from unrealugc.pipeline.images import InvalidImage, RgbImage, decode_image
from unrealugc.pipeline.magic import HEAD_BYTES, sniff

SMALLEST_SIDE = 160
LARGEST_SIDE = 2048


def decode_photo(data: bytes, content_type: str) -> RgbImage:
    """The photo's pixels, RGB, uint8, at most 2048 on the longer side.

    Args:
        data: the whole file.
        content_type: what it is said to be.

    Raises:
        InvalidImage: it is not such a picture, or damaged, or too large or small.
    """
    found = sniff(data[:HEAD_BYTES])
    if found is not None and found != content_type:
        raise InvalidImage(f"The picture is {found}, not {content_type} as was said.")
    pixels = decode_image(data, min_side=SMALLEST_SIDE)
    scale = LARGEST_SIDE / max(pixels.shape[:2])
    if scale >= 1:
        return pixels
    size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
    smaller = Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return np.asarray(smaller, dtype=np.uint8)
