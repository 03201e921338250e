"""Marks of stress in a word's sounds, where the model expects them: right before a vowel."""

from __future__ import annotations

import re

PRIMARY, SECONDARY = "ˈ", "ˌ"


def stressed(sounds: str, vowels: re.Pattern[str], place: int, *, secondary: bool = True) -> str:
    """``sounds`` with the primary stress on the vowel ``place`` (negative from the end).

    A mark that is there already stays. With ``secondary``, long words get a lesser stress on
    their first vowel, and every other one from there, at least two before the primary one.
    """
    nuclei = [match.start() for match in vowels.finditer(sounds)]
    if PRIMARY not in sounds:
        if not nuclei:
            return sounds
        at = nuclei[max(-len(nuclei), min(place, len(nuclei) - 1))]
        sounds = sounds[:at] + PRIMARY + sounds[at:]
    if not secondary:
        return sounds
    main = sounds.index(PRIMARY)
    before = [at for at in nuclei if at < main]
    marked = [at for index, at in enumerate(before) if index % 2 == 0 and index <= len(before) - 2]
    for at in reversed(marked):
        sounds = sounds[:at] + SECONDARY + sounds[at:]
    return sounds


def unstressed(sounds: str) -> str:
    """``sounds`` without their marks, as of an article."""
    return sounds.replace(PRIMARY, "").replace(SECONDARY, "")
