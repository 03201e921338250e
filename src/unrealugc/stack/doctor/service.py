"""Checks of what an installation runs on: folder, database, storage, port, worker."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from unrealugc.config import Settings
from unrealugc.core.ids import new_id
from unrealugc.core.revision import newest_revision
from unrealugc.stack.doctor.finding import CheckFailed, Finding, examine
from unrealugc.stack.embedded import embedded_postgres, running
from unrealugc.stack.folder import holder_of
from unrealugc.stack.listen import AddressError, listen
from unrealugc.storage import open_storage

_LEAST_FREE_BYTES = 2 * 1024**3
_HEARTBEAT_LIMIT_S = 10
_START = "Start it: 'unrealugc serve', or 'unrealugc worker' beside a shared database."


def findings(settings: Settings) -> list[Finding]:
    """What there is to say about the installation with these settings."""
    folder = examine(
        "data folder",
        lambda: _folder(settings.data_dir.expanduser()),
        "Choose a folder that you may write to, with UNREALUGC_DATA_DIR or --data-dir.",
    )
    port = examine("port", lambda: _port(settings), "Choose another port with UNREALUGC_PORT.")
    if folder.state == "failed":
        return [folder, port]
    storage = examine(
        "storage", lambda: asyncio.run(_storage(settings)), "Check UNREALUGC_STORAGE_URL."
    )
    return [folder, port, storage, *_database_findings(settings)]


def _database_findings(settings: Settings) -> list[Finding]:
    mend = "Check UNREALUGC_DATABASE_URL, and that the server runs and lets you in."
    if settings.database_url is None:
        mend = f"Read {embedded_postgres(settings).log}."
    try:
        with _database(settings) as url:
            return [
                examine("database", lambda: _schema(url), mend),
                examine("worker", lambda: _worker(url), _START),
            ]
    except Exception as error:
        return [Finding("database", "failed", str(error), mend)]


@contextmanager
def _database(settings: Settings) -> Iterator[str]:
    if settings.database_url is not None:
        yield settings.database_url
    else:
        with running(embedded_postgres(settings)) as url:
            yield url


def _folder(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        free = shutil.disk_usage(folder).free
    if free < _LEAST_FREE_BYTES:
        raise CheckFailed(
            f"{folder} has {free / 1e9:.1f} GB left",
            "Free some disk space, or move the folder.",
            "warning",
        )
    return f"{folder}, {free / 1e9:.0f} GB free"


def _port(settings: Settings) -> str:
    held = holder_of(settings.data_dir.expanduser())
    if held is not None:
        return f"UnrealUGC itself runs at {held['at']} (process {held['pid']})"
    try:
        listen(settings.host, settings.port).close()
    except AddressError as error:
        raise CheckFailed(str(error), "Choose another port with UNREALUGC_PORT.") from error
    return f"{settings.host}:{settings.port} is free"


async def _storage(settings: Settings) -> str:
    storage = open_storage(settings)
    key = f"health/{new_id()}.json"
    handle, name = tempfile.mkstemp()
    os.close(handle)
    try:
        Path(name).write_text("{}")
        await storage.put_file(key, Path(name), "application/json")
        if await storage.head(key) is None:
            raise CheckFailed("a stored file was not found again", "Check UNREALUGC_STORAGE_URL.")
        await storage.delete(key)
    finally:
        os.unlink(name)
    return "takes, finds and deletes a file"


def _schema(url: str) -> str:
    with psycopg.connect(url, connect_timeout=10) as connection:
        known = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
        if known == (None,):
            return "reachable, empty; the first start fills it"
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    found = str(row[0]) if row else "none"
    if found > newest_revision():
        raise CheckFailed(
            f"its schema {found} is newer than this version knows",
            "Start the newer version, or restore a backup from before the upgrade.",
        )
    if found != newest_revision():
        return f"schema {found}, the next start brings it to {newest_revision()}"
    return f"schema {found}"


def _worker(url: str) -> str:
    with psycopg.connect(url, connect_timeout=10) as connection:
        known = connection.execute("SELECT to_regclass('procrastinate_workers')").fetchone()
        alive = None
        if known != (None,):
            alive = connection.execute(
                "SELECT count(*) FROM procrastinate_workers"
                " WHERE last_heartbeat > now() - make_interval(secs => %s)",
                (_HEARTBEAT_LIMIT_S,),
            ).fetchone()
    if not alive or not alive[0]:
        raise CheckFailed("no worker runs", _START, "warning")
    return "alive"
