"""The filings of a case, and the dates that its documents name, in order.

A filing is an entry of a docket, or a document whose stamp or caption dates it. A date inside a
document becomes an event where its day, week or month is certain: it is printed with its year, or
another date of the same sentence gives the year. A year alone is none, nor is the date of a
decision that is cited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bot.overview.sourced import SourcePlace
from ingest.document import DateKind
from ingest.store.catalogue import Case, Catalogue, Document
from ingest.store.facts import NamedDate, find_missing_facts, named_dates

Precision = Literal["day", "days", "month"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a document dates.

    ``begins`` and ``ends`` are its first and last day; they are the same for a day. ``printed`` are
    the words of the date, and ``sentence`` those around it, verbatim. ``is_ambiguous``: the date
    could be read with day and month exchanged.
    """

    begins: date
    ends: date
    precision: Precision
    kind: DateKind
    printed: str
    sentence: str
    document: str
    title: str
    page: int
    source: SourcePlace | None
    """Where the sentence stands; None for a filing that is known by its document's stamp alone."""
    is_ambiguous: bool = False


def timeline(
    catalogue: Catalogue, case: Case, done: Callable[[int, int], None] = lambda made, of: None
) -> list[Event]:
    """The events of a case, earliest first. ``done`` is called with the documents whose dates were
    looked for, and of how many, where an older Pincite had not.

    Raises LibraryUnwritable where those cannot be kept.
    """
    find_missing_facts(catalogue, case, done)
    documents = {document.id: document for document in catalogue.documents(case)}
    dockets = {
        document.id for document in documents.values() if document.description.kind == "docket"
    }
    found: list[Event] = []
    entered: set[tuple[date, str]] = set()
    for docket in dockets:
        for event, numbers in _entries(catalogue, documents[docket]):
            found.append(event)
            entered.update((event.begins, number) for number in numbers)
    for document in documents.values():
        about = document.description
        if document.id not in dockets and about.filed and (about.filed, about.ecf) not in entered:
            found.append(_filing(document, about.filed))
    found += (
        _named(documents[fact.at.document_id], fact)
        for fact in named_dates(catalogue, case)
        if fact.at.document_id in documents and fact.at.document_id not in dockets
    )
    return sorted(found, key=lambda event: (event.begins, event.ends, event.document, event.page))


def _entries(catalogue: Catalogue, docket: Document) -> Iterator[tuple[Event, tuple[str, ...]]]:
    """The entries of a docket, each with its numbers."""
    for row in catalogue.docket_rows(docket.id, "entry"):
        if not row.value:
            continue  # no such day in the calendar
        day = date.fromisoformat(row.value)
        text = row.stored.passage.text
        opening = text.split(maxsplit=1)[0]
        event = Event(
            begins=day,
            ends=day,
            precision="day",
            kind="filing",
            printed=opening if opening[:1].isdigit() else row.value,
            sentence=text,
            document=docket.path,
            title=docket.description.title,
            page=row.stored.passage.page,
            source=SourcePlace(row.stored.id, 0, len(text)),
        )
        yield event, row.stored.passage.paragraphs


def _filing(document: Document, day: date) -> Event:
    return Event(
        begins=day,
        ends=day,
        precision="day",
        kind="filing",
        printed=day.isoformat(),
        sentence="",
        document=document.path,
        title=document.description.title,
        page=1,
        source=None,
    )


def _named(document: Document, fact: NamedDate) -> Event:
    return Event(
        begins=fact.begins,
        ends=fact.ends,
        precision=_precision(fact.begins, fact.ends),
        kind=fact.kind,
        printed=fact.at.printed,
        sentence=fact.at.sentence,
        document=document.path,
        title=document.description.title,
        page=fact.at.page,
        source=SourcePlace(fact.at.passage_id, fact.at.sentence_start, fact.at.sentence_end),
        is_ambiguous=fact.is_ambiguous,
    )


def _precision(begins: date, ends: date) -> Precision:
    if begins == ends:
        return "day"
    return "month" if (ends + timedelta(days=1)).day == 1 == begins.day else "days"


def select(
    events: Sequence[Event], *, kind: str = "", document: str = "", about: str = ""
) -> list[Event]:
    """The events of a kind, of a document (by its path), that name something, such as a party."""
    wanted = about.casefold()
    return [
        event
        for event in events
        if (not kind or event.kind == kind)
        and (not document or event.document == document)
        and wanted in f"{event.sentence} {event.title}".casefold()
    ]
