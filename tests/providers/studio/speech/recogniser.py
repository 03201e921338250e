"""A speech recogniser, to find out whether speech can be understood.

PocketSphinx brings an American English model in its package. For other languages it listens for
the words of a small vocabulary, told to it in the English sounds nearest to theirs: no more than a
rough check, but one that knows nothing of the voice model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.signal import resample_poly

from unrealugc.providers.base import Speech

# For the newest Pythons there are no wheels of it.
_sphinx: Any = pytest.importorskip("pocketsphinx")
_RATE = 16_000
_MARKS = re.compile("[ˈˌːʰʲ\u0303 ]")
_NEAREST = {
    "a": "AA",
    "ɑ": "AA",
    "ɐ": "AH",
    "ʌ": "AH",
    "ə": "AH",
    "ɜ": "ER",
    "ɛ": "EH",
    "e": "EY",
    "i": "IY",
    "ɪ": "IH",
    "ɨ": "IH",
    "y": "UW",
    "ø": "ER",
    "œ": "ER",
    "o": "OW",
    "ɔ": "AO",
    "u": "UW",
    "ʊ": "UH",
    "æ": "AE",
    "A": "EY",
    "I": "AY",
    "O": "OW",
    "W": "AW",
    "Y": "OY",
    "p": "P",
    "b": "B",
    "t": "T",
    "d": "D",
    "k": "K",
    "ɡ": "G",
    "m": "M",
    "n": "N",
    "ŋ": "NG",
    "f": "F",
    "v": "V",
    "s": "S",
    "z": "Z",
    "S": "S",
    "ʃ": "SH",
    "ʒ": "ZH",
    "ɕ": "SH",
    "ʂ": "SH",
    "ç": "SH",
    "x": "HH",
    "h": "HH",
    "ʁ": "R",
    "r": "R",
    "ɾ": "R",
    "ɹ": "R",
    "l": "L",
    "ʎ": "L Y",
    "j": "Y",
    "w": "W",
    "ʋ": "V",
    "β": "B",
    "ð": "DH",
    "ɣ": "G",
    "θ": "TH",
    "ʝ": "Y",
    "ʧ": "CH",
    "ʤ": "JH",
    "ʦ": "T S",
    "ʣ": "D Z",
    "ʨ": "CH",
    "ʥ": "JH",
    "c": "CH",
    "ɟ": "JH",
    "ʈ": "T",
    "ɖ": "D",
    "ɳ": "N",
    "ɲ": "N Y",
}


def heard_in_english(speeches: Iterable[Speech]) -> list[list[str]]:
    """The English words in each of ``speeches``, out of a vocabulary of 130 000."""
    decoder = _sphinx.Decoder(_sphinx.Config(loglevel="FATAL"))
    return [_heard(decoder, speech) for speech in speeches]


def heard_of_vocabulary(speech: Speech, sounds: Mapping[str, str], folder: Path) -> list[str]:
    """Which words of ``sounds``, a word's symbols by its name, are heard in ``speech``."""
    lines = []
    for name, symbols in sounds.items():
        said = nearest_english(symbols)
        lines.append(f"{name} {said}")
        if " R" in said:
            # English has two sounds that are like the r of others.
            lines.append(f"{name}(2) {said.replace(' R', ' D')}")
    dictionary, grammar = folder / "words.dict", folder / "words.gram"
    dictionary.write_text("\n".join(lines) + "\n", encoding="ascii")
    choice = " | ".join(sounds)
    grammar.write_text(f"#JSGF V1.0;\ngrammar words;\npublic <said> = ( {choice} )+;\n")
    config = _sphinx.Config(dict=str(dictionary), jsgf=str(grammar), loglevel="FATAL")
    return _heard(_sphinx.Decoder(config), speech)


def nearest_english(symbols: str) -> str:
    """The model's symbols in the recogniser's."""
    return " ".join(_NEAREST[char] for char in _MARKS.sub("", symbols) if char in _NEAREST)


def errors(said: list[str], heard: list[str]) -> int:
    """How many words were dropped, added or taken for others."""
    row = list(range(len(heard) + 1))
    for index, word in enumerate(said, 1):
        above, row = row, [index]
        for at, other in enumerate(heard, 1):
            row.append(min(above[at] + 1, row[-1] + 1, above[at - 1] + (word != other)))
    return row[-1]


def _heard(decoder: Any, speech: Speech) -> list[str]:
    samples = resample_poly(speech.samples, _RATE, speech.sample_rate)
    loud = 0.9 * samples / np.abs(samples).max()
    decoder.start_utt()
    decoder.process_raw((loud * 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return [re.sub(r"\(\d+\)", "", word) for word in found.hypstr.split()] if found else []
