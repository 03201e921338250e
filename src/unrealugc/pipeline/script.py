"""Cuts a script into utterances: what is said in one breath, from sentence to sentence."""

from __future__ import annotations

import re

# A sentence ends at closing punctuation, with any quotes or emojis after it, or at a line's end.
_SENTENCE_END = re.compile(
    r"(?<=[.!?…।])[\"'”’)\]]*(?:\s+[^\w\s\"'“‘(\[¿¡$€£#@&-]+(?=\s|$))*\s+|\s*\n+\s*"
)
_ABBREVIATION = re.compile(
    r"(?:^|\s)(?:mr|mrs|ms|dr|prof|sr|jr|st|vs|etc|e\.g|i\.e|no|approx|dept|u\.s|a\.m|p\.m|inc|[A-Z])\.$",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"(?<=[,;:–—])\s+")

SHORTEST_UTTERANCE = 18
LONGEST_UTTERANCE = 280


def split_script(script: str) -> tuple[str, ...]:
    """Cut ``script`` into utterances of whole sentences.

    Nothing is lost: joined with spaces they are the script, but for its white space. Very
    short sentences stay with their neighbour, because a voice says "Wow." better in company;
    a sentence above ``LONGEST_UTTERANCE`` characters is parted at a clause, else between words.
    """
    pieces = [part for sentence in _sentences(script) for part in _parts(sentence)]
    return tuple(_join_short(pieces))


def _sentences(script: str) -> list[str]:
    sentences: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(script):
        candidate = script[start : end.end()]
        if "\n" not in end.group() and _ABBREVIATION.search(candidate.rstrip()):
            continue
        sentences.append(candidate)
        start = end.end()
    sentences.append(script[start:])
    return [" ".join(sentence.split()) for sentence in sentences if sentence.strip()]


def _parts(sentence: str) -> list[str]:
    """Halve a sentence, near its middle, until each part can be said in one breath."""
    if len(sentence) <= LONGEST_UTTERANCE:
        return [sentence]
    middle = len(sentence) / 2
    clauses = [match.end() for match in _CLAUSE_END.finditer(sentence)]
    near = [cut for cut in clauses if abs(cut - middle) < len(sentence) / 3]
    cuts = near or [match.end() for match in re.finditer(r"\s+", sentence)]
    if not cuts:
        return [sentence]
    cut = min(cuts, key=lambda place: abs(place - middle))
    return [*_parts(sentence[:cut].strip()), *_parts(sentence[cut:].strip())]


def _join_short(pieces: list[str]) -> list[str]:
    joined: list[str] = []
    for piece in pieces:
        short = joined and min(len(piece), len(joined[-1])) < SHORTEST_UTTERANCE
        if short and len(joined[-1]) + len(piece) < LONGEST_UTTERANCE:
            joined[-1] = f"{joined[-1]} {piece}"
        else:
            joined.append(piece)
    return joined
