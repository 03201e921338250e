"""Where a word that is too long for a line may be parted.

No dictionary: a break stands before a consonant that a vowel follows, which is where syllables
begin in the languages that build long words. Soft hyphens in the script go first.
"""

from __future__ import annotations

from collections.abc import Callable

_SOFT = "\u00ad"
_VOWELS = frozenset("aeiouyäöüàâæáãåéèêëíìîïóòôõœúùûæøąęı")
# Letters that write one sound, and consonants that begin a syllable together.
_KEPT_TOGETHER = (
    *("sch", "ch", "ck", "ph", "th", "sh", "qu", "gn", "gh", "lh", "nh"),
    *(f"{stop}{liquid}" for stop in "bcdfgkpt" for liquid in "lr"),
)
_SHORTEST_PIECE = 4


def parted(word: str, fits: Callable[[str], bool]) -> list[str]:
    """The word in as few pieces as fit, hyphens added; whole where it cannot be parted.

    ``fits`` says whether a piece, its hyphen included, is narrow enough.
    """
    bare = word.replace(_SOFT, "")
    if fits(bare):
        return [bare]
    # Of the heads that fit the longest, unless that leaves a stump.
    heads = [(head, tail) for head, tail in _breaks(word) if fits(head.replace(_SOFT, ""))]
    if not heads:
        return [bare]
    whole_tails = [pair for pair in heads if fits(pair[1].replace(_SOFT, ""))]
    head, tail = (
        min(whole_tails, key=lambda pair: abs(len(pair[0]) - len(pair[1])))
        if whole_tails
        else heads[-1]
    )
    return [head.replace(_SOFT, ""), *parted(tail, fits)]


def _breaks(word: str) -> list[tuple[str, str]]:
    """Every way to part the word in two, in the order of its letters."""
    soft = [index for index, letter in enumerate(word) if letter == _SOFT]
    if soft:
        return [(f"{word[:index]}-", word[index + 1 :]) for index in soft if 0 < index < len(word)]
    pairs = []
    for index in range(2, len(word) - 2):
        if word[index - 1] in "-/–":
            pairs.append((word[:index], word[index:]))
        elif _starts_a_syllable(word.lower(), index):
            pairs.append((f"{word[:index]}-", word[index:]))
    return pairs


def _starts_a_syllable(word: str, index: int) -> bool:
    before, after = word[:index], word[index:]
    if min(len(before), len(after)) < _SHORTEST_PIECE or not (before + after[:2]).isalpha():
        return False
    torn = any(
        word.startswith(kept, index - inside)
        for kept in _KEPT_TOGETHER
        for inside in range(1, len(kept))
    )
    onset = next((kept for kept in _KEPT_TOGETHER if after.startswith(kept)), after[0])
    return (
        not torn
        and after[0].isascii()
        and after[0] not in _VOWELS
        and after[len(onset) : len(onset) + 1] in _VOWELS
    )
