"""``/assets/creators``: stills and previews of stock creators, for everybody."""

from __future__ import annotations

import hashlib

from fastapi import APIRouter, Request, Response

from unrealugc.catalog.creators import StockCreator, stock_creators
from unrealugc.core.fileanswer import answer_with_file
from unrealugc.errors import NotFound
from unrealugc.queue.made_once import MadeOnce

router = APIRouter(prefix="/assets/creators", include_in_schema=False)

_AVATAR = "unrealugc.pipeline.previews.avatar"
_VIDEO = "unrealugc.pipeline.previews.video"
_SENTENCE = "Give me a script, and I will tell people about your product."
_HEADERS = {"Cache-Control": "public, max-age=86400", "Access-Control-Allow-Origin": "*"}


@router.api_route("/{slug}/avatar.webp", methods=["GET", "HEAD"])
async def show_avatar(request: Request, slug: str) -> Response:
    """A stock creator's still."""
    creator = _creator(slug)
    made: MadeOnce = request.app.state.made_once
    path = await made.file(f"{_name(creator)}.webp", _AVATAR, [str(creator.rig)])
    return await answer_with_file(request, path, content_type="image/webp", headers=_HEADERS)


@router.api_route("/{slug}/preview.mp4", methods=["GET", "HEAD"])
async def show_preview(request: Request, slug: str) -> Response:
    """A stock creator introducing herself."""
    creator = _creator(slug)
    made: MadeOnce = request.app.state.made_once
    said = f"Hi, I'm {creator.name}. {_SENTENCE}"
    arguments = [str(creator.rig), creator.voice, said]
    path = await made.file(f"{_name(creator)}.mp4", _VIDEO, arguments)
    return await answer_with_file(request, path, content_type="video/mp4", headers=_HEADERS)


def _creator(slug: str) -> StockCreator:
    creator = stock_creators().get(slug)
    if creator is None or not creator.rig.is_dir():
        raise NotFound("There is no such creator.")
    return creator


def _name(creator: StockCreator) -> str:
    """A name that changes when the rig or what is said of the creator does."""
    facts = (creator.rig / "person.webp").stat()
    seen = f"{creator.model_dump_json()}{facts.st_mtime_ns}{facts.st_size}"
    return f"creators/{creator.slug}-{hashlib.sha256(seen.encode()).hexdigest()[:12]}"
