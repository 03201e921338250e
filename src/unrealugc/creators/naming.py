"""What a custom creator's name tells about them."""

from __future__ import annotations

import re
from functools import cache

from unrealugc.catalog.creators import stock_creators

_WORD = re.compile(r"[^\W\d_]+")
_WORDS = {
    "female": "woman female lady girl mrs ms miss mom mum mother sister wife grandma aunt actress",
    "male": "man male guy boy mr sir dad father brother husband grandpa uncle",
}


def gender_of_name(name: str) -> str | None:
    """The gender that the name of a custom creator speaks of, "female" or "male", if it does.

    A portrait says nothing about it, and a voice must be chosen where a request names none:
    "Founder Maya" or "Gym guy" then speak as one expects. Known are the first names of the stock
    creators, and a few words. Two that disagree say nothing.
    """
    known = _known()
    found = {known[word.lower()] for word in _WORD.findall(name) if word.lower() in known}
    return found.pop() if len(found) == 1 else None


@cache
def _known() -> dict[str, str]:
    genders: dict[str, set[str]] = {}
    for person in stock_creators().values():
        if person.gender is not None:
            genders.setdefault(person.name.split()[0].lower(), set()).add(person.gender)
    names = {name: next(iter(told)) for name, told in genders.items() if len(told) == 1}
    return names | {word: gender for gender, words in _WORDS.items() for word in words.split()}
