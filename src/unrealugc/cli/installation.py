"""How a command reaches the installation: its database, and the end of a command that failed.

Exit codes: 0 done, 1 refused (there is no such account, the address is taken), 2 the
command itself is wrong (a bad value), 69 the database cannot be used.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import psycopg
import pydantic
import sqlalchemy.exc
import typer
from rich.console import Console

from unrealugc.config import Settings
from unrealugc.core.db import Connection, Database
from unrealugc.core.embedded import EmbeddedPostgresError
from unrealugc.core.migrate import NewerDatabaseError
from unrealugc.errors import ApiError, InvalidRequest
from unrealugc.ledger.errors import LedgerError
from unrealugc.stack.database import open_database

REFUSED, MISUSED = 1, 2

DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        help="The installation's data folder; UNREALUGC_DATA_DIR, or the user's own, without it.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for programs.")]

Result = TypeVar("Result")


def load_settings(data_dir: Path | None) -> Settings:
    """The settings of the environment, with a data folder given on the command line."""
    try:
        return Settings() if data_dir is None else Settings(data_dir=data_dir)
    except pydantic.ValidationError as error:
        raise fail(f"A setting is not valid: {error}", MISUSED) from error


def in_transaction(
    data_dir: Path | None, work: Callable[[Connection], Awaitable[Result]]
) -> Result:
    """Do some work in one transaction on the installation's database.

    An embedded server that does not run is started for it and stopped afterwards; one that
    another program uses is left alone.

    Raises:
        typer.Exit: the work was refused or the database cannot be used; the reason is on stderr.
    """
    settings = load_settings(data_dir)

    async def run(url: str) -> Result:
        async with Database(url, pool_size=1) as database, database.transaction() as connection:
            return await work(connection)

    try:
        with open_database(settings) as url:
            return asyncio.run(run(url))
    except ApiError as error:
        code = MISUSED if isinstance(error, InvalidRequest) else REFUSED
        raise fail(error.message, code) from error
    except LedgerError as error:
        raise fail(str(error), REFUSED) from error
    except (EmbeddedPostgresError, NewerDatabaseError) as error:
        raise fail(str(error), os.EX_UNAVAILABLE) from error
    except (psycopg.OperationalError, sqlalchemy.exc.OperationalError, OSError) as error:
        raise fail(f"The database cannot be used: {error}", os.EX_UNAVAILABLE) from error


def fail(message: str, code: int) -> typer.Exit:
    """Say on stderr what is wrong, and give the exception that ends the command."""
    console = Console(stderr=True, highlight=False)
    console.print("[red]Error:[/red]", end=" ")
    console.print(message, markup=False, soft_wrap=True)
    return typer.Exit(code)
