"""How deliveries behave, as data."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from unrealugc.core.clock import now

EVENTS: Final = {
    "video.created": "A video was queued and its credits are held.",
    "video.completed": "A video is finished; `outputUrl` is there.",
    "video.failed": "A video failed; its credits are back and `error` says why.",
}
TEST_EVENT: Final = "webhook.test"

TIMEOUT_S: Final = 10.0
RETRY_AFTER: Final = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=10),
)
JITTER: Final = 0.2
LONGEST_RETRY_AFTER: Final = timedelta(hours=24)
GIVE_UP_AFTER: Final = timedelta(days=5)
KEEP_DELIVERIES: Final = timedelta(days=30)
MAX_ENDPOINTS: Final = 32
RESPONSE_EXCERPT_BYTES: Final = 1024
GONE: Final = 410
# Digits; a number with more of them is no number of seconds.
_LONGEST_SECONDS: Final = 10


def next_delay(
    attempts: int, headers: Mapping[str, str], chance: float | None = None
) -> timedelta | None:
    """How long to wait after a failed attempt.

    Args:
        attempts: attempts made so far, at least 1.
        headers: lower-case headers of the receiver's answer; ``retry-after``, in seconds or
            as a date, is honoured, up to a day, where it is longer than our own wait.
        chance: 0..1, where in the ±20 % the wait falls; random when not given.

    Returns:
        The wait, or ``None`` when no attempt is left.
    """
    if attempts > len(RETRY_AFTER):
        return None
    share = random.random() if chance is None else chance  # noqa: S311 - not a secret
    wait = RETRY_AFTER[attempts - 1] * (1 - JITTER + 2 * JITTER * share)
    return max(wait, min(_asked_for(headers.get("retry-after", "")), LONGEST_RETRY_AFTER))


def _asked_for(retry_after: str) -> timedelta:
    """The wait that a ``Retry-After`` header names (RFC 9110 §10.2.3), else zero."""
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return timedelta(seconds=int(text) if len(text) <= _LONGEST_SECONDS else 0)
    try:
        return parsedate_to_datetime(text).astimezone(UTC) - now()
    except (ValueError, OverflowError):
        return timedelta()
