"""``GET /healthz``: whether every part is fine, for load balancers and people."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from unrealugc.core.db import Database
from unrealugc.core.revision import newest_revision
from unrealugc.storage.base import Storage

router = APIRouter()

_LIMIT_S = 5.0
_CACHED_S = 1.0
_HEARTBEAT_LIMIT_S = 15

_log = logging.getLogger(__name__)


class Health:
    """Looks at the parts, at most once a second however often it is asked.

    Args:
        database: the API's pool.
        storage: the API's storage.
    """

    def __init__(self, database: Database, storage: Storage) -> None:
        self._database = database
        self._storage = storage
        self._lock = asyncio.Lock()
        self._seen: tuple[float, dict[str, bool]] = (0.0, {})

    async def parts(self) -> dict[str, bool]:
        """Whether each part is fine, by its name."""
        async with self._lock:
            seen_at, parts = self._seen
            if not parts or time.monotonic() - seen_at > _CACHED_S:
                parts = {
                    name: await _is_fine(name, check)
                    for name, check in (
                        ("database", self._reach_database),
                        ("migrations", self._compare_schema),
                        ("storage", self._reach_storage),
                        ("worker", self._find_heartbeat),
                    )
                }
                self._seen = (time.monotonic(), parts)
        return parts

    async def _reach_database(self) -> bool:
        row = await self._database.fetch_one("SELECT 1 AS one")
        return bool(row["one"] == 1)

    async def _compare_schema(self) -> bool:
        row = await self._database.fetch_one("SELECT version_num FROM alembic_version")
        return bool(row["version_num"] == newest_revision())

    async def _reach_storage(self) -> bool:
        # Whether the object is there does not matter, only that the storage answers.
        await self._storage.head("health/probe.json")
        return True

    async def _find_heartbeat(self) -> bool:
        row = await self._database.fetch_one(
            "SELECT count(*) AS alive FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %(limit)s)",
            {"limit": _HEARTBEAT_LIMIT_S},
        )
        return bool(row["alive"] > 0)


async def _is_fine(name: str, check: Callable[[], Awaitable[bool]]) -> bool:
    try:
        return await asyncio.wait_for(check(), _LIMIT_S)
    except Exception as error:
        # Whatever went wrong, the answer is the same, and the reason is for the log alone.
        _log.warning("health check of %s failed: %r", name, error)
        return False


@router.get("/healthz", include_in_schema=False)
async def healthz(request: Request) -> JSONResponse:
    """200 when every part is fine, 503 otherwise, with each part's state."""
    parts = await request.app.state.health.parts()
    fine = all(parts.values())
    return JSONResponse(
        {
            "status": "ok" if fine else "unavailable",
            "parts": {name: "ok" if good else "unavailable" for name, good in parts.items()},
        },
        status_code=200 if fine else 503,
        headers={"Cache-Control": "no-store"},
    )
