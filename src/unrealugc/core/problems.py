"""What a failed validation means in the words of the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from unrealugc.errors import InvalidRequest

_PLACES = ("body", "query", "path", "header")


def invalid_request(problems: Iterable[Mapping[str, Any]]) -> InvalidRequest:
    """The error that names every bad field, out of pydantic's ``errors()``."""
    return InvalidRequest.fields([(_field(item["loc"]), _message(item)) for item in problems])


def _field(location: tuple[int | str, ...]) -> str:
    parts = [str(part) for part in location if part not in _PLACES]
    return ".".join(parts) or "body"


def _message(item: Mapping[str, Any]) -> str:
    if item["type"] == "json_invalid":
        return "is not valid JSON"
    message = str(item["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:]
