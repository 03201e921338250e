"""``GET /models``."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from unrealugc.accounts.access import Caller
from unrealugc.catalog.models import offers
from unrealugc.config import Settings
from unrealugc.core.etag import cacheable
from unrealugc.core.openapi import errors, not_modified
from unrealugc.core.pagination import Page
from unrealugc.core.routes import TransactionalRoute
from unrealugc.models.schemas import ModelOut, render

router = APIRouter(prefix="/models", tags=["Models"], route_class=TransactionalRoute)


@router.get(
    "",
    summary="List active video models",
    response_model=Page[ModelOut],
    responses=errors() | not_modified(),
)
async def list_models(request: Request, _: Caller) -> Response:
    """The models that this installation can really run, best choice first."""
    settings: Settings = request.app.state.settings
    shown = [render(offer) for offer in offers(settings)]
    page = Page[ModelOut](object="list", data=shown, has_more=False, next_cursor=None)
    return cacheable(request, page)
