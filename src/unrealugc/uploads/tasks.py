"""Cleaning up after uploads."""

from __future__ import annotations

from unrealugc.queue.registry import JobContext, job
from unrealugc.uploads import repository, service

_BATCH = 200


@job("uploads.clean", periodic="17 * * * *")
async def clean_uploads(context: JobContext) -> None:
    """Delete files that nothing was made of within a day, their rows, and broken-off writes."""
    while True:
        async with context.database.transaction() as connection:
            abandoned = await repository.take_abandoned(connection, limit=_BATCH)
            # Deleting a file twice does no harm, so a rollback here only means doing it again.
            for upload in abandoned:
                for key in service.keys_of(upload.key):
                    await context.storage.delete(key)
        if len(abandoned) < _BATCH or context.should_abort():
            break
    await context.storage.tidy()
