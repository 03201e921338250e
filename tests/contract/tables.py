"""The reference's tables, loaded, and the check of an answer against one of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

TABLES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "reference.yaml").read_text())

_CUID = re.compile(r"c[a-z0-9]{24}")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _list_of(kind: type) -> Any:
    return lambda value: isinstance(value, list) and all(isinstance(item, kind) for item in value)


_CHECKS: dict[str, Any] = {
    "string": lambda value: isinstance(value, str),
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "string[]": _list_of(str),
    "object[]": _list_of(dict),
    "cuid": lambda value: isinstance(value, str) and _CUID.fullmatch(value) is not None,
    "timestamp": lambda value: isinstance(value, str) and _TIMESTAMP.fullmatch(value) is not None,
}


def faults(table: str, answer: object) -> list[str]:
    """What is wrong with an answer, by field name; empty when it is as the reference says."""
    if not isinstance(answer, dict):
        return [f"{table}: not an object"]
    found = []
    for field, rule in TABLES["objects"][table].items():
        if field not in answer:
            found.append(f"{table}.{field} is missing")
        elif answer[field] is None:
            if rule["required"]:
                found.append(f"{table}.{field} is null")
        elif not _CHECKS[rule["type"]](answer[field]):
            found.append(f"{table}.{field} is no {rule['type']}: {answer[field]!r}")
        elif "values" in rule and answer[field] not in rule["values"]:
            found.append(f"{table}.{field} is none of {rule['values']}: {answer[field]!r}")
    return found
