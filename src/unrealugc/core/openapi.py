"""How errors and examples are written into the OpenAPI document."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

_MEANING = {
    400: "The request is malformed or a value in it is not acceptable; nothing was changed.",
    401: "The API key is missing or invalid.",
    402: "No active subscription and no credits, or too few credits for this.",
    404: "There is no such thing, or it is not yours.",
    408: "The request's body did not arrive in time.",
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
    # A body that can be too large can also be too slow.
    slow = (408,) if 413 in statuses else ()
    return {
        status: {"model": ErrorEnvelope, "description": _MEANING[status]}
        for status in sorted({*statuses, *slow, *_ALWAYS})
    }


def with_codes(
    responses: dict[int | str, dict[str, Any]], status: int, codes: dict[str, str]
) -> dict[int | str, dict[str, Any]]:
    """The responses with an example for each error code that a status may carry.

    Args:
        responses: what :func:`errors` gave.
        status: one of its statuses.
        codes: code → the message that comes with it.
    """
    examples = {
        code: {"value": {"error": {"code": code, "message": message, "details": {}}}}
        for code, message in codes.items()
    }
    documented = {**responses[status], "content": {"application/json": {"examples": examples}}}
    return {**responses, status: documented}


def not_modified() -> dict[int | str, dict[str, Any]]:
    """``responses=`` entry of lists that carry an ETag."""
    return {304: {"description": "`If-None-Match` names what you have already."}}


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """Write into the OpenAPI document what holds for every endpoint alike.

    FastAPI's own 422 answers go, since this API never gives one; the rate-limit headers and
    ``X-Request-Id`` are on every answer, and every POST may carry an ``Idempotency-Key``.
    """
    for path in document.get("paths", {}).values():
        for method, operation in path.items():
            responses = operation["responses"]
            responses.pop("422", None)
            for status, response in responses.items():
                names = [*_HEADERS, "Retry-After"] if status == "429" else [*_HEADERS]
                response["headers"] = {name: {"$ref": f"{_HEADER_REF}{name}"} for name in names}
            if method == "post":
                _add_idempotency(operation)
    components = document.setdefault("components", {})
    components["headers"] = {
        name: {"description": description, "schema": {"type": kind}}
        for name, (kind, description) in {**_HEADERS, "Retry-After": _RETRY_AFTER}.items()
    }
    for name in ("HTTPValidationError", "ValidationError"):
        components.get("schemas", {}).pop(name, None)
    return document


_HEADER_REF = "#/components/headers/"
_HEADERS = {
    "X-RateLimit-Limit": ("integer", "Requests that the key may make a minute."),
    "X-RateLimit-Remaining": ("integer", "Requests that are left of them."),
    "X-RateLimit-Reset": ("integer", "When they are all there again, in Unix seconds."),
    "X-Request-Id": ("string", "Names this request in our logs; your own if you sent one."),
}
_RETRY_AFTER = ("integer", "Whole seconds until the next request is taken.")
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Makes a repeated request safe: for 24 hours, the same key with the same body "
    "gets the first answer again, with `Idempotency-Replayed: true`.",
    "schema": {"type": "string", "pattern": r"^[A-Za-z0-9_\-:.]{1,255}$"},
}


def _add_idempotency(operation: dict[str, Any]) -> None:
    operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)
    envelope = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorEnvelope"}}}
    for status in (400, 409):
        operation["responses"].setdefault(
            str(status), {"description": _MEANING[status], "content": envelope}
        )
