"""Portuguese of Brazil."""

from __future__ import annotations

import re

from unrealugc.providers.studio.speech.languages.language import Language, word_by_word
from unrealugc.providers.studio.speech.languages.letters import letter_rules
from unrealugc.providers.studio.speech.languages.lexicon import Lexicon, lexicon
from unrealugc.providers.studio.speech.languages.reading import Reading
from unrealugc.providers.studio.speech.languages.stress import PRIMARY, stressed, unstressed

_VOWELS = re.compile("[aeiouɛɔɐõũIAWO]̃?[ɪʊ]?̃?")
_FEMININE = r"(?!(?:dias?|problemas?|sistemas?|programas?)$).*(?:as?|ção|ções|dades?|gens?)"
# Spellings whose stressed e or o is open, although no accent says so.
_OPEN_E = re.compile(
    r".*(?:el[ae]s?|erra|ert[oa]s?|est[ae]s?|essa|ez|eve|ete|jeto|etr[oa]|erd[ae])"
)
_OPEN_O = re.compile(
    r".*(?:or[ae]s?|ort[ae]|ov[ae]s?|oss?a|olta|ost[ao]|ol[ae]|ogo|otas?|otes?|ode)"
)


class PortugueseNumerals:
    """Portuguese numbers."""

    def __init__(self, words: Lexicon) -> None:
        self._words = words

    def cardinal(self, value: int, *, feminine: bool = False, counting: bool = False) -> str:
        """``22`` → ``vinte e dois``, before a woman's noun ``vinte e duas``."""
        del counting
        said = self._whole(value)
        if not feminine:
            return said
        return re.sub(r"\bum$", "uma", re.sub(r"\bdois$", "duas", said))

    def _whole(self, value: int) -> str:
        for size, one, many in (
            (1_000_000_000, "um bilhão", "bilhões"),
            (1_000_000, "um milhão", "milhões"),
            (1000, "mil", "mil"),
        ):
            if value >= size:
                head, rest = divmod(value, size)
                said = one if head == 1 else f"{self._whole(head)} {many}"
                if not rest:
                    return said
                joined = " e " if rest < 100 or (rest % 100 == 0 and rest < 1000) else " "
                return f"{said}{joined}{self._whole(rest)}"
        if value > 100:
            head, rest = divmod(value, 100)
            said = self._words.hundreds[head]
            return f"{said} e {self._whole(rest)}" if rest else said
        if value == 100:
            return "cem"
        if value >= 20:
            head, rest = divmod(value, 10)
            said = self._words.tens[head]
            return f"{said} e {self._words.ones[rest]}" if rest else said
        return self._words.ones[value]

    def ordinal(self, value: int, *, feminine: bool = False) -> str:
        """``3`` → ``terceiro`` up to ten, a plain number above."""
        if value >= len(self._words.ranks):
            return self.cardinal(value)
        said = self._words.ranks[value]
        return said[:-1] + "a" if feminine else said

    def form(self, value: int) -> int:
        """One or many."""
        return int(value != 1)


def language(_tag: str) -> Language:
    """Brazilian Portuguese."""
    words = lexicon("pt")
    reading = Reading(words, PortugueseNumerals(words), feminine=_FEMININE)
    return Language("Portuguese", reading.reader(), word_by_word(_word))


def _word(spelling: str) -> str:
    words = lexicon("pt")
    lower = spelling.lower().replace("’", "").replace("'", "")
    lower = words.respelled.get(lower, lower)
    if not re.search("[áâãéêíóôõú]", lower):
        lower = re.sub(r"i([aeo]s?)$", r"í\1", lower)
        lower = re.sub(r"el$", "él", lower)
        lower = re.sub(r"(?<![qg])u([ao]s?)$", r"ú\1", lower)
    sounds = letter_rules("pt.rules").sounds(lower)
    if lower in words.unstressed:
        return _ended(unstressed(sounds))
    early = re.search(r"(?:[aeo]s?|[ae]m|ens)$", lower)
    sounds = stressed(sounds, _VOWELS, -2 if early else -1)
    if _OPEN_E.fullmatch(lower) and "ê" not in lower:
        sounds = sounds.replace("ˈe", "ˈɛ")
    if _OPEN_O.fullmatch(lower) and "ô" not in lower:
        sounds = sounds.replace("ˈo", "ˈɔ")
    # A stressed a, and every vowel marked so, sounds through the nose before m and n.
    sounds = re.sub(r"ˈa(?=[mnɲ])", "ˈɐ̃", sounds)
    return _ended(sounds)


def _ended(sounds: str) -> str:
    """With the weak vowels that end a word."""
    if PRIMARY not in sounds and len(sounds) < 2:
        return {"e": "i", "o": "ʊ"}.get(sounds, sounds)
    sounds = re.sub(r"(?<![ˈˌ])a(?=s?$)", "æ", sounds)
    sounds = re.sub(r"(?<![ˈˌ])o(?=s?$)", "ʊ", sounds)
    return re.sub(r"(?<![ˈˌ])e(?=s?$)", "y", sounds)
