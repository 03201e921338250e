"""What can go wrong while a video is made, and what to do about it.

``message`` is for the user and never names a vendor, a path or a secret; ``detail`` is for the
operator. ``retryable`` says, once and here, whether trying again unchanged can help.
"""

from __future__ import annotations


class ProviderError(Exception):
    """Making speech, pictures or the file failed."""

    code = "generation_failed"
    retryable = False
    default_message = "The video could not be made. Please try again or contact support."

    def __init__(self, message: str | None = None, *, detail: str = "") -> None:
        self.message = message or self.default_message
        self.detail = detail
        super().__init__(self.message if not detail else f"{self.message} ({detail})")


class InvalidInputError(ProviderError):
    """The request itself cannot be made into a video; only a changed request can."""

    code = "invalid_input"
    default_message = "The request cannot be made into a video."


class ScriptTooLongError(InvalidInputError):
    """The script does not fit into the duration, even spoken quickly."""

    code = "script_too_long"


class UnspeakableTextError(InvalidInputError):
    """The voice has no way to say this text, such as one in a language it does not speak."""

    code = "unspeakable_text"
    default_message = "This voice cannot speak the script. Choose a voice of the script's language."


class UnknownVoiceError(InvalidInputError):
    """There is no such voice."""

    code = "unknown_voice"
    default_message = "This voice does not exist."


class UnusableMediaError(InvalidInputError):
    """A given picture or recording cannot be used."""

    code = "unusable_media"
    default_message = "A given file cannot be used. Check that it opens in an ordinary viewer."


class ContentRefusedError(InvalidInputError):
    """A hosted model declined the content."""

    code = "content_refused"
    default_message = "The model declined this script. Change its wording and try again."


class CancelledError(ProviderError):
    """Someone asked to stop."""

    code = "cancelled"
    default_message = "Cancelled."


class BrokenInstallationError(ProviderError):
    """Something that ships with the product is missing or damaged."""

    code = "broken_installation"
    default_message = "The studio is not set up properly. Please contact support."


class ProviderUnavailableError(ProviderError):
    """A provider cannot be reached, is overloaded or timed out."""

    code = "provider_unavailable"
    retryable = True
    default_message = "The studio is busy right now. Please try again in a few minutes."


class ProviderRateLimitedError(ProviderUnavailableError):
    """A provider asked to come back later, in ``retry_after`` seconds where it said so."""

    code = "provider_rate_limited"

    def __init__(
        self, message: str | None = None, *, detail: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(message, detail=detail)
        self.retry_after = retry_after


class ResourcesExhaustedError(ProviderError):
    """The machine ran out of disk or memory."""

    code = "resources_exhausted"
    retryable = True
    default_message = "The studio ran out of room. Please try again in a few minutes."


class OutOfMemoryError(ResourcesExhaustedError):
    """The process reached its limit of memory, or the machine its end.

    Trying again can help: what is done is kept, and a new process goes on with all its memory.
    """

    code = "out_of_memory"
    default_message = "The studio ran out of memory. Please try again in a few minutes."
