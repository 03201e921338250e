"""Words that are spelled alike are said by what stands beside them."""

from __future__ import annotations

import pytest

from unrealugc.providers.studio.speech.phonemes import phonemize
from unrealugc.providers.studio.speech.text.script import read_script


@pytest.mark.parametrize(
    ("sentence", "word", "sounds"),
    [
        ("I use it", "use", "jˈuz"),
        ("Hi, use code SAVE", "use", "jˈuz"),
        ("for daily use", "use", "jˈus"),
        ("She uses it", "uses", "jˈuzᵻz"),
        ("it has many uses", "uses", "jˈusᵻz"),
        ("I used to hate it", "used", "jˈust"),
        ("it is used to clean", "used", "jˈuzd"),
        ("I live here", "live", "lˈɪv"),
        ("a live demo", "live", "lˈIv"),
        ("close to me", "close", "klˈOs"),
        ("close the app", "close", "klˈOz"),
        ("I have read it", "read", "ɹˈɛd"),
        ("read this", "read", "ɹˈid"),
        ("I record my day", "record", "ɹəkˈɔɹd"),
        ("break a record", "record", "ɹˈɛkəɹd"),
        ("the produce section", "produce", "pɹˈOdˌus"),
    ],
)
def test_homograph(sentence: str, word: str, sounds: str) -> None:
    (read,) = read_script(sentence)
    said = {heard.text: heard.symbols for heard in phonemize(read, "en-us")}
    assert said[word] == sounds
