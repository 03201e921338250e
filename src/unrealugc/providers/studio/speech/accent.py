"""British English out of the American pronunciations that the dictionary holds."""

from __future__ import annotations

import re

_CONSONANT = "bdfhjklmnpstvwzðŋɡʃʒʤʧθ"
_VOWEL = "AIOQWYaæɑɒɐɔəɛɜiɪuʊʌᵻᵊ"

# The "bath" words, which have a broad vowel in the south of England.
_BROAD = re.compile(
    r"(?:ask|after|afternoon|answer|bath|bathroom|basket|brass|branch|can't|cast|castle|chance|"
    r"class|command|craft|dance|demand|disaster|draft|example|fast|father|france|glass|graph|"
    r"grass|half|last|laugh|laughter|mask|master|pass|past|path|plant|plaster|rather|raft|sample|"
    r"shaft|slant|staff|task|vast|advance|advantage|grant)(?:e?s|ed|er|est|ing|ly)?"
)
_LOT_SPELLING = re.compile(r"o|wa|qua")
_CLOTH_SPELLING = re.compile(r"o(?![uar])")
_YOD_SPELLING = re.compile(r"[tdn](?:u|ew|eu)")
_WORDS = {
    "vitamin": "vˈɪtəmɪn",
    "vitamins": "vˈɪtəmɪnz",
    "tomato": "təmˈɑːtQ",
    "tomatoes": "təmˈɑːtQz",
    "schedule": "ʃˈɛdjuːl",
    "privacy": "pɹˈɪvəsi",
    "herb": "hˈɜːb",
    "herbal": "hˈɜːbᵊl",
    "ate": "ˈɛt",
    "advertisement": "ədvˈɜːtɪsmənt",
    "z": "zˈɛd",
    "either": "ˈIðə",
    "neither": "nˈIðə",
    "leisure": "lˈɛʒə",
}
_RULES = (
    # An r is only said before a vowel; before that it lengthens or colours the vowel.
    (rf"ɜɹ(?![{_VOWEL}ˈˌ])", "ɜː"),
    (r"ɜɹ", "ɜːɹ"),
    (rf"([ɑɔ])ɹ(?![{_VOWEL}ˈˌ])", r"\1ː"),
    (r"([ɑɔ])ɹ", r"\1ːɹ"),
    (rf"ɛɹ(?![{_VOWEL}ˈˌ])", "ɛː"),
    (rf"ɪɹ(?![{_VOWEL}ˈˌ])", "ɪə"),
    (rf"ʊɹ(?![{_VOWEL}ˈˌ])", "ɔː"),
    (rf"əɹ(?![{_VOWEL}ˈˌ])", "ə"),
    (rf"([IWAY])ɹ(?![{_VOWEL}ˈˌ])", r"\1ə"),
    (r"T", "t"),
    (r"O", "Q"),
    (r"ᵻ", "ɪ"),
    (r"æ", "a"),
    (r"u(?!ː)", "uː"),
    (rf"([ˈˌ][{_CONSONANT}ɹ]*)i", r"\1iː"),
)


def british(symbols: str, spelling: str) -> str:
    """The southern British pronunciation of a word.

    ``symbols`` is its American one in the model's notation, ``spelling`` the word itself, whose
    letters tell apart what American speech has merged (*cot* and *palm*, *off* and *law*).
    """
    word = spelling.lower().replace("’", "'")
    if word in _WORDS:
        return _WORDS[word]
    said = symbols
    if _BROAD.fullmatch(word):
        said = said.replace("æ", "ɑː", 1)
    said = re.sub(r"ɑ(?![ɹː])", "ɒ" if _LOT_SPELLING.search(word) else "ɑː", said)
    said = re.sub(r"ɔ(?![ɹː])", "ɒ" if _CLOTH_SPELLING.search(word) else "ɔː", said)
    if _YOD_SPELLING.search(word):
        said = re.sub(r"([tdn])([ˈˌ]?)u", r"\1j\2u", said)
    for pattern, replacement in _RULES:
        said = re.sub(pattern, replacement, said)
    return said
