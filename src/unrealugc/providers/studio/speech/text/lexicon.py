"""Words of ads that need another reading than their letters suggest, from ``lexicon.yaml``."""

from __future__ import annotations

from typing import Any

from unrealugc.core.datafiles import read_yaml

_DATA: dict[str, Any] = read_yaml(__package__, "lexicon.yaml")

SHORT_FORMS: dict[str, str] = _DATA["short_forms"]
"""Lower-case short forms, with their full stop where it belongs to them."""

ABBREVIATIONS: frozenset[str] = frozenset(_DATA["abbreviations"]) | {
    form for form in SHORT_FORMS if form.endswith(".")
}
"""A full stop after these does not end a sentence."""

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTHS = {name.lower(): name for name in MONTH_NAMES}
SHORT_MONTHS = {name[:3].lower(): name for name in MONTH_NAMES} | {"sept": "September"}

CURRENCIES: dict[str, tuple[str, str]] = {
    sign: (unit, hundredth) for sign, (unit, hundredth) in _DATA["currencies"].items()
}
"""Unit and hundredth (``""`` where there is none) by sign."""

IRREGULAR_PLURALS: dict[str, str] = _DATA["irregular_plurals"]
MAGNITUDES: dict[str, str] = _DATA["magnitudes"]
MAGNITUDE_WORDS = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
UNITS: dict[str, str] = _DATA["units"]
AMBIGUOUS_UNITS: frozenset[str] = frozenset(_DATA["ambiguous_units"])
"""Read as units only when glued to the number: "5 in stock" is not five inches."""

PER_UNITS: dict[str, str] = _DATA["per_units"]
TOP_DOMAINS: frozenset[str] = frozenset(_DATA["top_domains"])
ACRONYMS: frozenset[str] = frozenset(_DATA["acronyms"])
"""Said letter by letter when written in capitals."""

SPOKEN_ACRONYMS: frozenset[str] = frozenset(_DATA["spoken_acronyms"])
"""Said as words when written in capitals, whatever they look like."""
