"""Commands that are imported when they are called, so that the light ones start at once."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group


def lazy_group(modules: Mapping[str, str]) -> type[TyperGroup]:
    """A group whose commands live in modules that are not imported yet.

    Args:
        modules: command name → module; a module's ``register(app)`` adds its commands.
    """

    class LazyGroup(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:
            return [*super().list_commands(ctx), *modules]

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            if cmd_name not in modules:
                return super().get_command(ctx, cmd_name)
            part = typer.Typer()
            importlib.import_module(modules[cmd_name]).register(part)
            return get_group(part).get_command(ctx, cmd_name)

    return LazyGroup
