"""How the mouth looks for each sound.

Symbols are those of the speech model: IPA, with single capitals for diphthongs (``A`` eɪ,
``I`` aɪ, ``O`` oʊ, ``Q`` əʊ, ``W`` aʊ, ``Y`` ɔɪ). Two numbers place a sound in articulatory
space: ``jaw`` 0 (shut) .. 1 (wide "ah") and ``width`` -1 (pursed) .. +1 (spread). Some
consonants also ask for a shape of their own. The weights say how strongly a sound insists on
its jaw and width against its neighbours: the dominance of Cohen and Massaro, "Modeling
coarticulation in synthetic visual speech" (1993).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal["closed", "fv", "th", "l", "teeth"]


@dataclass(frozen=True, slots=True)
class Viseme:
    """A target of the mouth.

    Attributes:
        jaw: opening, 0..1.
        width: -1 pursed .. +1 spread.
        jaw_weight: how strongly the opening holds against the neighbours', 0..1.
        width_weight: the same for the width.
        shape: a sprite that the sound cannot do without.
        vowel: louder speech opens vowels, not consonants.
    """

    jaw: float
    width: float
    jaw_weight: float = 1.0
    width_weight: float = 1.0
    shape: Shape | None = None
    vowel: bool = False


SILENCE = Viseme(0.0, 0.0, 1.0, 0.6)
NEUTRAL = Viseme(0.25, 0.0, 0.3, 0.2)


def _vowel(jaw: float, width: float, weight: float = 1.0) -> Viseme:
    # A reduced vowel gives way in its width even more than in its opening.
    return Viseme(jaw, width, weight, weight**2.5, vowel=True)


_VOWELS = {
    "ɑ": _vowel(0.90, 0.05),
    "a": _vowel(0.90, 0.15),
    "æ": _vowel(0.80, 0.55),
    "ɐ": _vowel(0.50, 0.05, 0.8),
    "ʌ": _vowel(0.65, 0.05),
    "ə": _vowel(0.32, 0.00, 0.5),
    "ᵊ": _vowel(0.18, 0.00, 0.3),
    "ɚ": _vowel(0.32, -0.35, 0.7),
    "ɜ": _vowel(0.42, -0.30),
    "ɛ": _vowel(0.60, 0.50),
    "e": _vowel(0.48, 0.60),
    "i": _vowel(0.24, 0.95),
    "ɪ": _vowel(0.34, 0.55, 0.8),
    "ᵻ": _vowel(0.24, 0.40, 0.5),
    "ɨ": _vowel(0.24, 0.40, 0.6),
    "ɔ": _vowel(0.72, -0.45),
    "ɒ": _vowel(0.78, -0.30),
    "o": _vowel(0.52, -0.70),
    "ʊ": _vowel(0.34, -0.60, 0.8),
    "u": _vowel(0.24, -0.95),
    "y": _vowel(0.22, -0.90),
    "ø": _vowel(0.42, -0.70),
    "œ": _vowel(0.58, -0.50),
    "ɯ": _vowel(0.24, 0.35),
    "ɤ": _vowel(0.42, 0.10),
}

# A diphthong is two vowels, the second from the given share of its time on.
_DIPHTHONGS = {
    "A": (_VOWELS["e"], _vowel(0.28, 0.75)),
    "I": (_VOWELS["a"], _vowel(0.32, 0.65)),
    "O": (_vowel(0.55, -0.45), _vowel(0.30, -0.85)),
    "Q": (_vowel(0.45, -0.10), _vowel(0.30, -0.80)),
    "W": (_VOWELS["a"], _vowel(0.32, -0.80)),
    "Y": (_vowel(0.60, -0.65), _vowel(0.30, 0.60)),
}
GLIDE_START = 0.5


def _consonants(symbols: str, viseme: Viseme) -> dict[str, Viseme]:
    return dict.fromkeys(symbols.split(), viseme)


_CONSONANTS = {
    **_consonants("p b m", Viseme(0.0, 0.0, 1.0, 0.15, "closed")),
    **_consonants("β ɸ", Viseme(0.08, 0.0, 0.9, 0.2)),
    **_consonants("f v ʋ", Viseme(0.10, 0.10, 0.9, 0.25, "fv")),
    **_consonants("θ ð", Viseme(0.20, 0.10, 0.7, 0.25, "th")),
    **_consonants("l ʎ", Viseme(0.30, 0.10, 0.5, 0.15, "l")),
    **_consonants("s z S ʦ ʣ", Viseme(0.12, 0.30, 0.9, 0.35, "teeth")),
    **_consonants("ʃ ʒ ʧ ʤ ɕ ʑ ʥ ʨ ʂ ʐ ꭧ ç ʝ", Viseme(0.14, -0.30, 0.9, 0.5, "teeth")),
    **_consonants("t d T n ɾ ɳ ɲ ʈ ɖ ɽ", Viseme(0.20, 0.10, 0.5, 0.12)),
    **_consonants("k ɡ g ŋ x ɣ q χ ʁ c ɟ ɴ", Viseme(0.28, 0.05, 0.35, 0.08)),
    **_consonants("h ʔ ʕ", Viseme(0.35, 0.0, 0.12, 0.05)),
    **_consonants("ɹ r ɻ", Viseme(0.24, -0.50, 0.5, 0.55)),
    **_consonants("w ɥ", Viseme(0.14, -1.0, 0.9, 1.0)),
    **_consonants("j", Viseme(0.22, 0.60, 0.5, 0.5)),
    **_consonants("ɰ", Viseme(0.22, 0.10, 0.4, 0.2)),
}

_MODIFIERS = frozenset("ːʰʲ̃ᵝˈˌ↓→↗↘")
_SILENT = frozenset(';:,.!?—…"()“” ')


def is_silence(symbol: str) -> bool:
    """Whether a phoneme symbol stands for a pause rather than a sound."""
    return symbol in ("", "pau", "sil") or all(mark in _SILENT for mark in symbol)


def visemes_of(symbol: str) -> tuple[Viseme, ...]:
    """The targets of one phoneme: two for a diphthong, otherwise one.

    Marks of length, aspiration or tone on a symbol do not change the mouth. A symbol that
    nobody told us about moves the mouth a little rather than not at all.
    """
    if is_silence(symbol):
        return (SILENCE,)
    base = "".join(mark for mark in symbol if mark not in _MODIFIERS)
    if base in _DIPHTHONGS:
        return _DIPHTHONGS[base]
    known = [_VOWELS.get(mark) or _CONSONANTS.get(mark) for mark in base]
    return tuple(viseme or NEUTRAL for viseme in known) or (NEUTRAL,)
