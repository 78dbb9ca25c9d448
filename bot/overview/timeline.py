"""When what happened: the filings of a case, and the dates that its documents tell, in order.

A filing is an entry of a docket, or a document whose stamp or caption dates it. A date inside a
document becomes an event where its day, week or month is certain: it is printed with its year, or
another date of the same sentence gives the year. A year alone is none, nor is the date of a
decision that is cited.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.answer import Citation
from bot.answering.cite import cite
from bot.answering.voice import voice
from ingest.store.catalogue import Case, Catalogue, Document, Stored
from ingest.text.dates_amounts import Date, read_date, stretches
from ingest.text.sentences import sentences

EventKind = Literal["filing", "fact", "deadline", "to come"]
"""``to come`` is later than the document that tells it, and no deadline."""
Precision = Literal["day", "days", "month"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a document dates.

    ``begins`` and ``ends`` are its first and last day; they are the same for a day. ``printed`` are
    the words of the date, and ``sentence`` those around it, verbatim. ``voice`` is whose word it is
    ("alleges", "records"). ``is_ambiguous``: the date could be read with day and month exchanged.
    """

    begins: date
    ends: date
    precision: Precision
    kind: EventKind
    printed: str
    sentence: str
    voice: str
    document: str
    title: str
    page: int
    citation: Citation | None
    """None for a filing that is known by its document's stamp alone."""
    is_ambiguous: bool = False


def timeline(catalogue: Catalogue, case: Case) -> list[Event]:
    """The events of a case, earliest first."""
    documents = catalogue.documents(case)
    found: list[Event] = []
    for document in documents:
        if document.description.kind == "docket":
            found += _entries(catalogue, document)
    entered = {
        (event.begins, number)
        for event in found
        if event.citation
        for number in event.citation.paragraphs
    }
    for document in documents:
        about = document.description
        if about.kind == "docket":
            continue
        if about.filed and (about.filed, about.ecf) not in entered:
            found.append(_filing(document, about.filed))
        for stored in catalogue.passages_of(document.id):
            found += _events_of(catalogue, document, stored)
    return sorted(found, key=lambda event: (event.begins, event.ends, event.document, event.page))


def _entries(catalogue: Catalogue, docket: Document) -> Iterator[Event]:
    for row in catalogue.docket_rows(docket.id, "entry"):
        day = date.fromisoformat(row.value)
        text = row.stored.passage.text
        printed = next((text[start:end] for start, end, _ in _dates(text, "en")), row.value)
        yield _event(catalogue, docket, row.stored, (0, len(text)), printed, (day, day), "filing")


def _filing(document: Document, day: date) -> Event:
    about = document.description
    return Event(
        begins=day,
        ends=day,
        precision="day",
        kind="filing",
        printed=day.isoformat(),
        sentence="",
        voice="",
        document=document.path,
        title=about.title,
        page=1,
        citation=None,
    )


def _dates(text: str, language: str) -> list[tuple[int, int, Date]]:
    """The dates of a text in order, each with its [start, end)."""
    read = (
        (start, end, read_date(text[start:end], language)) for start, end in stretches(text, "date")
    )
    return [(start, end, date_read) for start, end, date_read in read if date_read is not None]


def _is_ambiguous(printed: str) -> bool:
    """Whether it is written in figures that the two languages read differently."""
    figures = not any(char.isalpha() for char in printed)
    return figures and read_date(printed, "en") != read_date(printed, "fr")


def _events_of(catalogue: Catalogue, document: Document, stored: Stored) -> Iterator[Event]:
    """The events of a passage."""
    text, language = stored.passage.text, stored.passage.language
    filed = document.description.filed
    found = _dates(text, language)
    if not found:
        return
    bounds = sentences(text, language)
    for start, end, date_read in found:
        around = next(
            (sentence for sentence in bounds if sentence[0] <= start and end <= sentence[1]),
            (start, end),
        )
        before = text[around[0] : start]
        period = _period(date_read, _year(date_read, found, around), before, text[start:end])
        if period is None or _COURT_BEFORE.search(before[-120:]):
            continue
        signed = bool(_DATED.search(before))
        if signed and period[0] == filed:
            continue  # it is in the timeline as a filing
        kind = "filing" if signed and not filed else _kind(before, period[0], filed)
        yield _event(catalogue, document, stored, around, text[start:end], period, kind)


