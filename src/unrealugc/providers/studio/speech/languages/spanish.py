"""Spanish, of Castile (``es-es``) and of Latin America (``es-419``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from unrealugc.providers.studio.speech.languages.language import Language, SaidWord
from unrealugc.providers.studio.speech.languages.letters import letter_rules
from unrealugc.providers.studio.speech.languages.lexicon import Lexicon, lexicon
from unrealugc.providers.studio.speech.languages.reading import Reading
from unrealugc.providers.studio.speech.languages.stress import stressed, unstressed

_VOWELS = re.compile("[aeiouɛIAWO]ʊ?")
_FEMININE = r"(?!(?:días?|problemas?|sistemas?|programas?)$).*(?:as?|ción|ciones|dad(?:es)?)"
_SOFT = {"b": "β", "d": "ð", "ɡ": "ɣ"}


class SpanishNumerals:
    """Spanish numbers."""

    def __init__(self, words: Lexicon) -> None:
        self._words = words

    def cardinal(self, value: int, *, feminine: bool = False, counting: bool = False) -> str:
        """``31`` → ``treinta y uno``, before a noun ``treinta y un`` or ``treinta y una``."""
        words = self._whole(value, feminine)
        if feminine:
            return re.sub(r"uno$", "una", words)
        if counting:
            return re.sub(r"veintiuno$", "veintiún", re.sub(r"\buno$", "un", words))
        return words

    def _whole(self, value: int, feminine: bool) -> str:
        if value >= 1_000_000:
            head, rest = divmod(value, 1_000_000)
            many = "un millón" if head == 1 else f"{self.cardinal(head, counting=True)} millones"
            return f"{many} {self._whole(rest, feminine)}" if rest else many
        if value >= 1000:
            head, rest = divmod(value, 1000)
            many = "mil" if head == 1 else f"{self.cardinal(head, counting=True)} mil"
            return f"{many} {self._whole(rest, feminine)}" if rest else many
        if value >= 100:
            head, rest = divmod(value, 100)
            if value == 100:
                return "cien"
            word = self._words.hundreds[head]
            word = word.replace("os", "as") if feminine else word
            return f"{word} {self._whole(rest, feminine)}" if rest else word
        if value >= 30:
            head, rest = divmod(value, 10)
            return (
                f"{self._words.tens[head]} y {self._words.ones[rest]}"
                if rest
                else self._words.tens[head]
            )
        return self._words.ones[value]

    def ordinal(self, value: int, *, feminine: bool = False) -> str:
        """``3`` → ``tercero`` up to ten, as people say it, and a plain number above."""
        if value >= len(self._words.ranks):
            return self.cardinal(value)
        return self._words.ranks[value][:-1] + "a" if feminine else self._words.ranks[value]

    def form(self, value: int) -> int:
        """One or many."""
        return int(value != 1)


def language(tag: str) -> Language:
    """Spanish with or without the Castilian sounds of z and ll."""
    words = lexicon("es")
    reading = Reading(words, SpanishNumerals(words), feminine=_FEMININE)
    return Language("Spanish", reading.reader(), partial(_sounds, castilian=tag == "es-es"))


def _sounds(words: Sequence[SaidWord], *, castilian: bool) -> list[str]:
    found: list[str] = []
    before = ""
    for word in words:
        sounds = _soft(_word(word.spelling), before)
        if not castilian:
            sounds = sounds.replace("θ", "s").replace("ʎ", "ʝ")
        found.append(sounds)
        before = "" if word.pause else sounds[-1:]
    return found


def _word(spelling: str) -> str:
    words = lexicon("es")
    lower = spelling.lower().replace("’", "").replace("'", "")
    lower = words.respelled.get(lower, lower)
    sounds = letter_rules("es.rules").sounds(lower)
    if lower in words.unstressed:
        return unstressed(sounds)
    adverb = re.fullmatch(r"(.+[áéíóú].+)mente", lower)
    if adverb:
        return _word(adverb[1]) + "mˈente"
    sounds = stressed(sounds, _VOWELS, -2 if re.search(r"[aeiouns]$", lower) else -1)
    return re.sub(r"ˈe(?=n[^aeiouwjI]|ŋ)", "ˈɛ", _assimilated(sounds))


def _assimilated(sounds: str) -> str:
    sounds = re.sub(r"n(?=[bpfm])", "m", sounds)
    return re.sub(r"n(?=[kɡ])", "ŋ", sounds)


def _soft(sounds: str, before: str) -> str:
    """With b, d, g as they are said inside fluent speech."""
    soft = re.sub(
        r"(?<=[aeiouɛIAWOjwɾrlsθðβɣʊɪ])([ˈˌ]?)([bɡ])|(?<=[aeiouɛIAWOjwɾrsθβɣʊɪ])([ˈˌ]?)(d)(?!k|$)",
        lambda match: (match[1] or match[3] or "") + _SOFT[match[2] or match[4]],
        sounds,
    )
    if before and before in "aeiouɛIAWOsɾrθʊɪ" and soft[:1] in _SOFT:
        return _SOFT[soft[0]] + soft[1:]
    return soft
