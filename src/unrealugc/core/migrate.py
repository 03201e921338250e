"""Bring a database to this version's schema: one process at a time, forwards only."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

_LOCK = 0x7567_6331  # "ugc1"; any constant that only migrations take


class NewerDatabaseError(RuntimeError):
    """The database was made by a later version of UnrealUGC than this one."""

    def __init__(self, revisions: set[str]) -> None:
        super().__init__(
            f"The database is at schema {', '.join(sorted(revisions))}, which this version of "
            "UnrealUGC does not know: it was made by a newer one. Start that version, or restore "
            "a backup from before the upgrade."
        )


def migrate(url: str) -> str:
    """Run all migrations that the database lacks, under an advisory lock.

    Args:
        url: libpq URI of the database.

    Returns:
        The revision that the database is at now.

    Raises:
        NewerDatabaseError: the database knows revisions that this code does not.
    """
    config = _config()
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=NullPool
    )
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        _refuse_newer(connection, ScriptDirectory.from_config(config))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        revision = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    return revision or "base"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "unrealugc:migrations")
    return config


def _refuse_newer(connection: Connection, scripts: ScriptDirectory) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    present = set(MigrationContext.configure(connection).get_current_heads())
    if present - known:
        raise NewerDatabaseError(present - known)
