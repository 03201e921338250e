"""``unrealugc account``: open accounts, give them credits and plans, look at them."""

from __future__ import annotations

from typing import Annotated

import typer

from unrealugc.accounts import repository, service, subscriptions
from unrealugc.accounts.repository import Account
from unrealugc.catalog.plans import PlanCode
from unrealugc.cli.accounts_out import AccountDetails, NewAccount
from unrealugc.cli.installation import AsJson, DataDir, in_transaction
from unrealugc.cli.output import print_facts, print_json, print_table
from unrealugc.core import clock
from unrealugc.core.db import Connection
from unrealugc.core.ids import new_id
from unrealugc.ledger import service as ledger
from unrealugc.ledger.entries import LARGEST_AMOUNT, Pool

Who = Annotated[str, typer.Option("--account", "--email", help="The account's address or id.")]
Plan = Annotated[PlanCode, typer.Option("--plan", case_sensitive=False, help="What it may use.")]

commands = typer.Typer(help="Open accounts, give them credits and plans.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.add_typer(commands, name="account")


@commands.command()
def create(
    email: Annotated[str, typer.Option(help="Its address; one account has one.")],
    name: Annotated[str | None, typer.Option(help="Shown name.")] = None,
    password: Annotated[
        str | None, typer.Option(help="To sign in with; without one only the API key works.")
    ] = None,
    opening_credits: Annotated[
        int, typer.Option("--credits", min=0, max=LARGEST_AMOUNT, help="Credits to start with.")
    ] = 0,
    plan: Plan = "FREE",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Open an account and make its first API key, which is shown this once."""

    async def work(connection: Connection) -> NewAccount:
        account = await service.create(
            connection,
            email=email,
            name=name,
            password=password,
            plan=plan,
            opening_credits=opening_credits,
        )
        made = await service.create_key(connection, account.id)
        balance = await ledger.balance(connection, account.id)
        return NewAccount.made(account, balance, made)

    result = in_transaction(data_dir, work)
    if as_json:
        print_json(result)
    else:
        print_facts([*_facts(result), ("API key", result.api_key)])
        typer.echo("Keep the key now: it is not shown again.", err=True)


@commands.command()
def grant(
    account: Who,
    amount: Annotated[
        int, typer.Option("--credits", min=1, max=LARGEST_AMOUNT, help="How many to give.")
    ],
    pool: Annotated[Pool, typer.Option(help="purchased never expires.")] = "purchased",
    reason: Annotated[str, typer.Option(help="Shown in the account's history.")] = "operator",
    key: Annotated[
        str | None, typer.Option(help="Names this gift: the same key gives only once.")
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Give an account credits."""

    async def work(connection: Connection) -> AccountDetails:
        found = await service.find(connection, account)
        gift = f"operator:{key or new_id()}"
        await ledger.grant(connection, found.id, amount, pool=pool, reason=reason, key=gift)
        return await _details(connection, found)

    _show(in_transaction(data_dir, work), as_json)


@commands.command("plan")
def set_plan(
    account: Who,
    plan: Annotated[PlanCode, typer.Option("--plan", case_sensitive=False, help="The new plan.")],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Put an account on a plan: a paid one starts a period, with its credits, now."""

    async def work(connection: Connection) -> AccountDetails:
        found = await service.find(connection, account)
        changed = await subscriptions.set_plan(connection, found.id, plan, now=clock.now())
        return await _details(connection, changed)

    _show(in_transaction(data_dir, work), as_json)


@commands.command()
def password(
    account: Who,
    new: Annotated[
        str,
        typer.Option("--password", prompt=True, hide_input=True, confirmation_prompt=True),
    ],
    data_dir: DataDir = None,
) -> None:
    """Set the password that an account signs in with."""

    async def work(connection: Connection) -> Account:
        found = await service.find(connection, account)
        await service.set_password(connection, found.id, new)
        return found

    typer.echo(f"{in_transaction(data_dir, work).email} has a new password.")


@commands.command()
def show(account: Who, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show an account and its credits."""

    async def work(connection: Connection) -> AccountDetails:
        return await _details(connection, await service.find(connection, account))

    _show(in_transaction(data_dir, work), as_json)


@commands.command("list")
def list_accounts(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Most accounts shown.")] = 100,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List accounts, newest first."""

    async def work(connection: Connection) -> list[AccountDetails]:
        accounts = await repository.list_all(connection, limit=limit)
        return [await _details(connection, account) for account in accounts]

    found = in_transaction(data_dir, work)
    if as_json:
        print_json(found)
        return
    print_table(
        ["Id", "Email", "Plan", "Subscription", "Credits", "Held", "Created"],
        [
            [a.id, a.email, a.plan, a.subscription_status, a.credits, a.held_credits, a.created_at]
            for a in found
        ],
        empty="There are no accounts. Open one: unrealugc account create --email you@example.com",
    )


async def _details(connection: Connection, account: Account) -> AccountDetails:
    return AccountDetails.of(account, await ledger.balance(connection, account.id))


def _show(details: AccountDetails, as_json: bool) -> None:
    if as_json:
        print_json(details)
    else:
        print_facts(_facts(details))


def _facts(details: AccountDetails) -> list[tuple[str, object]]:
    return [
        ("Id", details.id),
        ("Email", details.email),
        ("Name", details.name),
        ("Plan", f"{details.plan} ({details.subscription_status})"),
        ("Period ends", details.period_end),
        ("Credits", details.credits),
        ("  of subscription", details.subscription_credits),
        ("  purchased", details.purchased_credits),
        ("Held for videos", details.held_credits),
        ("Created", details.created_at),
    ]
