"""All SQL about videos; what callers ask for is always scoped by account."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from unrealugc.catalog.models import AspectRatio
from unrealugc.catalog.pricing import Audio
from unrealugc.core.db import Connection
from unrealugc.pipeline.composition.timing import ProductShots
from unrealugc.videos.schemas import Stage, Status

OPEN: tuple[Status, ...] = ("DRAFT", "GENERATING", "RENDERING")


@dataclass(frozen=True)
class Video:
    """One video."""

    id: str
    account_id: str
    project_id: str
    retry_of: str | None
    job_id: int | None
    status: Status
    title: str | None
    script: str
    product_name: str
    product_image_url: str | None
    duration_seconds: int
    aspect_ratio: AspectRatio
    video_model: str
    preset_slug: str | None
    audio: Audio
    voice_id: str | None
    creator_id: str | None
    custom_creator_id: str | None
    captions: str
    hook_text: str | None
    product_shots: ProductShots
    end_card: bool
    call_to_action: str | None
    music: str | None
    metadata: dict[str, Any]
    rendered_by: str
    progress: int
    stage: Stage | None
    error: str | None
    credits_charged: int
    credits_final: int | None
    files_key: str | None
    created_at: datetime
    updated_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether it is still being made."""
        return self.status in OPEN


_NAMES = tuple(Video.__dataclass_fields__)
_COLUMNS = ", ".join(_NAMES)
_GIVEN = (
    "id",
    "account_id",
    "project_id",
    "retry_of",
    "status",
    "title",
    "script",
    "product_name",
    "product_image_url",
    "duration_seconds",
    "aspect_ratio",
    "video_model",
    "preset_slug",
    "audio",
    "voice_id",
    "creator_id",
    "custom_creator_id",
    "captions",
    "hook_text",
    "product_shots",
    "end_card",
    "call_to_action",
    "music",
    "metadata",
    "rendered_by",
    "credits_charged",
)


async def insert(connection: Connection, values: Mapping[str, Any]) -> Video:
    """Write a new video; ``values`` holds every column that is known at its creation."""
    row = {name: values[name] for name in _GIVEN}
    row["metadata"] = Jsonb(row["metadata"])
    found = await _one(
        connection,
        f"INSERT INTO videos ({', '.join(_GIVEN)})"
        f" VALUES ({', '.join(f'%({name})s' for name in _GIVEN)}) RETURNING {_COLUMNS}",
        row,
    )
    assert found is not None
    return found


async def set_job(connection: Connection, video_id: str, job_id: int) -> None:
    """Remember which job makes the video."""
    await connection.execute("UPDATE videos SET job_id = %s WHERE id = %s", (job_id, video_id))


async def get(
    connection: Connection, account_id: str, video_id: str, *, deleted_too: bool = False
) -> Video | None:
    """The account's video, or ``None``."""
    return await _one(
        connection,
        f"SELECT {_COLUMNS} FROM videos WHERE id = %(id)s AND account_id = %(account_id)s"
        " AND (%(deleted_too)s OR deleted_at IS NULL)",
        {"id": video_id, "account_id": account_id, "deleted_too": deleted_too},
    )


async def load(connection: Connection, video_id: str) -> Video | None:
    """A video for the job that makes it, whoever it belongs to."""
    return await _one(
        connection, f"SELECT {_COLUMNS} FROM videos WHERE id = %(id)s", {"id": video_id}
    )


async def page(
    connection: Connection,
    account_id: str,
    *,
    limit: int,
    after: Video | None,
    status: Status | None,
    project_id: str | None,
) -> list[Video]:
    """Up to ``limit + 1`` videos, newest first, from behind ``after``."""
    conditions = ["account_id = %(account_id)s", "deleted_at IS NULL"]
    if after is not None:
        conditions.append("(created_at, id) < (%(after_time)s, %(after_id)s)")
    if status is not None:
        conditions.append("status = %(status)s")
    if project_id is not None:
        conditions.append("project_id = %(project_id)s")
    async with connection.cursor(row_factory=class_row(Video)) as cursor:
        await cursor.execute(
            f"SELECT {_COLUMNS} FROM videos WHERE {' AND '.join(conditions)}"
            " ORDER BY created_at DESC, id DESC LIMIT %(limit)s",
            {
                "account_id": account_id,
                "after_time": after.created_at if after else None,
                "after_id": after.id if after else None,
                "status": status,
                "project_id": project_id,
                "limit": limit + 1,
            },
        )
        return await cursor.fetchall()


async def advance(
    connection: Connection, video_id: str, *, status: Status, stage: Stage, progress: int
) -> bool:
    """Record progress of an open video; nothing moves backwards.

    Returns:
        Whether the video is still open.
    """
    cursor = await connection.execute(
        "UPDATE videos SET stage = %(stage)s, progress = greatest(progress, %(progress)s),"
        " status = CASE WHEN status = 'RENDERING' THEN status ELSE %(status)s END,"
        " updated_at = now() WHERE id = %(id)s AND status = ANY(%(open)s)",
        {
            "id": video_id,
            "status": status,
            "stage": stage,
            "progress": progress,
            "open": list(OPEN),
        },
    )
    return cursor.rowcount == 1


async def complete(connection: Connection, video_id: str, files_key: str) -> Video | None:
    """End an open video well, at the price that was held; ``None`` if it had ended already."""
    return await _one(
        connection,
        "UPDATE videos SET status = 'COMPLETED', progress = 100, stage = 'publish',"
        " credits_final = credits_charged, files_key = %(files_key)s,"
        " updated_at = now(), finished_at = now()"
        f" WHERE id = %(id)s AND status = ANY(%(open)s) RETURNING {_COLUMNS}",
        {"id": video_id, "files_key": files_key, "open": list(OPEN)},
    )


async def fail(connection: Connection, video_id: str, error: str) -> Video | None:
    """End an open video badly; ``None`` if it had ended already."""
    return await _one(
        connection,
        "UPDATE videos SET status = 'FAILED', error = %(error)s, updated_at = now(),"
        f" finished_at = now() WHERE id = %(id)s AND status = ANY(%(open)s) RETURNING {_COLUMNS}",
        {"id": video_id, "error": error, "open": list(OPEN)},
    )


async def mark_deleted(connection: Connection, video_id: str) -> None:
    """Delete a video softly."""
    await connection.execute(
        "UPDATE videos SET deleted_at = now(), updated_at = now() WHERE id = %s", (video_id,)
    )


async def forsaken(connection: Connection, *, idle_s: int) -> list[Video]:
    """Open videos that nothing has moved for ``idle_s`` seconds."""
    async with connection.cursor(row_factory=class_row(Video)) as cursor:
        await cursor.execute(
            f"SELECT {_COLUMNS} FROM videos WHERE status = ANY(%(open)s)"
            " AND updated_at < now() - make_interval(secs => %(idle)s)"
            " ORDER BY updated_at LIMIT 1000",
            {"open": list(OPEN), "idle": idle_s},
        )
        return await cursor.fetchall()


async def open_among(connection: Connection, video_ids: Collection[str]) -> set[str]:
    """Those of the given ids whose videos are still being made."""
    cursor = await connection.execute(
        "SELECT id FROM videos WHERE id = ANY(%s) AND status = ANY(%s)",
        (list(video_ids), list(OPEN)),
    )
    return {str(row["id"]) for row in await cursor.fetchall()}


async def _one(connection: Connection, query: str, values: Mapping[str, Any]) -> Video | None:
    async with connection.cursor(row_factory=class_row(Video)) as cursor:
        await cursor.execute(query.encode(), values)
        return await cursor.fetchone()
