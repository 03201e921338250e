"""``/assets/voices``: what stock voices sound like, for everybody."""

from __future__ import annotations

import hashlib
import json

from fastapi import APIRouter, Request, Response

from unrealugc.catalog.voices import StockVoice, stock_voices
from unrealugc.core.fileanswer import answer_with_file
from unrealugc.errors import NotFound
from unrealugc.queue.made_once import MadeOnce

router = APIRouter(prefix="/assets/voices", include_in_schema=False)

_PROGRAM = "unrealugc.pipeline.previews.voice"
_HEADERS = {"Cache-Control": "public, max-age=86400", "Access-Control-Allow-Origin": "*"}


@router.api_route("/{voice_id}/preview.mp3", methods=["GET", "HEAD"])
async def play_preview(request: Request, voice_id: str) -> Response:
    """A stock voice saying a sentence."""
    voice = stock_voices().get(voice_id)
    if voice is None:
        raise NotFound("There is no such voice.")
    made: MadeOnce = request.app.state.made_once
    spec = json.dumps({"voice_id": voice.id, "language": voice.language})
    path = await made.file(_name(voice), _PROGRAM, [spec, voice.preview])
    return await answer_with_file(request, path, content_type="audio/mpeg", headers=_HEADERS)


def _name(voice: StockVoice) -> str:
    facts = hashlib.sha256(voice.model_dump_json().encode()).hexdigest()[:12]
    return f"voices/{voice.id}-{facts}.mp3"
