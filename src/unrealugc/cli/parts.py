"""``unrealugc api`` and ``unrealugc worker``: the parts of an installation on many machines."""

from __future__ import annotations

import typer

from unrealugc.cli.installation import DataDir
from unrealugc.cli.options import Host, Port, plain_errors, settings_with
from unrealugc.config import Settings
from unrealugc.core.migrate import migrate
from unrealugc.stack.listen import listen
from unrealugc.stack.parts import run_api, run_worker_process
from unrealugc.stack.serve import StackError


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("api")(api_command)
    app.command("worker")(worker_command)


def api_command(host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Run an API process on the database at UNREALUGC_DATABASE_URL."""
    settings = settings_with(data_dir, host, port)
    with plain_errors():
        database_url = _migrated(settings)
        with listen(settings.host, settings.port) as opened:
            typer.echo(f"UnrealUGC's API answers on port {opened.getsockname()[1]}")
            run_api(settings, database_url, opened)


def worker_command(data_dir: DataDir = None) -> None:
    """Run a worker on the database at UNREALUGC_DATABASE_URL."""
    settings = settings_with(data_dir)
    with plain_errors():
        run_worker_process(settings, _migrated(settings))


def _migrated(settings: Settings) -> str:
    if settings.database_url is None:
        raise StackError(
            "UNREALUGC_DATABASE_URL is not set. The parts share a PostgreSQL; 'unrealugc serve' "
            "brings its own."
        )
    migrate(settings.database_url)
    return settings.database_url
