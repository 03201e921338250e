"""Cleaning up after creators that were deleted."""

from __future__ import annotations

from unrealugc.creators import repository
from unrealugc.queue.registry import JobContext, job
from unrealugc.uploads.service import keys_of

_BATCH = 200


@job("creators.purge", periodic="27 * * * *")
async def purge_deleted(context: JobContext) -> None:
    """Delete the files of creators that were deleted a day ago: no video needs them any more."""
    while True:
        async with context.database.transaction() as connection:
            gone = await repository.claim_purgeable(connection, limit=_BATCH)
            for creator in gone:
                for key in keys_of(creator.photo_key):
                    await context.storage.delete(key)
        if len(gone) < _BATCH or context.should_abort():
            return
