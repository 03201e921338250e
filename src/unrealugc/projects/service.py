"""Rules about projects."""

from __future__ import annotations

from unrealugc.core.db import Connection
from unrealugc.core.ids import is_id
from unrealugc.creators import service as creators
from unrealugc.errors import InvalidRequest, NotFound
from unrealugc.projects import repository
from unrealugc.projects.repository import Project
from unrealugc.projects.schemas import ProjectCreate, ProjectPatch


async def create(connection: Connection, account_id: str, request: ProjectCreate) -> Project:
    """Make a project.

    Raises:
        InvalidRequest: a bound creator does not exist, or two are bound.
    """
    fields = request.model_dump(by_alias=False)
    await _check_creators(connection, account_id, fields)
    return await repository.insert(connection, account_id, fields)


async def get(connection: Connection, account_id: str, project_id: str) -> Project:
    """A live project of the account.

    Raises:
        NotFound: there is none of that id.
    """
    project = None
    if is_id(project_id):
        project = await repository.get(connection, account_id, project_id)
    if project is None:
        raise NotFound("There is no such project.")
    return project


async def page(
    connection: Connection, account_id: str, *, limit: int, cursor: str | None
) -> list[Project]:
    """Up to ``limit + 1`` projects, newest first.

    Raises:
        InvalidRequest: the cursor is not one of the account's projects.
    """
    after = None
    if cursor is not None:
        if is_id(cursor):
            after = await repository.get_any(connection, account_id, cursor)
        if after is None:
            raise InvalidRequest.field("cursor", "is not the id of one of your projects")
    return await repository.page(connection, account_id, limit=limit, after=after)


async def patch(
    connection: Connection, account_id: str, project_id: str, request: ProjectPatch
) -> Project:
    """Change the fields that were sent.

    Raises:
        NotFound: there is no such project.
        InvalidRequest: a bound creator does not exist, or two would be bound.
    """
    project = await get(connection, account_id, project_id)
    sent = request.model_dump(by_alias=False, exclude_unset=True)
    bound = {
        "creator_id": project.creator_id,
        "custom_creator_id": project.custom_creator_id,
    }
    changed = {name: sent[name] for name in bound if name in sent}
    if changed:
        checked = {**bound, **changed}
        await _check_creators(connection, account_id, checked)
        sent.update({name: checked[name] for name in changed})
    if not sent:
        return project
    updated = await repository.update(connection, account_id, project_id, sent)
    if updated is None:
        raise NotFound("There is no such project.")
    return updated


async def delete(connection: Connection, account_id: str, project_id: str) -> None:
    """Delete a project softly; its videos stay.

    Raises:
        NotFound: there is no such project.
    """
    if not is_id(project_id) or not await repository.delete(connection, account_id, project_id):
        raise NotFound("There is no such project.")


async def for_product(connection: Connection, account_id: str, product_name: str) -> str:
    """Id of the account's live project of that product, made if there is none.

    Two callers at the same time get one project: the second waits for the first at the
    unique index.
    """
    # A project can be deleted between the two looks; then the next round makes a new one.
    for _ in range(3):
        found = await repository.of_product(connection, account_id, product_name)
        if found is not None:
            return found
        await repository.insert_for_product(connection, account_id, product_name)
    raise RuntimeError("the product's project kept vanishing")


async def _check_creators(
    connection: Connection, account_id: str, fields: dict[str, str | None]
) -> None:
    """Refuse two creators at once and ones that do not exist; puts ids in place of slugs."""
    creator_id, custom_creator_id = fields["creator_id"], fields["custom_creator_id"]
    if creator_id is not None and custom_creator_id is not None:
        raise InvalidRequest.field("customCreatorId", "cannot be given together with creatorId")
    if creator_id is not None:
        fields["creator_id"] = creators.resolve_stock(creator_id).id
    if custom_creator_id is not None:
        await creators.resolve_custom(connection, account_id, custom_creator_id)
