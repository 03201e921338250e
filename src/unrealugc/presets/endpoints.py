"""``GET /presets``."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from unrealugc.accounts.access import Caller
from unrealugc.catalog.models import find_offer
from unrealugc.catalog.presets import presets
from unrealugc.config import Settings
from unrealugc.core.etag import cacheable
from unrealugc.core.openapi import errors, not_modified
from unrealugc.core.pagination import Page
from unrealugc.core.routes import TransactionalRoute
from unrealugc.presets.schemas import PresetOut, render

router = APIRouter(prefix="/presets", tags=["Presets"], route_class=TransactionalRoute)


@router.get(
    "",
    summary="List presets",
    response_model=Page[PresetOut],
    responses=errors() | not_modified(),
)
async def list_presets(request: Request, _: Caller) -> Response:
    """Ready-made ways to shoot an ad whose models this installation can run."""
    settings: Settings = request.app.state.settings
    shown = [
        render(preset)
        for preset in presets().values()
        if find_offer(settings, preset.model) is not None
    ]
    page = Page[PresetOut](object="list", data=shown, has_more=False, next_cursor=None)
    return cacheable(request, page)
