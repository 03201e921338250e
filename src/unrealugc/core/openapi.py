"""How errors and examples are written into the OpenAPI document."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

_MEANING = {
    400: "The request is malformed or a value in it is not acceptable; nothing was changed.",
    401: "The API key is missing or invalid.",
    402: "No active subscription and no credits, or too few credits for this.",
    404: "There is no such thing, or it is not yours.",
    409: "The request contradicts the present state.",
    413: "The request body is too large.",
    429: "Too many requests; `Retry-After` says when to come back.",
    500: "Something went wrong on our side; `details.requestId` names the case.",
    503: "A part is not ready; trying again later helps.",
}
_ALWAYS = (401, 402, 429, 500, 503)


class ErrorBody(BaseModel):
    """What went wrong."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False})

    code: str = Field(description="Stable name of the error, for programs.")
    message: str = Field(description="A sentence for people that says what to do.")
    details: dict[str, Any] = Field(description="Facts about the error; `{}` when there are none.")


class ErrorEnvelope(BaseModel):
    """The answer of everything that fails."""

    error: ErrorBody


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """``responses=`` of an endpoint: the given statuses and those that every endpoint has.

    Args:
        statuses: HTTP statuses of the endpoint's own, such as 400 and 404.
    """
    return {
        status: {"model": ErrorEnvelope, "description": _MEANING[status]}
        for status in sorted({*statuses, *_ALWAYS})
    }


def not_modified() -> dict[int | str, dict[str, Any]]:
    """``responses=`` entry of lists that carry an ETag."""
    return {304: {"description": "`If-None-Match` names what you have already."}}


def without_422(document: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document without FastAPI's own 422 answers, which this API never gives."""
    for path in document.get("paths", {}).values():
        for operation in path.values():
            if isinstance(operation, dict):
                operation.get("responses", {}).pop("422", None)
    schemas = document.get("components", {}).get("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    return document
