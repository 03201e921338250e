"""Uploading as a client does: ask for a place, then PUT the file there."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

import httpx


async def upload(
    api: httpx.AsyncClient,
    kind: Literal["avatar", "voice-sample"],
    content: bytes,
    content_type: str,
    extension: str,
) -> str:
    """Upload a file and return its ``r2Key``."""
    asked = await api.post(
        f"uploads/{kind}", json={"contentType": content_type, "extension": extension}
    )
    assert asked.status_code == 201, asked.text
    ticket = asked.json()
    address = urlsplit(ticket["uploadUrl"])
    origin = f"{api.base_url.scheme}://{api.base_url.netloc.decode()}"
    put = await api.put(
        f"{origin}{address.path}?{address.query}", content=content, headers=ticket["headers"]
    )
    assert put.status_code == 200, put.text
    return str(ticket["r2Key"])
