"""What a custom creator's name tells about them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from unrealugc.catalog.creators import stock_creators
from unrealugc.core.datafiles import read_yaml

_WORD = re.compile(r"[^\W\d_]+")
_WORDS = {
    "female": "woman female lady girl mrs ms miss mom mum mother sister wife grandma aunt actress"
    " senora mujer chica madre madame femme fille mere signora donna ragazza mulher mae frau mutter"
    " pani kobieta",
    "male": "man male guy boy mr sir dad father brother husband grandpa uncle"
    " senor hombre chico padre monsieur homme garcon pere signor uomo ragazzo homem pai herr mann"
    " vater pan mezczyzna",
}


def gender_of_name(name: str) -> str | None:
    """The gender that the name of a custom creator speaks of, "female" or "male", if it does.

    A portrait says nothing about it, and a voice must be chosen where a request names none:
    "Founder Maya" or "Gym guy" then speak as one expects. Known are frequent first names, those
    of the stock creators, and a few words. Two that disagree say nothing.
    """
    known = _known()
    found = {known[word] for word in _WORD.findall(_plain(name)) if word in known}
    return found.pop() if len(found) == 1 else None


def _plain(name: str) -> str:
    """Small letters without accents: José is Jose to whoever has no such key."""
    letters = unicodedata.normalize("NFKD", name.lower().replace("ł", "l"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def _known() -> dict[str, str]:
    listed: dict[str, str] = read_yaml("unrealugc.catalog", "data/first_names.yaml")
    genders: dict[str, set[str]] = {}
    for words in (listed, _WORDS):
        for gender, together in words.items():
            for word in together.split():
                genders.setdefault(word, set()).add(gender)
    for person in stock_creators().values():
        if person.gender is not None:
            genders.setdefault(_plain(person.name.split()[0]), set()).add(person.gender)
    return {word: next(iter(told)) for word, told in genders.items() if len(told) == 1}
