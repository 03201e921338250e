"""The cheap way to know the newest schema agrees with the thorough one."""

from __future__ import annotations

import psycopg

from unrealugc.core.revision import newest_revision


def test_newest_revision_is_what_migrating_reaches(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert row == (newest_revision(),)
