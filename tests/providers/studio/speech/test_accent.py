"""American pronunciations become British ones."""

from __future__ import annotations

import pytest

from unrealugc.providers.studio.speech.accent import british
from unrealugc.providers.studio.speech.phonemes import phonemize
from unrealugc.providers.studio.speech.text.script import read_script


@pytest.mark.parametrize(
    ("spelling", "american", "expected"),
    [
        ("water", "wˈɔTəɹ", "wˈɔːtə"),
        ("bottle", "bˈɑTəl", "bˈɒtəl"),
        ("can't", "kˈænt", "kˈɑːnt"),
        ("cat", "kˈæt", "kˈat"),
        ("father", "fˈɑðəɹ", "fˈɑːðə"),
        ("coffee", "kˈɔfi", "kˈɒfi"),
        ("bought", "bˈɔt", "bˈɔːt"),
        ("card", "kˈɑɹd", "kˈɑːd"),
        ("very", "vˈɛɹi", "vˈɛɹi"),
        ("year", "jˈɪɹ", "jˈɪə"),
        ("new", "nˈu", "njˈuː"),
        ("home", "hˈOm", "hˈQm"),
        ("tomato", "təmˈATO", "təmˈɑːtQ"),
    ],
)
def test_british(spelling: str, american: str, expected: str) -> None:
    assert british(american, spelling) == expected


def test_the_voices_language_decides() -> None:
    (sentence,) = read_script("water")
    assert phonemize(sentence, "en-us")[0].symbols == "wˈɔTəɹ"
    assert phonemize(sentence, "en-gb")[0].symbols == "wˈɔːtə"
