"""Numbers as an American speaker says them."""

from __future__ import annotations

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ("", "thousand", "million", "billion", "trillion")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
LARGEST_SPOKEN = 10 ** (3 * len(_SCALES)) - 1


def cardinal(value: int) -> str:
    """``1299`` → ``one thousand two hundred ninety nine``; above 10^15 digit by digit."""
    if value < 0:
        return f"minus {cardinal(-value)}"
    if value > LARGEST_SPOKEN:
        return digits(str(value))
    if value == 0:
        return "zero"
    parts: list[str] = []
    for scale in _SCALES:
        value, group = divmod(value, 1000)
        if group:
            parts.insert(0, f"{_below_thousand(group)} {scale}".rstrip())
    return " ".join(parts)


def _below_thousand(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    words = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        words.append(_TENS[rest // 10])
        rest %= 10
    if rest:
        words.append(_ONES[rest])
    return " ".join(words)


def ordinal(value: int) -> str:
    """``21`` → ``twenty first``."""
    *head, last = cardinal(value).split()
    if last in _ORDINALS:
        last = _ORDINALS[last]
    else:
        last = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return " ".join([*head, last])


def year(value: int) -> str:
    """``1999`` → ``nineteen ninety nine``, ``2005`` → ``two thousand five``."""
    century, rest = divmod(value, 100)
    if century % 10 == 0 and rest < 10:
        return cardinal(value)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def decade(value: int) -> str:
    """``1990`` or ``90`` → ``nineteen nineties`` or ``nineties``."""
    words = year(value) if value >= 1000 else cardinal(value)
    return words[:-1] + "ies" if words.endswith("y") else words + "s"


def decimal(text: str) -> str:
    """``3.50`` → ``three point five zero``; thousands separators are dropped."""
    whole, _, fraction = text.replace(",", "").partition(".")
    words = cardinal(int(whole)) if whole else "zero"
    return f"{words} point {digits(fraction)}" if fraction else words


def digits(text: str) -> str:
    """``4071`` → ``four zero seven one``."""
    return " ".join(_ONES[int(char)] for char in text if char.isdecimal())
