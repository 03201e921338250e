"""From a photo to an archive with its rig, and a picture for lists."""

from __future__ import annotations

import zipfile
from pathlib import Path

from unrealugc.pipeline.images import RgbImage
from unrealugc.providers.studio.avatar import write_avatar
from unrealugc.providers.studio.portrait.builder import build_portrait_rig


def make_portrait(photo: RgbImage, folder: Path, *, slug: str) -> tuple[Path, Path]:
    """Write the rig, as a zip archive, and the avatar into ``folder`` and return their paths.

    Args:
        photo: RGB, uint8, shape (h, w, 3).
        slug: the rig's name.

    Raises:
        NoFaceFound: the photo shows no face that can be made to speak.
    """
    rig, packed, avatar = folder / "rig", folder / "rig.zip", folder / "avatar.webp"
    build_portrait_rig(photo, rig, slug=slug)
    write_avatar(rig, avatar)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(rig.iterdir()):
            archive.write(file, file.name)
    return packed, avatar
