"""What can be checked in a sentence: its amounts, dates, numbers and names, with their values.

French and English forms meet by their value: « 12 millions de dollars » and "$12 million",
« 3 mars 2021 » and "03/03/2021". With its figures blanked a sentence says only what it is about,
so that a changed figure does not change what it is compared with.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

from text_to_num import alpha2digit

from ingest.text.amounts import printed_amounts
from ingest.text.dates import Date, bare_months, date_stretches, printed_dates, read_date
from ingest.text.scales import scale
from ingest.text.terms import fold

ParticularKind = Literal["amount", "date", "number", "docket number"]
Bound = Literal["more", "less", "about", ""]
"""What is said of a figure: "at least", "at most", "about", or nothing."""


@dataclass(frozen=True, slots=True)
class Particular:
    """text[start:end] of a sentence. A date has its first and last day (``days``), in a leap year
    where it ``has_year`` not; an amount and a number have their value. ``unit`` is a currency, "%"
    or a measure of time ("year")."""

    kind: ParticularKind
    start: int
    end: int
    printed: str
    value: Decimal = Decimal(0)
    unit: str = ""
    days: tuple[date, date] | None = None
    has_year: bool = True
    bound: Bound = ""

    def same_kind(self, other: Particular) -> bool:
        """Whether both could state the same thing: two amounts, or two numbers of years."""
        if {self.kind, other.kind} == {"amount", "number"}:
            return min(self.value, other.value) >= _LARGE and "" in (self.unit, other.unit)
        if self.kind != other.kind:
            return False
        # A date without its year does not tell whether another's year is right.
        return (
            self.unit == other.unit
            if self.kind == "number"
            else other.has_year or not self.has_year
        )

    def agrees(self, other: Particular) -> bool:
        """Whether ``other`` says this: the same value, or days within these days."""
        if not self.same_kind(other):
            return False
        if self.kind == "date":
            return _within(other, self)
        if self.kind == "docket number":
            return self.printed.endswith(other.printed) or other.printed.endswith(self.printed)
        units = {self.unit, other.unit} - {""}
        return self.value == other.value and len(units) < 2

    def bound_differs(self, other: Particular) -> bool:
        """Whether it puts a bound that ``other`` does not, or calls about what ``other`` bounds:
        "about" against "at least". A figure that is given without any is not said to be exact."""
        if self.bound in ("more", "less"):
            return other.bound != self.bound
        return self.bound == "about" and other.bound in ("more", "less")


_LARGE = Decimal(1000)


_NO_YEAR = 2000
"""Of a date without its year: a leap year."""


def in_no_year(day: date) -> date:
    """The day as that of a date without its year."""
    return day.replace(year=_NO_YEAR)


def _within(inner: Particular, outer: Particular) -> bool:
    assert inner.days is not None
    assert outer.days is not None
    own, around = inner.days, outer.days
    if not (inner.has_year and outer.has_year):
        if any(days[0].year != days[1].year for days in (own, around)):
            return False
        own, around = ((in_no_year(days[0]), in_no_year(days[1])) for days in (own, around))
    return around[0] <= own[0] and own[1] <= around[1]


_DOCKET_NUMBER = re.compile(r"(?<![\w-])(?:\d:)?(\d{2}-[a-z]{2,4}-\d{3,6})(?![\w-])", re.IGNORECASE)
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s?(?:%|percent\b|per cent\b|pour cent\b)", re.IGNORECASE)
_DIGITS = (
    r"(?:\d{1,3}(?:[ ,.'\u00a0\u202f’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"(?:[\s\u00a0\u202f-](?:hundred|thousand|million|billion|mille|milliers?|millions?|milliards?)\b)?"
)
_WORD = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    r"|vingts?|trente|quarante|cinquante|soixante|cents?)"
)
_NUMBER = re.compile(
    rf"(?<![\w.,/$€£§¶(-])(?:{_DIGITS}(?![\w/(])|{_WORD}(?:[\s-](?:and |et )?{_WORD})*\b)",
    re.IGNORECASE,
)
# "Rule 12", "paragraph 23", "ECF No. 1": the number names a place.
_NAMES_A_PLACE = re.compile(
    r"(?:\b(?:rules?|paragraphs?|paras?|sections?|articles?|art|no|nos|ecf|dkt|exhibit|ex|page|pages"
    r"|pp?|part|title|chapter|n|numero)\b\.?|§+|¶+|°)\s*(?:\d{1,4}\s?(?:[,–-]|and|et|to|a)\s?)*$"
)
# "2. The parties agreed": the number of a paragraph.
_PARAGRAPH = re.compile(r"\d{1,4}\.\s+(?=[^\W\d_])")
_TIME = (
    ("year", re.compile(r"^[\s-]*(?:calendar |full )?(?:years?|ans?|annees?)\b")),
    ("month", re.compile(r"^[\s-]*(?:full )?(?:months?|mois)\b")),
    ("week", re.compile(r"^[\s-]*(?:weeks?|semaines?)\b")),
    ("day", re.compile(r"^[\s-]*(?:calendar |business |court )?(?:days?|jours?)\b")),
    ("hour", re.compile(r"^[\s-]*(?:hours?|heures?)\b")),
)
_BOUNDS: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (
        "more",
        re.compile(
            r"(?:\b(?:more than|over|at least|exceed\w*|above|no less than|not less than"
            r"|greater than|upwards of|plus d[e'’]|au moins|depass\w+|superieure?s? a"
            r"|au[- ]dela d[e'’]|au minimum|minimum d[e'’]))\s?\W{0,2}(?:les? |la )?$"
        ),
    ),
    (
        "less",
        re.compile(
            r"(?:\b(?:less than|under|at most|up to|below|no more than|not more than|fewer than"
            r"|moins d[e'’]|au plus|jusqu[’']?a|inferieure?s? a"
            r"|au maximum))\s?\W{0,2}(?:les? |la )?$"
        ),
    ),
    (
        "about",
        re.compile(
            r"(?:\b(?:about|approximately|around|roughly|some|nearly|almost|circa|environ|quelque"
            r"|presque|pres d[e'’]|autour d[e'’]|a peu pres))\s?\W{0,2}(?:les? |la )?$"
        ),
    ),
)


@lru_cache(maxsize=20_000)
def particulars(text: str, language: str) -> tuple[Particular, ...]:
    """What a sentence gives of amounts, dates and numbers, in order; no two overlap."""
    found: list[Particular] = []
    for looked in (_docket_numbers, _dates, _amounts, _listed, _numbers):
        for particular in looked(text, language):
            if all(
                particular.end <= other.start or other.end <= particular.start for other in found
            ):
                found.append(particular)
    return tuple(sorted(found, key=lambda particular: particular.start))


def _docket_numbers(text: str, _: str) -> Iterator[Particular]:
    for match in _DOCKET_NUMBER.finditer(text):
        yield Particular("docket number", match.start(), match.end(), match[1].casefold())


def _dates(text: str, language: str) -> Iterator[Particular]:
    dated = printed_dates(text, language)
    for found in dated:
        printed = text[found.start : found.end]
        yield Particular("date", found.start, found.end, printed, days=(found.begins, found.ends))
    # What has no year, and a year alone.
    taken = [(found.start, found.end) for found in dated]
    for start, end in date_stretches(text):
        said = read_date(text[start:end], language)
        if said is not None and _is_free(start, end, taken):
            taken.append((start, end))
            yield _partial(text, start, end, said)
    for span, said in bare_months(text, language):
        if _is_free(*span, taken):
            yield _partial(text, *span, said)


def _is_free(start: int, end: int, taken: Iterable[tuple[int, int]]) -> bool:
    return all(end <= other[0] or other[1] <= start for other in taken)


def _partial(text: str, start: int, end: int, said: Date) -> Particular:
    """A date without its year, a month or a year alone."""
    year = said.year or _NO_YEAR
    first = date(year, said.month or 1, said.day or 1)
    if said.day is not None:
        last = first
    else:
        month = said.month or 12
        last = date(year, month, monthrange(year, month)[1])
    return Particular(
        "date", start, end, text[start:end], days=(first, last), has_year=said.year is not None
    )


def _amounts(text: str, language: str) -> Iterator[Particular]:
    for found in printed_amounts(text, language):
        yield Particular(
            "amount",
            found.start,
            found.end,
            text[found.start : found.end],
            found.value,
            found.currency,
            bound=_bound(text[: found.start]),
        )
    for match in _PERCENT.finditer(text):
        value = _decimal(match[1])
        if value is not None:
            bound = _bound(text[: match.start()])
            yield Particular("number", *match.span(), match[0], value, "%", bound=bound)


def _numbers(text: str, language: str) -> Iterator[Particular]:
    for match in _NUMBER.finditer(text):
        before = text[: match.start()]
        if _NAMES_A_PLACE.search(fold(before[-30:])):
            continue
        if not before and _PARAGRAPH.match(text):
            continue
        value = _worth(match[0], language)
        if value is not None and value > 1:
            after = fold(text[match.end() :][:24])
            unit = next((name for name, form in _TIME if form.match(after)), "")
            bound = _bound(before)
            yield Particular("number", *match.span(), match[0], value, unit, bound=bound)


# "for (1) breach of contract, (2) promissory estoppel and (3) …": so many are listed.
_MARKER = re.compile(r"\((\d{1,2})\)(?=\s)")


def _listed(text: str, _: str) -> Iterator[Particular]:
    """How many things a sentence lists under numbers that follow one another."""
    markers = list(_MARKER.finditer(text))
    numbers = [int(marker[1]) for marker in markers]
    if len(markers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        last = markers[-1]
        yield Particular("number", *last.span(), last[0], Decimal(len(markers)))


def _worth(printed: str, language: str) -> Decimal | None:
    digits = re.match(r"[\d ,.'\u00a0\u202f’]*\d", printed)
    if digits:
        value = _decimal(_ungrouped(digits[0]))
        name = printed[digits.end() :].strip(" \u00a0\u202f-")
        return value * scale(name, language) if value is not None and name else value
    if fold(printed) in ("two", "deux"):
        return Decimal(2)
    for known in (language, "fr" if language == "en" else "en"):
        read = str(alpha2digit(printed.casefold(), known if known == "fr" else "en", 0.0))
        if read.strip().isdigit():
            return Decimal(read.strip())
    return None


def _ungrouped(digits: str) -> str:
    if re.fullmatch(r"\d{1,3}(?:[ ,.'\u00a0\u202f’]\d{3})+", digits):
        return re.sub(r"\D", "", digits)
    return re.sub(r"[ '\u00a0\u202f’]", "", digits)


def _decimal(digits: str) -> Decimal | None:
    try:
        return Decimal(digits.replace(",", ".")).normalize()
    except InvalidOperation:
        return None


def _bound(before: str) -> Bound:
    near = fold(before[-30:])
    return next((name for name, form in _BOUNDS if form.search(near)), "")


_BLANKS: dict[ParticularKind, dict[str, str]] = {
    "amount": {"en": "a sum of money", "fr": "une somme d’argent"},
    "date": {"en": "a date", "fr": "une date"},
    "number": {"en": "several", "fr": "plusieurs"},
    "docket number": {"en": "a number", "fr": "un numéro"},
}


def blanked(text: str, language: str) -> str:
    """The sentence without what its figures say."""
    pieces = []
    at = 0
    for found in particulars(text, language):
        pieces += [text[at : found.start], _BLANKS[found.kind]["fr" if language == "fr" else "en"]]
        at = found.end
    return "".join([*pieces, text[at:]])


def nearest(wanted: Particular, among: Iterable[Particular]) -> Particular | None:
    """The particular of the same kind that is nearest to ``wanted`` in value or time; None without
    any."""
    alike = [other for other in among if wanted.same_kind(other)]
    return min(alike, key=lambda other: _distance(wanted, other), default=None)


def _distance(wanted: Particular, other: Particular) -> float:
    if wanted.days and other.days:
        return abs((wanted.days[0] - other.days[0]).days)
    if not wanted.value or not other.value:
        return 0.0
    return abs(float(wanted.value / other.value) - 1)
