"""Amounts, dates, numbers and durations in French and English: where a text holds them, and what
they are worth.

"$7 million", « 7 millions de dollars » and 7000000 are the same; so are "June 3, 2021",
« 3 juin 2021 » and 2021-06-03. An amount without a currency accepts every currency. Dates are read
in ``dates``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from text_to_num import alpha2digit

from ingest.text.dates import Date, Stretch, date_stretches, read_date
from ingest.text.scales import scale
from ingest.text.terms import fold

Measure = Literal["amount", "count", "date", "duration"]

_NUMBER = r"\d{1,3}(?:[ ,.'\u00a0\u202f’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_SCALE = (
    r"(?:hundred|thousand|million|billion|trillion|mille|milliers?|milliards?|millions?"
    r"|[mb]n|[MBk])"
)
_CURRENCY = r"(?:US\$|USD|\$US|C\$|CAD|EUR|GBP|[$€£])"
_CURRENCY_WORD = (
    r"(?:U\.?S\.? dollars?|dollars?(?: américains?| US)?|euros?|pounds?|livres?|cents?|centimes?)"
)
_SPELLED = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"hundred|thousand|million|billion|un|une|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|"
    r"treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante|cents?|mille|millions?|"
    r"milliards?)"
)
_AMOUNT = re.compile(
    rf"{_CURRENCY}\s?(?:{_NUMBER})(?:[\s\u00a0-]?{_SCALE}\b)?"
    rf"|(?:{_NUMBER})(?:[\s\u00a0-]?{_SCALE})?[\s\u00a0]?(?:d[e'’]\s?)?(?:{_CURRENCY_WORD}\b|{_CURRENCY}(?!\d))"
    rf"|\b{_SPELLED}(?:[\s-](?:and |et )?{_SPELLED})*\s(?:d[e'’]\s?)?{_CURRENCY_WORD}\b"
    rf"|(?:{_NUMBER})\s?(?:%|percent\b|per cent\b|pour cent\b)",
    re.IGNORECASE,
)
# "thirty (30) calendar days", "une période de huit ans".
_DURATION = re.compile(
    rf"\b(?:(?:{_NUMBER})|an?|half an?|{_SPELLED}(?:[\s-](?:and |et )?{_SPELLED})*)"
    rf"(?:\s?\((?:{_NUMBER})\))?[\s\u00a0-](?:(?:calendar|business|court|consecutive|full) )?"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?"
    r"|secondes?|heures?|jours?|semaines?|mois|ans?|années?)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"\b(?:{_NUMBER})(?:[\s\u00a0]{_SCALE}\b)?|\b{_SPELLED}\b", re.IGNORECASE)
_FORMS = {
    "amount": _AMOUNT,
    "count": _COUNT,
    "duration": _DURATION,
}


def stretches(text: str, measure: Measure) -> list[Stretch]:
    """The places in ``text`` that hold an expression of that kind."""
    if measure == "date":
        return date_stretches(text)
    return [found.span() for found in _FORMS[measure].finditer(text)]


@dataclass(frozen=True, slots=True)
class Number:
    """An amount of money, a percentage or a bare number: ``unit`` is then empty."""

    value: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters, folded."""

    text: str


Token = Number | Date | Letters


def accepts(wanted: Token, given: Token) -> bool:
    """Whether ``given`` says all that ``wanted`` says. A bare number may be a year, and an amount
    without a unit accepts every unit."""
    match wanted, given:
        case Number(), Number():
            same_unit = not given.unit or not wanted.unit or given.unit == wanted.unit
            return wanted.value == given.value and same_unit
        case (Number() as number, Date(year, None, None)) | (
            Date(year, None, None),
            Number() as number,
        ):
            return not number.unit and year == number.value
        case Date(), Date():
            return wanted.accepts(given)
        case _:
            return wanted == given


_CURRENCIES = (
    ("CAD", re.compile(r"c\$|cad|canad")),
    ("USD", re.compile(r"\$|usd|dollar")),
    ("EUR", re.compile(r"€|eur")),
    ("GBP", re.compile(r"£|gbp|pound|livre")),
    ("%", re.compile(r"%|per ?cent|pour cent")),
)
_CENTS = re.compile(r"\bcents?\b|\bcentimes?\b")
_DIGITS = re.compile(r"\d(?:[\d .,'’\u00a0\u202f]*\d)?")
# Three digits in a group: in "6.100" as in "6,100" the mark parts thousands.
_GROUPED = re.compile(r"\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?")
_SCALED = re.compile(
    r"(\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)[\s\u00a0\u202f-]?"
    r"(hundred|thousand|mille|milliers?|millions?|milliards?|billions?|trillions?)\b",
    re.IGNORECASE,
)
_SHORT_SCALE = re.compile(r"\d\s?(k|m|mn|b|bn)\b", re.IGNORECASE)


def tokens(text: str, language: str) -> list[Token]:
    """A text as its words, numbers, amounts and dates."""
    plain = _digits_for_words(text, language)
    read: list[tuple[int, int, Token]] = []
    measures: tuple[Measure, ...] = ("date", "amount", "count")
    for measure in measures:
        for start, end, token in _measured(plain, measure, language):
            if all(end <= other[0] or other[1] <= start for other in read):
                read.append((start, end, token))
    read.sort(key=lambda entry: entry[0])
    found: list[Token] = []
    at = 0
    for start, end, token in read:
        found += _words(plain[at:start])
        found.append(token)
        at = end
    return found + _words(plain[at:])


def _words(text: str) -> list[Token]:
    return [Letters(fold(word)) for word in re.findall(r"[^\W_]+", text)]


def _digits_for_words(text: str, language: str) -> str:
    """Spelled numbers in digits ("sixty-five", « huit »), scales multiplied out. Those below
    three that stand alone stay words: « un » and "one" are seldom numbers."""

    def multiplied(found: re.Match[str]) -> str:
        value = _value(found[1])
        if value is None:
            return found[0]
        return f"{value * scale(found[2], language):f}"

    scaled = _SCALED.sub(multiplied, text)
    return str(alpha2digit(scaled, "fr" if language == "fr" else "en"))


def _measured(text: str, measure: Measure, language: str) -> Iterator[tuple[int, int, Token]]:
    for start, end in stretches(text, measure):
        stretch = text[start:end]
        token = read_date(stretch, language) if measure == "date" else _number(stretch, language)
        if token is not None:
            yield start, end, token


def _number(stretch: str, language: str) -> Number | None:
    digits = _DIGITS.search(stretch)
    value = _value(digits[0]) if digits else None
    if value is None:
        return None
    short = _SHORT_SCALE.search(stretch)
    if short:
        value *= scale(short[1], language)
    folded = fold(stretch)
    unit = next((name for name, form in _CURRENCIES if form.search(folded)), "")
    if _CENTS.search(folded) and unit != "%":
        return Number(value / 100, unit)
    return Number(value, unit)


def _value(digits: str) -> Decimal | None:
    digits = digits.strip(" .,'’\u00a0\u202f")
    plain = re.sub(r"[ '’\u00a0\u202f]", "", digits)
    if _GROUPED.fullmatch(digits):
        whole, mark, rest = plain.rpartition(plain[-3]) if plain[-3] in ".," else (plain, "", "")
        plain = re.sub(r"[.,]", "", whole) + ("." + rest if mark else "")
    plain = plain.replace(",", ".")
    try:
        return Decimal(plain).normalize()
    except InvalidOperation:
        return None
