"""Dates, years and times of day."""

from __future__ import annotations

import re

from unrealugc.providers.studio.speech.text import lexicon
from unrealugc.providers.studio.speech.text.numbers import cardinal, decade, ordinal, year
from unrealugc.providers.studio.speech.text.rule import Near, rule

_YEAR_RANGE = range(1900, 2100)
_HALF_DAYS = {"a": "A.M", "p": "P.M"}


def _month(number: int) -> str:
    return lexicon.MONTH_NAMES[number - 1]


def _full_date(number: re.Match[str], _near: Near) -> str | None:
    month, day = int(number["month"]), int(number["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    said_year = int(number["year"])
    said_year += 2000 if said_year < 100 else 0
    return f"{_month(month)} {ordinal(day)} {year(said_year)}"


def _clock(match: re.Match[str], near: Near) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 24 or minute > 59:
        return None
    half = match["half"]
    words = [cardinal(hour)]
    if minute:
        words.append(("oh " if minute < 10 else "") + cardinal(minute))
    elif not half and near.after.rstrip(".") not in {"am", "pm", "a.m", "p.m"}:
        words.append("o'clock")
    if half:
        words.append(_HALF_DAYS[half[0].lower()])
    return " ".join(words)


def _half_day(match: re.Match[str], near: Near) -> str | None:
    if re.fullmatch(r"\d{1,2}(:\d\d)?", near.before):
        return _HALF_DAYS[match[0][0].lower()]
    return None


def _decade(match: re.Match[str], _near: Near) -> str:
    return decade(int(match[1]))


def _ordinal(match: re.Match[str], _near: Near) -> str:
    return ordinal(int(match[1].replace(",", "")))


def _day_of_month(match: re.Match[str], near: Near) -> str | None:
    named = near.before.rstrip(".")
    if named in lexicon.MONTHS or named in lexicon.SHORT_MONTHS:
        return ordinal(int(match[0])) if 1 <= int(match[0]) <= 31 else None
    return None


def _year(match: re.Match[str], _near: Near) -> str | None:
    return year(int(match[0])) if int(match[0]) in _YEAR_RANGE else None


def _short_month(match: re.Match[str], near: Near) -> str | None:
    name = lexicon.SHORT_MONTHS.get(match[1].lower())
    dated = match[2] == "." or near.after[:1].isdecimal()
    return name if dated and near.after[:1].isdecimal() else None


def _month_name(match: re.Match[str], _near: Near) -> str:
    return lexicon.MONTHS[match[0].lower()]


RULES = (
    rule(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d\d)", _full_date),
    rule(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", _full_date),
    rule(r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?P<half>[ap]\.?m\.?)?", _clock),
    rule(r"(?P<hour>\d{1,2})(?P<minute>)(?P<half>[ap]\.?m\.?)", _clock),
    rule(r"[ap]\.?m\.?", _half_day),
    rule(r"['’]?(\d{2}|[12]\d{3})['’]?s", _decade),
    rule(r"(\d[\d,]*)(?:st|nd|rd|th)", _ordinal),
    rule(r"\d{1,2}", _day_of_month),
    rule(r"\d{4}", _year),
    rule(r"([a-z]{3,4})(\.?)", _short_month),
    rule("|".join(lexicon.MONTHS), _month_name),
)
