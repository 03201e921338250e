"""The house's rules that a machine can check: layers, cycles, sizes, commits."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "unrealugc"

# From the bottom up. A module may import from its own layer and from those below.
LAYERS = [
    {"errors", "config", "core", "migrations"},
    {"queue", "pipeline", "providers", "storage", "catalog", "mail"},
    {
        "accounts",
        "ledger",
        "models",
        "presets",
        "creators",
        "voices",
        "projects",
        "uploads",
        "videos",
        "webhooks",
        "billing",
    },
    {"api", "apidocs", "app", "cli", "client", "jobs", "mcp", "dashboard", "stack"},
]
LIMIT_LINES = 400


def _modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        yield name, path


MODULES = dict(_modules())


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {
                f"{node.module}.{alias.name}"
                if f"{node.module}.{alias.name}" in MODULES
                else node.module
                for alias in node.names
            }
    return {name for name in found if name in MODULES and name != "unrealugc"}


GRAPH = {name: _imports(path) for name, path in MODULES.items()}


def _layer(module: str) -> int:
    part = module.split(".")[1]
    return next(index for index, names in enumerate(LAYERS) if part in names)


@pytest.mark.parametrize("module", [name for name in MODULES if "." in name])
def test_imports_point_downwards(module: str) -> None:
    upward = {other for other in GRAPH[module] if _layer(other) > _layer(module)}
    assert not upward, f"{module} imports from above: {upward}"


def test_there_is_no_import_cycle() -> None:
    done: set[str] = set()
    path: list[str] = []

    def visit(module: str) -> None:
        if module in path:
            raise AssertionError(" → ".join([*path[path.index(module) :], module]))
        if module in done:
            return
        path.append(module)
        for other in sorted(GRAPH[module]):
            visit(other)
        path.pop()
        done.add(module)

    for module in GRAPH:
        visit(module)


def test_nothing_is_imported_inside_a_function() -> None:
    hidden = []
    for name, path in MODULES.items():
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                hidden += [
                    f"{name}:{node.lineno}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                ]
    assert not hidden


def test_pipeline_and_providers_know_no_server_and_no_sql() -> None:
    foreign = ("fastapi", "starlette", "psycopg", "procrastinate", "sqlalchemy", "alembic")
    for name, path in MODULES.items():
        if name.startswith(("unrealugc.pipeline", "unrealugc.providers")):
            text = path.read_text()
            for word in foreign:
                assert f"import {word}" not in text, f"{name} imports {word}"
                assert f"from {word}" not in text, f"{name} imports {word}"


def test_nothing_below_the_edge_commits() -> None:
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in {"commit", "rollback"}, f"{name}:{node.lineno}"


@pytest.mark.parametrize("folder", ["src", "tests", "tools", "bench", "examples"])
def test_no_file_is_too_long(folder: str) -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / folder).rglob("*.py")
        if (lines := path.read_text().count("\n")) > LIMIT_LINES
    }
    assert not long
