"""``/projects``."""

from __future__ import annotations

from fastapi import APIRouter

from unrealugc.accounts.access import Caller
from unrealugc.core.openapi import errors
from unrealugc.core.pagination import DEFAULT_LIMIT, Cursor, Limit, Page, page_of
from unrealugc.core.routes import TransactionalRoute, Tx
from unrealugc.core.schemas import Deleted
from unrealugc.projects import service
from unrealugc.projects.schemas import ProjectCreate, ProjectOut, ProjectPatch

router = APIRouter(prefix="/projects", tags=["Projects"], route_class=TransactionalRoute)


@router.get("", summary="List projects", responses=errors(400))
async def list_projects(
    connection: Tx, caller: Caller, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Page[ProjectOut]:
    """Your projects, newest first."""
    rows = await service.page(connection, caller.id, limit=limit, cursor=cursor)
    return page_of(rows, limit, ProjectOut.model_validate, lambda row: row.id)


@router.post("", status_code=201, summary="Create a project", responses=errors(400, 409, 413))
async def create_project(connection: Tx, caller: Caller, request: ProjectCreate) -> ProjectOut:
    """Make a project to group videos under."""
    return ProjectOut.model_validate(await service.create(connection, caller.id, request))


@router.get("/{project_id}", summary="Fetch one project", responses=errors(404))
async def get_project(connection: Tx, caller: Caller, project_id: str) -> ProjectOut:
    """One project."""
    return ProjectOut.model_validate(await service.get(connection, caller.id, project_id))


@router.patch("/{project_id}", summary="Update a project", responses=errors(400, 404, 413))
async def patch_project(
    connection: Tx,
    caller: Caller,
    project_id: str,
    request: ProjectPatch,
) -> ProjectOut:
    """Change only the fields that are sent; `null` clears an optional one."""
    return ProjectOut.model_validate(
        await service.patch(connection, caller.id, project_id, request)
    )


@router.delete("/{project_id}", summary="Soft-delete a project", responses=errors(404))
async def delete_project(connection: Tx, caller: Caller, project_id: str) -> Deleted:
    """Delete a project. Its videos stay."""
    await service.delete(connection, caller.id, project_id)
    return Deleted(id=project_id, deleted=True)
