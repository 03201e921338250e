"""The rules of uploads: where a caller may put a file, and whose it is afterwards."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from unrealugc.core.db import Connection
from unrealugc.core.ids import new_id
from unrealugc.errors import Conflict, InvalidRequest
from unrealugc.storage.base import InvalidKeyError, PresignedPut, Storage, check_key
from unrealugc.uploads import repository
from unrealugc.uploads.repository import Kind, Upload

EXPIRES_S = 600

RIG, AVATAR, PREVIEW = "rig.zip", "avatar.webp", "preview.mp3"
DERIVED = (RIG, AVATAR, PREVIEW)

_FOLDERS: dict[Kind, str] = {"avatar": "custom-creators", "voice-sample": "custom-voices"}
_LIMITS: dict[Kind, int] = {"avatar": 5 * 1024 * 1024, "voice-sample": 25 * 1024 * 1024}
_EXTENSIONS: dict[str, tuple[str, ...]] = {
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "audio/mpeg": ("mp3",),
    "audio/wav": ("wav",),
    "audio/webm": ("webm",),
    "audio/ogg": ("ogg",),
    "audio/mp4": ("m4a", "mp4"),
    "audio/m4a": ("m4a", "mp4"),
}


@dataclass(frozen=True)
class Ticket:
    """Permission to put one file."""

    key: str
    put: PresignedPut
    expires_s: int


async def open_upload(
    connection: Connection,
    storage: Storage,
    account_id: str,
    *,
    kind: Kind,
    content_type: str,
    extension: str,
) -> Ticket:
    """Promise a place for one file of that type, for ten minutes.

    Args:
        kind: what the file is for.
        content_type: one of the types of that kind.
        extension: the file's extension, without the dot.

    Raises:
        InvalidRequest: the extension is not one of the content type's.
    """
    fitting = _EXTENSIONS[content_type]
    if extension not in fitting:
        raise InvalidRequest.field(
            "extension", f"does not fit {content_type}, whose files end in {' or '.join(fitting)}"
        )
    upload_id = new_id()
    key = f"{_FOLDERS[kind]}/{account_id}/{upload_id}.{extension}"
    await repository.insert(
        connection,
        upload_id=upload_id,
        account_id=account_id,
        kind=kind,
        key=key,
        content_type=content_type,
    )
    put = storage.presign_put(
        key, content_type=content_type, max_bytes=_LIMITS[kind], expires_s=EXPIRES_S
    )
    return Ticket(key, put, EXPIRES_S)


async def claim(
    connection: Connection, storage: Storage, account_id: str, *, kind: Kind, key: str
) -> Upload:
    """The uploaded file of that key, for whoever makes something of it in this transaction.

    Raises:
        InvalidRequest: ``upload_not_found``, the key is not the account's or nothing was put
            there; ``upload_too_large``.
        Conflict: ``upload_already_used``, something was made of it before;
            ``request_in_progress``, something is being made of it.
    """
    # What is made of it may take longer than the database lets a transaction idle.
    await connection.execute("SET LOCAL idle_in_transaction_session_timeout = '300s'")
    upload = None
    with suppress(InvalidKeyError):
        upload = await repository.lock_by_key(connection, account_id, kind, check_key(key))
    facts = await storage.head(key) if upload is not None else None
    if upload is None or (facts is None and upload.finalized_at is None):
        raise InvalidRequest.field(
            "r2Key",
            "there is no such upload; PUT the file to the uploadUrl first",
            code="upload_not_found",
        )
    if upload.finalized_at is not None:
        raise Conflict(
            "This upload was used already. Upload the file again.", code="upload_already_used"
        )
    assert facts is not None
    if facts.size > _LIMITS[kind]:
        raise InvalidRequest(
            f"The upload has {facts.size} bytes, more than the {_LIMITS[kind]} allowed.",
            code="upload_too_large",
            details={"limitBytes": _LIMITS[kind], "sizeBytes": facts.size},
        )
    return upload


async def finalize(connection: Connection, upload: Upload) -> None:
    """Note that something was made of the upload, so that it stays."""
    await repository.mark_finalized(connection, upload.id)


def derived_key(key: str, ending: str) -> str:
    """The key of something made of an upload, such as ``rig.zip``."""
    return f"{key.rpartition('.')[0]}.{ending}"


def keys_of(key: str) -> tuple[str, ...]:
    """Every key under which something of an upload may be stored."""
    return key, *(derived_key(key, ending) for ending in DERIVED)
