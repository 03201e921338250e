"""In which language a script is, as far as its writing system and its function words tell."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from unrealugc.core.datafiles import read_yaml
from unrealugc.providers.errors import UnspeakableTextError
from unrealugc.providers.studio.speech.languages.registry import NAMES, primary

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENOUGH_WORDS = 4
_FOREIGN_SHARE = 0.25
_FOREIGN_LETTERS = 0.3
_SYSTEMS = {"hi": "DEVANAGARI"}
_LATIN = "LATIN"

# Letters and marks that, in a word without a capital, only the one language has.
_TELLTALES = {
    "es": re.compile(r"[¿¡]\w|\b[a-z]*ñ\w*|\b[a-z]+ción\b"),
    "fr": re.compile(r"\b(?:[cdjlmnst]|qu)['’][a-zàâéèêœ]\w*|\b[a-z]+(?:œu|ê|ù)\w*"),
    "de": re.compile(r"\b[a-zäöü]*ß\w*|\b[a-z]{2,}(?:ü|ö|ä)\w+"),
    "pt": re.compile(r"\b[a-z]+(?:ção|ções|ões|ão|ães|ãe)\b"),
    "it": re.compile(r"\b(?:dell|all|nell|un|sull|dall|quest)['’][a-zàèéìòù]\w*|\b[a-z]+[àùò]\b"),
    "pl": re.compile(r"\b[a-z]*[ąęłńśźżć]\w*"),
}


@cache
def _stop_words() -> dict[str, frozenset[str]]:
    listed = read_yaml(__package__, "data/stop_words.yaml")
    return {code: frozenset(words.split()) for code, words in listed.items()}


def require_language(text: str, tag: str) -> None:
    """Raise ``UnspeakableTextError`` where ``text`` is mainly in another language than ``tag``'s.

    Judged by the writing system and by function words, so that brand names, loan words and a
    phrase in another language pass: better to say a script badly than to refuse a good one.
    """
    own = primary(tag)
    system = _foreign_system(text, _SYSTEMS.get(own, _LATIN))
    if system:
        raise _refused(system.capitalize() if system != _LATIN else _name(text), own)
    if own in _SYSTEMS:
        return
    other = _strongest(text, own)
    if other:
        raise _refused(NAMES.get(other, other), own)


def language_of_text(text: str, usual: str) -> str | None:
    """Code of the language that ``text`` is mainly in, None where it may be ``usual``.

    May be one that no voice speaks, by its English name or that of its writing system.
    """
    if primary(usual) not in _SYSTEMS:
        system = _foreign_system(text, _LATIN)
        if system:
            return next((code for code, name in _SYSTEMS.items() if name == system), system)
    return _strongest(text, primary(usual))


def _name(text: str) -> str:
    found = _strongest(text, "")
    return NAMES.get(found, found) if found else "Latin letters"


def _strongest(text: str, own: str) -> str | None:
    """The language beside ``own`` that clearly has most of the function words."""
    words = [word.replace("’", "'") for word in _WORD.findall(text)]
    if len(words) < _ENOUGH_WORDS:
        return None
    if sum(word.isupper() for word in words) > len(words) / 2:
        words = [word.lower() for word in words]
    # A capital begins a sentence or a name: neither tells a language ("El Pollo Loco").
    stop_words = _stop_words()
    familiar = stop_words.get(own, frozenset())
    at_home = sum(word in familiar for word in words) + _telltales(text, own)
    best, most = None, max(at_home, _FOREIGN_SHARE * len(words))
    for code, known in stop_words.items():
        if code == own:
            continue
        found = sum(word in known and word not in familiar for word in words)
        found += _telltales(text, code)
        if found > most:
            best, most = code, found
    return best


def _telltales(text: str, code: str) -> int:
    return len(_TELLTALES[code].findall(text)) if code in _TELLTALES else 0


def _foreign_system(text: str, own: str) -> str | None:
    """The writing system of ``text`` where too little of it is in ``own``."""
    letters = [char for char in text if char.isalpha()]
    foreign = [char for char in letters if _system(char) != own]
    # Words in Latin letters are at home between those of any other system.
    limit = _FOREIGN_LETTERS if own == _LATIN else 2 * _FOREIGN_LETTERS
    return _system(foreign[0]) if len(foreign) > limit * len(letters) else None


def _system(char: str) -> str:
    return unicodedata.name(char, _LATIN).split()[0]


def _refused(language: str, own: str) -> UnspeakableTextError:
    return UnspeakableTextError(
        f"The script seems to be in another language ({language}); this voice speaks "
        f"{NAMES[own]}. Translate the script, or choose a voice of its language."
    )
