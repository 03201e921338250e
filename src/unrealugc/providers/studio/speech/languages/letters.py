"""Spelling to sounds by rules that are data: the first rule that fits at a place wins."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache
from importlib import resources

Rules = dict[str, list[tuple[re.Pattern[str], str]]]


class LetterRules:
    """The rules of one file in ``data``.

    A line holds a regular expression for letters, with what must stand around them, and the
    sounds they stand for (``-`` for none). A line ``@name = letters`` names a class of letters
    that later lines use as ``{name}``.
    """

    def __init__(self, file: str) -> None:
        text = resources.files(__package__).joinpath(f"data/{file}").read_text(encoding="utf-8")
        self._rules = _parsed(unicodedata.normalize("NFC", text))

    def sounds(self, word: str) -> str:
        """The sounds of ``word`` (lower case); letters without a rule are silent."""
        found: list[str] = []
        at = 0
        while at < len(word):
            for pattern, sounds in self._rules.get(word[at], ()):
                match = pattern.match(word, at)
                if match:
                    found.append(sounds)
                    at = match.end()
                    break
            else:
                at += 1
        return "".join(found)


@cache
def letter_rules(file: str) -> LetterRules:
    """The rules of ``file``, read at the first use."""
    return LetterRules(file)


def _parsed(text: str) -> Rules:
    classes: dict[str, str] = {}
    rules: Rules = defaultdict(list)
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("@"):
            name, _, letters = line[1:].partition("=")
            classes[name.strip()] = letters.strip()
            continue
        left, sounds = line.split()
        for name, letters in classes.items():
            left = left.replace("{" + name + "}", letters)
        pattern = re.compile(left)
        for first in _first_letters(left):
            rules[first].append((pattern, "" if sounds == "-" else _in_symbols(sounds)))
    return dict(rules)


def _in_symbols(sounds: str) -> str:
    """``sounds`` as the model writes them: a tilde is a symbol of its own, a cedilla is not."""
    return "".join(char if char == "ç" else unicodedata.normalize("NFD", char) for char in sounds)


def _first_letters(left: str) -> str:
    """The letters that a rule may start with, behind what must stand before them."""
    bare = re.sub(r"^(?:\(\?<[=!](?:[^()]|\([^()]*\))*\)|\\b|\^)*", "", left)
    match = re.match(r"\[([^\]^]+)\]|\(\?:([^()]*)\)|(.)", bare)
    if match is None:
        raise ValueError(f"no letter to start with in {left!r}")
    if match[2]:
        return "".join({part[0] for part in match[2].split("|")})
    return match[1] or match[3]
