"""What a check finds."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "failed"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finding:
    """The state of one part: ``warning`` can wait, ``failed`` keeps the product from working."""

    part: str
    state: State
    message: str
    mend: str | None = None


class CheckFailed(Exception):
    """A part does not work.

    Args:
        message: what is wrong.
        mend: what to do about it.
        state: ``warning`` where the product works nevertheless.
    """

    def __init__(self, message: str, mend: str, state: State = "failed") -> None:
        super().__init__(message)
        self.mend = mend
        self.state: State = state


def examine(part: str, check: Callable[[], str], mend: str) -> Finding:
    """Run one check, which returns what it saw or raises.

    Args:
        part: the name to report under.
        check: raises ``CheckFailed`` for what it knows, anything else for what it does not.
        mend: what to do about an error that the check did not expect.
    """
    try:
        return Finding(part, "ok", check())
    except CheckFailed as known:
        return Finding(part, known.state, str(known), known.mend)
    except Exception as error:
        _log.debug("check of %s", part, exc_info=True)
        reason = str(error).strip() or type(error).__name__
        return Finding(part, "failed", reason, mend)
