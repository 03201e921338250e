"""Who starts the embedded database, and who stops it."""

from __future__ import annotations

import psycopg
import pytest
from tests.support.databases import database_folder

from unrealugc.config import Settings
from unrealugc.stack.database import open_database
from unrealugc.stack.embedded import embedded_postgres


def test_the_first_starts_the_database_and_the_last_stops_it() -> None:
    with database_folder("stack") as folder:
        settings = Settings(data_dir=folder / "data")
        server = embedded_postgres(settings)
        with open_database(settings) as first:
            with open_database(settings) as second:
                assert first == second
            assert server.process() is not None, "a guest stopped its host's database"
            with psycopg.connect(first) as connection:
                assert connection.execute("SELECT count(*) FROM accounts").fetchone() == (0,)
        assert server.process() is None
        with pytest.raises(RuntimeError), open_database(settings):
            raise RuntimeError("a command that fails")
        assert server.process() is None


def test_a_given_database_is_migrated_and_left_running(database_url: str) -> None:
    settings = Settings(database_url=database_url)
    with open_database(settings) as url:
        assert url == database_url
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM accounts").fetchone() == (0,)
