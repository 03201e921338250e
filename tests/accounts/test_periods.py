"""Months, counted so that no day is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from unrealugc.accounts.periods import months_after, period_at


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (0, "2027-12-31"),
        (1, "2028-01-31"),
        (2, "2028-02-29"),
        (3, "2028-03-31"),
        (14, "2029-02-28"),
    ],
)
def test_the_31st_comes_back_after_a_short_month(months: int, expected: str) -> None:
    assert months_after(_day("2027-12-31"), months) == _day(expected)


@pytest.mark.parametrize(
    ("moment", "start", "end"),
    [
        ("2027-01-31", "2027-01-31", "2027-02-28"),
        ("2027-02-27", "2027-01-31", "2027-02-28"),
        ("2027-02-28", "2027-02-28", "2027-03-31"),
        ("2027-03-30", "2027-02-28", "2027-03-31"),
        ("2027-03-31", "2027-03-31", "2027-04-30"),
        ("2029-01-01", "2028-12-31", "2029-01-31"),
    ],
)
def test_a_moment_lies_in_the_period_that_begins_with_it(moment: str, start: str, end: str) -> None:
    assert period_at(_day("2027-01-31"), _day(moment)) == (_day(start), _day(end))
