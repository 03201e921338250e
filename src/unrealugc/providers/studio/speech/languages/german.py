"""German, which the voice model was not trained on: it speaks it with an accent."""

from __future__ import annotations

import re

from unrealugc.providers.studio.speech.languages.grouping import in_groups
from unrealugc.providers.studio.speech.languages.language import Language, word_by_word
from unrealugc.providers.studio.speech.languages.letters import letter_rules
from unrealugc.providers.studio.speech.languages.lexicon import Lexicon, lexicon
from unrealugc.providers.studio.speech.languages.reading import Reading
from unrealugc.providers.studio.speech.languages.stress import PRIMARY, unstressed

_VOWELS = re.compile("[aɑeɛəɐiɪoɔuʊyøœIW]")
_FULL = re.compile("(?<!ɔ)[aɑeɛiɪoɔuʊyøœIW]")
_FEMININE = r".*(?:ung|heit|keit|tion|tät|schaft|creme|woche|minute|stunde|flasche|packung|frau|e)"
# Prefixes that are said without stress, and ones that take it.
_WEAK = re.compile(
    r"(be|ge|er|ver|zer|ent|emp)(?!([bcdfgklmnprst])\2|ck|st(?!e|r|[aio])|rn|rg|rl|rd)"
    r"(?=[^aeiouäöü\W]+[aeiouäöüy])(?=.{4})"
)
_STRONG = re.compile(
    r"(ab|an|auf|aus|bei|ein|heraus|herein|hin|mit|nach|vor|zu|weg|zurück|über|un)(?=.{4})"
)
_PREFIX_SOUNDS = {
    "be": "bə",
    "ge": "ɡə",
    "er": "ɛɐ",
    "ver": "fɛɐ",
    "zer": "ʦɛɐ",
    "ent": "ɛnt",
    "emp": "ɛmp",
}
_SUFFIX = re.compile(
    r"(?<=.{3})(heit|keit|schaft|lich|lichen|liche|bar|sam|los|haft|chen|tag|weise)$"
)
_GROUPS = (
    (1_000_000_000, "eine Milliarde", "Milliarden"),
    (1_000_000, "eine Million", "Millionen"),
    (1000, "tausend", "tausend"),
)


class GermanNumerals:
    """German numbers, the parts of long ones apart from each other."""

    def __init__(self, words: Lexicon) -> None:
        self._words = words

    def cardinal(self, value: int, *, feminine: bool = False, counting: bool = False) -> str:
        """``21`` → ``ein und zwanzig``; ``1`` is ``eins``, before a noun ``ein`` or ``eine``."""
        said = self._whole(value)
        if value == 1:
            return "eine" if feminine else "ein" if counting else "eins"
        return said

    def _whole(self, value: int) -> str:
        if 1100 <= value < 2000:
            head, rest = divmod(value, 100)
            said = f"{self._words.ones[head]} hundert"
            return f"{said} {self._whole(rest)}" if rest else said
        grouped = in_groups(value, _GROUPS, self._whole)
        if grouped is not None:
            return grouped
        if value >= 100:
            head, rest = divmod(value, 100)
            said = "hundert" if head == 1 else f"{self._stem(head)} hundert"
            return f"{said} {self._whole(rest)}" if rest else said
        if value >= 20:
            tens, rest = divmod(value, 10)
            said = self._words.tens[tens]
            return f"{self._stem(rest)} und {said}" if rest else said
        return self._words.ones[value]

    def _stem(self, value: int) -> str:
        return "ein" if value == 1 else self._words.ones[value]

    def ordinal(self, value: int, *, feminine: bool = False) -> str:
        """``3`` → ``dritten``, the form after "am" and "der", which a date mostly has."""
        del feminine
        if value < len(self._words.ranks):
            return self._words.ranks[value]
        said = self._whole(value)
        return said + ("ten" if value % 100 < 20 and value % 100 else "sten")

    def form(self, value: int) -> int:
        """One or many."""
        return int(value != 1)


def language(_tag: str) -> Language:
    """German."""
    words = lexicon("de")
    reading = Reading(words, GermanNumerals(words), feminine=_FEMININE)
    return Language("German", reading.reader(), word_by_word(_word))


def _word(spelling: str) -> str:
    words = lexicon("de")
    lower = spelling.lower().replace("’", "'").replace("'", "")
    if lower in words.sounds:
        return words.sounds[lower]
    if "-" in lower:
        return "".join(_word(part) for part in lower.split("-") if part)
    parts = _compound(lower)
    if parts:
        return _word(parts[0]) + _word(parts[1]).replace(PRIMARY, "ˌ")
    lower = words.respelled.get(lower, lower)
    sounds = _stem(lower)
    return unstressed(sounds) if lower in words.unstressed else sounds


def _compound(word: str) -> tuple[str, str] | None:
    """``word`` as two words of which the lexicon knows one, None where it knows none."""
    known = lexicon("de").sounds
    for cut in range(4, len(word) - 3):
        head, tail = word[:cut], word[cut:]
        for first in (head, head.removesuffix("s")):
            if first in known and len(first) > 3:
                return first, tail
        if tail in known:
            return head, tail
    return None


def _stem(word: str) -> str:
    weak = _WEAK.match(word)
    if weak:
        return _PREFIX_SOUNDS[weak[1]] + _stem(word[weak.end() :])
    strong = _STRONG.match(word)
    if strong and re.search("[aeiouäöü]", word[strong.end() :]):
        head = _stressed(letter_rules("de.rules").sounds(strong[1]))
        return head + _stem(word[strong.end() :]).replace(PRIMARY, "ˌ")
    suffix = _SUFFIX.search(word)
    if suffix and re.search("[aeiouäöü]", word[: suffix.start()]):
        tail = letter_rules("de.rules").sounds(suffix[1])
        return _stem(word[: suffix.start()]) + tail
    return _stressed(letter_rules("de.rules").sounds(word))


def _stressed(sounds: str) -> str:
    """With the stress on the first full vowel, unless an ending has it."""
    if PRIMARY in sounds:
        return sounds
    found = _FULL.search(sounds) or _VOWELS.search(sounds)
    return sounds[: found.start()] + PRIMARY + sounds[found.start() :] if found else sounds
