"""What surrounds every request: its id, its size limit, and an answer whatever happens."""

from __future__ import annotations

import json
import logging
import re
from http import HTTPStatus
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from unrealugc.core.ids import new_id
from unrealugc.core.logging import request_id
from unrealugc.errors import ApiError, PayloadTooLarge

_log = logging.getLogger(__name__)
_JSON = "application/json"
_JSON_IN_UTF8 = "application/json; charset=utf-8"
_SAFE_ID = re.compile(r"[A-Za-z0-9_\-.]{1,100}")


def envelope_of(error: ApiError) -> dict[str, Any]:
    """The body that answers an error; our own faults name the request, to be found by."""
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        error.details.setdefault("requestId", request_id.get())
    return error.envelope()


async def send_error(send: Send, error: ApiError) -> None:
    """Answer with the error envelope from outside of the application."""
    body = json.dumps(envelope_of(error), ensure_ascii=False).encode()
    headers = {
        "content-type": _JSON_IN_UTF8,
        "content-length": str(len(body)),
        **{name.lower(): value for name, value in error.headers.items()},
    }
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": error.status, "headers": raw})
    await send({"type": "http.response.body", "body": body})


class RequestId:
    """Give every request an id, the caller's own where it is a sane one, and say it back.

    Also says that JSON is UTF-8, which the framework leaves to be guessed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        ident = given if _SAFE_ID.fullmatch(given) else new_id()
        token = request_id.set(ident)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = ident
                if headers.get("content-type") == _JSON:
                    headers["content-type"] = _JSON_IN_UTF8
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            request_id.reset(token)


class LastNet:
    """Log a fault that nobody handled, and answer a 500 that names the request and nothing else.

    Hung twice: right around the application, so that this answer too gets the headers of what
    stands further out, and around all of that.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def note_start(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, note_start)
        except Exception:
            _log.exception("unhandled fault in %s %s", scope["method"], scope["path"])
            if started:
                raise
            await send_error(send, ApiError())


class BodyLimit:
    """Refuse a body above the limit while it streams in, before it is in memory.

    Args:
        limit: bytes.
        prefix: path prefix that the limit holds for.
    """

    def __init__(self, app: ASGIApp, limit: int, prefix: str) -> None:
        self.app = app
        self.limit = limit
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(self.prefix):
            await self.app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > self.limit:
            await send_error(send, _too_large(self.limit))
            return
        await _Counted(self.limit, receive, send).run(self.app, scope)


class _Counted:
    """One request whose body is counted; whatever becomes of the rest, 413 is the answer."""

    def __init__(self, limit: int, receive: Receive, send: Send) -> None:
        self._limit = limit
        self._receive = receive
        self._send = send
        self._received = 0
        self._started = False

    @property
    def _exceeded(self) -> bool:
        return self._received > self._limit

    async def run(self, app: ASGIApp, scope: Scope) -> None:
        try:
            await app(scope, self._count, self._pass_on)
        except PayloadTooLarge:
            if not self._exceeded:
                raise
        if self._exceeded and not self._started:
            await send_error(self._send, _too_large(self._limit))

    async def _count(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._received += len(message.get("body", b""))
            if self._exceeded:
                raise _too_large(self._limit)
        return message

    async def _pass_on(self, message: Message) -> None:
        if self._started or not self._exceeded:
            self._started = True
            await self._send(message)


def _too_large(limit: int) -> PayloadTooLarge:
    return PayloadTooLarge(
        f"The request body is above the limit of {limit} bytes.", details={"limitBytes": limit}
    )
