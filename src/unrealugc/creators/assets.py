"""``/assets/creators``: pictures of stock creators, for everybody."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from unrealugc.catalog.creators import StockCreator, stock_creators
from unrealugc.core.fileanswer import answer_with_file
from unrealugc.errors import NotFound
from unrealugc.queue.made_once import MadeOnce

router = APIRouter(prefix="/assets/creators", include_in_schema=False)

_PROGRAM = "unrealugc.pipeline.previews.avatar"
_HEADERS = {"Cache-Control": "public, max-age=86400", "Access-Control-Allow-Origin": "*"}


@router.api_route("/{slug}/avatar.webp", methods=["GET", "HEAD"])
async def show_avatar(request: Request, slug: str) -> Response:
    """A stock creator's still."""
    creator = stock_creators().get(slug)
    if creator is None or not creator.rig.is_dir():
        raise NotFound("There is no such creator.")
    made: MadeOnce = request.app.state.made_once
    path = await made.file(_name(creator), _PROGRAM, [str(creator.rig)])
    return await answer_with_file(request, path, content_type="image/webp", headers=_HEADERS)


def _name(creator: StockCreator) -> str:
    facts = (creator.rig / "person.webp").stat()
    return f"creators/{creator.slug}-{facts.st_mtime_ns:x}-{facts.st_size:x}.webp"
