"""Schemathesis over the OpenAPI document, against the application behind a real port.

``make fuzz`` runs it at full length; a slice of it is a test.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import psycopg
from fastapi import FastAPI

from tests.support.databases import database_folder
from tests.support.live_server import live
from unrealugc.accounts import service as accounts
from unrealugc.app import create_app
from unrealugc.config import Settings
from unrealugc.core.db import Database
from unrealugc.core.embedded import EmbeddedPostgres
from unrealugc.core.migrate import migrate

_CONFIG = Path(__file__).parent / "schemathesis.toml"
# A stream that lasts as long as its video does not end by itself.
_ENDLESS = "/api/v1/videos/{video_id}/events"


def make_app(database_url: str, data_dir: Path, address: str) -> FastAPI:
    """The application with limits that a fuzzer does not reach."""
    settings = Settings(
        data_dir=data_dir,
        public_url=address,
        rate_limit_per_minute=10_000_000,
        generation_limit_per_minute=10_000_000,
        log_level="WARNING",
    )
    return create_app(settings, database_url)


def make_key(database_url: str) -> str:
    """The key of an account that can pay for whatever the fuzzer orders."""

    async def make() -> str:
        async with Database(database_url) as database, database.transaction() as connection:
            account = await accounts.create(
                connection, email="fuzz@example.com", opening_credits=1_000_000_000
            )
            return (await accounts.create_key(connection, account.id)).secret

    return asyncio.run(make())


def run(url: str, key: str | None, *arguments: str) -> tuple[int, int, str]:
    """Run Schemathesis with all checks.

    Args:
        url: address of the application.
        key: API key, or ``None`` to come without one.
        arguments: further arguments of ``schemathesis run``.

    Returns:
        Exit status, number of generated cases, output.
    """
    command = [
        str(Path(sys.executable).parent / "schemathesis"),
        f"--config-file={_CONFIG}",
        "run",
        f"{url}/api/v1/openapi.json",
        "--checks=all",
        f"--exclude-path={_ENDLESS}",
        "--warnings=off",
        "--request-timeout=60",
        *arguments,
    ]
    if key is not None:
        command.append(f"--header=Authorization: Bearer {key}")
    done = subprocess.run(command, capture_output=True, text=True, timeout=3600, check=False)
    output = done.stdout + done.stderr
    found = re.search(r"(\d+) generated", output.replace(",", ""))
    return done.returncode, int(found.group(1)) if found else 0, output


def main() -> int:
    """Run with a key and without one; the exit status says whether both were clean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--max-examples", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    arguments = [f"--max-examples={options.max_examples}", f"--seed={options.seed}"]
    status = 0
    with database_folder("fuzz") as folder:
        server = EmbeddedPostgres(folder / "pg")
        try:
            url = server.start()
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
            migrate(url)
            key = make_key(url)
            with live(partial(make_app, url, folder / "data")) as address:
                for who in (key, None):
                    code, cases, output = run(address, who, *arguments)
                    sys.stdout.write(output)
                    word = "with a key" if who else "without a key"
                    sys.stdout.write(f"\n{word}: {cases} cases, exit status {code}\n\n")
                    status = status or code
        finally:
            server.stop()
    return status


if __name__ == "__main__":
    sys.exit(main())
