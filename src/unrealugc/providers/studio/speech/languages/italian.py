"""Italian."""

from __future__ import annotations

import re

from unrealugc.providers.studio.speech.languages.grouping import in_groups
from unrealugc.providers.studio.speech.languages.language import Language, word_by_word
from unrealugc.providers.studio.speech.languages.letters import letter_rules
from unrealugc.providers.studio.speech.languages.lexicon import Lexicon, lexicon
from unrealugc.providers.studio.speech.languages.reading import Reading
from unrealugc.providers.studio.speech.languages.stress import stressed, unstressed

_VOWELS = re.compile("[aeiouɛɔ]")
_FEMININE = r"(?!(?:problema|sistema|programma|tema)$).*(?:a|ione)"

# Endings that throw the stress back to the third vowel from the end.
_EARLY = re.compile(
    r".+(?:issim[oaie]|[ai]bil[ei]|evol[ei]|[^aeiou](?:ic|logic|atic)(?:[oaie]|he|hi)|ografic[oai]"
    r"|[aeiou]log[oaie]|metr[oi]|izzan[oi]|tudin[ei]|abil[ei]|ider[oaie]|esim[oaie]|ofil[oaie])"
)
_CLOSED = re.compile(r".*(?:ment[eio]|ett[oaie]|ezz[ae]|es[ei]|evol[ei]|efic[ioe]|tre|re|ere|mi)")
_CLOSED_O = re.compile(
    r".*(?:on[ei]|or[ei]|os[oaie]|olt[oaie]|orn[oi]|ogn[oi]|ott[oi]|ome|ono|ont[oei]|ond[oie])"
)
_GROUPS = (
    (1_000_000_000, "un miliardo", "miliardi"),
    (1_000_000, "un milione", "milioni"),
    (1000, "mille", "mila"),
)


class ItalianNumerals:
    """Italian numbers, the parts of long ones apart from each other."""

    def __init__(self, words: Lexicon) -> None:
        self._words = words

    def cardinal(self, value: int, *, feminine: bool = False, counting: bool = False) -> str:
        """``28`` → ``ventotto``, ``1`` before a noun ``un`` or ``una``."""
        if value == 1 and feminine:
            return "una"
        if value == 1 and counting:
            return "un"
        return self._whole(value)

    def _whole(self, value: int) -> str:
        grouped = in_groups(value, _GROUPS, self._whole)
        if grouped is not None:
            return grouped
        if value >= 100:
            head, rest = divmod(value, 100)
            said = "cento" if head == 1 else f"{self._words.ones[head]}cento"
            return f"{said} {self._whole(rest)}" if rest else said
        if value >= 20:
            head, rest = divmod(value, 10)
            tens = self._words.tens[head]
            if rest in (1, 8):
                return tens[:-1] + self._words.ones[rest]
            return tens + ("tré" if rest == 3 else self._words.ones[rest] if rest else "")
        return self._words.ones[value]

    def ordinal(self, value: int, *, feminine: bool = False) -> str:
        """``3`` → ``terzo`` up to ten; ``ventesimo`` and so on above."""
        if value < len(self._words.ranks):
            said = self._words.ranks[value]
        else:
            whole = self._whole(value)
            said = (whole if whole.endswith(("tré", "sei")) else whole[:-1]) + "esimo"
        return said[:-1] + "a" if feminine else said

    def form(self, value: int) -> int:
        """One or many."""
        return int(value != 1)


def language(_tag: str) -> Language:
    """Italian."""
    words = lexicon("it")
    reading = Reading(words, ItalianNumerals(words), feminine=_FEMININE)
    return Language("Italian", reading.reader(), word_by_word(_word))


def _word(spelling: str) -> str:
    words = lexicon("it")
    lower = spelling.lower().replace("’", "'")
    lower = words.respelled.get(lower, lower)
    if "'" in lower:
        head, _, tail = lower.partition("'")
        if tail:
            return unstressed(_word(head)) + _word(tail)
        lower = head
    sounds = letter_rules("it.rules").sounds(lower)
    if lower in words.unstressed:
        return _ended(unstressed(sounds))
    place = -1 if re.search(r"[^aeiouàèéìòù]$", lower) else -2
    sounds = stressed(sounds, _VOWELS, -3 if _EARLY.fullmatch(lower) else place, secondary=False)
    if not _CLOSED_O.fullmatch(lower):
        sounds = re.sub(r"ˈo(?=.)", "ˈɔ", sounds)
    if not _CLOSED.fullmatch(lower) and "é" not in lower:
        sounds = re.sub(r"ˈe(?=.)", "ˈɛ", sounds)
    return _ended(sounds)


def _ended(sounds: str) -> str:
    """With its lax vowels: i at the end, u wherever it has no stress."""
    return re.sub(r"(?<!ˈ)u", "ʊ", re.sub(r"(?<=.)(?<!ˈ)i$", "ɪ", sounds))
