"""What documents name and state, as rows: their dates and amounts, and what they say of themselves
and their case. Found in a document's passages once, and read by case.

What is found depends on the program as well (`FINDER`). Which finder a document's rows are of is
kept with them; rows of an older one are found again the next time the case is asked for them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ingest.document import AmountFact, DateFact, DateKind, Passage, StatedField
from ingest.errors import LibraryUnwritable
from ingest.passages.facts import FINDER, amount_facts, date_facts
from ingest.passages.stated import stated_facts
from ingest.store.catalogue import Case, Catalogue, Document, Stored, stored_of
from ingest.store.connection import Connection, StoredRow
from ingest.store.unwritable import is_writable

TABLES = ("facts_found", "date_facts", "amount_facts", "stated_facts")

Done = Callable[[int, int], None]
"""Called with the documents done, and of how many."""


@dataclass(frozen=True, slots=True)
class Named:
    """Where a document names something, with its sentence."""

    document_id: int
    passage_id: int
    start: int
    end: int
    printed: str
    """passage.text[start:end]"""
    sentence_start: int
    sentence_end: int
    sentence: str
    """passage.text[sentence_start:sentence_end]"""
    page: int
    headings: tuple[str, ...]
    """Those above the passage, outermost first."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document states of a field: stored.passage.text[start:end], and of it the words that
    matter. Of a "count" the value is the heading above the passage."""

    document_id: int
    field: StatedField
    stored: Stored
    start: int
    end: int
    page: int
    value: str


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A date that a document names."""

    at: Named
    begins: date
    ends: date
    kind: DateKind
    is_ambiguous: bool


@dataclass(frozen=True, slots=True)
class NamedAmount:
    """An amount that a document names. ``purpose`` are the words that say what it is for."""

    at: Named
    value: Decimal
    currency: str
    purpose: str


def put_facts(
    db: Connection,
    document_id: int,
    ids: Sequence[int],
    passages: Sequence[Passage],
    filed: date | None,
) -> None:
    """Find and keep what a document names: all its passages in order, with their identities."""
    for table in TABLES:
        db.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))
    db.executemany(
        "INSERT INTO date_facts (document_id, passage_id, start, stop, "
        "sentence_start, sentence_stop, page, begins, ends, kind, ambiguous) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (_date_row(document_id, ids, fact) for fact in date_facts(passages, filed)),
    )
    db.executemany(
        "INSERT INTO amount_facts (document_id, passage_id, start, stop, "
        "sentence_start, sentence_stop, page, value, currency, purpose_start, purpose_stop) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (_amount_row(document_id, ids, fact) for fact in amount_facts(passages)),
    )
    db.executemany(
        "INSERT INTO stated_facts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                document_id,
                fact.field,
                ordinal,
                ids[fact.passage],
                fact.start,
                fact.end,
                fact.page,
                fact.value,
            )
            for ordinal, fact in enumerate(stated_facts(passages))
        ),
    )
    db.execute("INSERT INTO facts_found VALUES (?, ?)", (document_id, FINDER))


def _date_row(document_id: int, ids: Sequence[int], fact: DateFact) -> tuple[object, ...]:
    return (
        document_id,
        ids[fact.passage],
        fact.start,
        fact.end,
        *fact.sentence,
        fact.page,
        fact.begins.isoformat(),
        fact.ends.isoformat(),
        fact.kind,
        fact.is_ambiguous,
    )


def _amount_row(document_id: int, ids: Sequence[int], fact: AmountFact) -> tuple[object, ...]:
    return (
        document_id,
        ids[fact.passage],
        fact.start,
        fact.end,
        *fact.sentence,
        fact.page,
        str(fact.value),
        fact.currency,
        *(fact.purpose or (0, 0)),
    )


