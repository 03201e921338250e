"""Parts a word into what is drawn as one: emojis with all their refinements, and scripts.

An emoji may be several code points: a flag is two, a keycap three, and a family or a person with
a profession joins whole emojis (Unicode Technical Standard #51, section 1.4.9).
"""

from __future__ import annotations

import re
from typing import Literal

Script = Literal["latin", "devanagari", "emoji"]

_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
_KEYCAP = "[0-9#*]\ufe0f?\u20e3"
_BASE = (
    "[\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff\u2300-\u23ff\u2600-\u27bf"
    "\u2b00-\u2bff\u203c\u2049\u21a9\u21aa\u2194-\u2199]"
)
_TONE = "[\U0001f3fb-\U0001f3ff]"
_ELEMENT = f"{_BASE}\ufe0f?{_TONE}?[\U000e0020-\U000e007f]*"
_EMOJI = re.compile(f"{_FLAG}|{_KEYCAP}|{_ELEMENT}(?:\u200d{_ELEMENT})*")
_TONES = re.compile(_TONE)
# What may be left over where a sequence was torn apart; never a picture of its own.
_LEFTOVER = re.compile(
    "[\ufe0e\ufe0f\u20e3\u00ad\u200b\u2060\ufeff\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff"
    "\U000e0020-\U000e007f]"
)
_DEVANAGARI = re.compile("[\u0900-\u097f\ua8e0-\ua8ff]")
_JOINERS = "\u200c\u200d"


def clusters_of(word: str) -> list[tuple[Script, str]]:
    """The word's pieces in order: each emoji alone, each run of letters of one script."""
    pieces: list[tuple[Script, str]] = []
    place = 0
    for found in _EMOJI.finditer(word):
        pieces += _scripts(word[place : found.start()])
        pieces.append(("emoji", found.group()))
        place = found.end()
    return pieces + _scripts(word[place:])


def simpler_forms(emoji: str) -> list[str]:
    """The emoji as it is, then what says nearly the same with fewer refinements."""
    bare = emoji.replace("\ufe0f", "").replace("\ufe0e", "")
    untoned = _TONES.sub("", bare)
    forms = [bare, bare.split("\u200d")[0], untoned, untoned.split("\u200d")[0]]
    return list(dict.fromkeys(form for form in forms if form))


def _scripts(text: str) -> list[tuple[Script, str]]:
    """Runs of one script. Joiners shape Devanagari letters, and mean nothing elsewhere."""
    pieces: list[tuple[Script, str]] = []
    for character in _LEFTOVER.sub("", text):
        if character in _JOINERS:
            if pieces and pieces[-1][0] == "devanagari":
                pieces[-1] = ("devanagari", pieces[-1][1] + character)
            continue
        script: Script = "devanagari" if _DEVANAGARI.match(character) else "latin"
        if pieces and pieces[-1][0] == script:
            pieces[-1] = (script, pieces[-1][1] + character)
        else:
            pieces.append((script, character))
    return pieces
