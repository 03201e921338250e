"""How one written word is said."""

from __future__ import annotations

import re

from unrealugc.providers.studio.speech.text import (
    addresses,
    calendar,
    lexicon,
    money,
    quantities,
    spelling,
)
from unrealugc.providers.studio.speech.text.rule import Near

_RULES = (*addresses.RULES, *money.RULES, *calendar.RULES, *quantities.RULES)
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*['’.]?")
_INITIALISM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?")


def say(word: str, near: Near) -> str:
    """The words that a person says for the written ``word`` (no outer punctuation).

    ``""`` where there is nothing to say, as for an emoji.
    """
    short = lexicon.SHORT_FORMS.get(word.lower())
    if short is not None:
        return short
    for rule in _RULES:
        match = rule.pattern.fullmatch(word)
        said = match and rule.reading(match, near)
        if said:
            return said
    return _plain(word)


def _plain(word: str) -> str:
    if _INITIALISM.fullmatch(word):
        return spelling.spelled(word.replace(".", ""))
    if _WORD.fullmatch(word):
        parts = word.split("-")
        if any(spelling.is_capitals(part) for part in parts):
            return " ".join(map(spelling.capitals_or_same, parts))
        return word
    if any(char.isdecimal() for char in word):
        return spelling.letters_and_digits(word)
    parts = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*|&", word)
    return " ".join("and" if part == "&" else part for part in parts)
