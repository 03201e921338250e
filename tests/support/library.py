"""Rows of an account's own creators, without the work of making them from a portrait."""

from __future__ import annotations

from unrealugc.accounts.repository import Account
from unrealugc.core.db import Connection
from unrealugc.core.ids import new_id
from unrealugc.creators import repository as creators
from unrealugc.creators.repository import CustomCreator
from unrealugc.uploads import repository as uploads
from unrealugc.uploads.service import keys_of


async def add_creator(
    connection: Connection, account: Account, name: str = "Somebody"
) -> CustomCreator:
    """A custom creator whose files are not there."""
    upload_id = new_id()
    key = f"custom-creators/{account.id}/{upload_id}.png"
    await uploads.insert(
        connection,
        upload_id=upload_id,
        account_id=account.id,
        kind="avatar",
        key=key,
        content_type="image/png",
    )
    _, rig, avatar, *_ = keys_of(key)
    return await creators.insert(
        connection,
        creator_id=upload_id,
        account_id=account.id,
        upload_id=upload_id,
        name=name,
        photo_key=key,
        avatar_key=avatar,
        rig_key=rig,
    )
