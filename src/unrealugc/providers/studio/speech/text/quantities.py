"""Plain numbers, percentages, units, fractions, ranges and telephone numbers."""

from __future__ import annotations

import re

from unrealugc.providers.studio.speech.text import lexicon
from unrealugc.providers.studio.speech.text.money import plural
from unrealugc.providers.studio.speech.text.numbers import cardinal, decimal, digits, ordinal
from unrealugc.providers.studio.speech.text.rule import Near, rule

_NUMBER = r"\d[\d,]*(?:\.\d+)?|\.\d+"
_FRACTIONS = {2: "half", 4: "quarter"}
_SCORES = (5, 10, 100)
_LONGEST_CARDINAL = 6
_LETTERED = {"2K", "4K", "5K", "8K", "5G", "4G", "3G", "3D", "2D"}


def _signed(text: str) -> str:
    if text[0] in "-−":
        return f"minus {decimal(text[1:])}"
    return decimal(text)


def _number(match: re.Match[str], near: Near) -> str:
    text = match[1]
    bare = text.lstrip("-−")
    if re.fullmatch(r"0\d+", bare) or (bare.isdecimal() and len(bare) > _LONGEST_CARDINAL):
        return digits(bare)
    if re.fullmatch(r"\d{3}-\d{4}", near.after):
        return digits(bare)
    return _signed(text) + (" plus" if match[2] else "")


def _percent(match: re.Match[str], _near: Near) -> str:
    low = f"{decimal(match[1])} to " if match[1] else ""
    return f"{low}{_signed(match[2])} percent"


def _magnitude(match: re.Match[str], _near: Near) -> str | None:
    if match[0] in _LETTERED:
        return f"{decimal(match[1])} {match[2]}"
    more = " plus" if match[3] else ""
    return f"{decimal(match[1])} {lexicon.MAGNITUDES[match[2].lower()]}{more}"


def _times(match: re.Match[str], _near: Near) -> str:
    return f"{decimal(match[1])} times"


def _with_unit(match: re.Match[str], _near: Near) -> str | None:
    if match[0] in _LETTERED:
        return f"{decimal(match[1])} {match[2]}"
    unit = lexicon.UNITS.get(match[2].lower())
    return unit and f"{_signed(match[1])} {plural(unit, match[1])}"


def _compound_unit(match: re.Match[str], _near: Near) -> str:
    unit = lexicon.UNITS.get(match[2].lower()) or match[2]
    return f"{decimal(match[1])} {unit}"


def unit_word(match: re.Match[str], near: Near) -> str | None:
    """A unit that stands apart from its number: 500 mg."""
    form = match[0].lower()
    if form in lexicon.AMBIGUOUS_UNITS or not re.fullmatch(rf"(?:{_NUMBER})", near.before):
        return None
    unit = lexicon.UNITS.get(form)
    return unit and plural(unit, near.before)


def _feet_and_inches(match: re.Match[str], _near: Near) -> str:
    inches = f" {cardinal(int(match[2]))}" if match[2] else ""
    return f"{cardinal(int(match[1]))} foot{inches}"


def _over(match: re.Match[str], _near: Near) -> str | None:
    top, bottom = int(match[1]), int(match[2])
    if bottom in _SCORES and top <= bottom and not (bottom == 5 and top == 1):
        return f"{cardinal(top)} out of {cardinal(bottom)}"
    if 0 < top < bottom <= 8:
        name = _FRACTIONS.get(bottom) or ordinal(bottom)
        return f"{cardinal(top)} {name}{'s' if top > 1 else ''}"
    if 1 <= top <= 12 and 1 <= bottom <= 31:
        return f"{lexicon.MONTH_NAMES[top - 1]} {ordinal(bottom)}"
    return f"{decimal(match[1])} over {decimal(match[2])}"


def _always(_match: re.Match[str], _near: Near) -> str:
    return "twenty four seven"


def _range(match: re.Match[str], _near: Near) -> str:
    unit = lexicon.UNITS.get((match[3] or "").lower())
    said = f"{decimal(match[1])} to {decimal(match[2])}"
    return f"{said} {plural(unit, match[2])}" if unit else f"{said} {match[3] or ''}".rstrip()


def _by(match: re.Match[str], _near: Near) -> str:
    return f"{decimal(match[1])} by {decimal(match[2])}"


def _telephone(match: re.Match[str], _near: Near) -> str:
    groups = re.findall(r"\d+|[A-Za-z]+", match[0])
    said = []
    for group in groups:
        if group == "800":
            said.append("eight hundred")
        else:
            said.append(digits(group) if group.isdecimal() else group.lower())
    return " ".join(said)


def _emergency(match: re.Match[str], _near: Near) -> str:
    return digits(match[0])


def _version(match: re.Match[str], _near: Near) -> str:
    parts = match[1].split(".")
    return "version " + " point ".join(cardinal(int(part)) for part in parts)


def _numero(_match: re.Match[str], near: Near) -> str | None:
    return "number" if near.after.isdecimal() else None


RULES = (
    rule(r"24/7(?:/365)?", _always),
    rule(r"911|411", _emergency),
    rule(r"\+?(?:\d{1,2}[-.])?\(?\d{3}\)?[-.]\d{3}[-.]\d{4}", _telephone),
    rule(r"\d{3}-\d{4}|1-8\d\d-[a-z]+", _telephone),
    rule(rf"(?:({_NUMBER})%?[-–])?([-−]?(?:{_NUMBER}))%", _percent),
    rule(rf"({_NUMBER})(mm|mil|bn|[kmbt])(\+)?", _magnitude),
    rule(rf"({_NUMBER})[x×]", _times),
    rule(rf"([-−]?(?:{_NUMBER}))(°?[a-z]+|°)", _with_unit),
    rule(rf"({_NUMBER})-([a-z]+)", _compound_unit),
    rule(r"(\d)['’](?:(\d{1,2})[\"”]?)?", _feet_and_inches),
    rule(r"(\d+)/(\d+)", _over),
    rule(rf"({_NUMBER})[-–]({_NUMBER})([a-z]*)", _range),
    rule(r"(\d+)[x×](\d+)", _by),
    rule(r"v(\d+(?:\.\d+)+)", _version),
    rule(r"no\.|№", _numero),
    rule(rf"([-−]?(?:{_NUMBER}))(\+)?", _number),
    rule(r"°?[a-z]+|°", unit_word),
)
