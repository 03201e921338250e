"""A toy person and a made-up line of speech, shared by the studio's tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.support.toy_rig import write_toy_rig
from unrealugc.providers.base import (
    Framing,
    Margins,
    PhonemeTime,
    Speech,
    Take,
    WordTime,
)

RATE = 24_000
# "Mama, happy people move about. Is it warm?" in the speech model's symbols.
WORDS = (
    ("Mama,", "m ɑ m ə"),
    ("happy", "h æ p i"),
    ("people", "p i p ᵊ l"),
    ("move", "m u v"),
    ("about.", "ə b W t"),
    ("", ""),
    ("Is", "ɪ z"),
    ("it", "ɪ t"),
    ("warm?", "w ɔ ɹ m"),
)
LOUD = set("ɑæiuWɔɪəᵊ")


def say(words: tuple[tuple[str, str], ...], duration: float) -> Speech:
    """Speech of ``duration`` seconds: vowels loud, consonants soft, "" a pause of 0.6 s."""
    samples = np.zeros(round(duration * RATE), np.float32)
    phonemes: list[PhonemeTime] = []
    spoken: list[WordTime] = []
    now = 0.5
    for text, symbols in words:
        start = now
        for symbol in symbols.split():
            end = now + (0.14 if symbol in LOUD else 0.08)
            phonemes.append(PhonemeTime(symbol, now, end))
            a, b = round(now * RATE), round(end * RATE)
            samples[a:b] = (0.4 if symbol in LOUD else 0.05) * np.sin(np.arange(b - a) * 0.05)
            now = end
        if text:
            spoken.append(WordTime(text, start, now))
        now += 0.03 if text else 0.6
    return Speech(samples, RATE, tuple(spoken), tuple(phonemes))


@pytest.fixture(scope="session")
def toy_rig(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a toy rig."""
    return write_toy_rig(tmp_path_factory.mktemp("rigs") / "toy")


@pytest.fixture(scope="session")
def speech() -> Speech:
    """Five seconds with two sentences and silence around them."""
    return say(WORDS, 5.0)


@pytest.fixture(scope="session")
def square() -> Framing:
    """A square picture at half the size of a real one, for speed."""
    return Framing("1:1", 540, 540, Margins(0, 0, 0, 0))


@pytest.fixture(scope="session")
def take() -> Take:
    """The only take of a video of five seconds."""
    return Take(0, "Mama, happy people move about. Is it warm?", 0.0, 5.0)
