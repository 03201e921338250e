"""Write the reference pages of settings and commands from the code: ``make reference``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from unrealugc.cli.main import app
from unrealugc.config import Settings

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
_NOTE = "<!-- Written by `make reference`; change the code instead. -->"


def settings_page() -> str:
    """Every setting with its type, default and meaning."""
    lines = [
        "# Settings",
        "",
        _NOTE,
        "",
        "Settings are environment variables, read when a process starts. Lists are JSON arrays.",
        "",
        "| Variable | Default | Meaning |",
        "|---|---|---|",
    ]
    prefix = Settings.model_config["env_prefix"]
    for name, field in Settings.model_fields.items():
        default = _default(name, field.get_default())
        meaning = " ".join(str(field.description).split()).replace("|", "\\|")
        lines.append(f"| `{prefix}{name.upper()}` | {default} | {meaning} |")
    return "\n".join([*lines, ""])


def _default(name: str, value: Any) -> str:
    if name == "data_dir":
        return "`~/.local/share/unrealugc`"
    if value is None:
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return f"`{json.dumps(value)}`"
    return f"`{value}`"


def cli_page() -> str:
    """Every command with its arguments and options."""
    program = typer.main.get_command(app)
    context = program.make_context("unrealugc", [], resilient_parsing=True)
    lines = ["# Command line", "", _NOTE, ""]
    for path, command in _commands("unrealugc", program, context):
        lines += [f"## `{path}`", "", " ".join(str(command.help or "").split()), ""]
        rows = [_row(parameter) for parameter in command.params if parameter.name != "help"]
        if rows:
            lines += ["| Option | Meaning |", "|---|---|", *rows, ""]
    return "\n".join(lines)


def _commands(path: str, command: Any, context: Any) -> Iterator[tuple[str, Any]]:
    if not hasattr(command, "list_commands"):
        yield path, command
        return
    for name in sorted(command.list_commands(context)):
        yield from _commands(f"{path} {name}", command.get_command(context, name), context)


def _row(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        name = f"`{parameter.name.upper()}`"
    else:
        name = ", ".join(f"`{option}`" for option in parameter.opts)
    meaning = " ".join(str(getattr(parameter, "help", None) or "").split()).replace("|", "\\|")
    return f"| {name}{' (required)' if parameter.required else ''} | {meaning} |"


PAGES = {"settings.md": settings_page, "cli.md": cli_page}


def main() -> None:
    """Write both pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
