"""Web addresses, e-mail addresses, handles and hashtags."""

from __future__ import annotations

import re

from unrealugc.providers.studio.speech.text import lexicon
from unrealugc.providers.studio.speech.text.numbers import cardinal
from unrealugc.providers.studio.speech.text.rule import Near, rule
from unrealugc.providers.studio.speech.text.spelling import camel_words, spelled

_SEPARATORS = {".": "dot", "-": "dash", "_": "underscore", "/": "slash"}
_SPELLED_DOMAINS = frozenset(["uk", "us", "de", "tv", "nz", "au", "ca", "eu", "fr", "es", "it"])


def _name(text: str) -> str:
    words = []
    for part in re.split(r"([.\-_/])", text):
        words.append(_SEPARATORS.get(part) or camel_words(part))
    return " ".join(word for word in words if word)


def _host(host: str) -> str | None:
    *labels, top = re.sub(r"(?i)^www\.", "", host).split(".")
    if not labels or top.lower() not in lexicon.TOP_DOMAINS:
        return None
    said_top = spelled(top) if top.lower() in _SPELLED_DOMAINS else top.lower()
    return " ".join([*(f"{_name(label)} dot" for label in labels), said_top])


def _web_address(match: re.Match[str], _near: Near) -> str | None:
    host = _host(match["host"])
    path = (match["path"] or "").split("?")[0].strip("/")
    if host is None or not path:
        return host
    return f"{host} slash {_name(path)}"


def _email(match: re.Match[str], _near: Near) -> str | None:
    host = _host(match["host"])
    return host and f"{_name(match['user'])} at {host}"


def _handle(match: re.Match[str], _near: Near) -> str:
    return f"at {_name(match[1])}"


def _hashtag(match: re.Match[str], _near: Near) -> str:
    if match[1].isdecimal():
        return f"number {cardinal(int(match[1]))}"
    return f"hashtag {camel_words(match[1])}"


RULES = (
    rule(r"(?P<user>[\w.+-]+)@(?P<host>[\w.-]+\.[a-z]{2,})", _email),
    rule(r"(?:https?://)?(?P<host>(?:[\w-]+\.)+[a-z]{2,})(?P<path>/\S*)?", _web_address),
    rule(r"@([\w.]+)", _handle),
    rule(r"#(\w+)", _hashtag),
)
