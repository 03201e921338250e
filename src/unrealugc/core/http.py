"""The HTTP client for addresses that callers give us: it never reaches a private network.

The check sits where the connection is made: the name is looked up once, every address it
has must be public, and one of exactly those addresses is dialled, so neither DNS that changes
its mind nor a redirect gets around it.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin

import httpcore
import httpx
from httpcore import AnyIOBackend, AsyncNetworkBackend, AsyncNetworkStream

from unrealugc.core.addresses import Resolver, is_public, system_resolver

MAX_URL_LENGTH = 2048
MAX_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_PRIVATE_NAMES = ("localhost", "localdomain", "local", "internal", "intranet", "lan", "home.arpa")


class UnsafeUrl(Exception):
    """The URL is one that we do not call: its form, its scheme or where it leads."""


class FetchFailed(Exception):
    """The server could not be reached, was too slow, or answered with an error."""


class ResponseTooLarge(Exception):
    """The answer is above the limit; reading stopped there."""


@dataclass(frozen=True)
class Answer:
    """A response: status, lower-case headers, the body as far as it was wanted, final URL."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


def check_url(url: str, *, allow_http: bool = True, allow_private: bool = False) -> httpx.URL:
    """Judge a URL by its form alone.

    Args:
        url: what the caller gave.
        allow_http: whether plain HTTP will do.
        allow_private: whether names of private networks will do.

    Raises:
        UnsafeUrl: in words for the caller.
    """
    if len(url) > MAX_URL_LENGTH or not url.isprintable() or " " in url or "\\" in url:
        raise UnsafeUrl("must be a URL of at most 2048 printable characters")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise UnsafeUrl("is not a URL") from error
    if parsed.scheme not in ({"http", "https"} if allow_http else {"https"}):
        raise UnsafeUrl("must begin with https://" + (" or http://" if allow_http else ""))
    if parsed.userinfo:
        raise UnsafeUrl("must not hold a user name or password")
    name = parsed.host.rstrip(".").lower()
    if not name:
        raise UnsafeUrl("names no host")
    if allow_private:
        return parsed
    if any(name == private or name.endswith(f".{private}") for private in _PRIVATE_NAMES):
        raise UnsafeUrl("leads to a private network, which is never called")
    return parsed


class _GuardedBackend(AsyncNetworkBackend):
    """Makes connections, only to public addresses."""

    def __init__(self, resolver: Resolver, allow_private: bool, trusted: frozenset[str]) -> None:
        self._resolver = resolver
        self._trusted = trusted
        self._allow_private = allow_private
        self._dialler = AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> AsyncNetworkStream:
        try:
            addresses = await asyncio.wait_for(self._resolver(host, port), timeout)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} could not be looked up") from error
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"looking up {host} took too long") from error
        if not addresses:
            raise httpcore.ConnectError(f"{host} has no address")
        free = self._allow_private or f"{host}:{port}" in self._trusted
        if not free and not all(is_public(address) for address in addresses):
            raise UnsafeUrl("leads to a private network, which is never called")
        return await self._dialler.connect_tcp(
            addresses[0], port, timeout, local_address, socket_options
        )

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> AsyncNetworkStream:
        raise UnsafeUrl("leads to a local socket, which is never called")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class SafeClient:
    """Sends requests to callers' URLs. Use as an async context manager.

    Args:
        allow_private: reach private addresses too, for development.
        trusted: ``host:port`` pairs that are dialled wherever they lead, such as an
            installation's own object store.
        resolver: how names are looked up.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        trusted: Iterable[str] = (),
        resolver: Resolver = system_resolver,
    ) -> None:
        self._allow_private = allow_private
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(),
            network_backend=_GuardedBackend(resolver, allow_private, frozenset(trusted)),
            max_keepalive_connections=0,
        )

    async def __aenter__(self) -> Self:
        await self._pool.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._pool.__aexit__(kind, error, trace)

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes = b"",
        timeout_s: float = 10.0,
        max_bytes: int = 64 * 1024,
        truncate: bool = False,
        allow_http: bool = True,
    ) -> Answer:
        """One request; redirects are not followed.

        Args:
            timeout_s: limit for the whole exchange, in seconds.
            max_bytes: most bytes of the body that are read.
            truncate: keep the first ``max_bytes`` of a longer body instead of refusing it.

        Raises:
            UnsafeUrl: the URL is not one that we call.
            FetchFailed: no answer came.
            ResponseTooLarge: the body is longer than ``max_bytes``.
        """
        checked = check_url(url, allow_http=allow_http, allow_private=self._allow_private)
        try:
            async with asyncio.timeout(timeout_s):
                return await self._exchange(
                    method, checked, dict(headers or {}), content, max_bytes, truncate
                )
        except TimeoutError as error:
            raise FetchFailed(f"no answer within {timeout_s:g} s") from error
        except (httpcore.NetworkError, httpcore.TimeoutException) as error:
            raise FetchFailed(str(error) or type(error).__name__) from error
        except (httpcore.ProtocolError, ssl.SSLError, OSError, ValueError) as error:
            raise FetchFailed(f"{type(error).__name__}: {error}") from error

    async def _exchange(
        self,
        method: str,
        url: httpx.URL,
        headers: dict[str, str],
        content: bytes,
        max_bytes: int,
        truncate: bool,
    ) -> Answer:
        host = url.netloc.decode("ascii")
        fields = {"Host": host, "User-Agent": "UnrealUGC/1", "Accept-Encoding": "identity"}
        if content or method == "POST":
            fields["Content-Length"] = str(len(content))
        async with self._pool.stream(
            method, str(url), headers=list({**fields, **headers}.items()), content=content
        ) as response:
            body = bytearray()
            async for chunk in response.aiter_stream():
                body += chunk
                if len(body) > max_bytes:
                    if not truncate:
                        raise ResponseTooLarge(f"is larger than {max_bytes} bytes")
                    break
            names = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in response.headers
            }
            return Answer(response.status, names, bytes(body[:max_bytes]), str(url))

    async def fetch(self, url: str, *, max_bytes: int, timeout_s: float = 20.0) -> Answer:
        """GET a document, following up to five redirects, each judged like the first.

        Args:
            max_bytes: largest document taken, in bytes.
            timeout_s: limit for all hops together, in seconds.

        Raises:
            UnsafeUrl: a hop leads where we do not go.
            FetchFailed: no answer, an answer that is not 200, or too many redirects.
            ResponseTooLarge: the document is larger.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout_s
        for _ in range(MAX_REDIRECTS + 1):
            left = max(0.1, deadline - loop.time())
            answer = await self.request("GET", url, max_bytes=max_bytes, timeout_s=left)
            if answer.status not in _REDIRECTS:
                break
            url = urljoin(answer.url, answer.headers.get("location", ""))
        else:
            raise FetchFailed(f"redirects more than {MAX_REDIRECTS} times")
        if answer.status != httpx.codes.OK:
            raise FetchFailed(f"answered with status {answer.status}")
        return answer