def _year(
    date_read: Date, found: Sequence[tuple[int, int, Date]], around: tuple[int, int]
) -> int | None:
    """A date without its year takes that of another in its sentence, the next before the last:
    "between March 1 and March 8, 2024"."""
    if date_read.year is not None:
        return date_read.year
    within = [
        (start, other) for start, end, other in found if around[0] <= start and end <= around[1]
    ]
    at = next(number for number, (_, other) in enumerate(within) if other is date_read)
    others = [other for _, other in (*within[at + 1 :], *reversed(within[:at]))]
    return next((other.year for other in others if other.year is not None), None)


def _event(
    catalogue: Catalogue,
    document: Document,
    stored: Stored,
    around: tuple[int, int],
    printed: str,
    period: tuple[date, date],
    kind: EventKind,
) -> Event:
    citation = cite(catalogue, stored, *around, 1)
    return Event(
        begins=period[0],
        ends=period[1],
        precision=_precision(period),
        kind=kind,
        printed=printed,
        sentence=citation.quote,
        voice=voice(citation, stored.passage),
        document=document.path,
        title=document.description.title,
        page=citation.page,
        citation=citation,
        is_ambiguous=_is_ambiguous(printed),
    )


_WEEK_OF = re.compile(r"\b(?:week (?:of|beginning|commencing)|semaine du)\s+$", re.IGNORECASE)
# « du 14 au 18 octobre 2024 »
_SINCE = re.compile(r"\b(\d{1,2})(?:er|st|nd|rd|th)?\s?(?:au|to|through|-|–)\s?$")
_DATED = re.compile(r"\bdated?\s?:?\s*$|\bfait à [^,;.]{2,40},? le\s+$", re.IGNORECASE)
# "(N.D. Cal. Aug. 16, 2024)": up to the date, the court stands in the same parentheses.
_COURT_BEFORE = re.compile(
    r"\([^()]*\b(?:Cir|App|Ct|Sup|Dist|[NSEWCM]\.D|D|Cass|CA|TJ)\b\.?[^()]*$"
)
_DUE = re.compile(
    r"\b(?:no later than|on or before|due (?:on|by)?|deadline|must be (?:filed|served)|"
    r"shall (?:file|serve|respond)|by|until|au plus tard|avant le|échéance|jusqu['’]au|"
    r"date limite)\b[^.;]{0,60}$",
    re.IGNORECASE,
)


def _period(
    date_read: Date, year: int | None, before: str, printed: str
) -> tuple[date, date] | None:
    """First and last day, given what stands before the date in its sentence. None where the year
    or the month is unknown, or the calendar has no such day."""
    if year is None or date_read.month is None or not 1 <= date_read.month <= 12:
        return None
    last = monthrange(year, date_read.month)[1]
    if date_read.day is None:
        return date(year, date_read.month, 1), date(year, date_read.month, last)
    if not 1 <= date_read.day <= last:
        return None
    day = date(year, date_read.month, date_read.day)
    since = _SINCE.search(before) if printed[0].isdigit() else None
    if since and 1 <= int(since[1]) < date_read.day:
        return day.replace(day=int(since[1])), day
    return day, day + timedelta(days=6) if _WEEK_OF.search(before) else day


def _precision(period: tuple[date, date]) -> Precision:
    if period[0] == period[1]:
        return "day"
    return "month" if (period[1] + timedelta(days=1)).day == 1 == period[0].day else "days"


def _kind(before: str, begins: date, filed: date | None) -> EventKind:
    """``before`` is the sentence up to the date. Only a date after its document's own, or one in a
    document without date, can be a deadline or to come."""
    later = filed is None or begins > filed
    if later and _DUE.search(before):
        return "deadline"
    return "to come" if filed is not None and begins > filed else "fact"


def select(
    events: Sequence[Event], *, kind: str = "", document: str = "", about: str = ""
) -> list[Event]:
    """Those of a kind, of a document (its path) and that name something, such as a party."""
    wanted = about.casefold()
    return [
        event
        for event in events
        if (not kind or event.kind == kind)
        and (not document or event.document == document)
        and wanted in f"{event.sentence} {event.title}".casefold()
    ]
