"""The embedded database starts whatever happened before, and leaves nothing behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from unrealugc.core.embedded import EmbeddedPostgres, EmbeddedPostgresError


@pytest.fixture(scope="module")
def folder(reachable_folder: Path) -> Path:
    """A folder whose path has blanks, quotes, and more characters than a socket's may."""
    return reachable_folder / "a long 'data' folder, with blanks" / ("deep " * 12).strip() / "pg"


@pytest.fixture
def server(folder: Path) -> Iterator[EmbeddedPostgres]:
    """A running server; its data stays for the next test."""
    server = EmbeddedPostgres(folder)
    server.start()
    yield server
    server.stop()


def _pid(server: EmbeddedPostgres) -> int:
    process = server.process()
    assert process is not None
    return process.pid


def test_a_second_start_finds_the_running_server(server: EmbeddedPostgres) -> None:
    other = EmbeddedPostgres(server.folder)
    assert other.start() == server.url
    assert _pid(other) == _pid(server)


def test_recovers_from_a_kill(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    first = server.process()
    assert first is not None
    first.kill()
    first.wait(30)
    server.start()
    assert _pid(server) != first.pid
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_stops_without_a_trace(server: EmbeddedPostgres) -> None:
    process = server.process()
    assert process is not None
    family = [process, *process.children(recursive=True)]
    server.stop()
    assert server.process() is None
    gone, alive = psutil.wait_procs(family, timeout=30)
    assert not alive
    assert len(gone) == len(family)


def test_a_stale_number_of_another_program_is_not_trusted(server: EmbeddedPostgres) -> None:
    noted = server.folder / "postmaster.pid"
    lines = noted.read_text().splitlines()
    server.stop()
    noted.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    assert server.process() is None
    server.start()
    assert _pid(server) != os.getppid()


def test_another_version_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "pg"
    folder.mkdir()
    (folder / "PG_VERSION").write_text("16\n")
    with pytest.raises(EmbeddedPostgresError, match="of PostgreSQL 16"):
        EmbeddedPostgres(folder).start()
