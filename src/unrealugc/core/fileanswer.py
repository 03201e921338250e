"""Answer a GET or HEAD with a file: conditions, ranges, and constant memory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from unrealugc.core.byteranges import parse_range
from unrealugc.core.middleware import send_error
from unrealugc.errors import NotFound

CHUNK_BYTES = 256 * 1024


async def answer_with_file(
    request: Request, path: Path, *, content_type: str, headers: Mapping[str, str]
) -> Response:
    """The file, a range of it, or 304 where the caller has it already.

    Args:
        content_type: what the file is.
        headers: further headers, such as ``Cache-Control``.

    Raises:
        NotFound: there is no such file.
        RangeNotSatisfiable: the ``Range`` lies outside of it.
    """
    try:
        facts = await anyio.to_thread.run_sync(path.stat)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound("There is no such file.") from None
    if not path.is_file():
        raise NotFound("There is no such file.")
    etag = f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    common = {
        **headers,
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Last-Modified": formatdate(facts.st_mtime, usegmt=True),
        "X-Content-Type-Options": "nosniff",
    }
    if _has_it(request, etag, facts):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=common)
    asked = request.headers.get("range") if _range_applies(request, etag, facts) else None
    part = parse_range(asked, facts.st_size)
    start, length = part or (0, facts.st_size)
    if part is not None:
        common["Content-Range"] = f"bytes {start}-{start + length - 1}/{facts.st_size}"
    return _FilePart(
        path,
        start,
        length,
        status_code=HTTPStatus.OK if part is None else HTTPStatus.PARTIAL_CONTENT,
        headers={**common, "Content-Length": str(length)},
        media_type=content_type,
    )


def _has_it(request: Request, etag: str, facts: os.stat_result) -> bool:
    known = request.headers.get("if-none-match")
    if known is not None:
        return known.strip() == "*" or etag in {
            tag.strip().removeprefix("W/") for tag in known.split(",")
        }
    return _not_newer(request.headers.get("if-modified-since"), facts)


def _range_applies(request: Request, etag: str, facts: os.stat_result) -> bool:
    condition = request.headers.get("if-range")
    if condition is None or condition == etag:
        return True
    return condition == formatdate(facts.st_mtime, usegmt=True)


def _not_newer(header: str | None, facts: os.stat_result) -> bool:
    if header is None:
        return False
    try:
        return int(facts.st_mtime) <= parsedate_to_datetime(header).timestamp()
    except ValueError:
        return False


class _FilePart(Response):
    """Bytes of a file, read as fast as the caller takes them."""

    def __init__(
        self,
        path: Path,
        start: int,
        length: int,
        *,
        status_code: int,
        headers: dict[str, str],
        media_type: str,
    ) -> None:
        super().__init__(status_code=status_code, headers=headers, media_type=media_type)
        self._path = path
        self._start = start
        self._length = length

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            file = await anyio.open_file(self._path, "rb")
        except FileNotFoundError:
            await send_error(send, NotFound("There is no such file."))
            return
        async with file:
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status_code,
                    "headers": self.raw_headers,
                }
            )
            left = 0 if scope["method"] == "HEAD" else self._length
            await file.seek(self._start)
            while left > 0:
                chunk = await file.read(min(CHUNK_BYTES, left))
                if not chunk:
                    raise EOFError(f"{self._path.name} became shorter while it was sent")
                left -= len(chunk)
                await send({"type": "http.response.body", "body": chunk, "more_body": left > 0})
            if self._length == 0 or scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b""})