def find_missing_facts(
    catalogue: Catalogue, case: Case, done: Done = lambda made, of: None
) -> None:
    """Find the facts of those documents of the case whose rows are missing or of an older finder,
    each in a transaction of its own: after an update of Pincite.

    Raises LibraryUnwritable where they cannot be kept.
    """
    missing = _missing(catalogue, case)
    if missing and not is_writable(catalogue.path.parent):
        raise LibraryUnwritable(
            f"The facts of 1 document were not yet looked for, and the library "
            f"{catalogue.path.parent} cannot be written to."
            if len(missing) == 1
            else f"The facts of {len(missing)} documents were not yet looked for, and the "
            f"library {catalogue.path.parent} cannot be written to.",
            "Allow writing to its folder once, and open this again.",
        )
    for number, document in enumerate(missing, 1):
        stored = catalogue.passages_of(document.id)
        with catalogue.transaction() as db:
            put_facts(
                db,
                document.id,
                [passage.id for passage in stored],
                [passage.passage for passage in stored],
                document.description.filed,
            )
        done(number, len(missing))


def _missing(catalogue: Catalogue, case: Case) -> list[Document]:
    with catalogue.session() as db:
        rows = db.execute("SELECT document_id FROM facts_found WHERE finder = ?", (FINDER,))
        found = {row["document_id"] for row in rows}
    return [document for document in catalogue.documents(case) if document.id not in found]


def _cut(start: str, stop: str) -> str:
    """A part of a passage: databases count characters of a text as Python does, from one."""
    return f"substr(p.text, CAST({start} + 1 AS INTEGER), CAST({stop} - {start} AS INTEGER))"


_NAMED = (
    "f.document_id, f.passage_id, f.start, f.stop, f.sentence_start, f.sentence_stop, f.page, "
    "p.headings, "
    f"{_cut('f.start', 'f.stop')} AS printed, "
    f"{_cut('f.sentence_start', 'f.sentence_stop')} AS sentence"
)
_OF_CASE = (
    "JOIN passages p ON p.id = f.passage_id JOIN documents d ON d.id = f.document_id "
    "WHERE d.case_id = ? AND d.state = 'current' ORDER BY f.document_id, p.ordinal, f.start"
)


def named_dates(catalogue: Catalogue, case: Case) -> list[NamedDate]:
    """The dates that the current documents of a case name, by document and place. Those of
    documents whose facts were not yet found are not among them: see `find_missing_facts`."""
    with catalogue.session() as db:
        rows = db.execute(
            f"SELECT {_NAMED}, f.begins, f.ends, f.kind, f.ambiguous FROM date_facts f {_OF_CASE}",
            (case.id,),
        )
        return [
            NamedDate(
                _named(row),
                date.fromisoformat(row["begins"]),
                date.fromisoformat(row["ends"]),
                row["kind"],
                bool(row["ambiguous"]),
            )
            for row in rows
        ]


def named_amounts(catalogue: Catalogue, case: Case) -> list[NamedAmount]:
    """The amounts that the current documents of a case name, as `named_dates`."""
    with catalogue.session() as db:
        rows = db.execute(
            f"SELECT {_NAMED}, f.value, f.currency, {_cut('f.purpose_start', 'f.purpose_stop')} "
            f"AS purpose FROM amount_facts f {_OF_CASE}",
            (case.id,),
        )
        return [
            NamedAmount(_named(row), Decimal(row["value"]), row["currency"], row["purpose"])
            for row in rows
        ]


def stated_in(catalogue: Catalogue, case: Case) -> list[Stated]:
    """What the current documents of a case state of themselves and it, by document and field, as
    `named_dates`."""
    with catalogue.session() as db:
        rows = db.execute(
            "SELECT f.document_id AS of, f.field, f.ordinal AS at, f.start, f.stop, f.value, "
            "f.page AS stands, p.* FROM stated_facts f JOIN passages p ON p.id = f.passage_id "
            "JOIN documents d ON d.id = f.document_id WHERE d.case_id = ? AND d.state = 'current' "
            "ORDER BY f.document_id, f.ordinal",
            (case.id,),
        )
        return [
            Stated(
                row["of"],
                row["field"],
                stored_of(row),
                row["start"],
                row["stop"],
                row["stands"],
                row["value"],
            )
            for row in rows
        ]


def _named(row: StoredRow) -> Named:
    return Named(
        document_id=row["document_id"],
        passage_id=row["passage_id"],
        start=row["start"],
        end=row["stop"],
        printed=row["printed"],
        sentence_start=row["sentence_start"],
        sentence_end=row["sentence_stop"],
        sentence=row["sentence"],
        page=row["page"],
        headings=tuple(json.loads(row["headings"])),
    )
