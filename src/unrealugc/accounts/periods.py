"""Subscription periods: whole calendar months, counted from the first day."""

from __future__ import annotations

import calendar
from datetime import datetime


def months_after(anchor: datetime, months: int) -> datetime:
    """The same day and time ``months`` calendar months later, or that month's last day.

    Counting from the anchor each time brings the 31st back after a short month.
    """
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    last_day = calendar.monthrange(year, month + 1)[1]
    return anchor.replace(year=year, month=month + 1, day=min(anchor.day, last_day))


def period_at(anchor: datetime, moment: datetime) -> tuple[datetime, datetime]:
    """Start and end of the period that holds a moment at or after the anchor.

    The start belongs to the period, the end to the next one.
    """
    months = (moment.year - anchor.year) * 12 + moment.month - anchor.month
    if months_after(anchor, months) > moment:
        months -= 1
    return months_after(anchor, months), months_after(anchor, months + 1)
