"""Refuse a body that is still coming in, in a way that the sender gets to read."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from unrealugc.errors import ApiError

LINGER_S = 3.0
LINGER_BYTES = 16 * 1024 * 1024


class LingeringRefusal(JSONResponse):
    """An error answer that goes on reading for a moment after it was sent.

    Closing a connection while its sender still writes makes the sender's system throw the
    answer away. So, like nginx's ``lingering_close``, what comes is read and dropped until the
    sender stops, three seconds or 16 MiB at most.
    """

    def __init__(self, error: ApiError) -> None:
        super().__init__(
            error.envelope(),
            status_code=error.status,
            headers={**error.headers, "Connection": "close"},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
        )
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGER_S):
                await _drop(receive)
        await send({"type": "http.response.body", "body": b""})


async def _drop(receive: Receive) -> None:
    dropped = 0
    while dropped < LINGER_BYTES:
        message = await receive()
        dropped += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return
