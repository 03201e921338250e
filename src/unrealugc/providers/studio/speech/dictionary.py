"""A pronunciation dictionary that is looked up where it lies, in a file mapped into memory."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator, Mapping
from pathlib import Path

Entry = str | dict[str, str | None]
"""Sounds, or sounds by part of speech."""

_KEY = b'\n  "'


class DictionaryFile(Mapping[str, Entry]):
    """The words of a JSON file with one entry a line, indented by two, in the order of their keys.

    A word is found in some 20 steps; a file of 3 MB that is read whole takes 30 MB and a tenth of
    a second. Processes share the mapped pages.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._text = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __getitem__(self, word: str) -> Entry:
        found = self._find(json.dumps(word, ensure_ascii=False)[1:-1].encode())
        if found is None:
            raise KeyError(word)
        return found

    def __iter__(self) -> Iterator[str]:
        start = self._text.find(_KEY)
        while start >= 0:
            yield str(json.loads(b'"' + self._key(start) + b'"'))
            start = self._text.find(_KEY, start + 1)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _find(self, key: bytes) -> Entry | None:
        # The entry is sought among those that begin at ``low`` or later and before ``high``.
        low, high = 0, len(self._text)
        while low < high:
            middle = (low + high) // 2
            start = self._text.find(_KEY, middle)
            if not middle <= start < high:
                high = middle
                continue
            here = self._key(start)
            if here == key:
                return self._value(start + len(_KEY) + len(key))
            if here < key:
                low = start + len(_KEY)
            else:
                high = middle
        return None

    def _key(self, start: int) -> bytes:
        begin = start + len(_KEY)
        return self._text[begin : self._text.find(b'":', begin)]

    def _value(self, begin: int) -> Entry:
        end = self._text.find(_KEY, begin)
        value = self._text[begin + len(b'":') : end if end >= 0 else self._text.rfind(b"}")]
        entry: Entry = json.loads(value.rstrip().rstrip(b","))
        return entry


class GrownDictionary(Mapping[str, Entry]):
    """A dictionary that also knows its lower-case words with a capital, and the other way round."""

    def __init__(self, words: Mapping[str, Entry]) -> None:
        self._words = words

    def __getitem__(self, word: str) -> Entry:
        found = self._words.get(word)
        if found is None and len(word) > 1:
            other = word.lower() if word == word.capitalize() else word.capitalize()
            if word in (other.capitalize(), other.lower()):
                found = self._words.get(other)
        if found is None:
            raise KeyError(word)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)
