"""Options that several commands share, and how commands tell what an operator can mend."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from unrealugc.config import Settings
from unrealugc.core.embedded import EmbeddedPostgresError
from unrealugc.core.logging import configure_logging
from unrealugc.core.migrate import NewerDatabaseError
from unrealugc.stack.folder import FolderInUseError
from unrealugc.stack.listen import AddressError
from unrealugc.stack.serve import StackError

Host = Annotated[str | None, typer.Option(help="Address to listen on.")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")]
DataDir = Annotated[Path | None, typer.Option(help="Folder of database, files and caches.")]


def settings_with(**given: str | int | Path | None) -> Settings:
    """The settings of the environment, with what was given on the command line above them."""
    chosen = {name: value for name, value in given.items() if value is not None}
    settings = Settings().model_copy(update=chosen)
    configure_logging(settings.log_level, settings.log_format)
    return settings


@contextmanager
def plain_errors() -> Iterator[None]:
    """Show what an operator can mend as one sentence, without a traceback, and exit with 1."""
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
