"""What the OpenAPI document says about every endpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from unrealugc.app import create_app
from unrealugc.config import Settings


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The document; nothing needs to run for it."""
    data: Path = tmp_path_factory.mktemp("openapi")
    return create_app(Settings(data_dir=data), "postgresql://nowhere/").openapi()


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every operation with its name."""
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_operation_is_described_with_its_errors(document: dict[str, Any]) -> None:
    envelope = {"$ref": "#/components/schemas/ErrorEnvelope"}
    for name, operation in operations(document):
        assert operation["summary"], name
        assert operation["description"], name
        statuses = set(operation["responses"])
        assert {"401", "402", "429", "500"} <= statuses, name
        assert "422" not in statuses, name
        for status, response in operation["responses"].items():
            assert "X-RateLimit-Limit" in response["headers"], (name, status)
            if status >= "400":
                schema = response["content"]["application/json"]["schema"]
                assert schema == envelope, (name, status)


def test_every_post_may_be_repeated_safely(document: dict[str, Any]) -> None:
    posts = [(name, op) for name, op in operations(document) if name.startswith("POST")]
    assert len(posts) > 5
    for name, operation in posts:
        headers = [entry["name"] for entry in operation["parameters"] if entry["in"] == "header"]
        assert headers == ["Idempotency-Key"], name
        assert {"400", "409"} <= set(operation["responses"]), name


def test_outputs_promise_all_their_fields(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    outputs = [name for name in schemas if name.endswith("Out")]
    assert {"VideoOut", "ProjectOut", "ModelOut", "PresetOut"} <= set(outputs)
    for name in outputs:
        assert set(schemas[name]["required"]) == set(schemas[name]["properties"]), name


def test_the_main_bodies_have_examples(document: dict[str, Any]) -> None:
    for name in ("VideoCreate", "VideoEstimate", "VideoOut", "ProjectCreate", "ProjectOut"):
        assert document["components"]["schemas"][name]["examples"], name
