"""Dates as they are printed in French and English: where a text holds them, and what they say.

Every date of a document, a question or an answer is found here and read by dateparser. There are
two ways to look. ``date_stretches`` takes whatever has the form of a date, in capitals or small
letters, a year alone too: for the comparison of two texts, and for questions. ``printed_dates``
takes what has a first and a last day, with more care, for the facts of a case: a day, several days
on end, a week or a month. Dates that programs write for programs (ISO 8601, the head of an e-mail)
are read by the standard library where their format is read.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from text_to_num import alpha2digit

from ingest.text.terms import fold
from ingest.text.vocabulary import MONTH, MONTH_NUMBERS, MONTHS, ORDINALS, WEEKDAYS

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

Stretch = tuple[int, int]
"""[start, end) in characters."""


@dataclass(frozen=True, slots=True)
class Date:
    """A day, a day without its year, a month or a year."""

    year: int | None
    month: int | None
    day: int | None

    def accepts(self, other: Date) -> bool:
        """Whether ``other`` says all that this date says: a month accepts every day in it."""
        return all(
            own is None or own == given
            for own, given in (
                (self.year, other.year),
                (self.month, other.month),
                (self.day, other.day),
            )
        )


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """text[start:end] is a date that goes from ``begins`` to ``ends``; they are the same for a
    day. ``is_ambiguous``: the two languages read its figures differently."""

    start: int
    end: int
    begins: date
    ends: date
    is_ambiguous: bool = False


# What a date says.

_YEAR = r"(?:1[6-9]|20)\d\d"
_HAS_YEAR = re.compile(rf"\b{_YEAR}\b|[/.-]\d\d\b")


@lru_cache(maxsize=4096)
def read_date(text: str, language: str) -> Date | None:
    """What a stretch that holds a date says, and nothing but that; None where there is no such day.

    "08/09/24" is the ninth of August in English and the eighth of September in French, unless
    only one of the two can be.
    """
    if re.fullmatch(_YEAR, text):
        return Date(int(text), None, None)
    found = _parser(language).get_date_data(text)
    if found.date_obj is None:
        return None
    year = found.date_obj.year if _HAS_YEAR.search(text) else None
    day = found.date_obj.day if found.period == "day" else None
    if year is None and day is None:
        return None
    return Date(year, found.date_obj.month, day)


def read_day(text: str, language: str = "en") -> date | None:
    """The day that a text says and nothing but that; None where it says none, or not which year."""
    said = read_date(text, language)
    if said is None or said.year is None or said.month is None or said.day is None:
        return None
    return date(said.year, said.month, said.day)


@cache
def _parser(language: str) -> DateDataParser:
    # Loaded late: most files and questions hold no date that is read.
    from dateparser.date import DateDataParser

    day_first = language == "fr"
    return DateDataParser(
        languages=["fr", "en"] if day_first else ["en", "fr"],
        settings={
            "PARSERS": ["absolute-time"],  # "today" is no date of a document
            "DATE_ORDER": "DMY" if day_first else "MDY",
            "PREFER_LOCALE_DATE_ORDER": False,
        },
    )


# Whatever has the form of a date.

_DATE = re.compile(
    rf"\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, ?| ){_YEAR}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|er)? (?:day of )?{MONTH}(?:,? {_YEAR})?\b"
    rf"|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?! \d)"
    rf"|\b{MONTH},? (?:of )?{_YEAR}\b"
    rf"|\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d\d)\b"
    rf"|\b{_YEAR}\b",
    re.IGNORECASE,
)


def date_stretches(text: str) -> list[Stretch]:
    """The places in ``text`` with the form of a date; ``read_date`` says whether they are one."""
    return [found.span() for found in _DATE.finditer(text)]


_DAYS_ENGLISH = re.compile(
    rf"\b(?P<month>{MONTH}) (?P<first>\d{{1,2}})(?P<to> and | to | through |[–-])"
    r"(?P<last>\d{1,2})\b(?P<year>,? \d{4})?",
    re.IGNORECASE,
)
_DAYS_FRENCH = re.compile(
    rf"\b(?P<first>\d{{1,2}})(?P<to> au | et |[–-])(?P<last>\d{{1,2}}) (?P<month>{MONTH})"
    r"(?P<year> \d{4})?\b",
    re.IGNORECASE,
)


def with_whole_dates(text: str) -> str:
    """The text with both days of "October 14 and 18, 2024" as dates of their own."""
    text = _DAYS_ENGLISH.sub(r"\g<month> \g<first>\g<year>\g<to>\g<month> \g<last>\g<year>", text)
    return _DAYS_FRENCH.sub(r"\g<first> \g<month>\g<year>\g<to>\g<last> \g<month>\g<year>", text)


# Months that are named without a day.

_MONTH_NAME = re.compile(rf"\b(?:{'|'.join(sorted(MONTH_NUMBERS))})\b")
_MAY = re.compile(
    r"\b(?:in|of|since|late|early|until|by|last|\d{1,2}(?:st|nd|rd|th)?) May\b|\bMay (?:of )?\d"
)


def months_named(text: str) -> frozenset[int]:
    """The months that a text names anywhere, by their number; May only where it is no verb."""
    named = {
        MONTH_NUMBERS[name[0]] for name in _MONTH_NAME.finditer(fold(text)) if name[0] != "may"
    }
    return frozenset(named | ({MONTH_NUMBERS["may"]} if _MAY.search(text) else set()))


# "May" and « mars » are other words too, so that a word of time must stand before any month.
_BARE_MONTH = {
    "en": re.compile(
        rf"\b(?i:in|of|since|until|by|early|late|mid|last|this)[ -]"
        rf"(?P<month>{'|'.join(names[0] for names in MONTHS['en'])})\b(?!\s?\d)"
    ),
    "fr": re.compile(
        rf"\b(?:en|de|d[’']|depuis|fin|d[ée]but|mi|courant|dès|jusqu[’']en|mois d[e’']) ?-?"
        rf"(?P<month>{'|'.join(names[0] for names in MONTHS['fr'])})\b(?!\s?\d)",
        re.IGNORECASE,
    ),
}


def bare_months(text: str, language: str) -> list[tuple[Stretch, Date]]:
    """The places where a text names a month without day and year ("in May"), and the month."""
    return [
        (found.span("month"), Date(None, number, None))
        for found in _BARE_MONTH["fr" if language == "fr" else "en"].finditer(text)
        if (number := MONTH_NUMBERS.get(fold(found["month"])))
    ]


# Days, weeks and months with their first and last day.


def _month(months: Sequence[Sequence[str]], *, with_capitals: bool) -> str:
    """A pattern of the months' names, the longest first. English ones need their capital: "may"
    and "march" are words."""
    names = [name for names in months for name in names]
    forms = {form for name in names for form in (name, name.upper())}
    if with_capitals:  # and often without accents: "6 FEVRIER 2024"
        plain = [fold(name) for name in names]
        forms |= {*plain, *(form.upper() for form in plain), *(form.title() for form in plain)}
        forms |= {name.capitalize() for name in names}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return rf"(?:{'|'.join(map(re.escape, ordered))})(?:\.|\b)"


_EN = _month(MONTHS["en"], with_capitals=False)
_FR = _month(MONTHS["fr"], with_capitals=True)
_EITHER = rf"(?:{_EN}|{_FR})"
_DAY = r"[0-3]?\d(?!\d)"
_WHOLE_YEAR = rf"{_YEAR}(?!\d)"
# "14-18", "14 to 18", « 14 au 18 »: days on end.
_TO = r"\s?(?:-|–|—|\bto\b|\bthrough\b|\bau\b)\s?"
_DAY_LIST = rf"{_DAY}(?:er)?(?:,\s{_DAY})*,?\s(?:and|or|et|ou|&)\s(?:le\s)?{_DAY}"
_WEEKDAY_FR = rf"(?:(?:{'|'.join(WEEKDAYS['fr'])})\s)?"
_TO_TWELFTH = [names[0] for names in ORDINALS["en"]]
_TENS = rf"(?:twent(?:y|ieth)|thirt(?:y|ieth))(?:[- ](?:{'|'.join(_TO_TWELFTH[:9])}))?"
_DAY_WORD_EN = (
    rf"(?:{_TENS}|{'|'.join(_TO_TWELFTH)}|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth"
    r"|eighteenth|nineteenth)"
)
_UP_TO_NINE = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_UP_TO_99 = (
    rf"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ]{_UP_TO_NINE})?"
    rf"|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    rf"|{_UP_TO_NINE})\b"
)
_YEAR_WORDS_EN = (
    rf"(?:two thousand\b(?:[ -](?:and[ -])?{_UP_TO_99})?|(?:twenty|nineteen)[ -]{_UP_TO_99})"
)
_DAY_WORD_FR = r"(?:premier|(?:vingt|trente)(?:[- ](?:et[- ])?[a-zé]+)?|[a-zé]+(?:-[a-zé]+)?)"
_JUSQU_A_99 = (
    r"(?:[ -](?:(?:et[ -])?(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize"
    r"|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|septante|huitante|octante"
    r"|nonante)\b)){0,4}"
)
_YEAR_WORDS_FR = rf"(?:deux[ -]mil(?:le)?\b{_JUSQU_A_99}|mil(?:le)? neuf cents?\b{_JUSQU_A_99})"

_FORMS = tuple(
    re.compile(rf"(?<![\w/.,-])(?:{form})", flags)
    for form, flags in (
        # "August 16, 2024", "Aug. 14-18, 2024", and without the year
        (
            rf"(?P<month>{_EITHER})\s?(?P<day>{_DAY})(?:st|nd|rd|th)?"
            rf"(?:{_TO}(?P<last>{_DAY})(?:st|nd|rd|th)?)?"
            rf"(?:\s?,?\s?(?:of\s)?(?P<year>{_WHOLE_YEAR})|(?![\w]|[.,:/]\d))",
            0,
        ),
        # "16 August 2024", "the 16th day of August, 2024", « 14 au 18 octobre 2024 »
        (
            rf"(?P<day>{_DAY})(?:st|nd|rd|th|er)?"
            rf"(?:{_TO}{_WEEKDAY_FR}(?P<last>{_DAY})(?:st|nd|rd|th|er)?)?"
            rf"\s(?:day of\s|of\s)?(?P<month>{_EITHER})(?:,?\s?(?P<year>{_WHOLE_YEAR}))?",
            0,
        ),
        # "January 28, 29 and 31, 2013", « les 28 et 29 janvier 2013 »
        (
            rf"(?P<month>{_EITHER})\s(?P<days>{_DAY_LIST}),?\s(?P<year>{_WHOLE_YEAR})",
            0,
        ),
        (
            rf"(?:(?<=\bles\s)|(?<=\bdes\s)|(?<=\bthe\s))(?P<days>{_DAY_LIST})"
            rf"\s(?P<month>{_EITHER})\s(?P<year>{_WHOLE_YEAR})",
            re.IGNORECASE,
        ),
        (rf"(?P<month>{_EITHER}),?\s(?:of\s|de\s)?(?P<year>{_WHOLE_YEAR})", 0),
        # "mid-March 2021": what stands before the month is joined to it.
        (rf"(?i:mid|early|late|mi|fin)-(?P<month>{_EITHER}),?\s(?P<year>{_WHOLE_YEAR})", 0),
        # "from January to June 2020": the first month has its year from the second.
        (
            rf"(?P<month>{_EITHER})(?=(?:\s(?:to|through|and|or|à|et|ou)\s|\s?[–—-]\s?)"
            rf"{_EITHER}\s{_WHOLE_YEAR})",
            0,
        ),
        # "03-Mar-2021", "3-Mar-21"
        (
            rf"(?P<day>{_DAY})-(?P<month>{_EITHER})-(?:(?P<year>{_WHOLE_YEAR})|(?P<short>\d\d)(?!\d))",
            re.IGNORECASE,
        ),
        (rf"(?P<iso>{_WHOLE_YEAR}-(?:0[1-9]|1[0-2])-[0-3]\d)(?!\d)", 0),
        (r"(?P<one>[0-3]?\d)/(?P<two>[0-3]?\d)/(?P<short>(?:1[6-9]|20)?\d\d)(?![\d/])", 0),
        (rf"(?P<one>[0-3]?\d)(?P<mark>[.-])(?P<two>[0-3]?\d)(?P=mark)(?P<short>{_WHOLE_YEAR})", 0),
        # "the third day of March, 2021", "March third, two thousand twenty-one"
        (
            rf"(?P<dayword>{_DAY_WORD_EN})\s(?:day\s)?of\s(?P<month>{_EN}),?\s"
            rf"(?:in the year\s)?(?:(?P<year>{_WHOLE_YEAR})|(?P<yearwords>{_YEAR_WORDS_EN}))",
            re.IGNORECASE,
        ),
        (
            rf"(?P<month>{_EN})\s(?P<dayword>{_DAY_WORD_EN}),?\s"
            rf"(?:(?P<year>{_WHOLE_YEAR})|(?P<yearwords>{_YEAR_WORDS_EN}))",
            re.IGNORECASE,
        ),
        # « l'an deux mille vingt-quatre et le quinze mars »
        (
            rf"l['’]an\s(?:(?P<year>{_WHOLE_YEAR})|(?P<yearwords>{_YEAR_WORDS_FR})),?\s(?:et\s)?le\s"
            rf"(?:(?P<day>{_DAY})(?:er)?|(?P<dayword>{_DAY_WORD_FR}))\s(?P<month>{_FR})",
            re.IGNORECASE,
        ),
        # « le premier août deux mille vingt-quatre »
        (
            rf"(?P<dayword>{_DAY_WORD_FR})\s(?P<month>{_FR})\s"
            rf"(?:(?P<year>{_WHOLE_YEAR})|(?P<yearwords>{_YEAR_WORDS_FR}))",
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
_WHOLE_NAMES = frozenset({"may", "mai", "mars"})


@dataclass(frozen=True, slots=True)
class _DateParts:
    """text[start:end] has the form of a date. ``day`` is what it says for dateparser, "{}" where
    the year goes; ``last`` is the last of several days of that month."""

    start: int
    end: int
    day: str
    year: int | None
    last: int | None = None
    is_ambiguous: bool = False


_HINT = re.compile(rf"{_EITHER}|\d[/.-]\d", re.IGNORECASE)


def may_hold_dates(text: str) -> bool:
    """Whether a look for dates is worth its time; where this is False, there are none."""
    return _HINT.search(text) is not None


def printed_dates(text: str, language: str) -> list[PrintedDate]:
    """The dates of one sentence, in order, as far as their year is known; a year alone is none.

    Where a date has no year, another date of the sentence gives it, the next before the last:
    "between March 1 and March 8, 2024". In figures ("10/01/2024") the month comes first in English
    and the day in French, unless only the other can be.
    """
    found = _found(text)
    dated = []
    for index, parts in enumerate(found):
        year = parts.year or _year_beside(found, index)
        period = _period(parts, year, text[: parts.start], language) if year else None
        if period is not None:
            dated.append(PrintedDate(parts.start, parts.end, *period, parts.is_ambiguous))
    return dated


def _found(text: str) -> list[_DateParts]:
    """What has the form of a date; of forms that overlap, the one that begins first, and of those
    the longest."""
    candidates = sorted(
        (parts for form in _FORMS for parts in _read_all(form, text)),
        key=lambda parts: (parts.start, -parts.end),
    )
    found: list[_DateParts] = []
    for parts in candidates:
        if not found or found[-1].end <= parts.start:
            found.append(parts)
    return found


def _read_all(form: re.Pattern[str], text: str) -> Iterator[_DateParts]:
    for match in form.finditer(text):
        named = match.groupdict()
        if named.get("iso"):
            year, _, day = match["iso"].partition("-")
            yield _DateParts(*match.span(), f"{{}}-{day}", int(year))
        elif named.get("one"):
            yield from _of_figures(match)
        elif named.get("days"):
            yield from _of_days(match)
        else:
            yield from _of_words(match, named)


def _of_figures(match: re.Match[str]) -> Iterator[_DateParts]:
    first, second, year = int(match["one"]), int(match["two"]), int(match["short"])
    if len(match["short"]) == 2:
        year = _of_two_digits(year)
    can_be_month = [1 <= figure <= 12 for figure in (first, second)]
    if any(can_be_month):
        is_ambiguous = first != second and all(can_be_month)
        yield _DateParts(*match.span(), f"{first}/{second}/{{}}", year, None, is_ambiguous)


def _of_days(match: re.Match[str]) -> Iterator[_DateParts]:
    """Each day of a list; the first holds the month before it, the last what is after."""
    days = list(re.finditer(r"\d+(?:er)?", match["days"]))
    shift = match.start("days")
    for index, day in enumerate(days):
        start = match.start() if index == 0 else shift + day.start()
        end = match.end() if index == len(days) - 1 else shift + day.end()
        said = f"{day[0].removesuffix('er')} {match['month'].rstrip('.')} {{}}"
        yield _DateParts(start, end, said, int(match["year"]))


def _of_two_digits(year: int) -> int:
    return year + (2000 if year < 50 else 1900)


def _of_words(match: re.Match[str], named: dict[str, str | None]) -> Iterator[_DateParts]:
    month = (named["month"] or "").rstrip(".")
    year = int(named.get("year") or 0) or None
    if named.get("short"):
        year = _of_two_digits(int(named["short"] or 0))
    day = named.get("day") or ""
    if named.get("dayword"):
        spelled = _number(named["dayword"] or "", ordinal=True)
        if spelled is None:
            return
        day = str(spelled)
    if named.get("yearwords"):
        year = _number(named["yearwords"] or "")
        if year is None or not 1600 <= year < 2100:
            return
    short = fold(month)
    if year is None and short in _NOT_BARE and short not in _WHOLE_NAMES:
        return
    last = int(named.get("last") or 0) or None
    end = match.end()
    if year is None and match[0].endswith("."):
        end -= 1
    yield _DateParts(match.start(), end, f"{day} {month} {{}}".strip(), year, last)


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


def _period(parts: _DateParts, year: int, before: str, language: str) -> tuple[date, date] | None:
    """First and last day; None where the calendar has no such day."""
    said = read_date(parts.day.format(year), language)
    if said is None or said.month is None:
        return None
    length = monthrange(year, said.month)[1]
    if said.day is None:
        return date(year, said.month, 1), date(year, said.month, length)
    day = date(year, said.month, said.day)
    if parts.last is not None and said.day < parts.last <= length:
        return day, day.replace(day=parts.last)
    return day, day + timedelta(days=6) if _WEEK_OF.search(before) else day
