"""The facts that dockets state, as rows: made of a docket's passages, and made again of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from ingest.document import Passage, Span
from ingest.errors import LibraryDamaged
from ingest.passages.docket_facts import docket_facts
from ingest.store.connection import Statements

Row = tuple[int, str, str, int, int, int]
"""Document, field, value, passage, page and line."""


def put_docket_facts(
    db: Statements, document_id: int, ids: Sequence[int], passages: Sequence[Passage]
) -> None:
    """Keep what a docket states: all its passages in order, with their identities."""
    db.executemany(
        "INSERT INTO docket_facts (document_id, field, value, passage_id, page, line) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        _rows(document_id, ids, passages),
    )


def renew_docket_facts(db: Statements) -> None:
    """Make the facts of all dockets again, of withdrawn ones too.

    Raises LibraryDamaged where a passage of one cannot be read.
    """
    dockets = list(_dockets(db))
    db.execute("DELETE FROM docket_facts")
    for document_id, ids, passages in dockets:
        put_docket_facts(db, document_id, ids, passages)


def wrong_docket_facts(db: Statements) -> int:
    """How many facts are not what their docket states at that page and line, or are missing.

    Raises LibraryDamaged where a passage of a docket cannot be read.
    """
    kept: set[Row] = {
        tuple(row)
        for row in db.execute(
            "SELECT document_id, field, value, passage_id, page, line FROM docket_facts"
        )
    }
    stated = {row for docket in _dockets(db) for row in _rows(*docket)}
    return len({(row[0], row[1], row[3]) for row in kept ^ stated})


def _rows(document_id: int, ids: Sequence[int], passages: Sequence[Passage]) -> Iterator[Row]:
    for fact in docket_facts(passages):
        yield document_id, fact.field, fact.value, ids[fact.passage], fact.page, fact.line


def _dockets(db: Statements) -> Iterator[tuple[int, list[int], list[Passage]]]:
    """Each docket with its passages in order, and their identities."""
    for (document_id,) in db.execute("SELECT id FROM documents WHERE kind = 'docket'").fetchall():
        rows = db.execute(
            "SELECT id, text, spans, paragraphs, headings FROM passages WHERE document_id = ? "
            "ORDER BY ordinal",
            (document_id,),
        ).fetchall()
        try:
            passages = [
                Passage(
                    text,
                    tuple(Span(*span) for span in json.loads(spans)),
                    tuple(json.loads(numbers)),
                    tuple(json.loads(headings)),
                )
                for _, text, spans, numbers, headings in rows
            ]
        except (ValueError, TypeError) as error:
            raise LibraryDamaged(
                f"The catalogue is damaged: a row cannot be read ({error}).",
                "Run `pincite restore-catalogue`; it goes back to the newest good copy.",
            ) from error
        yield document_id, [id_ for id_, *_ in rows], passages
