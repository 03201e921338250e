"""Turns whatever went wrong into one typed error, and that into an exit code and back."""

from __future__ import annotations

import errno
import os
import traceback

from pydantic import BaseModel, ConfigDict, ValidationError

from unrealugc.providers.errors import (
    CancelledError,
    InvalidInputError,
    ProviderError,
    ResourcesExhaustedError,
)

EXIT_CANCELLED = 130
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM}


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
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in _FULL):
        return ResourcesExhaustedError(detail=repr(error))
    return ProviderError(detail="".join(traceback.format_exception(error)))


def exit_code(error: ProviderError) -> int:
    """The code by which a process that failed so ends (sysexits.h where it has one)."""
    if isinstance(error, CancelledError):
        return EXIT_CANCELLED
    if error.retryable:
        return os.EX_TEMPFAIL
    return os.EX_DATAERR if isinstance(error, InvalidInputError) else os.EX_SOFTWARE
