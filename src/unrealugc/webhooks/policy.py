"""How deliveries behave, as data."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

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
        headers: lower-case headers of the receiver's answer; ``retry-after`` in seconds
            is honoured, up to a day, where it is longer than our own wait.
        chance: 0..1, where in the ±20 % the wait falls; random when not given.

    Returns:
        The wait, or ``None`` when no attempt is left.
    """
    if attempts > len(RETRY_AFTER):
        return None
    share = random.random() if chance is None else chance  # noqa: S311 - not a secret
    wait = RETRY_AFTER[attempts - 1] * (1 - JITTER + 2 * JITTER * share)
    asked = headers.get("retry-after", "").strip()
    if asked.isdecimal() and len(asked) <= _LONGEST_SECONDS:
        wait = max(wait, min(timedelta(seconds=int(asked)), LONGEST_RETRY_AFTER))
    return wait
