"""Why a video was not made, in words for its owner."""

from __future__ import annotations

from unrealugc.errors import ApiError
from unrealugc.pipeline.failures import Failure
from unrealugc.providers.errors import (
    ProviderError,
    ProviderUnavailableError,
    ResourcesExhaustedError,
)

_SERVER_FAULT = 500


class RenderFailed(ProviderError):
    """The render process reported a failure."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message, detail=failure.detail)
        self.code = failure.code
        self.retryable = failure.retryable


class RenderDied(ResourcesExhaustedError):
    """The render process ended without a word; the system may have run out of memory."""

    code = "render_died"


class RenderTooSlow(ProviderError):
    """The render took longer than one video may."""

    code = "render_too_slow"
    default_message = "The video took too long to make. Try a shorter one."


class ProductImageUnreachable(ProviderUnavailableError):
    """The product image did not come; it may do later."""

    code = "product_image_unreachable"


def reason_of(error: Exception) -> str:
    """What the owner is told: never a path, a vendor or a trace."""
    if isinstance(error, ProviderError):
        return error.message
    if isinstance(error, ApiError) and error.status < _SERVER_FAULT:
        return error.message
    return ProviderError.default_message
