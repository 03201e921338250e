"""Numbers in a script: from digits with a language's separators to words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from unrealugc.providers.studio.speech.languages.language import Numerals
from unrealugc.providers.studio.speech.languages.lexicon import Lexicon

_LONGEST_CARDINAL = 12
_SPACES = "\u00a0\u202f "


@dataclass(frozen=True, slots=True)
class Figures:
    """Reads a language's numbers aloud."""

    words: Lexicon
    numerals: Numerals

    @property
    def pattern(self) -> str:
        """A regular expression of a number, such as ``1.299,50`` or ``1 299,50``."""
        group = re.escape(self.words.group)
        decimal = re.escape(self.words.decimal)
        grouped = rf"\d{{1,3}}(?:[{group}{_SPACES}]\d{{3}})+"
        indian = rf"|\d{{1,2}}(?:{group}\d\d)*{group}\d{{3}}" if self.words.group == "," else ""
        return rf"(?:(?:{grouped}{indian}|\d+)(?:[{decimal}.]\d+)?)"

    def parts(self, text: str) -> tuple[int, str]:
        """Whole part and digits after the decimal sign. A foreign decimal point is understood."""
        bare = re.sub(rf"[{_SPACES}]", "", text)
        grouped = re.fullmatch(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", bare)
        if grouped and (grouped[1] == self.words.group or bare.count(grouped[1]) > 1):
            return int(re.sub(r"[.,]", "", bare)), ""
        if re.fullmatch(rf"[\d{re.escape(self.words.group)}]+", bare) and bare.count(",") > 1:
            return int(bare.replace(",", "")), ""
        whole, _, fraction = self._with_point(bare).partition(".")
        return int(whole or 0), fraction

    def _with_point(self, bare: str) -> str:
        last = max(bare.rfind("."), bare.rfind(","))
        if last < 0:
            return bare
        return re.sub(r"[.,]", "", bare[:last]) + "." + bare[last + 1 :]

    def said(self, text: str, *, feminine: bool = False, counting: bool = False) -> str:
        """A number in words, with its decimals."""
        if re.fullmatch(r"0\d+", text):
            return self.digits(text)
        whole, fraction = self.parts(text)
        if not fraction:
            return self.cardinal(whole, feminine=feminine, counting=counting)
        return f"{self.cardinal(whole)} {self.words.point} {self.decimals(fraction)}"

    def cardinal(self, value: int, *, feminine: bool = False, counting: bool = False) -> str:
        """``value`` in words, digit by digit when nobody would name so large a number."""
        if len(str(value)) > _LONGEST_CARDINAL:
            return self.digits(str(value))
        return self.numerals.cardinal(value, feminine=feminine, counting=counting)

    def decimals(self, digits: str) -> str:
        """What stands behind a decimal sign: two digits as a number, others one by one."""
        if len(digits) == 2 and digits[0] != "0":
            return self.numerals.cardinal(int(digits))
        return self.digits(digits)

    def digits(self, text: str) -> str:
        """``0034`` digit by digit."""
        return " ".join(self.numerals.cardinal(int(char)) for char in text if char.isdecimal())

    def counted(self, text: str, forms: tuple[str, ...], *, feminine: bool = False) -> str:
        """``text`` as a number of things: one thing, two things."""
        return f"{self.said(text, feminine=feminine, counting=True)} {self.named(text, forms)}"

    def named(self, text: str, forms: tuple[str, ...]) -> str:
        """The form of a thing's name that follows ``text``."""
        whole, fraction = self.parts(text)
        form = 1 if fraction else self.numerals.form(whole)
        return forms[min(form, len(forms) - 1)]
