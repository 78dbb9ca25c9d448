"""Dates as they are printed in French and English, each with its first and last day.

A day, several days on end, a week or a month is found; a year alone is none. Where a date is
printed without its year, another date of the same text gives it, the next before the last:
"between March 1 and March 8, 2024". Figures ("10/01/2024") are read with the month first in
English and the day first in French, unless only the other can be.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from text_to_num import alpha2digit

from ingest.text.terms import fold
from ingest.text.vocabulary import MONTHS, ORDINALS, WEEKDAYS

_NUMBERS = {
    fold(name): number
    for months in MONTHS.values()
    for number, names in enumerate(months, 1)
    for name in names
}


def _month(months: Sequence[Sequence[str]], *, with_capitals: bool) -> str:
    """A pattern of the months' names, the longest first. English ones need their capital: "may"
    and "march" are words."""
    names = [name for names in months for name in names]
    forms = {form for name in names for form in (name, name.upper())}
    if with_capitals:
        forms |= {form for name in names for form in (fold(name), name.capitalize())}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return rf"(?:{'|'.join(map(re.escape, ordered))})(?:\.|\b)"


_EN = _month(MONTHS["en"], with_capitals=False)
_FR = _month(MONTHS["fr"], with_capitals=True)
_EITHER = rf"(?:{_EN}|{_FR})"
_DAY = r"[0-3]?\d(?!\d)"
_YEAR = r"(?:1[6-9]|20)\d\d(?!\d)"
# "14-18", "14 to 18", « 14 au 18 »: days on end.
_TO = r"\s?(?:-|–|—|\bto\b|\bthrough\b|\bau\b)\s?"
_WEEKDAY_FR = rf"(?:(?:{'|'.join(WEEKDAYS['fr'])})\s)?"
_TO_TWELFTH = [names[0] for names in ORDINALS["en"]]
_TENS = rf"(?:twent(?:y|ieth)|thirt(?:y|ieth))(?:[- ](?:{'|'.join(_TO_TWELFTH[:9])}))?"
_DAY_WORD_EN = (
    rf"(?:{_TENS}|{'|'.join(_TO_TWELFTH)}|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth"
    r"|eighteenth|nineteenth)"
)
_YEAR_WORDS_EN = (
    r"(?:two thousand(?:[ -](?:and[ -])?[a-z]+(?:[ -][a-z]+)?)?"
    r"|(?:twenty|nineteen)[ -](?:[a-z]+)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
_DAY_WORD_FR = r"(?:premier|(?:vingt|trente)(?:[- ](?:et[- ])?[a-zé]+)?|[a-zé]+(?:-[a-zé]+)?)"
_YEAR_WORDS_FR = r"(?:deux mille(?:[ -][a-zé]+){0,3}|mil(?:le)? neuf cents?(?:[ -][a-zé]+){0,4})"

_FORMS = tuple(
    re.compile(rf"(?<![\w/.,-])(?:{form})", flags)
    for form, flags in (
        # "August 16, 2024", "Aug. 14-18, 2024", and without the year
        (
            rf"(?P<month>{_EITHER})\s?(?P<day>{_DAY})(?:st|nd|rd|th)?"
            rf"(?:{_TO}(?P<last>{_DAY})(?:st|nd|rd|th)?)?"
            rf"(?:\s?,?\s?(?:of\s)?(?P<year>{_YEAR})|(?![\w]|[.,:/]\d))",
            0,
        ),
        # "16 August 2024", "the 16th day of August, 2024", « 14 au 18 octobre 2024 »
        (
            rf"(?P<day>{_DAY})(?:st|nd|rd|th|er)?"
            rf"(?:{_TO}{_WEEKDAY_FR}(?P<last>{_DAY})(?:st|nd|rd|th|er)?)?"
            rf"\s(?:day of\s|of\s)?(?P<month>{_EITHER})(?:,?\s?(?P<year>{_YEAR}))?",
            0,
        ),
        (rf"(?P<month>{_EITHER}),?\s(?:of\s|de\s)?(?P<year>{_YEAR})", 0),
        (rf"(?P<year>{_YEAR})-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)", 0),
        (r"(?P<one>[0-3]?\d)/(?P<two>[0-3]?\d)/(?P<short>(?:1[6-9]|20)?\d\d)(?![\d/])", 0),
        (rf"(?P<one>[0-3]?\d)(?P<mark>[.-])(?P<two>[0-3]?\d)(?P=mark)(?P<short>{_YEAR})", 0),
        # "the third day of March, 2021", "March third, two thousand twenty-one"
        (
            rf"(?P<dayword>{_DAY_WORD_EN})\s(?:day\s)?of\s(?P<month>{_EN}),?\s"
            rf"(?:in the year\s)?(?:(?P<year>{_YEAR})|(?P<yearwords>{_YEAR_WORDS_EN}))",
            re.IGNORECASE,
        ),
        (
            rf"(?P<month>{_EN})\s(?P<dayword>{_DAY_WORD_EN}),?\s"
            rf"(?:(?P<year>{_YEAR})|(?P<yearwords>{_YEAR_WORDS_EN}))",
            re.IGNORECASE,
        ),
        # « le premier août deux mille vingt-quatre »
        (
            rf"(?P<dayword>{_DAY_WORD_FR})\s(?P<month>{_FR})\s"
            rf"(?:(?P<year>{_YEAR})|(?P<yearwords>{_YEAR_WORDS_FR}))",
            re.IGNORECASE,
        ),
    )
)
_WEEK_OF = re.compile(
    r"\b(?:week (?:of|beginning|commencing)|semaine du)\s+(?:\w+day,?\s|[a-z]+di\s)?$",
    re.IGNORECASE,
)
# A month without its year whose abbreviation is also a "Declaration", a verb or a name.
_NOT_BARE = frozenset({"dec", "mar", "may", "mai", "mars", "jan", "jun", "sep", "oct", "nov"})


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """text[start:end] is a date that goes from ``begins`` to ``ends``; they are the same for a
    day. ``is_ambiguous``: the two languages read its figures differently."""

    start: int
    end: int
    begins: date
    ends: date
    is_ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class _DateParts:
    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    last: int | None = None
    is_ambiguous: bool = False


_HINT = re.compile(rf"{_EITHER}|\d[/.-]\d", re.IGNORECASE)


def may_hold_dates(text: str) -> bool:
    """Whether a look for dates is worth its time; one that finds none there loses nothing."""
    return _HINT.search(text) is not None


def printed_dates(text: str, language: str) -> list[PrintedDate]:
    """The dates of a text, in order, as far as their year is known. For one sentence: a year is
    taken from another date of ``text``."""
    found = _found(text, language)
    dated = []
    for index, parts in enumerate(found):
        year = parts.year or _year_beside(found, index)
        period = _period(parts, year, text[: parts.start]) if year else None
        if period is not None:
            dated.append(PrintedDate(parts.start, parts.end, *period, parts.is_ambiguous))
    return dated


def _found(text: str, language: str) -> list[_DateParts]:
    """What has the form of a date; of forms that overlap, the one that begins first, and of those
    the longest."""
    candidates = sorted(
        (parts for form in _FORMS for parts in _read_all(form, text, language)),
        key=lambda parts: (parts.start, -parts.end),
    )
    found: list[_DateParts] = []
    for parts in candidates:
        if not found or found[-1].end <= parts.start:
            found.append(parts)
    return found


def _read_all(form: re.Pattern[str], text: str, language: str) -> Iterator[_DateParts]:
    for match in form.finditer(text):
        named = match.groupdict()
        if named.get("one"):
            parts = _of_figures(match, language)
        else:
            parts = _of_words(match, named)
        if parts is not None:
            yield parts


def _of_figures(match: re.Match[str], language: str) -> _DateParts | None:
    first_figure, second_figure, year = int(match["one"]), int(match["two"]), int(match["short"])
    if len(match["short"]) == 2:
        year += 2000 if year < 50 else 1900
    first, second = (
        (first_figure, second_figure) if language != "fr" else (second_figure, first_figure)
    )
    is_month = 1 <= first <= 12
    month, day = (first, second) if is_month else (second, first)
    if not 1 <= month <= 12:
        return None
    is_ambiguous = first != second and 1 <= first <= 12 and 1 <= second <= 12
    return _DateParts(match.start(), match.end(), year, month, day, None, is_ambiguous)


def _of_words(match: re.Match[str], named: dict[str, str | None]) -> _DateParts | None:
    name = named["month"] or ""
    month = int(name) if name.isdigit() else _NUMBERS.get(fold(name.rstrip(".")))
    year = int(named["year"] or 0) if named["year"] else None
    day = int(named["day"] or 0) if named.get("day") else None
    if named.get("dayword"):
        day = _number(named["dayword"] or "", ordinal=True)
        if day is None:
            return None
    if named.get("yearwords"):
        year = _number(named["yearwords"] or "")
        if year is None or not 1600 <= year < 2100:
            return None
    if month is None or (year is None and day is None):
        return None
    short = fold(name.rstrip("."))
    if year is None and short in _NOT_BARE and not _is_whole_name(name):
        return None
    last = int(named["last"] or 0) or None if "last" in named else None
    end = match.end()
    if year is None and match[0].endswith("."):
        end -= 1
    return _DateParts(match.start(), end, year, month, day, last)


def _is_whole_name(name: str) -> bool:
    return fold(name) in ("may", "mai", "mars")


def _number(spelled: str, *, ordinal: bool = False) -> int | None:
    """The number that words say, in either language."""
    for language in ("en", "fr"):
        read = str(alpha2digit(spelled.casefold(), language, 0.0))
        digits = re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th|er|e|ème)?", read.strip())
        if digits:
            return int(digits[1])
        # "twenty twenty-one", "nineteen ninety-eight"
        halves = re.fullmatch(r"(19|20) (\d\d)", read.strip())
        if halves and not ordinal:
            return int(halves[1] + halves[2])
    return None


def _year_beside(found: Sequence[_DateParts], index: int) -> int | None:
    others = [*found[index + 1 :], *reversed(found[:index])]
    return next((other.year for other in others if other.year is not None), None)


def _period(parts: _DateParts, year: int, before: str) -> tuple[date, date] | None:
    """First and last day; None where the calendar has no such day."""
    length = monthrange(year, parts.month)[1]
    if parts.day is None:
        return date(year, parts.month, 1), date(year, parts.month, length)
    if not 1 <= parts.day <= length:
        return None
    day = date(year, parts.month, parts.day)
    if parts.last is not None and parts.day < parts.last <= length:
        return day, day.replace(day=parts.last)
    return day, day + timedelta(days=6) if _WEEK_OF.search(before) else day
