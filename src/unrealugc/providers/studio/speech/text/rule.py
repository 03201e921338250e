"""What a reading rule is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

NUMBER = r"\d[\d,]*(?:\.\d+)?|\.\d+"


@dataclass(frozen=True, slots=True)
class Near:
    """The written words on both sides: lower case, without outer punctuation, ``""`` at an end."""

    before: str = ""
    after: str = ""


Reading = Callable[[re.Match[str], Near], str | None]
"""Says a match in words, or None to leave it to a later rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How words that match ``pattern`` as a whole are said.

    A spoken form is words separated by spaces. Letters joined by full stops ("F.A.Q") are said
    one by one, with ``'s`` for their plural ("F.A.Q's").
    """

    pattern: re.Pattern[str]
    reading: Reading


def rule(pattern: str, reading: Reading) -> Rule:
    """A rule for whole words, upper and lower case alike."""
    return Rule(re.compile(pattern, re.IGNORECASE), reading)
