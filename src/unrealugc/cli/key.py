"""``unrealugc key``: API keys of an account."""

from __future__ import annotations

from typing import Annotated

import typer

from unrealugc.accounts import repository, service
from unrealugc.cli.account import Who
from unrealugc.cli.accounts_out import KeyOut, NewKeyOut
from unrealugc.cli.installation import AsJson, DataDir, in_transaction
from unrealugc.cli.output import print_facts, print_json, print_table
from unrealugc.core.db import Connection

commands = typer.Typer(help="Make, list and revoke API keys.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(commands, name="key")


@commands.command()
def create(
    account: Who,
    name: Annotated[str, typer.Option(help="What the key is for.")] = "default",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Make an API key, which is shown this once."""

    async def work(connection: Connection) -> NewKeyOut:
        found = await service.find(connection, account)
        return NewKeyOut.made(await service.create_key(connection, found.id, name=name))

    made = in_transaction(data_dir, work)
    if as_json:
        print_json(made)
    else:
        print_facts([("Id", made.id), ("Name", made.name), ("API key", made.api_key)])
        typer.echo("Keep the key now: it is not shown again.", err=True)


@commands.command("list")
def list_keys(account: Who, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List an account's keys, revoked ones included."""

    async def work(connection: Connection) -> list[KeyOut]:
        found = await service.find(connection, account)
        return [KeyOut.of(key) for key in await repository.list_keys(connection, found.id)]

    keys = in_transaction(data_dir, work)
    if as_json:
        print_json(keys)
        return
    print_table(
        ["Id", "Name", "Key", "Created", "Last used", "Revoked"],
        [
            [k.id, k.name, f"{k.prefix}…{k.last4}", k.created_at, k.last_used_at, k.revoked_at]
            for k in keys
        ],
        empty="This account has no keys.",
    )


@commands.command()
def revoke(
    key_id: Annotated[str, typer.Argument(help="The key's id, as `key list` shows it.")],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Make a key useless from the next request on."""

    async def work(connection: Connection) -> KeyOut:
        return KeyOut.of(await service.revoke_any_key(connection, key_id))

    revoked = in_transaction(data_dir, work)
    if as_json:
        print_json(revoked)
    else:
        typer.echo(f"{revoked.name} ({revoked.prefix}…{revoked.last4}) is revoked.")
