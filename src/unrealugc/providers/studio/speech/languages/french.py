"""French."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from unrealugc.providers.studio.speech.languages.grouping import in_groups
from unrealugc.providers.studio.speech.languages.language import Language, SaidWord
from unrealugc.providers.studio.speech.languages.letters import letter_rules
from unrealugc.providers.studio.speech.languages.lexicon import Lexicon, lexicon
from unrealugc.providers.studio.speech.languages.reading import Reading
from unrealugc.providers.studio.speech.languages.stress import unstressed

_VOWEL = "aeiouyøœəɛɔɑ"
_VOWELS = re.compile(f"[{_VOWEL}]\u0303?")
_FEMININE = (
    r"(?!(?:problème|système|programme|produit|article|mètre|litre|gramme|centime|verre|livre|mille)"
    r"s?$).*(?:tion|té|ie|ure|ette|ée|ade|ance|ence|ine|elle|sse|ème|ille)s?|fois|heures?|semaines?"
)
# The consonant that a silent ending lends to a vowel after it.
_LIAISONS = {"s": "z", "x": "z", "z": "z", "t": "t", "d": "t", "n": "n"}
_BEFORE_NOUN = {"six": "si", "dix": "di", "huit": "yi"}
_GROUPS = (
    (1_000_000_000, "un milliard", "milliards"),
    (1_000_000, "un million", "millions"),
    (1000, "mille", "mille"),
)


class FrenchNumerals:
    """French numbers."""

    def __init__(self, words: Lexicon) -> None:
        self._words = words

    def cardinal(self, value: int, *, feminine: bool = False, counting: bool = False) -> str:
        """``71`` → ``soixante et onze``, ``1`` before a woman's noun ``une``."""
        del counting
        said = self._whole(value)
        return re.sub(r"\bun$", "une", said) if feminine else said

    def _whole(self, value: int) -> str:
        grouped = in_groups(value, _GROUPS, self._whole)
        if grouped is not None:
            return grouped
        if value >= 100:
            head, rest = divmod(value, 100)
            said = "cent" if head == 1 else f"{self._words.ones[head]} cent"
            return f"{said} {self._whole(rest)}" if rest else said
        if value >= 80:
            return f"quatre-vingt {self._words.ones[value - 80]}" if value > 80 else "quatre-vingt"
        if value >= 20:
            head, rest = divmod(value, 10)
            rest += 10 if head == 7 else 0
            joined = " et " if rest in (1, 11) else " "
            said = self._words.tens[head]
            return f"{said}{joined}{self._words.ones[rest]}" if rest else said
        return self._words.ones[value]

    def ordinal(self, value: int, *, feminine: bool = False) -> str:
        """``1`` → ``premier`` or ``première``, ``21`` → ``vingt et unième``."""
        if value == 1:
            return "première" if feminine else "premier"
        said = self._whole(value)
        said = re.sub(r"cinq$", "cinqu", re.sub(r"neuf$", "neuv", said))
        return re.sub(r"e$", "", said) + "ième"

    def form(self, value: int) -> int:
        """Nothing and one are one, the rest is many."""
        return int(value > 1)


def language(_tag: str) -> Language:
    """French of France."""
    words = lexicon("fr")
    reading = Reading(words, FrenchNumerals(words), feminine=_FEMININE)
    return Language("French", reading.reader(), _sounds)


def _sounds(words: Sequence[SaidWord]) -> list[str]:
    plain = [_word(word.spelling) for word in words]
    found = list(plain)
    for index, (word, following) in enumerate(pairwise(words)):
        if not word.pause:
            found[index] = _linked(
                word.spelling, plain[index], following.spelling, plain[index + 1]
            )
    return found


def _linked(spelling: str, sounds: str, next_spelling: str, following: str) -> str:
    """With the consonant that is said before a vowel, where people do say it."""
    words, lower, next_lower = lexicon("fr"), spelling.lower(), next_spelling.lower()
    vowel = re.match(rf"[ˈˌ]?[jw]?[ˈˌ]?[{_VOWEL}]", following)
    if lower in _BEFORE_NOUN and not vowel and next_lower[0].isalpha():
        return _BEFORE_NOUN[lower]
    linking = lower in words.linking and next_lower not in words.aspirated
    if not (vowel and linking) or re.match("[ˈˌ]?[jw]", following):
        return sounds
    consonant = _LIAISONS.get(lower[-1], "")
    return sounds[:-1] + consonant if sounds[-1] in "sz" else sounds + consonant


def _word(spelling: str) -> str:
    words = lexicon("fr")
    lower = spelling.lower().replace("’", "'")
    if lower in words.sounds:
        return words.sounds[lower]
    if "'" in lower and not lower.startswith("aujourd"):
        head, _, tail = lower.rpartition("'")
        consonants = unstressed(letter_rules("fr.rules").sounds(head + "e"))
        return re.sub("[əe]$", "", consonants) + (_word(tail) if tail else "")
    if "-" in lower:
        return "".join(_word(part) for part in lower.split("-") if part)
    lower = words.respelled.get(lower, lower)
    sounds = re.sub(r"jj", "j", letter_rules("fr.rules").sounds(lower))
    if lower in words.unstressed:
        return sounds
    nuclei = [match.start() for match in _VOWELS.finditer(sounds)]
    at = nuclei[-1] if nuclei else 0
    if len(nuclei) > 1 and sounds[at] == "ə":
        at = nuclei[-2]
    return sounds[:at] + "ˈ" + sounds[at:] if nuclei else sounds
