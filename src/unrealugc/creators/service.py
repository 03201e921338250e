"""The rules of creators: what an account sees, and who acts in a video."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from unrealugc.catalog.creators import StockCreator, find_creator, stock_creators
from unrealugc.core.db import Connection
from unrealugc.core.ids import new_id
from unrealugc.creators import repository
from unrealugc.creators.naming import gender_of_name
from unrealugc.creators.repository import CustomCreator
from unrealugc.creators.schemas import CreatorCreate
from unrealugc.errors import InvalidRequest, NotFound
from unrealugc.storage.base import Storage
from unrealugc.uploads import service as uploads
from unrealugc.uploads.intake import Intake

Include = Literal["stock", "custom"]
Creator = StockCreator | CustomCreator


@dataclass(frozen=True)
class ResolvedCreator:
    """Who acts in a video, found and allowed.

    ``voice`` is the stock voice that goes with the creator where the request names none, if
    one is known. Exactly one of ``rig_folder`` (stock: in the package) and ``rig_key`` (custom:
    a zip archive in storage) is set.
    """

    id: str
    slug: str | None
    name: str
    gender: str | None
    is_custom: bool
    voice: str | None
    rig_folder: Path | None
    rig_key: str | None


async def list_creators(
    connection: Connection,
    account_id: str,
    *,
    include: Include | None,
    cursor: str | None,
    limit: int,
) -> list[Creator]:
    """Up to ``limit + 1`` creators after ``cursor``: the account's own first, newest first.

    Raises:
        InvalidRequest: the cursor is no creator of this list.
    """
    stock: list[Creator] = [] if include == "custom" else list(stock_creators().values())
    if cursor is not None:
        place = next((at for at, creator in enumerate(stock) if creator.id == cursor), None)
        if place is not None:
            return stock[place + 1 : place + 2 + limit]
        if include == "stock" or await repository.get(connection, account_id, cursor) is None:
            raise InvalidRequest.field("cursor", "is not the id of a creator in this list")
    if include == "stock":
        return stock[: limit + 1]
    custom: list[Creator] = [
        *await repository.list_newest_first(connection, account_id, before=cursor, limit=limit + 1)
    ]
    return (custom + stock)[: limit + 1]


async def get(connection: Connection, account_id: str, id_or_slug: str) -> Creator:
    """A stock creator by id or slug, or one of the account's own by id.

    Raises:
        NotFound: there is none, or it is not the account's, or it was deleted.
    """
    stock = find_creator(id_or_slug)
    if stock is not None:
        return stock
    custom = await repository.get(connection, account_id, id_or_slug)
    if custom is None or custom.deleted_at is not None:
        raise NotFound("There is no such creator.")
    return custom


async def create(
    connection: Connection, storage: Storage, intake: Intake, account_id: str, body: CreatorCreate
) -> CustomCreator:
    """Make a creator who can speak out of an uploaded portrait.

    Raises:
        InvalidRequest: ``upload_not_found``, ``upload_too_large``, ``invalid_image`` or
            ``no_face_found``.
        Conflict: the upload was used before.
    """
    upload = await uploads.claim(connection, storage, account_id, kind="avatar", key=body.r2_key)
    creator_id = new_id()
    rig_key = uploads.derived_key(upload.key, uploads.RIG)
    avatar_key = uploads.derived_key(upload.key, uploads.AVATAR)
    async with intake.opened(upload) as (file, folder):
        pixels = str(folder / "photo.npy")
        await intake.run("picture", upload, str(file), upload.content_type, pixels)
        made = await intake.run("portrait", upload, pixels, str(folder), creator_id)
        await storage.put_file(rig_key, Path(made["rig"]), "application/zip")
        await storage.put_file(avatar_key, Path(made["avatar"]), "image/webp")
    await uploads.finalize(connection, upload)
    return await repository.insert(
        connection,
        creator_id=creator_id,
        account_id=account_id,
        upload_id=upload.id,
        name=body.name,
        photo_key=upload.key,
        avatar_key=avatar_key,
        rig_key=rig_key,
    )


async def delete(connection: Connection, account_id: str, id_or_slug: str) -> str:
    """Delete one of the account's own creators; videos made with it stay. Returns its id.

    Raises:
        InvalidRequest: ``stock_item``, stock creators cannot be deleted.
        NotFound: there is none.
    """
    if find_creator(id_or_slug) is not None:
        raise InvalidRequest("Stock creators cannot be deleted.", code="stock_item")
    if not await repository.mark_deleted(connection, account_id, id_or_slug):
        raise NotFound("There is no such creator.")
    return id_or_slug


def resolve_stock(creator_id: str) -> ResolvedCreator:
    """The stock creator of that id or slug, as a video needs it.

    Raises:
        InvalidRequest: there is none.
    """
    creator = find_creator(creator_id)
    if creator is None:
        raise InvalidRequest.field(
            "creatorId", "is not a stock creator; GET /creators lists them", code="unknown_creator"
        )
    return ResolvedCreator(
        id=creator.id,
        slug=creator.slug,
        name=creator.name,
        gender=creator.gender,
        is_custom=False,
        voice=creator.voice,
        rig_folder=creator.rig,
        rig_key=None,
    )


async def resolve_custom(
    connection: Connection, account_id: str, creator_id: str, *, deleted_too: bool = False
) -> ResolvedCreator:
    """The account's own creator of that id, as a video needs it.

    Args:
        deleted_too: also find one that was deleted, for a video that was accepted before.

    Raises:
        InvalidRequest: there is none.
    """
    creator = await repository.get(connection, account_id, creator_id)
    if creator is None or (creator.deleted_at is not None and not deleted_too):
        raise InvalidRequest.field(
            "customCreatorId",
            "is not one of your creators; GET /creators?include=custom lists them",
            code="unknown_creator",
        )
    return ResolvedCreator(
        id=creator.id,
        slug=None,
        name=creator.name,
        gender=gender_of_name(creator.name),
        is_custom=True,
        voice=None,
        rig_folder=None,
        rig_key=creator.rig_key,
    )


async def resolve(
    connection: Connection,
    account_id: str,
    *,
    creator_id: str | None = None,
    custom_creator_id: str | None = None,
    deleted_too: bool = False,
) -> ResolvedCreator:
    """Who acts in a video that names either a stock creator or one of the account's own.

    Raises:
        InvalidRequest: neither or both are named, or there is no such creator.
    """
    if (creator_id is None) == (custom_creator_id is None):
        raise InvalidRequest.field("creatorId", "send either creatorId or customCreatorId")
    if custom_creator_id is not None:
        return await resolve_custom(
            connection, account_id, custom_creator_id, deleted_too=deleted_too
        )
    assert creator_id is not None
    return resolve_stock(creator_id)
