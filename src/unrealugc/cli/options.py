"""Options of the commands that run the installation, and how they tell what cannot run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import psycopg
import sqlalchemy.exc
import typer

from unrealugc.cli.installation import REFUSED, fail, load_settings
from unrealugc.config import Settings
from unrealugc.core.embedded import EmbeddedPostgresError
from unrealugc.core.logging import configure_logging
from unrealugc.core.migrate import NewerDatabaseError
from unrealugc.stack.folder import FolderInUseError
from unrealugc.stack.listen import AddressError
from unrealugc.stack.serve import StackError

Host = Annotated[str | None, typer.Option(help="Address to listen on.")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")]


def settings_with(
    data_dir: Path | None, host: str | None = None, port: int | None = None
) -> Settings:
    """The settings of the environment, with what was given on the command line above them."""
    given = {"host": host, "port": port}
    chosen = {name: value for name, value in given.items() if value is not None}
    settings = load_settings(data_dir).model_copy(update=chosen)
    configure_logging(settings.log_level, settings.log_format)
    return settings


@contextmanager
def plain_errors() -> Iterator[None]:
    """Show what an operator can mend as one sentence, without a traceback."""
    try:
        yield
    except (AddressError, FolderInUseError, StackError) as error:
        raise fail(str(error), REFUSED) from error
    except (EmbeddedPostgresError, NewerDatabaseError) as error:
        raise fail(str(error), os.EX_UNAVAILABLE) from error
    except (psycopg.OperationalError, sqlalchemy.exc.OperationalError) as error:
        raise fail(f"The database cannot be used: {error}", os.EX_UNAVAILABLE) from error
