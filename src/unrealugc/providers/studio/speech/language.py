"""Whether a script is in a language that the voices speak."""

from __future__ import annotations

import re
import unicodedata
from importlib import resources

import yaml

from unrealugc.providers.errors import UnspeakableTextError

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH_WORDS = 4
_FOREIGN_SHARE = 0.25
_FOREIGN_LETTERS = 0.3


def _stop_words() -> dict[str, frozenset[str]]:
    text = resources.files(__package__).joinpath("data/stop_words.yaml").read_text("utf-8")
    return {name: frozenset(words.split()) for name, words in yaml.safe_load(text).items()}


_STOP_WORDS = _stop_words()
_ENGLISH = _STOP_WORDS.pop("English")
_ONLY_FOREIGN = {name: words - _ENGLISH for name, words in _STOP_WORDS.items()}


def require_english(text: str) -> None:
    """Raise ``UnspeakableTextError`` where ``text`` is mainly in another language.

    Judged by the writing system and by function words, so that brand names, loan words and a
    phrase in another language pass.
    """
    letters = [char for char in text if char.isalpha()]
    foreign = [char for char in letters if not _is_latin(char)]
    if len(foreign) > _FOREIGN_LETTERS * len(letters):
        raise _refused(_script_of(foreign[0]))
    words = [word.lower() for word in _WORD.findall(text)]
    english = sum(word in _ENGLISH for word in words)
    for language, stop_words in _ONLY_FOREIGN.items():
        found = sum(word in stop_words for word in words)
        if len(words) >= _ENOUGH_WORDS and found > english and found > _FOREIGN_SHARE * len(words):
            raise _refused(language)


def _is_latin(char: str) -> bool:
    return "LATIN" in unicodedata.name(char, "LATIN")


def _script_of(char: str) -> str:
    return unicodedata.name(char).split()[0].capitalize()


def _refused(language: str) -> UnspeakableTextError:
    return UnspeakableTextError(
        f"The script seems to be in another language ({language}); this voice speaks English. "
        "Translate the script, or choose a voice of its language."
    )
