"""``/voices``."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from unrealugc.accounts.access import Caller
from unrealugc.core.etag import cacheable
from unrealugc.core.openapi import errors, not_modified, with_codes
from unrealugc.core.pagination import MAX_LIMIT, Cursor, Page, page_of
from unrealugc.core.routes import TransactionalRoute, Tx
from unrealugc.core.schemas import Deleted
from unrealugc.voices import service
from unrealugc.voices.schemas import VoiceCreate, VoiceOut
from unrealugc.voices.service import Voice
from unrealugc.voices.views import render

_REFUSALS = {
    "invalid_request": "contentType: the upload was announced as audio/wav",
    "upload_not_found": "There is no such upload; PUT the file to the uploadUrl first.",
    "upload_too_large": "The upload is larger than allowed.",
    "invalid_audio": "The recording cannot be read. Send an MP3, WAV, WebM, OGG or M4A file.",
    "voice_sample_too_short": "The sample has 12.0 s of sound. A voice needs at least 30 s.",
}

router = APIRouter(prefix="/voices", tags=["Voices"], route_class=TransactionalRoute)


@router.get("", response_model=Page[VoiceOut], responses={**errors(400), **not_modified()})
async def list_voices(
    request: Request,
    connection: Tx,
    caller: Caller,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Voices on a page.")] = MAX_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """List stock voices and your own; your own come first."""
    found = await service.list_voices(connection, caller.id, cursor=cursor, limit=limit)
    return cacheable(
        request, page_of(found, limit, lambda one: _shown(request, one), key=lambda one: one.id)
    )


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses=with_codes(errors(400, 409, 413), 400, _REFUSALS),
)
async def create_voice(
    request: Request, connection: Tx, caller: Caller, body: VoiceCreate
) -> VoiceOut:
    """Make a voice of your own out of a sample that was uploaded.

    First `POST /uploads/voice-sample` and PUT the recording. Errors of the file are 400 with the
    codes `upload_not_found`, `upload_too_large`, `invalid_audio` and `voice_sample_too_short`.
    """
    state = request.app.state
    made = await service.create(connection, state.storage, state.intake, caller.id, body)
    return _shown(request, made)


@router.get("/{voice_id}", responses=errors(404))
async def get_voice(request: Request, connection: Tx, caller: Caller, voice_id: str) -> VoiceOut:
    """Fetch one voice."""
    return _shown(request, await service.get(connection, caller.id, voice_id))


@router.delete(
    "/{voice_id}",
    responses=with_codes(errors(400, 404), 400, {"stock_item": "Stock voices cannot be deleted."}),
)
async def delete_voice(connection: Tx, caller: Caller, voice_id: str) -> Deleted:
    """Delete one of your own voices. Videos made with it stay."""
    return Deleted(id=await service.delete(connection, caller.id, voice_id), deleted=True)


def _shown(request: Request, voice: Voice) -> VoiceOut:
    state = request.app.state
    return render(voice, base_url=state.settings.base_url, storage=state.storage)
