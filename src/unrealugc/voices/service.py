"""The rules of voices: what an account can choose from, and who speaks in a video."""

from __future__ import annotations

from dataclasses import dataclass

from unrealugc.catalog.voices import StockVoice, stock_voices
from unrealugc.core.db import Connection
from unrealugc.core.ids import new_id
from unrealugc.errors import InvalidRequest, NotFound
from unrealugc.providers.base import VoiceSpec
from unrealugc.queue.enqueue import enqueue
from unrealugc.storage.base import Storage
from unrealugc.uploads import service as uploads
from unrealugc.uploads.intake import Intake
from unrealugc.voices import repository
from unrealugc.voices.repository import CustomVoice
from unrealugc.voices.schemas import VoiceCreate

Voice = StockVoice | CustomVoice


@dataclass(frozen=True)
class ResolvedVoice:
    """Who speaks in a video, found and allowed; ``spec`` is what the synth takes."""

    id: str
    name: str
    is_custom: bool
    spec: VoiceSpec


async def list_voices(
    connection: Connection, account_id: str, *, cursor: str | None, limit: int
) -> list[Voice]:
    """Up to ``limit + 1`` voices after ``cursor``: the account's own first, newest first.

    Raises:
        InvalidRequest: the cursor is no voice of this list.
    """
    stock: list[Voice] = list(stock_voices().values())
    if cursor is not None:
        place = next((at for at, voice in enumerate(stock) if voice.id == cursor), None)
        if place is not None:
            return stock[place + 1 : place + 2 + limit]
        if await repository.get(connection, account_id, cursor) is None:
            raise InvalidRequest.field("cursor", "is not the id of a voice in this list")
    custom: list[Voice] = [
        *await repository.list_newest_first(connection, account_id, before=cursor, limit=limit + 1)
    ]
    return (custom + stock)[: limit + 1]


async def get(connection: Connection, account_id: str, voice_id: str) -> Voice:
    """A stock voice, or one of the account's own.

    Raises:
        NotFound: there is none, or it is not the account's, or it was deleted.
    """
    stock = stock_voices().get(voice_id)
    if stock is not None:
        return stock
    custom = await repository.get(connection, account_id, voice_id)
    if custom is None or custom.deleted_at is not None:
        raise NotFound("There is no such voice.")
    return custom


async def create(
    connection: Connection, storage: Storage, intake: Intake, account_id: str, body: VoiceCreate
) -> CustomVoice:
    """Make a voice that is shaped to an uploaded sample.

    Raises:
        InvalidRequest: ``upload_not_found``, ``upload_too_large``, ``invalid_audio``,
            ``voice_sample_too_short``, or another content type than the upload's.
        Conflict: the upload was used before.
    """
    upload = await uploads.claim(
        connection, storage, account_id, kind="voice-sample", key=body.r2_key
    )
    if _bare(body.content_type) != _bare(upload.content_type):
        raise InvalidRequest.field(
            "contentType", f"the upload was announced as {upload.content_type}"
        )
    async with intake.opened(upload) as (file, folder):
        samples = str(folder / "samples.npy")
        decoded = await intake.run("recording", upload, str(file), upload.content_type, samples)
        measured = await intake.run("voice", upload, samples, str(decoded["rate"]))
    await uploads.finalize(connection, upload)
    voice = await repository.insert(
        connection,
        voice_id=new_id(),
        account_id=account_id,
        upload_id=upload.id,
        name=body.name,
        gender=body.gender,
        sample_key=upload.key,
        duration_seconds=decoded["seconds"],
        profile=measured["profile"],
    )
    await enqueue(connection, "voices.preview", account_id=account_id, voice_id=voice.id)
    return voice


def _bare(content_type: str) -> str:
    # Two names of one thing.
    return content_type.replace("audio/m4a", "audio/mp4")


async def delete(connection: Connection, account_id: str, voice_id: str) -> str:
    """Delete one of the account's own voices; videos made with it stay. Returns its id.

    Raises:
        InvalidRequest: ``stock_item``, stock voices cannot be deleted.
        NotFound: there is none.
    """
    if voice_id in stock_voices():
        raise InvalidRequest("Stock voices cannot be deleted.", code="stock_item")
    if not await repository.mark_deleted(connection, account_id, voice_id):
        raise NotFound("There is no such voice.")
    return voice_id


async def resolve(
    connection: Connection, account_id: str, voice_id: str, *, deleted_too: bool = False
) -> ResolvedVoice:
    """The stock or own voice of that id, as a video needs it.

    Args:
        deleted_too: also find one that was deleted, for a video that was accepted before.

    Raises:
        InvalidRequest: there is none.
    """
    stock = stock_voices().get(voice_id)
    if stock is not None:
        spec = VoiceSpec(voice_id=stock.id, language=stock.language)
        return ResolvedVoice(id=stock.id, name=stock.name, is_custom=False, spec=spec)
    custom = await repository.get(connection, account_id, voice_id)
    if custom is None or (custom.deleted_at is not None and not deleted_too):
        raise InvalidRequest.field(
            "voiceId",
            "is neither a stock voice nor one of yours; GET /voices lists them",
            code="unknown_voice",
        )
    spec = VoiceSpec(voice_id=custom.id, profile=custom.profile)
    return ResolvedVoice(id=custom.id, name=custom.name, is_custom=True, spec=spec)
