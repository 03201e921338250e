"""``unrealugc``: every command of the product."""

from __future__ import annotations

import typer

from unrealugc import __version__
from unrealugc.cli.lazy import lazy_group

# Command, and the module whose ``register(app)`` adds it.
COMMANDS = {
    "account": "unrealugc.cli.account",
    "api": "unrealugc.cli.parts",
    "demo": "unrealugc.cli.demo",
    "doctor": "unrealugc.cli.doctor",
    "key": "unrealugc.cli.key",
    "render": "unrealugc.cli.render",
    "serve": "unrealugc.cli.serve",
    "voices": "unrealugc.cli.voices",
    "worker": "unrealugc.cli.parts",
}

app = typer.Typer(
    name="unrealugc",
    cls=lazy_group(COMMANDS),
    help="Script in, finished UGC-style video ad out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    pass


if __name__ == "__main__":
    app()
