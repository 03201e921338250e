"""How a written word is said in a language, from its words and numerals.

The rules are those of any European script: prices, dates, times, percentages, units, addresses,
abbreviations, words in capitals. What differs between languages is data.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from unrealugc.providers.studio.speech.languages.figures import Figures
from unrealugc.providers.studio.speech.languages.language import Numerals
from unrealugc.providers.studio.speech.languages.lexicon import Currency, Lexicon
from unrealugc.providers.studio.speech.languages.spelling import Spelling
from unrealugc.providers.studio.speech.text.rule import Near
from unrealugc.providers.studio.speech.text.script import Reader

Handler = Callable[["re.Match[str]", Near], "str | None"]

_SIGN = r"(?P<sign>R\$|US\$|[$£€¥₹]|zł|PLN|EUR|USD|GBP|BRL|MXN|Kč|Fr|Rs)"
_NO_BREAK = r"[\s\u00a0\u202f]?"


class Reading:
    """Says the written words of one language."""

    def __init__(self, words: Lexicon, numerals: Numerals, feminine: str = "") -> None:
        """``feminine`` is a regular expression of nouns that are mostly feminine."""
        self.words = words
        self.figures = Figures(words, numerals)
        self.spelling = Spelling(words, self.figures)
        self._numerals = numerals
        self._feminine = re.compile(feminine) if feminine else None
        self._rules = [(re.compile(p, re.IGNORECASE), handler) for p, handler in self._table()]

    def reader(self) -> Reader:
        """The reading as a script's reader."""
        stops = {form for form in self.words.short_forms if form.endswith(".")}
        kept = frozenset(self.words.short_forms) | self.words.abbreviations | stops
        return Reader(self.say, kept, self.joins)

    def say(self, word: str, near: Near) -> str:
        """The words said for ``word``; ``""`` for nothing."""
        short = self.words.short_forms.get(word.lower())
        if short is not None:
            return short
        for pattern, handler in self._rules:
            match = pattern.fullmatch(word)
            said = match and handler(match, near)
            if said:
                return said
        return self.spelling.plain(word)

    def joins(self, word: str, following: str) -> bool:
        """Whether two written words are read as one: ``1 000``, ``20 %``, ``5 kg``, ``R$ 50``."""
        after = following.rstrip(".,!?;:…»”\"')")
        if re.fullmatch(rf"[(«\"“]?[-−+]?{self.figures.pattern}", word):
            grouped = re.fullmatch(r"[-−+]?\d{1,3}(?:\s\d{3})*", word)
            if grouped and re.fullmatch(r"\d{3}(?:,\d+)?", after):
                return True
            if after == "%" or re.fullmatch(_SIGN, after):
                return True
            if re.fullmatch(r"\d{1,2}", word) and self._is_hour_or_day(after):
                return True
            return after.lower() in self.words.units and len(after) > 1
        if re.fullmatch(r"\d{1,2}\.", word) and self.words.first_day == "ordinal":
            return self._month(after) is not None
        if self.words.clock_word and after == self.words.clock_word:
            return bool(re.fullmatch(r"\d{1,2}[:.]\d\d", word))
        return bool(re.fullmatch(_SIGN, word)) and bool(re.match(r"\d", following))

    def _is_hour_or_day(self, after: str) -> bool:
        ranked = self.words.first_day == "ordinal" and self._month(after) is not None
        return ranked or bool(after and after == self.words.clock_word)

    def _table(self) -> list[tuple[str, Handler]]:
        number, spelling = self.figures.pattern, self.spelling
        magnitudes = "|".join(map(re.escape, self.words.thousands)) or "k"
        amount = rf"(?P<amount>{number})(?P<big>{magnitudes})?"
        per = r"(?:/(?P<per>\w+))?"
        return [
            (r"(?P<user>[\w.+-]+)@(?P<host>[\w.-]+\.[a-z]{2,})", spelling.email),
            (r"(?:https?://)?(?P<host>(?:[\w-]+\.)+[a-z]{2,})(?P<path>/\S*)?", spelling.address),
            (r"@([\w.]+)", spelling.handle),
            (r"#(\w+)", spelling.hashtag),
            (r"24/7", lambda _match, _near: self.words.always),
            (r"\+?\d[\d\s().-]{6,}\d", self._telephone),
            (rf"(?P<minus>[-−])?{_SIGN}{_NO_BREAK}{amount}{per}", self._price),
            (rf"(?P<minus>[-−])?{amount}{_NO_BREAK}{_SIGN}{per}", self._price),
            (r"(?P<h>\d{1,2})(?:[:h](?P<m>\d\d)|h)(?:h|hs|min)?", self._clock),
            (rf"(?P<h>\d{{1,2}})(?:[:.](?P<m>\d\d))? {self.words.clock_word or '-'}", self._clock),
            (r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}|\d\d)", self._date),
            (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", self._date),
            (rf"(?:({number})%?[-–])?([-−+]?{number}){_NO_BREAK}%", self._percent),
            (rf"({number})({magnitudes})(\+)?", self._thousands),
            (rf"({number}){_NO_BREAK}(°?[^\W\d]+|°)", self._with_unit),
            (r"(\d+)(?:[ºo°]|er|ro|do|to|os)\.?", self._masculine_rank),
            (r"(\d+)(?:[ªa]|re|ra|da|ta|as)\.?", self._feminine_rank),
            (r"(\d+)(?:e|è|ème|eme|nd|nde)", self._masculine_rank),
            (r"(\d{1,2})\.?\s([^\W\d]+)", self._day_and_month),
            (r"(\d{1,2})\.", self._masculine_rank),
            (rf"({number})[x×]|[x×]({number})", self._times),
            (r"(\d+)/(\d+)", self._over),
            (rf"({number})[-–]({number})", self._range),
            (rf"([-−+])?({number})(\+)?", self._number),
        ]

    def _price(self, match: re.Match[str], _near: Near) -> str | None:
        currency = self.words.currencies.get(match["sign"]) or self.words.currencies.get(
            match["sign"].upper()
        )
        if currency is None:
            return None
        minus = f"{self.words.minus} " if match["minus"] else ""
        if match["big"]:
            word = self.words.thousands[match["big"].lower()]
            said = f"{self.figures.said(match['amount'])} {word} {currency.unit[-1]}"
        else:
            said = self._amount(match["amount"], currency)
        per = match["per"]
        unit = per and (self.words.units.get(per.lower()) or (per,))[0]
        return minus + said + (f" {self.words.per} {unit}" if unit else "")

    def _amount(self, amount: str, currency: Currency) -> str:
        whole, fraction = self.figures.parts(amount)
        counted = self.figures.counted(str(whole), currency.unit, feminine=currency.feminine)
        if self.words.of_many and whole and whole % 1_000_000 == 0:
            unit = self.figures.named(str(whole), currency.unit)
            counted = f"{self.figures.cardinal(whole)} {self.words.of_many} {unit}"
        if not int(fraction or 0):
            return counted
        if len(fraction) > 2 or not currency.cent:
            return f"{self.figures.said(amount)} {currency.unit[min(1, len(currency.unit) - 1)]}"
        cents = int(fraction.ljust(2, "0"))
        said = self.figures.counted(str(cents), currency.cent)
        if not whole:
            return said
        return self.words.price.format(
            price=counted, cents=self.figures.cardinal(cents), cents_named=said
        )

    def _clock(self, match: re.Match[str], near: Near) -> str | None:
        hour, minute = int(match["h"]), int(match["m"] or 0)
        if hour > 24 or minute > 59:
            return None
        ranked = self.words.hour == "feminine rank"
        name = self._numerals.ordinal if ranked and hour else self._numerals.cardinal
        said = name(hour, feminine=True)
        ending = self.words.hour_endings.get(near.before)
        if ending:
            said = re.sub(r"(?<!g)a\b", ending, re.sub(r"ga\b", f"gi{ending}", said))
        if not minute:
            return self.words.full_hour.format(h=said)
        return self.words.clock.format(h=said, m=self._numerals.cardinal(minute))

    def _date(self, match: re.Match[str], _near: Near) -> str | None:
        day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return None
        year += 2000 if year < 100 else 0
        return self.words.date.format(
            day=self._day(day), month=self.words.months[month - 1], year=self._year(year)
        )

    def _year(self, year: int) -> str:
        head, rest = divmod(year, 100)
        if self.words.genitive and rest:
            return f"{self.figures.cardinal(100 * head)} {self._rank(rest)}"
        return self.figures.cardinal(year)

    def _rank(self, value: int) -> str:
        said = self._numerals.ordinal(value)
        for ending, genitive in self.words.genitive.items():
            said = re.sub(rf"{ending}\b", genitive, said)
        return said

    def _day(self, day: int) -> str:
        ranked = self.words.first_day == "ordinal"
        if day == 1 and self.words.first_day and not ranked:
            return self.words.first_day
        return self._rank(day) if ranked else self._numerals.cardinal(day)

    def _month(self, name: str) -> str | None:
        lower = name.lower().rstrip(".")
        names = {month.lower(): month for month in self.words.months}
        short = self.words.short_months.get(lower)
        return names.get(lower) or (self.words.months[short - 1] if short else None)

    def _day_and_month(self, match: re.Match[str], _near: Near) -> str | None:
        month = self._month(match[2])
        day = int(match[1])
        if month is None or not 1 <= day <= 31:
            return None
        return self.words.day_month.format(day=self._day(day), month=month)

    def _percent(self, match: re.Match[str], _near: Near) -> str:
        low = f"{self.figures.said(match[1])} {self.words.to} " if match[1] else ""
        return f"{low}{self._signed(match[2])} {self.words.percent}"

    def _thousands(self, match: re.Match[str], _near: Near) -> str:
        more = f" {self.words.plus}" if match[3] else ""
        return f"{self.figures.said(match[1])} {self.words.thousands[match[2].lower()]}{more}"

    def _with_unit(self, match: re.Match[str], _near: Near) -> str | None:
        forms = self.words.units.get(match[2].lower())
        return self.figures.counted(match[1], forms) if forms else None

    def _masculine_rank(self, match: re.Match[str], _near: Near) -> str:
        return self._numerals.ordinal(int(match[1]))

    def _feminine_rank(self, match: re.Match[str], _near: Near) -> str:
        return self._numerals.ordinal(int(match[1]), feminine=True)

    def _times(self, match: re.Match[str], _near: Near) -> str:
        feminine = self.words.times_feminine
        said = self.figures.said(match[1] or match[2], feminine=feminine)
        return f"{said} {self.words.times}"

    def _over(self, match: re.Match[str], _near: Near) -> str | None:
        named = self.words.fractions.get(match[0])
        top, bottom = int(match[1]), int(match[2])
        if named:
            return named
        if 1 <= top <= 31 and 1 <= bottom <= 12 and bottom != 10:
            month = self.words.months[bottom - 1]
            return self.words.day_month.format(day=self._day(top), month=month)
        over = self.words.over
        return f"{self.figures.cardinal(top)} {over} {self.figures.cardinal(bottom)}"

    def _range(self, match: re.Match[str], _near: Near) -> str:
        return f"{self.figures.said(match[1])} {self.words.to} {self.figures.said(match[2])}"

    def _telephone(self, match: re.Match[str], _near: Near) -> str | None:
        groups = re.findall(r"\d+", match[0])
        dotted = re.fullmatch(self.figures.pattern, match[0]) and self.words.group in match[0]
        if len(groups) < 3 or len("".join(groups)) < 8 or (dotted and self.words.group.strip()):
            return None
        if re.fullmatch(r"\d{4}-\d\d-\d\d|\d\d?[.-]\d\d?[.-]\d{4}", match[0]):
            return None
        return " ".join(self.figures.digits(group) for group in groups)

    def _number(self, match: re.Match[str], near: Near) -> str:
        counting = near.after[:1].isalpha()
        feminine = counting and bool(self._feminine and self._feminine.fullmatch(near.after))
        said = self.figures.said(match[2], feminine=feminine, counting=counting)
        sign = {"-": self.words.minus, "−": self.words.minus, "+": self.words.plus}
        before = f"{sign[match[1]]} " if match[1] else ""
        return before + said + (f" {self.words.plus}" if match[3] else "")

    def _signed(self, text: str) -> str:
        if text[0] in "-−":
            return f"{self.words.minus} {self.figures.said(text[1:])}"
        if text[0] == "+":
            return f"{self.words.plus} {self.figures.said(text[1:])}"
        return self.figures.said(text)
