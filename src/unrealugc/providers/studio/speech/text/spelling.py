"""Letters, capitals and mixtures of letters and digits."""

from __future__ import annotations

import re

from unrealugc.providers.studio.speech.text import lexicon, numbers

_RUNS = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z']+|\d+|[^\W\d_]+")
_VOWELS = frozenset("AEIOUY")


def spelled(letters: str, *, plural: bool = False) -> str:
    """``faq`` → ``F.A.Q``: each letter said by its name."""
    dotted = ".".join(letters.upper())
    return f"{dotted}'s" if plural else dotted


def is_capitals(word: str) -> bool:
    """Whether ``word`` is written in capitals, apart from a possessive or plural s."""
    stem = re.sub(r"['’]?s$", "", word)
    return len(stem) > 1 and stem.isupper()


def capitals(word: str) -> str:
    """Say a word in capitals: an acronym by its letters, anything else as a lower-case word."""
    match = re.fullmatch(r"([A-Z]+)(['’]?s)?", word)
    if match is None:
        return word.lower()
    stem, suffix = match[1], match[2] or ""
    if stem in lexicon.ACRONYMS or _unsayable(stem):
        return spelled(stem, plural=bool(suffix))
    return word.lower()


def capitals_or_same(word: str) -> str:
    """``capitals`` for a word in capitals, any other word unchanged."""
    return capitals(word) if is_capitals(word) else word


def _unsayable(stem: str) -> bool:
    return stem not in lexicon.SPOKEN_ACRONYMS and not _VOWELS & set(stem)


def letters_and_digits(word: str) -> str:
    """``SPF50`` → ``S.P.F fifty``, ``iPhone15`` → ``iPhone fifteen``, ``B12`` → ``B twelve``."""
    said = []
    for run in _RUNS.findall(word):
        if run[0].isdecimal():
            said.append(numbers.digits(run) if run[0] == "0" else numbers.decimal(run))
        elif len(run) > 1 and (run in lexicon.ACRONYMS or (run.isupper() and len(run) <= 3)):
            said.append(spelled(run))
        else:
            said.append(capitals_or_same(run))
    return " ".join(said)


def camel_words(name: str) -> str:
    """``GlowUpDaily2`` → ``Glow Up Daily two``, as a handle or a host name is read."""
    said = []
    for run in _CAMEL.findall(name):
        if run.isdecimal():
            said.append(numbers.digits(run) if run[0] == "0" else numbers.cardinal(int(run)))
        else:
            said.append(capitals_or_same(run))
    return " ".join(said)
