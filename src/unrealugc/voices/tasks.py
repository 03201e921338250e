"""Cleaning up after voices that were deleted."""

from __future__ import annotations

from unrealugc.queue.registry import JobContext, job
from unrealugc.uploads.service import keys_of
from unrealugc.voices import repository

_BATCH = 200


@job("voices.purge", periodic="37 * * * *")
async def purge_deleted(context: JobContext) -> None:
    """Delete the files of voices that were deleted a day ago: no video needs them any more."""
    while True:
        async with context.database.transaction() as connection:
            gone = await repository.claim_purgeable(connection, limit=_BATCH)
            for voice in gone:
                for key in keys_of(voice.sample_key):
                    await context.storage.delete(key)
        if len(gone) < _BATCH or context.should_abort():
            return
