"""Turns whatever went wrong into one typed error, and that into an exit code and back."""

from __future__ import annotations

import errno
import os
import traceback

from pydantic import BaseModel, ConfigDict, ValidationError

from unrealugc.core.limits import data_limit
from unrealugc.providers.errors import (
    CancelledError,
    InvalidInputError,
    OutOfMemoryError,
    ProviderError,
    ResourcesExhaustedError,
)

EXIT_CANCELLED = 130
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE}
# What libraries say in exceptions of their own when they get no memory.
_NO_MEMORY = {
    # Of x264 it tells no more; with our settings, which never change, x264 fails in no other way.
    "av": ("Generic error in an external library",),
    "cv2": ("Insufficient memory", "Failed to allocate"),
    "onnxruntime": (
        "bad_alloc",
        "bad allocation",
        "Failed to allocate memory",
        f"SystemError : {errno.ENOMEM}",
    ),
}


class Failure(BaseModel):
    """An error that crosses a process: ``message`` for the user, ``detail`` for the operator."""

    model_config = ConfigDict(frozen=True)

    code: str
    message: str
    retryable: bool
    detail: str = ""

    @classmethod
    def of(cls, error: ProviderError) -> Failure:
        """The failure that an error is reported as."""
        return cls(
            code=error.code, message=error.message, retryable=error.retryable, detail=error.detail
        )


def as_provider_error(error: Exception) -> ProviderError:
    """The typed error that an exception amounts to; unexpected ones keep their trace in detail."""
    if isinstance(error, ProviderError):
        return error
    if isinstance(error, ValidationError):
        return InvalidInputError(detail=str(error))
    if isinstance(error, OSError) and error.errno in _FULL:
        return ResourcesExhaustedError(detail=repr(error))
    trace = "".join(traceback.format_exception(error))
    if _wants_memory(error):
        return OutOfMemoryError(detail=f"{_data_limit()}\n{trace}")
    return ProviderError(detail=trace)


def _wants_memory(error: BaseException) -> bool:
    """Whether an exception, or one that it came from, is about memory that there is not."""
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return True
    library = type(error).__module__.partition(".")[0]
    if any(words in str(error) for words in _NO_MEMORY.get(library, ())):
        return True
    cause = error.__cause__ or error.__context__
    return cause is not None and _wants_memory(cause)


def _data_limit() -> str:
    limit = data_limit()
    if limit is None:
        return "the process has no limit of memory of its own"
    return f"the process may allocate {limit / 1e6:.0f} MB"


def exit_code(error: ProviderError) -> int:
    """The code by which a process that failed so ends (sysexits.h where it has one)."""
    if isinstance(error, CancelledError):
        return EXIT_CANCELLED
    if error.retryable:
        return os.EX_TEMPFAIL
    return os.EX_DATAERR if isinstance(error, InvalidInputError) else os.EX_SOFTWARE
