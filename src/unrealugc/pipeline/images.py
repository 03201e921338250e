"""Pictures from strangers, decoded so that a bad one can do no harm."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from unrealugc.providers.errors import UnusableMediaError

RgbImage = NDArray[np.uint8]

_FORMATS = ("JPEG", "PNG", "WEBP")
_MAX_SIDE = 12_000


class InvalidImage(UnusableMediaError):
    """The bytes are not a whole JPEG, PNG or WebP picture of a size that we take."""

    code = "invalid_image"
    default_message = "The picture cannot be read. Send a JPEG, PNG or WebP file."


def decode_image(data: bytes, *, max_pixels: int = 40_000_000, min_side: int = 1) -> RgbImage:
    """Decode a picture by what it is, whatever its name or declared type says.

    The camera's orientation is applied, transparency is laid on white, and of an animation the
    first frame is taken. The size is checked from the header, before any pixel is unpacked.

    Args:
        data: the whole file.
        max_pixels: width times height above which the picture is refused.
        min_side: pixels that the shorter side must have.

    Returns:
        RGB, uint8, shape (height, width, 3).

    Raises:
        InvalidImage: not a JPEG, PNG or WebP, damaged, or outside the size limits.
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            _check_size(picture.size, max_pixels, min_side)
            upright = ImageOps.exif_transpose(picture)
            return np.asarray(_on_white(upright), dtype=np.uint8).copy()
    except UnidentifiedImageError:
        raise InvalidImage from None
    except Image.DecompressionBombError:
        raise InvalidImage("The picture has too many pixels. Send a smaller one.") from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise InvalidImage(
            "The picture is damaged or incomplete. Save it again as JPEG, PNG or WebP.",
            detail=str(error),
        ) from error


def _check_size(size: tuple[int, int], max_pixels: int, min_side: int) -> None:
    width, height = size
    if width * height > max_pixels or max(width, height) > _MAX_SIDE:
        raise InvalidImage(
            f"The picture is {width}×{height} pixels, which is too large. "
            f"Send one of at most {max_pixels // 1_000_000} megapixels."
        )
    if min(width, height) < min_side:
        raise InvalidImage(
            f"The picture is {width}×{height} pixels. Each side must have at least {min_side}."
        )


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        # 16 bits of grey; Pillow would cut off what is above 255.
        return Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8)).convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        rgba = picture.convert("RGBA")
        white = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, rgba).convert("RGB")
    return picture.convert("RGB")
