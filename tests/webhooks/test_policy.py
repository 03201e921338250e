"""The retry schedule and the signature, as the contract writes them."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from unrealugc.core.clock import now
from unrealugc.webhooks import policy, service
from unrealugc.webhooks.signing import new_secret, sign, verify

SCHEDULE_S = [5, 60, 300, 1800, 7200, 18000, 36000, 36000]


@pytest.mark.parametrize(("attempt", "seconds"), list(enumerate(SCHEDULE_S, start=1)))
@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_waits_follow_the_schedule_within_a_fifth(
    attempt: int, seconds: int, chance: float
) -> None:
    wait = policy.next_delay(attempt, {}, chance)
    assert wait is not None
    assert wait.total_seconds() == pytest.approx(seconds * (0.8 + 0.4 * chance))


def test_after_the_last_wait_a_delivery_is_given_up() -> None:
    assert policy.next_delay(len(SCHEDULE_S) + 1, {}) is None


def test_retry_after_lengthens_a_wait_but_never_shortens_it() -> None:
    assert policy.next_delay(1, {"retry-after": "120"}, 0.5) == timedelta(seconds=120)
    assert policy.next_delay(2, {"retry-after": "1"}, 0.5) == timedelta(seconds=60)


@pytest.mark.parametrize("value", ["-5", "soon", "1e9", "", "9" * 40, "Wed, 21 Oct 2026"])
def test_a_retry_after_that_makes_no_sense_is_ignored(value: str) -> None:
    assert policy.next_delay(1, {"retry-after": value}, 0.5) == timedelta(seconds=5)


def test_a_retry_after_may_be_a_date() -> None:
    later = format_datetime(now() + timedelta(minutes=10), usegmt=True)
    wait = policy.next_delay(1, {"retry-after": later}, 0.5)
    assert wait is not None
    assert timedelta(minutes=9) < wait <= timedelta(minutes=10)


def test_a_retry_after_is_believed_up_to_a_day() -> None:
    for value in ("99999", "604800"):
        assert policy.next_delay(1, {"retry-after": value}, 0.5) == timedelta(hours=24)


def test_signature_is_hmac_sha256_over_id_timestamp_and_raw_body() -> None:
    secret = new_secret()
    expected = hmac.new(secret.encode(), b'wd_1.1700000000.{"a":1}', hashlib.sha256).hexdigest()
    assert sign(secret, "wd_1", 1_700_000_000, b'{"a":1}') == expected


@pytest.mark.parametrize(
    ("change", "good"),
    [
        ({}, True),
        ({"now": 1_700_000_300.0}, True),
        ({"now": 1_700_000_301.0}, False),
        ({"body": b"{}"}, False),
        ({"delivery_id": "wd_2"}, False),
        ({"timestamp": "1700000001"}, False),
        ({"timestamp": "soon"}, False),
        ({"secret": "whsec_other"}, False),
    ],
)
def test_verify_accepts_only_what_was_signed_and_is_fresh(
    change: dict[str, object], good: bool
) -> None:
    signature = sign("whsec_x", "wd_1", 1_700_000_000, b"body")
    given = {
        "secret": "whsec_x",
        "delivery_id": "wd_1",
        "timestamp": "1700000000",
        "signature": signature,
        "body": b"body",
        "now": 1_700_000_000.0,
        **change,
    }
    assert verify(**given) is good  # type: ignore[arg-type]


def test_an_endpoint_is_given_up_after_five_days_of_failures() -> None:
    now = datetime(2026, 1, 10, tzinfo=UTC)
    assert not service.has_failed_too_long(None, now)
    assert not service.has_failed_too_long(now - timedelta(days=4, hours=23), now)
    assert service.has_failed_too_long(now - timedelta(days=5), now)
