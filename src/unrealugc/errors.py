"""The tree of errors that a caller of the API or a library user can see.

Each class says once which HTTP status and code it has; the edge turns any of them into
the envelope ``{"error": {"code", "message", "details"}}``. Errors of providers and of the
pipeline have their own tree in ``unrealugc.providers.errors``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class ApiError(Exception):
    """Base of everything that is answered with the error envelope.

    Args:
        message: a sentence for the caller that says what to do.
        details: machine-readable facts, ``{}`` when there are none.
        code: overrides the class's code where a rule has a name of its own.
        headers: extra response headers.
    """

    status: ClassVar[int] = 500
    code: str = "internal_error"
    default_message: ClassVar[str] = "Something went wrong on our side. Try again in a moment."

    def __init__(
        self,
        message: str | None = None,
        *,
        details: Mapping[str, Any] | None = None,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.message = message or self.default_message
        self.details: dict[str, Any] = dict(details or {})
        self.code = code or type(self).code
        self.headers: dict[str, str] = dict(headers or {})
        super().__init__(self.message)

    def envelope(self) -> dict[str, Any]:
        """The JSON body that answers this error."""
        return {
            "error": {"code": self.code, "message": self.message, "details": dict(self.details)}
        }


class InvalidRequest(ApiError):
    """The request is malformed or a value in it is not acceptable."""

    status = 400
    code = "invalid_request"
    default_message = "The request is not valid."

    @classmethod
    def field(cls, name: str, message: str, *, code: str | None = None) -> InvalidRequest:
        """One bad field, named, in the shape that all field errors have."""
        return cls.fields([(name, message)], code=code)

    @classmethod
    def fields(
        cls, problems: Sequence[tuple[str, str]], *, code: str | None = None
    ) -> InvalidRequest:
        """Several bad fields as ``(field, message)`` pairs."""
        listed = [{"field": name, "message": message} for name, message in problems]
        summary = "; ".join(f"{name}: {message}" for name, message in problems)
        return cls(summary, details={"fields": listed}, code=code)


class Unauthorized(ApiError):
    """No key, or one that is malformed, unknown or revoked: always the same answer."""

    status = 401
    code = "unauthorized"
    default_message = "Missing or invalid API key. Send it as 'Authorization: Bearer usk_live_…'."

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": "Bearer"})


class SubscriptionRequired(ApiError):
    """The account has neither an active subscription nor credits."""

    status = 402
    code = "subscription_required"
    default_message = "API access needs an active subscription or a credit balance above zero."


class InsufficientCredits(ApiError):
    """The generation costs more than the balance.

    Args:
        required: price in credits.
        available: balance in credits.
    """

    status = 402
    code = "insufficient_credits"

    def __init__(self, required: int, available: int) -> None:
        super().__init__(
            f"{required} credits required", details={"required": required, "available": available}
        )


class Forbidden(ApiError):
    """A signed link that was altered, or whose time is over."""

    status = 403
    code = "forbidden"
    default_message = "This link is not valid."


class PriceAboveLimit(ApiError):
    """The generation costs more than the caller allowed.

    Args:
        required: price in credits.
        limit: the caller's ``maxCredits``.
    """

    status = 402
    code = "max_credits_exceeded"

    def __init__(self, required: int, limit: int) -> None:
        super().__init__(
            f"{required} credits required, which is above maxCredits ({limit})",
            details={"required": required, "maxCredits": limit},
        )


class NotFound(ApiError):
    """No such thing, or not the caller's: both answer alike."""

    status = 404
    code = "not_found"
    default_message = "Not found."


class MethodNotAllowed(ApiError):
    """The path exists, the method does not."""

    status = 405
    code = "method_not_allowed"
    default_message = "This path does not take that method."


class RequestTimeout(ApiError):
    """The request's body did not arrive in time."""

    status = 408
    code = "request_timeout"
    default_message = "The request took too long to arrive."


class Conflict(ApiError):
    """The request contradicts the present state."""

    status = 409
    code = "conflict"
    default_message = "The request conflicts with the present state."


class PayloadTooLarge(ApiError):
    """The body is above its limit."""

    status = 413
    code = "payload_too_large"
    default_message = "The request body is too large."


class RangeNotSatisfiable(ApiError):
    """The ``Range`` header asks for bytes outside of the file.

    Args:
        size: length of the file in bytes.
    """

    status = 416
    code = "range_not_satisfiable"

    def __init__(self, size: int) -> None:
        super().__init__(
            f"The range lies outside of the file, which has {size} bytes.",
            details={"sizeBytes": size},
            headers={"Content-Range": f"bytes */{size}"},
        )


class RateLimited(ApiError):
    """Too many requests in the window.

    Args:
        retry_after_s: whole seconds until the next request is taken, at least 1.
    """

    status = 429
    code = "rate_limited"

    def __init__(self, retry_after_s: int) -> None:
        seconds = max(1, retry_after_s)
        super().__init__(
            f"Rate limit exceeded. Try again in {seconds} s.",
            details={"retryAfterSeconds": seconds},
            headers={"Retry-After": str(seconds)},
        )


class ServiceUnavailable(ApiError):
    """A part is not ready; trying again later helps."""

    status = 503
    code = "service_unavailable"
    default_message = "The service is not ready. Try again in a moment."

    def __init__(self, message: str | None = None, *, retry_after_s: int = 5) -> None:
        super().__init__(message, headers={"Retry-After": str(retry_after_s)})
