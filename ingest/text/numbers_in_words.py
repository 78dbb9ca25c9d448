"""Numbers written in words or with a scale, in figures: "seventy-two million" is 72000000.

The index and the questions pass through here, so that "$72 million", « soixante-douze millions »
and "72,000,000" meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from text_to_num import alpha2digit

from ingest.text.scales import scale

_DIGITS = r"\d{1,3}(?:[ ,.'\u00a0\u202f’]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
_SCALE = r"(?:hundred|thousand|mille|milliers?|millions?|milliards?|billions?|trillions?)"
_SHORT = r"(?:[kKM]|m|bn|mn|Mds?|mrds?)"
_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"hundred|thousand|million|billion|trillion|"
    r"une?|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|"
    r"vingts?|trente|quarante|cinquante|soixante|septante|huitante|octante|nonante|cents?|mille|"
    r"millions?|milliards?)"
)
_SPACE = r"[\s\u00a0\u202f]"
_FORM = re.compile(
    rf"(?<![\w.,])(?:(?P<digits>{_DIGITS}){_SPACE}?-?(?P<scale>{_SCALE})"
    rf"|[$€£]{_SPACE}?(?P<before>{_DIGITS}){_SPACE}?(?P<short>{_SHORT})"
    rf"|(?P<after>{_DIGITS}){_SPACE}?(?P<symbol>{_SHORT}){_SPACE}?(?:[$€£])"
    rf"|(?P<words>{_WORD}(?:(?:{_SPACE}|-)+(?:(?:and|et)(?:{_SPACE}|-)+)?{_WORD})*))(?!\w)",
    re.IGNORECASE,
)
_LONE = re.compile(r"hundred|thousand|(?:m|b|tr)illions?|milliards?", re.IGNORECASE)
"""A "million-dollar man" has no number."""
_LEAST = 3
""" "One" and "two", « un » and « deux » are seldom numbers."""


class InFigures(NamedTuple):
    """text[start:end] is worth ``figures``, written as the index knows numbers."""

    start: int
    end: int
    figures: str


def numbers_in_words(text: str, language: str) -> Iterator[InFigures]:
    """The places where a text writes a number otherwise than in figures alone, and the number's
    value."""
    for found in _FORM.finditer(text):
        value = _value(found, "fr" if language == "fr" else "en")
        if value is not None and value >= _LEAST:
            yield InFigures(*found.span(), f"{value.normalize():f}")


def _value(found: re.Match[str], language: str) -> Decimal | None:
    if found["words"]:
        if _LONE.fullmatch(found["words"]):
            return None
        spelled = str(alpha2digit(found["words"], language))
        return Decimal(spelled) if spelled.isdecimal() else None
    digits = found["digits"] or found["before"] or found["after"]
    number = _plain(digits)
    multiplied = found["scale"] or found["short"] or found["symbol"]
    try:
        return number * scale(multiplied.removesuffix("s"), language) if number else None
    except KeyError:
        return None


def _plain(digits: str) -> Decimal | None:
    """In "6,100" as in "6.100" the mark parts thousands, in "61.5" it does not."""
    grouped = re.sub(r"(?<=\d)[ ,.'\u00a0\u202f’](?=\d{3}(?!\d))", "", digits)
    try:
        return Decimal(grouped.replace(",", "."))
    except InvalidOperation:
        return None
