"""Writes what was measured into docs/benchmarks.md, each table in its own section."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement, all but memory (in MB) and ratio for a second of video."""

    name: str
    cpu: float
    wall: float | None = None
    memory: float | None = None
    ratio: float | None = None

    COLUMNS: ClassVar = ("CPU s / s", "seconds / s", "peak MB", "× encoder")

    def cells(self) -> tuple[str, str, str, str]:
        """What the columns show."""
        return (
            f"{self.cpu:.3f}",
            "" if self.wall is None else f"{self.wall:.2f}",
            "" if self.memory is None else f"{self.memory:.0f}",
            "" if self.ratio is None else f"{self.ratio:.2f}",
        )


def write_section(name: str, title: str, rows: Sequence[Row], note: str) -> None:
    """Put a table in place of the section's last one; the rest of the page stays."""
    lines = [
        f"## {title}",
        "",
        f"Measured {datetime.now(UTC):%Y-%m-%d} on {_machine()}.",
        "",
        f"| | {' | '.join(Row.COLUMNS)} |",
        f"|---|{'---|' * len(Row.COLUMNS)}",
        *(f"| {row.name} | {' | '.join(row.cells())} |" for row in rows),
    ]
    if note:
        lines += ["", note]
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    section = "\n".join([begin, *lines, end])
    page = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    PAGE.write_text(pattern.sub(lambda match: section, page), encoding="utf-8")


def _machine() -> str:
    load = os.getloadavg()[0]
    return (
        f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"with a load of {load:.1f} from all that ran"
    )


def _processor() -> str:
    try:
        described = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    found = re.search(r"model name\s*:\s*(.+)", described)
    return found[1].strip() if found else platform.machine()
