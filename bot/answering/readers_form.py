"""Dates and amounts as the reader writes them.

English and French read the same figures differently: 10/01/2024 is October 1 in the one and the
tenth of January in the other, $1,250 is a thousand or one and a quarter, a billion a thousand
millions or a million. Beside a quote in the other language the reader's form is given of those
alone that would be misread.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ingest.text.amounts import printed_amounts
from ingest.text.dates import printed_dates
from ingest.text.vocabulary import MONTHS
from ingest.translation import FRENCH, LANGUAGES, translated

# A comma that a French reader may take for that of a decimal, though with its sign in front the
# amount is an English one.
_THOUSANDS = re.compile(r"^\D*[1-9]\d{0,2},\d{3}(?![\d,.])")


def day_in(language: str, day: date) -> str:
    """ "October 1, 2024", « 1er octobre 2024 »."""
    if language == "fr":
        number = "1er" if day.day == 1 else str(day.day)
        return f"{number} {MONTHS['fr'][day.month - 1][0]} {day.year}"
    return f"{MONTHS['en'][day.month - 1][0]} {day.day}, {day.year}"


def days_in(language: str, begins: date, ends: date) -> str:
    """A day; a whole month: "October 2024", « octobre 2024 »; or the first and the last day."""
    if begins == ends:
        return day_in(language, begins)
    if begins.day == 1 and ends == begins.replace(day=monthrange(begins.year, begins.month)[1]):
        months = MONTHS["fr" if language == "fr" else "en"]
        return f"{months[begins.month - 1][0]} {begins.year}"
    first, last = (day_in(language, day) for day in (begins, ends))
    return translated("{begins} to {ends}", language).format(begins=first, ends=last)


def amount_in(language: str, value: Decimal, currency: str) -> str:
    """ "1,250.50 USD", « 1 250,50 USD »."""
    written = f"{value:,f}"
    if language == "fr":
        written = written.replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")
        return f"{written}\N{NO-BREAK SPACE}{currency}".rstrip()
    return f"{written} {currency}".rstrip()


def readers_forms(quote: str, language: str, reader: str) -> list[str]:
    """What to say to a ``reader`` of one language beside a quote in another; mostly nothing."""
    if language == reader or language not in LANGUAGES or reader not in LANGUAGES:
        return []
    said = [*_dates(quote, language, reader), *_amounts(quote, language, reader)]
    return list(dict.fromkeys(said))


def _dates(quote: str, language: str, reader: str) -> Iterator[str]:
    seen: set[date] = set()
    for found in printed_dates(quote, language):
        # Once for a day, though it is printed as 10/01/2024 and as 10/1/2024.
        if found.is_ambiguous and found.begins not in seen:
            seen.add(found.begins)
            said = (
                translated("“{printed}”: {day}, if the month is written first", reader)
                if reader == FRENCH
                else translated("“{printed}”: {day}, since French prints the day first", reader)
            )
            printed = quote[found.start : found.end]
            yield said.format(printed=printed, day=day_in(reader, found.begins))


def _amounts(quote: str, language: str, reader: str) -> Iterator[str]:
    misread = {(found.start, found.end): found.value for found in printed_amounts(quote, reader)}
    for found in printed_amounts(quote, language):
        read = misread.get((found.start, found.end), found.value)
        if read != found.value or _THOUSANDS.search(quote[found.start : found.end]):
            yield translated("“{printed}”: {amount}", reader).format(
                printed=quote[found.start : found.end],
                amount=amount_in(reader, found.value, found.currency),
            )
