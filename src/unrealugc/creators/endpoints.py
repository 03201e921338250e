"""``/creators``."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from unrealugc.accounts.access import Caller
from unrealugc.core.etag import cacheable
from unrealugc.core.openapi import errors, not_modified, with_codes
from unrealugc.core.pagination import Cursor, Page, page_of
from unrealugc.core.routes import TransactionalRoute, Tx
from unrealugc.core.schemas import Deleted
from unrealugc.creators import service
from unrealugc.creators.schemas import (
    CreatorCreate,
    CreatorOut,
    CustomCreatorOut,
    StockCreatorOut,
)
from unrealugc.creators.service import Creator
from unrealugc.creators.views import render

MAX_LIMIT = 250

_REFUSALS = {
    "invalid_request": "name: String should have at least 2 characters",
    "upload_not_found": "There is no such upload; PUT the file to the uploadUrl first.",
    "upload_too_large": "The upload is larger than allowed.",
    "invalid_image": "The picture cannot be read. Send a JPEG, PNG or WebP file.",
    "no_face_found": "No face was found in the photo.",
}

router = APIRouter(prefix="/creators", tags=["Creators"], route_class=TransactionalRoute)


@router.get("", response_model=Page[CreatorOut], responses={**errors(400), **not_modified()})
async def list_creators(
    request: Request,
    connection: Tx,
    caller: Caller,
    include: Annotated[
        service.Include | None, Query(description="Only one kind; both when left out.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Creators on a page.")] = MAX_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """List stock creators and your own; your own come first."""
    found = await service.list_creators(
        connection, caller.id, include=include, cursor=cursor, limit=limit
    )
    return cacheable(
        request,
        page_of(found, limit, lambda one: _shown(request, one), key=lambda one: one.id),
    )


@router.post(
    "",
    response_model=CustomCreatorOut,
    status_code=HTTPStatus.CREATED,
    responses=with_codes(errors(400, 409, 413), 400, _REFUSALS),
)
async def create_creator(
    request: Request, connection: Tx, caller: Caller, body: CreatorCreate
) -> StockCreatorOut | CustomCreatorOut:
    """Make a creator of your own out of a portrait that was uploaded.

    First `POST /uploads/avatar` and PUT the picture. Errors of the file are 400 with the codes
    `upload_not_found`, `upload_too_large`, `invalid_image` and `no_face_found`.
    """
    state = request.app.state
    made = await service.create(connection, state.storage, state.intake, caller.id, body)
    return _shown(request, made)


@router.get("/{creator_id}", response_model=CreatorOut, responses=errors(404))
async def get_creator(
    request: Request, connection: Tx, caller: Caller, creator_id: str
) -> StockCreatorOut | CustomCreatorOut:
    """Fetch one creator by id; stock creators by slug too."""
    return _shown(request, await service.get(connection, caller.id, creator_id))


@router.delete(
    "/{creator_id}",
    response_model=Deleted,
    responses=with_codes(
        errors(400, 404), 400, {"stock_item": "Stock creators cannot be deleted."}
    ),
)
async def delete_creator(connection: Tx, caller: Caller, creator_id: str) -> Deleted:
    """Delete one of your own creators. Videos made with it stay."""
    return Deleted(id=await service.delete(connection, caller.id, creator_id), deleted=True)


def _shown(request: Request, creator: Creator) -> StockCreatorOut | CustomCreatorOut:
    state = request.app.state
    return render(creator, base_url=state.settings.base_url, storage=state.storage)
