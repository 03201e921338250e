"""``unrealugc``: every command of the product."""

from __future__ import annotations

import typer

from unrealugc import __version__
from unrealugc.cli import account, key, render

app = typer.Typer(
    name="unrealugc",
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


render.register(app)
account.register(app)
key.register(app)

if __name__ == "__main__":
    app()
