"""Prices and amounts of money."""

from __future__ import annotations

import re

from unrealugc.providers.studio.speech.text import lexicon
from unrealugc.providers.studio.speech.text.numbers import cardinal, decimal
from unrealugc.providers.studio.speech.text.rule import Near, rule

_SIGN = "[$£€¥₹]"
_AMOUNT = r"(?P<amount>\d[\d,]*(?:\.\d+)?|\.\d+)"
_MAGNITUDE = r"(?P<magnitude>mm|mil|bn|[kmbt])?"


def plural(unit: str, count: str) -> str:
    """``unit`` as it is said after ``count``: one dollar, 1.5 dollars, two feet."""
    if count == "1":
        return unit
    head, _, rest = unit.partition(" ")
    head = lexicon.IRREGULAR_PLURALS.get(head) or _regular_plural(head)
    return f"{head} {rest}".rstrip()


def _regular_plural(word: str) -> str:
    if word.endswith(("hertz", "s")):
        return word
    return word + ("es" if word.endswith(("ch", "x")) else "s")


def _amount(sign: str, amount: str) -> str:
    unit, cent = lexicon.CURRENCIES[sign]
    whole, _, fraction = amount.replace(",", "").partition(".")
    cents = int(fraction) if len(fraction) == 2 and cent else 0
    if fraction and not cents and set(fraction) != {"0"}:
        return f"{decimal(amount)} {plural(unit, amount)}"
    parts = []
    if int(whole or 0) or not cents:
        parts.append(f"{cardinal(int(whole or 0))} {plural(unit, whole)}")
    if cents:
        parts.append(f"{cardinal(cents)} {plural(cent, str(cents))}")
    return " and ".join(parts)


def _per(suffix: str | None) -> str:
    if not suffix:
        return ""
    unit = suffix.lower()
    said = lexicon.PER_UNITS.get(unit) or lexicon.UNITS.get(unit) or unit
    return (
        " each"
        if said == "each"
        else f" {'an' if said[0] in 'aeio' or said == 'hour' else 'a'} {said}"
    )


def _price(match: re.Match[str], near: Near) -> str:
    sign, amount, magnitude = match["sign"], match["amount"], match["magnitude"]
    more = " plus" if match["plus"] else ""
    if magnitude:
        unit = plural(lexicon.CURRENCIES[sign][0], "2")
        said = f"{decimal(amount)} {lexicon.MAGNITUDES[magnitude.lower()]}{more} {unit}"
    elif near.after in lexicon.MAGNITUDE_WORDS:
        return decimal(amount)
    else:
        said = _amount(sign, amount) + more
    minus = "minus " if match["minus"] else ""
    return minus + said + _per(match["per"])


def _trailing_sign(match: re.Match[str], _near: Near) -> str:
    return _amount(match["sign"], match["amount"])


def _range(match: re.Match[str], _near: Near) -> str:
    return f"{decimal(match[2])} to {_amount(match[1], match[3])}"


def _cents(match: re.Match[str], _near: Near) -> str:
    return f"{cardinal(int(match[1]))} {plural('cent', match[1])}"


def _magnitude_word(match: re.Match[str], near: Near) -> str | None:
    sign = near.before[:1]
    if sign not in lexicon.CURRENCIES or not re.fullmatch(rf"{_SIGN}[\d.,]+", near.before):
        return None
    return f"{match[0].lower()} {plural(lexicon.CURRENCIES[sign][0], '2')}"


RULES = (
    rule(
        rf"(?P<minus>[-−])?(?P<sign>{_SIGN}){_AMOUNT}{_MAGNITUDE}(?P<plus>\+)?(?:/(?P<per>\w+))?",
        _price,
    ),
    rule(rf"{_AMOUNT}(?P<sign>{_SIGN})", _trailing_sign),
    rule(rf"({_SIGN})([\d,]+(?:\.\d+)?)[-–]{_SIGN}?([\d,]+(?:\.\d+)?)", _range),
    rule(r"(\d+)¢", _cents),
    rule(r"hundred|thousand|million|billion|trillion", _magnitude_word),
)
