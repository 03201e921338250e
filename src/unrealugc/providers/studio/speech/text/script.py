"""A script as sentences of written words, each with what is said for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from unrealugc.providers.studio.speech.text import lexicon
from unrealugc.providers.studio.speech.text.rule import Near
from unrealugc.providers.studio.speech.text.say import say
from unrealugc.providers.studio.speech.text.spelling import is_capitals

_OPENING = "\"'“‘([{<*_~¡¿«"
_CLOSING = "\"'”’)]}>*_~.,!?;:…»—–-।॥"
_JOINED_BY_DASH = re.compile(r"(?<=[^\W_])(—|--+|\s–\s|…|\.\.\.)(?=[^\W_])")
_SHOUTED_SHARE = 0.6
_SILENT_CATEGORIES = {"Cf", "Cc", "Mn", "So", "Sk", "Co", "Cn", "Cs"}
_DEVANAGARI = ("\u0900", "\u097f")


@dataclass(frozen=True, slots=True)
class Reader:
    """How a language reads written words.

    Attributes:
        say: the words said for a written one, without its outer punctuation.
        kept: short forms in lower case, whose full stop does not end a sentence.
        joins: whether a written word and the next are read as one, as in "5 kg".
    """

    say: Callable[[str, Near], str]
    kept: frozenset[str]
    joins: Callable[[str, str], bool] | None = None


ENGLISH = Reader(say, frozenset(lexicon.SHORT_FORMS) | lexicon.ABBREVIATIONS)


@dataclass(frozen=True, slots=True)
class ScriptWord:
    """One written word.

    ``text`` is the word as the script has it. ``spoken`` are the words said for it, ``mark`` the
    punctuation that follows in speech (one of ``. ! ? , ; : … —`` or ``""``), ``emphasis``
    whether it is stressed because it stands out in capitals.
    """

    text: str
    spoken: tuple[str, ...]
    mark: str = ""
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words said in one breath group, and whether a paragraph ends with them."""

    words: tuple[ScriptWord, ...]
    ends_paragraph: bool = False


def read_script(text: str, reader: Reader = ENGLISH) -> tuple[Sentence, ...]:
    """Split ``text`` into sentences of words with their spoken forms.

    Every written word is kept: what is silent (emoji, a lone dash) stays with the word before it,
    or with the first word that is said. Returns ``()`` when nothing is said at all.
    """
    sentences: list[Sentence] = []
    for paragraph in re.split(r"\n\s*\n", unicodedata.normalize("NFC", text.strip())):
        found = [part for line in paragraph.splitlines() for part in _sentences(line, reader)]
        if found:
            found[-1] = replace(found[-1], ends_paragraph=True)
        sentences += found
    return tuple(sentences)


def _sentences(line: str, reader: Reader) -> list[Sentence]:
    words = _words(_written(_JOINED_BY_DASH.sub(r"\1 ", line), reader), reader)
    groups: list[list[ScriptWord]] = [[]]
    for index, word in enumerate(words):
        groups[-1].append(word)
        if word.mark in {".", "!", "?"} and index + 1 < len(words):
            groups.append([])
    sentences = [group for group in groups if group]
    for group in sentences:
        if group[-1].mark in {"", ",", ";", ":", "—"}:
            group[-1] = replace(group[-1], mark=".")
    return [Sentence(tuple(group)) for group in sentences]


def _written(line: str, reader: Reader) -> list[str]:
    words: list[str] = []
    for word in line.split():
        if words and reader.joins and reader.joins(words[-1], word):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def _words(written: list[str], reader: Reader) -> list[ScriptWord]:
    peeled = [_peel(word, reader) for word in written]
    shouting = _is_shouted([core for core, _ in peeled])
    words: list[ScriptWord] = []
    waiting = ""
    for index, (text, (core, mark)) in enumerate(zip(written, peeled, strict=True)):
        near = Near(_core(peeled, index - 1), _core(peeled, index + 1))
        spoken = tuple(reader.say(core, near).split()) if core else ()
        if spoken:
            stressed = not shouting and _is_loud(core) and "." not in spoken[0]
            words.append(ScriptWord(waiting + text, spoken, mark, stressed))
            waiting = ""
        elif words:
            last = words[-1]
            words[-1] = replace(last, text=f"{last.text} {text}", mark=last.mark or mark)
        else:
            waiting += f"{text} "
    return words


def _core(peeled: list[tuple[str, str]], index: int) -> str:
    return peeled[index][0].lower() if 0 <= index < len(peeled) else ""


def _is_loud(core: str) -> bool:
    return core.replace("'", "").replace("’", "").isalpha() and is_capitals(core)


def _is_shouted(cores: list[str]) -> bool:
    wordy = [core for core in cores if core.isalpha()]
    loud = sum(map(is_capitals, wordy))
    return len(wordy) > 2 and loud > _SHOUTED_SHARE * len(wordy)


def _peel(word: str, reader: Reader) -> tuple[str, str]:
    """The word without emoji and outer punctuation, and the mark that is heard after it."""
    visible = "".join(char for char in word if char == "°" or _is_text(char))
    core = visible.lstrip(_OPENING)
    if core.lower() in reader.kept:
        return core, ""
    stripped = core.rstrip(_CLOSING)
    tail = core[len(stripped) :]
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", stripped) and tail.startswith("."):
        stripped, tail = stripped + ".", tail[1:]
    if re.fullmatch(r"\d['’]\d{1,2}|\d", stripped) and tail[:1] in {'"', "”", "'", "’"}:
        stripped, tail = stripped + tail[0], tail[1:]
    return stripped, _mark(tail)


def _is_text(char: str) -> bool:
    if _DEVANAGARI[0] <= char <= _DEVANAGARI[1]:
        return True
    return unicodedata.category(char) not in _SILENT_CATEGORIES


def _mark(tail: str) -> str:
    for mark in "?!":
        if mark in tail:
            return mark
    if "…" in tail or ".." in tail:
        return "…"
    if "—" in tail or "--" in tail:
        return "—"
    if "।" in tail or "॥" in tail:
        return "."
    return next((char for char in tail if char in ".,;:"), "")
