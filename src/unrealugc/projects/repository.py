"""All SQL about projects, always for one account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from unrealugc.core.db import Connection
from unrealugc.core.ids import new_id


@dataclass(frozen=True)
class Project:
    """One live project."""

    id: str
    name: str
    description: str | None
    product_name: str | None
    product_description: str | None
    product_url: str | None
    creator_id: str | None
    custom_creator_id: str | None
    created_at: datetime
    updated_at: datetime


_COLUMNS = (
    "id, name, description, product_name, product_description, product_url, creator_id,"
    " custom_creator_id, created_at, updated_at"
)
_EDITABLE = (
    "name",
    "description",
    "product_name",
    "product_description",
    "product_url",
    "creator_id",
    "custom_creator_id",
)


async def insert(
    connection: Connection, account_id: str, fields: Mapping[str, str | None]
) -> Project:
    """Write a new project; ``fields`` are columns that a caller may set."""
    values = {column: fields.get(column) for column in _EDITABLE}
    async with connection.cursor(row_factory=class_row(Project)) as cursor:
        await cursor.execute(
            f"INSERT INTO projects (id, account_id, {', '.join(_EDITABLE)})"
            f" VALUES (%(id)s, %(account_id)s, {', '.join(f'%({c})s' for c in _EDITABLE)})"
            f" RETURNING {_COLUMNS}",
            {**values, "id": new_id(), "account_id": account_id},
        )
        row = await cursor.fetchone()
    assert row is not None
    return row


async def get(connection: Connection, account_id: str, project_id: str) -> Project | None:
    """The live project, or ``None``."""
    async with connection.cursor(row_factory=class_row(Project)) as cursor:
        await cursor.execute(
            f"SELECT {_COLUMNS} FROM projects"
            " WHERE id = %s AND account_id = %s AND deleted_at IS NULL",
            (project_id, account_id),
        )
        return await cursor.fetchone()


async def page(
    connection: Connection, account_id: str, *, limit: int, after: Project | None
) -> list[Project]:
    """Up to ``limit + 1`` live projects, newest first, from behind ``after``."""
    async with connection.cursor(row_factory=class_row(Project)) as cursor:
        await cursor.execute(
            f"SELECT {_COLUMNS} FROM projects"
            " WHERE account_id = %(account_id)s AND deleted_at IS NULL"
            " AND (%(id)s::text IS NULL OR (created_at, id) < (%(created_at)s, %(id)s))"
            " ORDER BY created_at DESC, id DESC LIMIT %(limit)s",
            {
                "account_id": account_id,
                "id": after.id if after else None,
                "created_at": after.created_at if after else None,
                "limit": limit + 1,
            },
        )
        return await cursor.fetchall()


async def get_any(connection: Connection, account_id: str, project_id: str) -> Project | None:
    """The project, deleted or not: a cursor stays good when its item is deleted."""
    async with connection.cursor(row_factory=class_row(Project)) as cursor:
        await cursor.execute(
            f"SELECT {_COLUMNS} FROM projects WHERE id = %s AND account_id = %s",
            (project_id, account_id),
        )
        return await cursor.fetchone()


async def update(
    connection: Connection, account_id: str, project_id: str, fields: Mapping[str, str | None]
) -> Project | None:
    """Set the given columns of a live project; ``None`` when there is no such project."""
    assert set(fields) <= set(_EDITABLE)
    settings = [f"{column} = %({column})s" for column in fields]
    if "product_name" in fields:
        # Whoever renames it has made it theirs: the next automatic one is a new project.
        settings.append("made_for = NULL")
    async with connection.cursor(row_factory=class_row(Project)) as cursor:
        await cursor.execute(
            f"UPDATE projects SET {', '.join([*settings, 'updated_at = now()'])}"
            " WHERE id = %(id)s AND account_id = %(account_id)s AND deleted_at IS NULL"
            f" RETURNING {_COLUMNS}",
            {**fields, "id": project_id, "account_id": account_id},
        )
        return await cursor.fetchone()


async def delete(connection: Connection, account_id: str, project_id: str) -> bool:
    """Mark a live project as deleted; whether there was one."""
    cursor = await connection.execute(
        "UPDATE projects SET deleted_at = now()"
        " WHERE id = %s AND account_id = %s AND deleted_at IS NULL",
        (project_id, account_id),
    )
    return cursor.rowcount == 1


async def of_product(connection: Connection, account_id: str, product_name: str) -> str | None:
    """Id of the newest live project for that product, letter case aside."""
    cursor = await connection.execute(
        "SELECT id FROM projects WHERE account_id = %s AND lower(product_name) = lower(%s)"
        " AND deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1",
        (account_id, product_name),
    )
    row = await cursor.fetchone()
    return None if row is None else str(row["id"])


async def insert_for_product(connection: Connection, account_id: str, product_name: str) -> None:
    """Make a project for the product, unless somebody just did: then wait for theirs."""
    await connection.execute(
        "INSERT INTO projects (id, account_id, name, product_name, made_for)"
        " VALUES (%(id)s, %(account_id)s, %(name)s, %(name)s, lower(%(name)s))"
        " ON CONFLICT (account_id, made_for) WHERE deleted_at IS NULL AND made_for IS NOT NULL"
        " DO NOTHING",
        {"id": new_id(), "account_id": account_id, "name": product_name},
    )
