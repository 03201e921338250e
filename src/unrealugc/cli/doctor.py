"""``unrealugc doctor``: is everything fine, and if not, what to do."""

from __future__ import annotations

import dataclasses
import json

import typer
from rich.console import Console

from unrealugc.cli.installation import REFUSED, AsJson, DataDir, load_settings
from unrealugc.stack.doctor import machine, service

_MARKS = {"ok": "[green]✓[/green]", "warning": "[yellow]![/yellow]", "failed": "[red]✗[/red]"}


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("doctor")(doctor_command)


def doctor_command(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Check every part and say how to mend it. Exit code 1 if something does not work."""
    settings = load_settings(data_dir)
    found = [*machine.findings(), *service.findings(settings)]
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(one) for one in found], indent=2))
    else:
        console = Console(highlight=False)
        for one in found:
            console.print(f"{_MARKS[one.state]} [bold]{one.part:<12}[/bold] ", end="")
            console.print(one.message, markup=False, soft_wrap=True)
            if one.mend is not None:
                console.print(f"{'':15}→ {one.mend}", markup=False, soft_wrap=True)
    if any(one.state == "failed" for one in found):
        raise typer.Exit(REFUSED)
