"""Addresses, handles, capitals and mixtures of letters and digits in a language."""

from __future__ import annotations

import re
import unicodedata

from unrealugc.providers.studio.speech.languages.figures import Figures
from unrealugc.providers.studio.speech.languages.lexicon import Lexicon
from unrealugc.providers.studio.speech.text.rule import Near

_RUNS = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)?")
_VOWELS = frozenset("AEIOUYĄĘÓ")
_SPELLED_DOMAINS = frozenset(
    ["uk", "us", "de", "tv", "fr", "es", "it", "br", "pl", "mx", "ar", "in"]
)
_TOP_DOMAINS = _SPELLED_DOMAINS | {
    *("com", "net", "org", "app", "io", "ai", "co", "shop", "store", "online", "me", "eu", "at"),
    *("ch", "be", "pt", "cl", "pe", "info", "dev", "club", "site", "beauty", "health", "live"),
}


class Spelling:
    """Reads what is spelled or put together."""

    def __init__(self, words: Lexicon, figures: Figures) -> None:
        self._words = words
        self._figures = figures

    def letters(self, text: str) -> str:
        """The names of the letters of ``text``."""
        plain = [char for char in text.lower() if char.isalnum()]
        names = [self._words.letters.get(char) or self._bare(char) for char in plain]
        return " ".join(name for name in names if name)

    def _bare(self, char: str) -> str:
        if char.isdecimal():
            return self._figures.digits(char)
        return self._words.letters.get(unicodedata.normalize("NFD", char)[0], "")

    def email(self, match: re.Match[str], _near: Near) -> str | None:
        """``hola@acme.com``."""
        host = self._host(match["host"])
        return host and f"{self._name(match['user'])} {self._words.signs['@']} {host}"

    def address(self, match: re.Match[str], _near: Near) -> str | None:
        """``acme.com/oferta``; None for what is no address."""
        host = self._host(match["host"])
        path = (match["path"] or "").split("?")[0].strip("/")
        if host is None or not path:
            return host
        return f"{host} {self._words.signs['/']} {self._name(path)}"

    def handle(self, match: re.Match[str], _near: Near) -> str:
        """``@acme``."""
        return f"{self._words.signs['@']} {self._name(match[1])}"

    def hashtag(self, match: re.Match[str], _near: Near) -> str:
        """``#PielPerfecta``."""
        return f"{self._words.hashtag} {self._camel(match[1])}"

    def plain(self, word: str) -> str:
        """A word, in capitals or not, or a mixture."""
        if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?", word):
            return self.letters(word)
        if any(char.isdecimal() for char in word):
            return self._mixed(word)
        parts = re.split(r"[-‐/_|•·*~^]+|(&)", word)
        said = [self._words.and_ if part == "&" else self._part(part) for part in parts if part]
        return " ".join(part for part in said if part)

    def _part(self, part: str) -> str:
        if not any(char.isalpha() for char in part):
            return ""
        stem = part.strip("'’")
        if len(stem) > 1 and stem.isupper():
            return self._capitals(stem)
        return stem

    def _capitals(self, stem: str) -> str:
        if stem in self._words.said_acronyms:
            return stem.lower()
        vowelless = not _VOWELS & set(unicodedata.normalize("NFD", stem))
        spelled = stem in self._words.acronyms or (vowelless and stem.isascii())
        return self.letters(stem) if spelled else stem.lower()

    def _mixed(self, word: str) -> str:
        said = []
        for run in _RUNS.findall(word):
            if run[0].isdecimal():
                said.append(self._figures.said(run))
            elif run.isupper() and len(run) <= 3:
                said.append(self.letters(run))
            else:
                said.append(run)
        return " ".join(said)

    def _host(self, host: str) -> str | None:
        *labels, top = re.sub(r"(?i)^www\.", "", host).split(".")
        if not labels or top.lower() not in _TOP_DOMAINS:
            return None
        dot = self._words.signs["."]
        said_top = self.letters(top) if top.lower() in _SPELLED_DOMAINS else top.lower()
        return " ".join([*(f"{self._name(label)} {dot}" for label in labels), said_top])

    def _name(self, text: str) -> str:
        parts = re.split(r"([.\-_/])", text)
        said = [self._words.signs.get(part) or self._camel(part) for part in parts]
        return " ".join(part for part in said if part)

    def _camel(self, name: str) -> str:
        said = []
        for run in _humps(name):
            if run.isdecimal():
                said.append(self._figures.said(run))
            else:
                said.append(self._capitals(run) if len(run) > 1 and run.isupper() else run)
        return " ".join(said)


def _humps(name: str) -> list[str]:
    """``GlowUpUSA2`` → ``Glow``, ``Up``, ``USA``, ``2``, in any alphabet."""
    found: list[str] = []
    for run in re.findall(r"[^\W\d_]+|\d+", name):
        start = 0
        for at in range(1, len(run)):
            up, before = run[at].isupper(), run[at - 1].isupper()
            if up and (not before or run[at + 1 : at + 2].islower()):
                found.append(run[start:at])
                start = at
        found.append(run[start:])
    return found
