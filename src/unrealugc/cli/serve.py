"""``unrealugc serve``: the whole installation in one process tree."""

from __future__ import annotations

import typer

from unrealugc import __version__
from unrealugc.catalog.models import offers
from unrealugc.cli.installation import DataDir
from unrealugc.cli.options import Host, Port, plain_errors, settings_with
from unrealugc.config import Settings
from unrealugc.stack.serve import Ready, serve


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("serve")(serve_command)


def serve_command(host: Host = None, port: Port = None, data_dir: DataDir = None) -> None:
    """Run everything: embedded database, API and worker. Ctrl-C stops it."""
    settings = settings_with(data_dir, host, port)
    with plain_errors():
        serve(settings, lambda ready: _announce(settings, ready))


def _announce(settings: Settings, ready: Ready) -> None:
    models = offers(settings)
    own = [offer.model.id for offer in models if not offer.stands_in]
    acted = [offer.model.id for offer in models if offer.stands_in]
    lines = [
        f"UnrealUGC {__version__} is ready on {ready.url}",
        f"  API reference   {ready.url}/docs/api",
        f"  Health          {ready.url}/healthz",
        f"  Data folder     {settings.data_dir}",
        f"  Models          {', '.join(own)}",
    ]
    if acted:
        lines.append(f"  Acted by Studio {', '.join(acted)} (their providers have no key here)")
    if ready.owner is not None:
        lines += [
            "",
            "  Your account, shown this once:",
            f"    Sign in       {ready.owner.email}",
            f"    Password      {ready.owner.password}",
            f"    API key       {ready.owner.api_key}",
        ]
    typer.echo("\n".join([*lines, "", "Press Ctrl-C to stop."]))
