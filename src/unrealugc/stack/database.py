"""The installation's database for one command: the given one, or the embedded one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from unrealugc.config import Settings
from unrealugc.core.migrate import migrate
from unrealugc.stack.embedded import embedded_postgres, running


@contextmanager
def open_database(settings: Settings) -> Iterator[str]:
    """The database, running and migrated to this version's schema, while the block lasts.

    Yields:
        Its libpq URI: ``settings.database_url``, or that of the embedded server.

    Raises:
        EmbeddedPostgresError: the embedded server did not start.
        NewerDatabaseError: the database was made by a later version.
    """
    if settings.database_url:
        migrate(settings.database_url)
        yield settings.database_url
        return
    with running(embedded_postgres(settings)) as url:
        migrate(url)
        yield url
