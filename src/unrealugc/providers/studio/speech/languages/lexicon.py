"""The words of a language that reading aloud needs, from its file in ``data``."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from unrealugc.core.datafiles import read_yaml


def _split(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


WordList = Annotated[tuple[str, ...], BeforeValidator(_split)]
"""Words, which a file may write as one string with spaces between them."""


class Currency(BaseModel):
    """Names of a currency and its hundredth, in the language's plural forms."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: tuple[str, ...]
    cent: tuple[str, ...] = ()
    feminine: bool = False


class Lexicon(BaseModel):
    """One language's words.

    ``first_day`` is the word for the first of a month, or "ordinal" where every day is a rank;
    ``genitive`` are endings of ranks in dates, ``hour_endings`` those of hours by the word before.
    ``ones``, ``tens``, ``hundreds`` and ``ranks`` are what numbers are made of, by value.
    Templates name what they are filled with in braces. Lists of forms follow the language's
    plural forms; the last one serves for those that are not listed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    ones: WordList
    tens: WordList = ()
    hundreds: WordList = ()
    ranks: WordList = ()
    letters: dict[str, str]
    signs: dict[str, str]
    decimal: str
    group: str
    point: str
    minus: str
    plus: str
    percent: str
    to: str
    times: str
    times_feminine: bool = True
    over: str
    and_: str = Field(alias="and")
    hashtag: str
    price: str
    per: str
    of_many: str = ""
    currencies: dict[str, Currency]
    magnitudes: dict[str, tuple[str, ...]]
    thousands: dict[str, str]
    units: dict[str, tuple[str, ...]]
    months: tuple[str, ...]
    short_months: dict[str, int] = Field(default_factory=dict)
    date: str
    day_month: str
    first_day: str = ""
    genitive: dict[str, str] = Field(default_factory=dict)
    clock: str
    full_hour: str
    clock_word: str = ""
    hour: str = ""
    hour_endings: dict[str, str] = Field(default_factory=dict)
    always: str
    fractions: dict[str, str]
    short_forms: dict[str, str]
    abbreviations: frozenset[str] = frozenset()
    acronyms: frozenset[str] = frozenset()
    said_acronyms: frozenset[str] = frozenset()
    respelled: dict[str, str] = Field(default_factory=dict)
    sounds: dict[str, str] = Field(default_factory=dict)
    unstressed: frozenset[str] = frozenset()
    linking: frozenset[str] = frozenset()
    aspirated: frozenset[str] = frozenset()


@cache
def lexicon(code: str) -> Lexicon:
    """The words of the language ``code`` ("es")."""
    return Lexicon.model_validate(read_yaml(__package__, f"data/{code}.yaml"))
