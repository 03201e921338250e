"""Emphasis in a script: *stars* around words, and words in CAPITALS among others."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MOST_WORDS = 8
_OPENS = re.compile(r"^([^\w*]*)\*{1,2}(?=[^\s*])")
_CLOSES = re.compile(r"(?<=[^\s*])\*{1,2}([^\w*]*)$")
# Written in capitals by everybody, and nobody raises the voice.
_COMMON = """
AI API BBQ CEO CO2 CPU DIY DNA EU FAQ FBI FYI GIF GPS GPU HD HDMI ID IT LCD LED LLC LTD NASA NATO OK
PC PDF POV PR QR SEO SMS SPF SUV TV UGC UK UN UNESCO URL US USA USB UV UVA UVB VAT VIP VPN VR WIFI
"""
_ACRONYMS = frozenset(_COMMON.split())


def read_marks(texts: Sequence[str]) -> tuple[list[str], frozenset[int]]:
    """The words without their stars, and the indexes of those that are emphasised.

    Stars count only in pairs around at most eight words: a footnote's ``price*`` or ``5*3`` stays
    as it is. Capitals mean nothing in a script that is all capitals.
    """
    plain = list(texts)
    stressed: set[int] = set()
    first = 0
    while first < len(plain):
        last = _closing(plain, first)
        if last is not None:
            stressed.update(range(first, last + 1))
            plain[first] = _OPENS.sub(r"\1", plain[first], count=1)
            plain[last] = _CLOSES.sub(r"\1", plain[last], count=1)
            first = last
        first += 1
    if not all(_in_capitals(word) for word in plain if _letters(word)):
        stressed.update(index for index, word in enumerate(plain) if _is_loud(word))
    return plain, frozenset(stressed)


def without_marks(text: str) -> str:
    """A text without the stars of its emphasis; white space becomes single spaces."""
    return " ".join(read_marks(text.split())[0])


def _closing(words: Sequence[str], first: int) -> int | None:
    """The index of the word that closes what this one opens; None if it opens nothing."""
    opened = _OPENS.match(words[first])
    if opened is None:
        return None
    for index in range(first, min(first + _MOST_WORDS, len(words))):
        # The star that opens must not be taken for the one that closes.
        rest = words[index][opened.end() :] if index == first else words[index]
        if _CLOSES.search(rest):
            return index
        if index > first and _OPENS.match(words[index]):
            return None
    return None


def _letters(word: str) -> str:
    return "".join(letter for letter in word if letter.isalpha())


def _in_capitals(word: str) -> bool:
    letters = _letters(word)
    return len(letters) > 1 and letters.isupper()


def _is_loud(word: str) -> bool:
    return _in_capitals(word) and _letters(word) not in _ACRONYMS
