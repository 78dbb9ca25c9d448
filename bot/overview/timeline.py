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
from typing import Literal, get_args

from bot.answering.cite import exhibit_around
from bot.overview.parties import CaseParty, naming
from bot.overview.sourced import SourcePlace
from ingest.describe.kinds import voice_of
from ingest.document import DateKind, Kind
from ingest.store.catalogue import Case, Catalogue, Document
from ingest.store.facts import NamedDate, find_missing_facts, named_dates

Precision = Literal["day", "days", "month"]
EventLabel = Literal[
    "filing",
    "date of a paper",
    "fact alleged",
    "fact sworn to",
    "recounted by a court",
    "named in a contract",
    "on the record",
    "reported in an article",
    "named in a paper",
    "deadline",
    "to come",
]
"""What a reader takes the date for: `DateKind`, and of what happened by whose word it is. A party
alleges, a court recounts, a contract names the dates of its terms."""
LABELS: tuple[EventLabel, ...] = get_args(EventLabel)
"""In the order in which they are shown."""
_BY_VOICE: dict[str, EventLabel] = {
    "alleges": "fact alleged",
    "denies": "fact alleged",
    "argues": "fact alleged",
    "swears": "fact sworn to",
    "finds": "recounted by a court",
    "provides": "named in a contract",
    "records": "on the record",
    "reports": "reported in an article",
}
_NOT_FILED: frozenset[Kind] = frozenset({"article", "contract", "exhibit", "letter", "other"})
"""Kinds whose date is that of a filing only where a docket number says so."""


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
    label: EventLabel
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
    # A sentence that names a day twice is one event.
    named = {
        (fact.at.passage_id, fact.at.sentence_start, fact.begins, fact.ends, fact.kind): fact
        for fact in named_dates(catalogue, case)
        if fact.at.document_id in documents and fact.at.document_id not in dockets
    }
    found += (_named(documents[fact.at.document_id], fact) for fact in named.values())
    return sorted(found, key=lambda event: (event.begins, event.ends, event.document, event.page))


def days_of_filing(catalogue: Catalogue, case: Case) -> dict[str, date]:
    """When each document was filed, by its path: by its stamp, or else by the one day that the
    timeline calls its filing. A docket, and a document that names several such days, has none."""
    days: dict[str, set[date]] = {}
    documents = {document.id: document for document in catalogue.documents(case)}
    for fact in named_dates(catalogue, case):
        document = documents.get(fact.at.document_id)
        if document is None or document.description.kind == "docket":
            continue
        event = _named(document, fact)
        if event.label == "filing" and event.precision == "day":
            days.setdefault(document.path, set()).add(event.begins)
    found = {path: min(named) for path, named in days.items() if len(named) == 1}
    for document in documents.values():
        if document.description.filed:
            found[document.path] = document.description.filed
    return found


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
            label="filing",
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
        label=_label(document, "filing", document.description.kind),
    )


def _named(document: Document, fact: NamedDate) -> Event:
    bound_in = exhibit_around(document, fact.at.headings, fact.at.page)
    kind: Kind = "exhibit" if bound_in else document.description.kind
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
        label=_label(document, fact.kind, kind),
        is_ambiguous=fact.is_ambiguous,
    )


def _label(document: Document, dated: DateKind, kind: Kind) -> EventLabel:
    """``kind`` is that of the paper in which the date stands: of an exhibit within a filing its
    own."""
    if dated == "fact":
        return _BY_VOICE.get(voice_of(kind), "named in a paper")
    if dated == "filing":
        is_filed = kind not in _NOT_FILED or (kind != "exhibit" and bool(document.description.ecf))
        return "filing" if is_filed else "date of a paper"
    return dated


def _precision(begins: date, ends: date) -> Precision:
    if begins == ends:
        return "day"
    return "month" if (ends + timedelta(days=1)).day == 1 == begins.day else "days"


def select(
    events: Sequence[Event],
    *,
    kind: str = "",
    document: str = "",
    party: CaseParty | None = None,
    about: str = "",
) -> list[Event]:
    """The events of a kind or label, of a document (by its path), whose sentence or title names a
    party and holds some words."""
    wanted = about.casefold()
    texts = [f"{event.sentence} {event.title}" for event in events]
    named = naming(party, texts) if party else [True] * len(texts)
    return [
        event
        for event, text, is_named in zip(events, texts, named, strict=True)
        if (not kind or kind in (event.kind, event.label))
        and (not document or event.document == document)
        and is_named
        and wanted in text.casefold()
    ]
