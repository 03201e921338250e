"""Phonemes guessed from spelling, for voices that tell when words are said but not how.

The guess is coarse: what matters to the eye is that lips meet on M, B and P, purse on O and U,
and open on A. Letters of scripts that are not Latin count as open vowels and consonants in turn.
"""

from __future__ import annotations

import unicodedata

from unrealugc.providers.base import PhonemeTime, WordTime

# Longest first; a spelling that says nothing is skipped.
_SPELLINGS = (
    {"tch": "ʧ", "igh": "I", "eau": "o", "sch": "ʃ"},
    {
        "th": "θ",
        "sh": "ʃ",
        "ch": "ʧ",
        "ph": "f",
        "wh": "w",
        "ck": "k",
        "ng": "ŋ",
        "qu": "w",
        "ee": "i",
        "ea": "i",
        "oo": "u",
        "ou": "W",
        "ow": "W",
        "ai": "A",
        "ay": "A",
        "oa": "O",
        "oi": "Y",
        "oy": "Y",
        "au": "ɔ",
        "aw": "ɔ",
        "ie": "i",
        "ei": "A",
        "gh": "",
        "kn": "n",
    },
    {
        "a": "æ",
        "e": "ɛ",
        "i": "ɪ",
        "o": "ɔ",
        "u": "u",
        "y": "i",
        "b": "b",
        "c": "k",
        "d": "d",
        "f": "f",
        "g": "ɡ",
        "h": "h",
        "j": "ʤ",
        "k": "k",
        "l": "l",
        "m": "m",
        "n": "n",
        "p": "p",
        "q": "k",
        "r": "ɹ",
        "s": "s",
        "t": "t",
        "v": "v",
        "w": "w",
        "x": "k",
        "z": "z",
    },
)
_VOWELS = frozenset("æɛɪɔuiIAOWYo")
# A vowel is held about twice as long as a consonant.
_VOWEL_SHARE = 2.0


def guess_phonemes(words: tuple[WordTime, ...]) -> tuple[PhonemeTime, ...]:
    """Spread the sounds that each word's letters suggest over the time it takes."""
    found: list[PhonemeTime] = []
    for word in words:
        if word.end <= word.start:
            continue
        symbols = _symbols(word.text)
        shares = [_VOWEL_SHARE if symbol in _VOWELS else 1.0 for symbol in symbols]
        now = word.start
        for symbol, share in zip(symbols, shares, strict=True):
            end = now + (word.end - word.start) * share / sum(shares)
            found.append(PhonemeTime(symbol, now, end))
            now = end
    return tuple(found)


def _symbols(text: str) -> list[str]:
    letters = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.lower())
        if letter.isalpha() or letter.isdigit()
    )
    symbols: list[str] = []
    at = 0
    while at < len(letters):
        symbol, length = _next(letters, at)
        # A silent E, and doubled letters, are not said.
        silent = letters[at:] == "e" and len(symbols) > 1
        if symbol and not silent and symbols[-1:] != [symbol]:
            symbols.append(symbol)
        at += length
    return symbols


def _next(letters: str, at: int) -> tuple[str, int]:
    for length, table in zip((3, 2, 1), _SPELLINGS, strict=True):
        symbol = table.get(letters[at : at + length])
        if symbol is not None:
            return symbol, length
    return ("æ" if at % 2 else "n"), 1
