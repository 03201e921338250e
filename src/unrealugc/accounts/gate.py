"""The gate before ``/api/v1``: who asks, how often, and the headers that say so.

One SQL statement looks the key up and counts the request, in a transaction of its own, so
that limits hold over all API processes and a request that fails is counted too. A window
begins with its first request and lasts a minute.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection
from dataclasses import dataclass

from psycopg import OperationalError
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from unrealugc.accounts.keys import digest_from_header
from unrealugc.core.db import Database
from unrealugc.core.middleware import send_error
from unrealugc.errors import ApiError, RateLimited, ServiceUnavailable

WINDOW_S = 60

_log = logging.getLogger(__name__)

_CHECK_AND_COUNT = """
WITH caller AS (
    SELECT id, account_id, last_used_at FROM api_keys
    WHERE digest = %(digest)s AND revoked_at IS NULL
), used AS (
    UPDATE api_keys SET last_used_at = now() FROM caller
    WHERE api_keys.id = caller.id
      AND (caller.last_used_at IS NULL OR caller.last_used_at < now() - interval '1 minute')
), counted AS (
    INSERT INTO rate_counters AS c (subject, bucket, window_start, count)
    VALUES (
        coalesce((SELECT 'key:' || id FROM caller), 'address:' || %(client)s),
        %(bucket)s, now(), 1
    )
    ON CONFLICT (subject, bucket) DO UPDATE SET
        count = CASE WHEN c.window_start > now() - interval '1 minute'
                     THEN c.count + 1 ELSE 1 END,
        window_start = CASE WHEN c.window_start > now() - interval '1 minute'
                            THEN c.window_start ELSE now() END
    RETURNING count, window_start
)
SELECT (SELECT id FROM caller) AS key_id,
       (SELECT account_id FROM caller) AS account_id,
       count, ceil(extract(epoch FROM window_start))::bigint AS window_start
FROM counted
"""


@dataclass(frozen=True)
class Verdict:
    """What the gate found: the caller, if the key is good, and the state of its bucket."""

    account_id: str | None
    key_id: str | None
    limit: int
    remaining: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        """The three rate-limit headers; ``Reset`` in Unix seconds."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(0, self.remaining)),
            "X-RateLimit-Reset": str(self.reset),
        }


class Gate:
    """ASGI middleware for everything under ``prefix``.

    Args:
        prefix: path prefix that it guards.
        per_minute: requests a key may make a minute.
        generations_per_minute: ``POST {prefix}/videos`` a key may make a minute; batches count
            too, one each.
        trusted_proxies: addresses whose ``X-Forwarded-For`` is believed.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        prefix: str,
        per_minute: int,
        generations_per_minute: int,
        trusted_proxies: Collection[str] = (),
    ) -> None:
        self.app = app
        self.prefix = prefix
        self.generation_paths = frozenset({f"{prefix}/videos", f"{prefix}/videos/batch"})
        self.per_minute = per_minute
        self.generations_per_minute = generations_per_minute
        self.trusted_proxies = frozenset(trusted_proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        guarded = path == self.prefix or path.startswith(f"{self.prefix}/")
        if scope["type"] != "http" or not guarded:
            await self.app(scope, receive, send)
            return
        generation = scope["method"] == "POST" and path in self.generation_paths
        limit = self.generations_per_minute if generation else self.per_minute
        refusal: ApiError | None = None
        try:
            verdict = await self._check(scope, "generation" if generation else "default", limit)
        except (ServiceUnavailable, OperationalError) as error:
            _log.warning("nobody was let in, the database failed: %s", error)
            # Nobody was counted; the headers still say what the limit is.
            verdict = Verdict(None, None, limit, limit, int(time.time()) + WINDOW_S)
            refusal = ServiceUnavailable()
        if verdict.remaining < 0:
            refusal = RateLimited(verdict.reset - int(time.time()))

        async def send_with_limits(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(verdict.headers)
            await send(message)

        if refusal is not None:
            await send_error(send_with_limits, refusal)
            return
        state = scope.setdefault("state", {})
        state["account_id"] = verdict.account_id
        state["key_id"] = verdict.key_id
        await self.app(scope, receive, send_with_limits)

    async def _check(self, scope: Scope, bucket: str, limit: int) -> Verdict:
        headers = Headers(scope=scope)
        database: Database = scope["app"].state.database
        row = await database.fetch_one(
            _CHECK_AND_COUNT,
            {
                "digest": digest_from_header(headers.get("authorization")),
                "client": self._client(scope, headers),
                "bucket": bucket,
            },
        )
        return Verdict(
            account_id=row["account_id"],
            key_id=row["key_id"],
            limit=limit,
            remaining=limit - row["count"],
            reset=row["window_start"] + WINDOW_S,
        )

    def _client(self, scope: Scope, headers: Headers) -> str:
        address = scope["client"][0] if scope.get("client") else "unknown"
        if address in self.trusted_proxies:
            forwarded = headers.get("x-forwarded-for", "").split(",")[-1].strip()
            return forwarded or address
        return str(address)
