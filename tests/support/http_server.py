"""A real HTTP server on loopback that a test scripts and inspects."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Received:
    """One request as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float


Reply = tuple[int, dict[str, str], bytes]
Handler = Callable[[Received], Awaitable[Reply] | Reply]


@dataclass
class LoopbackServer:
    """What the server saw, and where it is."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    async def wait_for(self, count: int, limit_s: float = 60.0) -> list[Received]:
        """Wait until ``count`` requests have come."""
        async with asyncio.timeout(limit_s), self.arrived:
            await self.arrived.wait_for(lambda: len(self.received) >= count)
        return self.received


@asynccontextmanager
async def serve(handler: Handler) -> AsyncIterator[LoopbackServer]:
    """Run a server whose ``handler`` answers ``(status, headers, body)`` to each request."""
    state = LoopbackServer()
    open_writers: set[asyncio.StreamWriter] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_writers.add(writer)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            line, *rest = head.strip().split("\r\n")
            method, path, _ = line.split(" ", 2)
            headers = {
                name.strip().lower(): value.strip()
                for name, value in (item.split(":", 1) for item in rest)
            }
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            at = asyncio.get_running_loop().time()
            request = Received(method, path, headers, body, at)
            async with state.arrived:
                state.received.append(request)
                state.arrived.notify_all()
            made = handler(request)
            status, extra, content = await made if isinstance(made, Awaitable) else made
            fields = {"content-length": str(len(content)), "connection": "close", **extra}
            top = f"HTTP/1.1 {status} X\r\n" + "".join(f"{k}: {v}\r\n" for k, v in fields.items())
            writer.write(top.encode() + b"\r\n" + content)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            open_writers.discard(writer)
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    state.port = server.sockets[0].getsockname()[1]
    try:
        yield state
    finally:
        server.close()
        for writer in list(open_writers):
            writer.close()
