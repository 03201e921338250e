"""``unrealugc serve``, ``api`` and ``worker``: run the installation, whole or in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from unrealugc import __version__
from unrealugc.catalog.models import offers
from unrealugc.config import Settings
from unrealugc.core.embedded import EmbeddedPostgresError
from unrealugc.core.logging import configure_logging
from unrealugc.core.migrate import NewerDatabaseError, migrate
from unrealugc.stack.folder import FolderInUseError
from unrealugc.stack.listen import AddressError, listen
from unrealugc.stack.parts import run_api, run_worker_process
from unrealugc.stack.serve import Ready, StackError, serve

Host = Annotated[str | None, typer.Option(help="Address to listen on.")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")]
DataDir = Annotated[Path | None, typer.Option(help="Folder of database, files and caches.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("serve")(serve_command)
    app.command("api")(api_command)
    app.command("worker")(worker_command)


def serve_command(host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Run everything: embedded database, API and worker. Ctrl-C stops it."""
    settings = _settings(host=host, port=port, data_dir=data_dir)
    with _plain_errors():
        serve(settings, lambda ready: _announce(settings, ready))


def api_command(host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Run an API process on the database at UNREALUGC_DATABASE_URL."""
    settings = _settings(host=host, port=port, data_dir=data_dir)
    with _plain_errors():
        database_url = _migrated(settings)
        with listen(settings.host, settings.port) as opened:
            typer.echo(f"UnrealUGC API on port {opened.getsockname()[1]}")
            run_api(settings, database_url, opened)


def worker_command(data_dir: DataDir = None) -> None:
    """Run a worker on the database at UNREALUGC_DATABASE_URL."""
    settings = _settings(data_dir=data_dir)
    with _plain_errors():
        run_worker_process(settings, _migrated(settings))


def _settings(**given: str | int | Path | None) -> Settings:
    chosen = {name: value for name, value in given.items() if value is not None}
    settings = Settings().model_copy(update=chosen)
    configure_logging(settings.log_level, settings.log_format)
    return settings


def _migrated(settings: Settings) -> str:
    if settings.database_url is None:
        raise StackError(
            "UNREALUGC_DATABASE_URL is not set. The parts share a PostgreSQL; 'unrealugc serve' "
            "brings its own."
        )
    migrate(settings.database_url)
    return settings.database_url


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Show what an operator can mend as one sentence, without a traceback."""
    try:
        yield
    except (
        AddressError,
        EmbeddedPostgresError,
        FolderInUseError,
        NewerDatabaseError,
        StackError,
    ) as error:
        typer.secho(f"Error: {error}", err=True, fg=typer.colors.RED)
        raise typer.Exit(1) from error


def _announce(settings: Settings, ready: Ready) -> None:
    say: Callable[[str], None] = typer.echo
    say(f"UnrealUGC {__version__} is ready on {ready.url}")
    say(f"  API reference   {ready.url}/docs/api")
    say(f"  Health          {ready.url}/healthz")
    say(f"  Data folder     {settings.data_dir}")
    models = offers(settings)
    own = [offer.model.id for offer in models if not offer.stands_in]
    acted = [offer.model.id for offer in models if offer.stands_in]
    say(f"  Models          {', '.join(own)}")
    if acted:
        say(f"  Acted by Studio {', '.join(acted)} (no key for their providers)")
    if ready.owner is not None:
        say("")
        say("  Your account, shown this once:")
        say(f"    Sign in       {ready.owner.email}")
        say(f"    Password      {ready.owner.password}")
        say(f"    API key       {ready.owner.api_key}")
    say("")
    say("Press Ctrl-C to stop.")
