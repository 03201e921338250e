"""``/uploads``."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request

from unrealugc.accounts.access import Caller
from unrealugc.core.openapi import errors
from unrealugc.core.routes import TransactionalRoute, Tx
from unrealugc.uploads import service
from unrealugc.uploads.schemas import AvatarUpload, UploadOut, VoiceSampleUpload
from unrealugc.uploads.service import Ticket

router = APIRouter(prefix="/uploads", tags=["Uploads"], route_class=TransactionalRoute)


@router.post("/avatar", status_code=HTTPStatus.CREATED, responses=errors(400, 409, 413))
async def upload_avatar(
    request: Request, connection: Tx, caller: Caller, body: AvatarUpload
) -> UploadOut:
    """Get an address to PUT a portrait to, of at most 5 MB. Then call `POST /creators`."""
    ticket = await service.open_upload(
        connection,
        request.app.state.storage,
        caller.id,
        kind="avatar",
        content_type=body.content_type,
        extension=body.extension,
    )
    return _shown(ticket)


@router.post("/voice-sample", status_code=HTTPStatus.CREATED, responses=errors(400, 409, 413))
async def upload_voice_sample(
    request: Request, connection: Tx, caller: Caller, body: VoiceSampleUpload
) -> UploadOut:
    """Get an address to PUT a voice sample to, of at most 25 MB. Then call `POST /voices`.

    Two to five minutes of clear speech serve best.
    """
    ticket = await service.open_upload(
        connection,
        request.app.state.storage,
        caller.id,
        kind="voice-sample",
        content_type=body.content_type,
        extension=body.extension,
    )
    return _shown(ticket)


def _shown(ticket: Ticket) -> UploadOut:
    return UploadOut(
        upload_url=ticket.put.url,
        r2_key=ticket.key,
        method="PUT",
        headers=ticket.put.headers,
        expires_in_seconds=ticket.expires_s,
    )
