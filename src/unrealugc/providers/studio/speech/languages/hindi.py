"""Hindi in Devanagari; words in Latin letters between it are said as in Indian English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from unrealugc.providers.studio.speech.english import english_sounds
from unrealugc.providers.studio.speech.languages.language import Language, SaidWord
from unrealugc.providers.studio.speech.languages.lexicon import Lexicon, lexicon
from unrealugc.providers.studio.speech.languages.reading import Reading
from unrealugc.providers.studio.speech.languages.stress import PRIMARY, unstressed


def _table(letters: str, sounds: str) -> dict[str, str]:
    return dict(zip(letters, sounds.split(), strict=True))


_CONSONANTS = _table(
    "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
    "k kʰ ɡ ɡʰ ŋ c cʰ ɟ ɟʰ ɲ ʈ ʈʰ ɖ ɖʰ ɳ t tʰ d dʰ n p pʰ b bʰ m j ɾ l ʋ ʃ ʂ s h",
)
_DOTTED = {"क": "k", "ख": "x", "ग": "ɣ", "ज": "z", "ड": "ɾ", "ढ": "ɾʰ", "फ": "f", "य": "j"}
_SIGNS = _table("ािीुूेैोौृॉॅ", "aː ɪ iː ʊ uː eː ɛː oː ɔː ɾɪ ɔ ɛ")
_VOWELS = _table("अआइईउऊएऐओऔऋऑऍ", "ə aː ɪ iː ʊ uː eː ɛː oː ɔː ɾɪ ɔ ɛ")
_VIRAMA, _NUKTA = "\u094d", "\u093c"
_ANUSVARA, _CANDRABINDU, _VISARGA = "\u0902", "\u0901", "\u0903"
_NASALS = (_ANUSVARA, _CANDRABINDU, _VISARGA)
_SCHWA = "ə"
_NASAL = "\u0303"
_LATIN = str.maketrans(
    {
        "ɹ": "ɾ",
        "A": "eː",
        "O": "oː",
        "θ": "tʰ",
        "ð": "d",
        "w": "ʋ",
        "v": "ʋ",
        "t": "ʈ",
        "d": "ɖ",
        "T": "ɾ",
        "æ": "ɛ",
        "ɜ": "ə",
        "ᵊ": "ə",
        "ᵻ": "ɪ",
    }
)


@dataclass(slots=True)
class _Syllable:
    onset: str
    vowel: str
    nasal: str = ""
    inherent: bool = False


class HindiNumerals:
    """Hindi numbers, whose first hundred each have a name."""

    def __init__(self, words: Lexicon) -> None:
        self._words = words

    def cardinal(self, value: int, *, feminine: bool = False, counting: bool = False) -> str:
        """``1299`` → ``एक हज़ार दो सौ निन्यानवे``; larger ones in lakhs and crores."""
        del feminine, counting
        for size, name in (
            (10_000_000, "करोड़"),
            (100_000, "लाख"),
            (1000, "हज़ार"),
            (100, "सौ"),
        ):
            if value >= size:
                head, rest = divmod(value, size)
                said = f"{self.cardinal(head)} {name}"
                return f"{said} {self.cardinal(rest)}" if rest else said
        return self._words.ones[value]

    def ordinal(self, value: int, *, feminine: bool = False) -> str:
        """``2`` → ``दूसरा`` or ``दूसरी``."""
        ranks = self._words.ranks
        said = ranks[value] if value < len(ranks) else f"{self.cardinal(value)}वाँ"
        return re.sub("ा$", "ी", re.sub("वाँ$", "वीं", said)) if feminine else said

    def form(self, value: int) -> int:
        """One or many."""
        return int(value != 1)


def language(_tag: str) -> Language:
    """Hindi."""
    words = lexicon("hi")
    return Language("Hindi", Reading(words, HindiNumerals(words)).reader(), _sounds)


def _sounds(words: Sequence[SaidWord]) -> list[str]:
    return [_word(word.spelling) for word in words]


def _word(spelling: str) -> str:
    if spelling.isascii():
        return english_sounds(spelling).translate(_LATIN)
    # Two letters may stand for one with a dot below: take them apart.
    text = unicodedata.normalize("NFD", spelling)
    syllables = _without_schwas(_syllables(text))
    sounds = _stressed(syllables)
    return unstressed(sounds) if spelling in lexicon("hi").unstressed else sounds


def _syllables(text: str) -> list[_Syllable]:
    found: list[_Syllable] = []
    onset, bare = "", False
    for char, after in zip(text, [*text[1:], ""], strict=True):
        starts = char in _CONSONANTS or char in _VOWELS or char in _NASALS
        if bare and starts:
            # The consonant before has no vowel written: its own is an a.
            found.append(_Syllable(onset, _SCHWA, inherent=char not in _NASALS))
            onset, bare = "", False
        if char in _CONSONANTS:
            onset += _DOTTED.get(char, _CONSONANTS[char]) if after == _NUKTA else _CONSONANTS[char]
            bare = True
        elif char == _VIRAMA:
            bare = False
        elif char in _SIGNS or char in _VOWELS:
            found.append(_Syllable(onset, _SIGNS.get(char) or _VOWELS[char]))
            onset, bare = "", False
        elif char in _NASALS and found:
            found[-1].nasal = _nasal(char, after)
    if onset:
        found.append(_Syllable(onset, _SCHWA if bare else "", inherent=bare))
    return found


def _nasal(mark: str, following: str) -> str:
    if mark == _VISARGA:
        return "h"
    if mark == _CANDRABINDU or following not in _CONSONANTS:
        return _NASAL
    place = _CONSONANTS[following][0]
    if place in "pbm":
        return "m"
    return {"k": "ŋ", "ɡ": "ŋ", "ʈ": "ɳ", "ɖ": "ɳ"}.get(place, "n")


def _without_schwas(syllables: list[_Syllable]) -> list[_Syllable]:
    """Without the vowels that are written nowhere and not said: at the end, and in V·C_C·V."""
    said = list(syllables)
    if len(said) > 1 and said[-1].inherent and not said[-1].nasal:
        said[-1].vowel = ""
    for index in range(len(said) - 2, 0, -1):
        one, before, after = said[index], said[index - 1], said[index + 1]
        if one.inherent and not one.nasal and before.vowel and after.vowel and after.onset:
            one.vowel = ""
    return said


def _stressed(syllables: list[_Syllable]) -> str:
    spoken = [index for index, syllable in enumerate(syllables) if syllable.vowel]
    place = spoken[_stress(syllables, spoken)] if spoken else -1
    sounds = ""
    for index, syllable in enumerate(syllables):
        vowel = syllable.vowel
        if index == place:
            vowel = PRIMARY + ("ʌ" if vowel == _SCHWA else vowel)
        elif index == len(syllables) - 1 and vowel == "iː":
            vowel = "i"
        if syllable.nasal == _NASAL:
            vowel = vowel.replace("ː", "")
        sounds += syllable.onset + vowel + syllable.nasal
    return sounds


def _stress(syllables: list[_Syllable], spoken: list[int]) -> int:
    """Index into ``spoken``: a last long closed syllable, a long last but one, else the first."""
    last = spoken[-1]
    closed = last < len(syllables) - 1
    if "ː" in syllables[last].vowel and closed:
        return len(spoken) - 1
    if len(spoken) > 1 and "ː" in syllables[spoken[-2]].vowel:
        return len(spoken) - 2
    return max(0, len(spoken) - 3) if len(spoken) > 3 else 0
