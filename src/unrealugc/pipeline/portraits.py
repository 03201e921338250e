"""From an uploaded photo to an archive with the rig, and a picture for lists."""

from __future__ import annotations

import zipfile
from pathlib import Path

import cv2
import numpy as np

from unrealugc.pipeline.images import InvalidImage, RgbImage, decode_image
from unrealugc.pipeline.magic import HEAD_BYTES, sniff
from unrealugc.providers.studio.avatar import write_avatar
from unrealugc.providers.studio.portrait.builder import build_portrait_rig

_SMALLEST_SIDE = 160
_LARGEST_SIDE = 2048


def make_portrait(photo: Path, content_type: str, folder: Path, *, slug: str) -> tuple[Path, Path]:
    """Write the rig, as a zip archive, and the avatar into ``folder`` and return their paths.

    Args:
        photo: the file that was uploaded.
        content_type: what it is said to be.
        slug: the rig's name.

    Raises:
        InvalidImage: it is not such a picture, or damaged, or too large or small.
        NoFaceFound: it shows no face that can be made to speak.
    """
    rig = folder / "rig"
    build_portrait_rig(read_photo(photo, content_type), rig, slug=slug)
    packed, avatar = folder / "rig.zip", folder / "avatar.webp"
    write_avatar(rig, avatar)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(rig.iterdir()):
            archive.write(file, file.name)
    return packed, avatar


def read_photo(photo: Path, content_type: str) -> RgbImage:
    """The photo's pixels, RGB, at most 2048 on the longer side.

    Raises:
        InvalidImage: it is not such a picture, or damaged, or too large or small.
    """
    data = photo.read_bytes()
    found = sniff(data[:HEAD_BYTES])
    if found is not None and found != content_type:
        raise InvalidImage(f"The picture is {found}, not {content_type} as was said.")
    pixels = decode_image(data, min_side=_SMALLEST_SIDE)
    scale = _LARGEST_SIDE / max(pixels.shape[:2])
    if scale >= 1:
        return pixels
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
