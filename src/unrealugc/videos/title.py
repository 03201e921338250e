"""A short title, from the words of the request alone."""

from __future__ import annotations

import re

from unrealugc.core.emphasis import without_marks

LONGEST_TITLE = 80
_LONGEST_HOOK = 48
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
_OPENING = re.compile(
    r"^(?:(?:okay|ok|so|well|hey|hi|hello|guys|you guys|everyone|listen|look|um|uh|honestly"
    r"|i have been|i've been|i am|i'm)\b[\s,.!:…—-]*)+",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"(?:[,;:—]| (?:and|but|because|so|when|which|while|until|since|if)\b)", re.IGNORECASE
)
_LEAST_WORDS = 3
# Words that a title must not end on.
_DANGLING = {
    "a", "all", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "has", "have",
    "how", "i", "if", "in", "is", "it", "its", "my", "of", "on", "or", "our", "so", "than",
    "that", "the", "their", "this", "to", "was", "we", "were", "what", "when", "which", "who",
    "why", "will", "with", "you", "your",
}  # fmt: skip


def make_title(script: str, product_name: str) -> str:
    """``Product: the gist of the first sentence``, at most 80 characters.

    Args:
        script: what is said, 20 characters or more.
        product_name: 1..200 characters.
    """
    product = _shorten(" ".join(product_name.split()), LONGEST_TITLE // 2)
    hook = _hook(without_marks(script))
    if not hook:
        return product
    if product.casefold() in hook.casefold():
        return hook
    return f"{product}: {hook}"


def _hook(script: str) -> str:
    for sentence in _SENTENCE_END.split(" ".join(script.split())):
        bare = _OPENING.sub("", sentence).strip(" .,!…—-\"'“”")
        if len(bare.split()) > 1:
            short = _shorten(_clauses(bare), _LONGEST_HOOK)
            return short[:1].upper() + short[1:]
    return ""


def _clauses(sentence: str) -> str:
    """As many whole clauses of a long sentence as fit into a title; all of it if none does."""
    if len(sentence) <= _LONGEST_HOOK:
        return sentence
    ends = [match.start() for match in _CLAUSE_END.finditer(sentence, endpos=_LONGEST_HOOK)]
    whole = [end for end in ends if len(sentence[:end].split()) >= _LEAST_WORDS]
    return sentence[: whole[-1]] if whole else sentence


def _shorten(text: str, limit: int) -> str:
    """Cut at a word that can stand at an end; one long word is cut hard."""
    if len(text) <= limit:
        return text
    words: list[str] = []
    for word in text.split():
        if len(" ".join([*words, word])) > limit:
            break
        words.append(word)
    while len(words) > 1 and words[-1].strip(",;:").casefold() in _DANGLING:
        words.pop()
    return " ".join(words).rstrip(",;:—-") or text[:limit]
