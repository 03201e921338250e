"""Polish."""

from __future__ import annotations

import re
from collections.abc import Sequence

from unrealugc.providers.studio.speech.languages.language import Language, SaidWord
from unrealugc.providers.studio.speech.languages.letters import letter_rules
from unrealugc.providers.studio.speech.languages.lexicon import Lexicon, lexicon
from unrealugc.providers.studio.speech.languages.reading import Reading
from unrealugc.providers.studio.speech.languages.stress import stressed, unstressed

_VOWELS = re.compile("[aɛiɨɔu]\u0303?")
_VOICED, _VOICELESS = "bdɡvzʒʣʤʥ", "ptkfsʃʦʧʨ"
_DEVOICED = str.maketrans(_VOICED, _VOICELESS)
_VOICED_AGAIN = str.maketrans(_VOICELESS, _VOICED)
_FEMININE = r".*(?:[^aeiouy]a|ość|osoba|godzina|minuta|porcja)"
_EARLY = re.compile(r".+(?:yka|yki|yce|ykę|yką|liśmy|łyśmy|liście|łyście|łbym|łabym)")


class PolishNumerals:
    """Polish numbers."""

    def __init__(self, words: Lexicon) -> None:
        self._words = words

    def cardinal(self, value: int, *, feminine: bool = False, counting: bool = False) -> str:
        """``22`` → ``dwadzieścia dwa``, before a woman's noun ``dwadzieścia dwie``."""
        del counting
        said = self._whole(value)
        if not feminine:
            return said
        said = re.sub(r"\bdwa$", "dwie", said)
        return "jedna" if said == "jeden" else said

    def _whole(self, value: int) -> str:
        for size, forms in (
            (1_000_000_000, ("miliard", "miliardów", "miliardy")),
            (1_000_000, ("milion", "milionów", "miliony")),
            (1000, ("tysiąc", "tysięcy", "tysiące")),
        ):
            if value >= size:
                head, rest = divmod(value, size)
                said = f"{self._whole(head)} " if head > 1 else ""
                said += forms[self.form(head)]
                return f"{said} {self._whole(rest)}" if rest else said
        parts = []
        if value >= 100:
            parts.append(self._words.hundreds[value // 100])
            value %= 100
        if value >= 20:
            parts.append(self._words.tens[value // 10])
            value %= 10
        if value or not parts:
            parts.append(self._words.ones[value])
        return " ".join(parts)

    def ordinal(self, value: int, *, feminine: bool = False) -> str:
        """``21`` → ``dwudziesty pierwszy``; above a hundred a plain number."""
        ranks = self._words.ranks
        if value >= 100:
            return self.cardinal(value)
        if value >= 20:
            tens, rest = divmod(value, 10)
            parts = [ranks[18 + tens], *([ranks[rest]] if rest else [])]
        else:
            parts = [ranks[value]]
        said = " ".join(parts)
        if not feminine:
            return said
        return re.sub(r"i\b", "ia", re.sub(r"y\b", "a", said))

    def form(self, value: int) -> int:
        """One; many; and a few, which end in two to four."""
        if value == 1:
            return 0
        few = value % 10 in (2, 3, 4) and value % 100 not in (12, 13, 14)
        return 2 if few else 1


def language(_tag: str) -> Language:
    """Polish."""
    words = lexicon("pl")
    reading = Reading(words, PolishNumerals(words), feminine=_FEMININE)
    return Language("Polish", reading.reader(), _sounds)


def _sounds(words: Sequence[SaidWord]) -> list[str]:
    plain = [_word(word.spelling) for word in words]
    return [
        _before(sounds, plain[index + 1] if index + 1 < len(plain) else "", words[index].pause)
        for index, sounds in enumerate(plain)
    ]


def _before(sounds: str, following: str, pause: bool) -> str:
    """A word of one consonant (w, z) takes the voice of the next word."""
    first = following.lstrip("ˈˌ")[:1]
    if len(sounds) == 1 and first and not pause:
        if first in _VOICELESS or first == "x":
            return sounds.translate(_DEVOICED)
        return sounds.translate(_VOICED_AGAIN)
    return sounds


def _word(spelling: str) -> str:
    words = lexicon("pl")
    lower = spelling.lower().replace("’", "").replace("'", "")
    if lower in ("w", "z"):
        return "v" if lower == "w" else "z"
    lower = words.respelled.get(lower, lower)
    sounds = _assimilated(letter_rules("pl.rules").sounds(lower))
    if lower in words.unstressed:
        return unstressed(sounds)
    return stressed(sounds, _VOWELS, -3 if _EARLY.fullmatch(lower) else -2, secondary=False)


def _assimilated(sounds: str) -> str:
    """Groups of consonants share one voice, the last one's; at the word's end they lose it."""
    sounds = re.sub(rf"(?<=[{_VOICELESS}ɕx])[vʒ](?=ʲ?[^{_VOICED}])", _lost, sounds)
    sounds = re.sub(rf"[{_VOICED}]+$", _lost, sounds)
    sounds = re.sub(rf"[{_VOICED}]+(?=[{_VOICELESS}ɕx])", _lost, sounds)
    return re.sub(rf"[{_VOICELESS}]+(?=[bdɡzʒʣʤʥ])", _gained, sounds)


def _lost(match: re.Match[str]) -> str:
    return match[0].translate(_DEVOICED)


def _gained(match: re.Match[str]) -> str:
    return match[0].translate(_VOICED_AGAIN)
