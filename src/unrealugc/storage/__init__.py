"""Where finished videos, uploads and rigs are kept: a local folder or an object store."""

from __future__ import annotations

from unrealugc.config import Settings
from unrealugc.core.secrets import signing_key
from unrealugc.storage.base import Storage
from unrealugc.storage.local import LocalStorage
from unrealugc.storage.objectstore import ObjectStorage


def open_storage(settings: Settings) -> Storage:
    """The storage that the settings ask for.

    Raises:
        ValueError: ``storage_url`` has a scheme that is not supported.
    """
    if settings.storage_url is not None:
        return ObjectStorage(settings.storage_url)
    return LocalStorage(
        settings.data_dir / "storage",
        base_url=settings.base_url,
        signing_key=signing_key(settings, "files"),
    )
