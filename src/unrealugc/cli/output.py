"""What commands print: JSON for programs, tables for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

import typer
from pydantic import BaseModel
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.table import Table


def print_json(result: BaseModel | Sequence[BaseModel]) -> None:
    """One object, or a list of them, as JSON with the API's field names."""
    if isinstance(result, BaseModel):
        shown: object = result.model_dump(mode="json", by_alias=True)
    else:
        shown = [item.model_dump(mode="json", by_alias=True) for item in result]
    typer.echo(json.dumps(shown, indent=2, ensure_ascii=False))


def print_facts(facts: Sequence[tuple[str, object]]) -> None:
    """Names and values, a line each."""
    width = max(len(name) for name, _ in facts)
    console = Console(highlight=False)
    for name, value in facts:
        console.print(f"[bold]{name:<{width}}[/bold]  ", end="")
        console.print(_text(value), markup=False, soft_wrap=True)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, empty: str) -> None:
    """A table, or a sentence where there is nothing to list.

    Numbers stand on the right.
    """
    console = Console(highlight=False)
    if not rows:
        console.print(empty)
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column, sample in zip(columns, rows[0], strict=True):
        table.add_column(column, justify="right" if isinstance(sample, int) else "left")
    for row in rows:
        table.add_row(*(escape(_text(value)) for value in row))
    # As wide as it needs: an id that a narrow terminal wraps can still be copied.
    unbounded = console.options.update(width=10_000)
    console.width = max(console.width, Measurement.get(console, unbounded, table).maximum)
    console.print(table)


def _text(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    return f"{value:,}".replace(",", " ") if isinstance(value, int) else str(value)
