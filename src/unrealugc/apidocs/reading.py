"""An OpenAPI document as a person reads it: operations by tag, fields as flat tables."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_METHODS = ("get", "post", "patch", "put", "delete")
_SUCCESS = range(200, 300)


@dataclass(frozen=True)
class Field:
    """A row of a table: a parameter, or a field of a body or an answer."""

    name: str
    type: str
    required: bool
    description: str


@dataclass(frozen=True)
class Operation:
    """One endpoint."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Field]
    body: list[Field]
    curl: str
    status: str
    answer: list[Field]
    example: str | None
    errors: list[tuple[str, str]]


@dataclass(frozen=True)
class Section:
    """The operations of one tag."""

    name: str
    anchor: str
    operations: list[Operation]


class Reader:
    """Reads one document.

    Args:
        document: OpenAPI 3.1, as FastAPI makes it.
        base_url: address that the curl examples call.
    """

    def __init__(self, document: dict[str, Any], base_url: str) -> None:
        self._document = document
        self._base_url = base_url.rstrip("/")

    def sections(self) -> list[Section]:
        """All operations, in the order of the document, by their first tag."""
        found: dict[str, list[Operation]] = {}
        for path, operations in self._document["paths"].items():
            for method in _METHODS:
                if method in operations:
                    tag = (operations[method].get("tags") or ["Other"])[0]
                    made = self._operation(method, path, operations[method])
                    found.setdefault(tag, []).append(made)
        return [
            Section(name, name.lower().replace(" ", "-"), operations)
            for name, operations in found.items()
        ]

    def _operation(self, method: str, path: str, spec: dict[str, Any]) -> Operation:
        status, success = self._success(spec)
        schema = _json_schema(success)
        body_schema = _json_schema(spec.get("requestBody", {}))
        body_example = self._example(spec.get("requestBody", {}), body_schema)
        answer_example = self._example(success, schema)
        return Operation(
            anchor=spec["operationId"],
            method=method.upper(),
            path=path,
            summary=spec.get("summary", ""),
            description=spec.get("description", ""),
            parameters=[self._parameter(item) for item in spec.get("parameters", [])],
            body=list(self._fields(body_schema)),
            curl=self._curl(method.upper(), path, body_example),
            status=status,
            answer=list(self._fields(schema)),
            example=_pretty(answer_example) if answer_example is not None else None,
            errors=[
                (code, answer["description"])
                for code, answer in spec["responses"].items()
                if not code.startswith("2")
            ],
        )

    def _success(self, spec: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        for code, answer in spec["responses"].items():
            if code.isdigit() and int(code) in _SUCCESS:
                return code, answer
        return "200", {}

    def _resolve(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[-1]
            schema = self._document["components"]["schemas"][name]
        return schema

    def _fields(self, schema: dict[str, Any] | None) -> Iterator[Field]:
        for name, part in self._properties(schema or {}):
            resolved = self._resolve(schema or {})
            yield Field(
                name,
                self._type(part),
                name in resolved.get("required", []),
                part.get("description") or self._resolve(part).get("description", ""),
            )

    def _properties(self, schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        resolved = self._resolve(schema)
        for key in ("anyOf", "oneOf"):
            if key in resolved:
                merged: dict[str, dict[str, Any]] = {}
                for option in resolved[key]:
                    merged.update(dict(self._properties(option)))
                return list(merged.items())
        return list(resolved.get("properties", {}).items())

    def _parameter(self, item: dict[str, Any]) -> Field:
        schema = item.get("schema", {})
        description = item.get("description") or schema.get("description", "")
        name = item["name"] if item["in"] != "header" else f"{item['name']} (header)"
        return Field(name, self._type(schema), item.get("required", False), description)

    def _type(self, schema: dict[str, Any]) -> str:
        options = schema.get("anyOf") or schema.get("oneOf")
        if options:
            return " or ".join(dict.fromkeys(self._type(option) for option in options))
        if "$ref" in schema:
            return str(schema["$ref"].rsplit("/", 1)[-1]).split("_")[0]
        if "const" in schema:
            return json.dumps(schema["const"])
        if "enum" in schema:
            return " | ".join(json.dumps(value) for value in schema["enum"])
        if schema.get("type") == "array":
            return f"{self._type(schema.get('items', {}))}[]"
        return str(schema.get("type", "any"))

    def _example(self, holder: dict[str, Any], schema: dict[str, Any] | None) -> Any:
        content = holder.get("content", {}).get("application/json", {})
        if "example" in content:
            return content["example"]
        if content.get("examples"):
            return next(iter(content["examples"].values())).get("value")
        found = self._resolve(schema or {}).get("examples")
        return found[0] if found else None

    def _curl(self, method: str, path: str, body: Any) -> str:
        lines = [f'curl "{self._base_url}{path}"']
        if method != "GET":
            lines.append(f"-X {method}")
        lines.append('-H "Authorization: Bearer $UNREALUGC_API_KEY"')
        if body is not None:
            lines.append('-H "Content-Type: application/json"')
            lines.append(f"-d {shlex.quote(_pretty(body))}")
        return " \\\n  ".join(lines)


def _json_schema(holder: dict[str, Any]) -> dict[str, Any] | None:
    content: dict[str, Any] = holder.get("content", {}).get("application/json", {})
    return content.get("schema")


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
