"""Lists that rarely change: an ETag with the answer, and 304 to who has it already."""

from __future__ import annotations

import hashlib

from fastapi import Request, Response
from pydantic import BaseModel


def cacheable(request: Request, content: BaseModel) -> Response:
    """Answer with the content, or with 304 when ``If-None-Match`` names it.

    The tag is weak, because the body may be compressed on its way.
    """
    body = content.model_dump_json(by_alias=True).encode()
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization"}
    if _names(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json; charset=utf-8", headers=headers)


def _names(header: str, tag: str) -> bool:
    bare = tag.removeprefix("W/")
    given = {entry.strip().removeprefix("W/") for entry in header.split(",")}
    return "*" in given or bare in given
