"""The facts that dockets state, as rows: made of a docket's passages, and made again of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from ingest.document import Passage, Span
from ingest.errors import LibraryDamaged
from ingest.passages.docket_facts import docket_facts


def put_docket_facts(
    db: sqlite3.Connection, document_id: int, ids: Sequence[int], passages: Sequence[Passage]
) -> None:
    """Keep what a docket states: all its passages in order, with their identities."""
    db.executemany(
        "INSERT INTO docket_facts (document_id, field, value, passage_id, page, line) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (
            (document_id, fact.field, fact.value, ids[fact.passage], fact.page, fact.line)
            for fact in docket_facts(passages)
        ),
    )


def renew_docket_facts(db: sqlite3.Connection) -> None:
    """Make the facts of all dockets again, of withdrawn ones too.

    Raises LibraryDamaged where a passage of one cannot be read.
    """
    db.execute("DELETE FROM docket_facts")
    for (document_id,) in db.execute("SELECT id FROM documents WHERE kind = 'docket'").fetchall():
        rows = db.execute(
            "SELECT id, text, spans, paragraphs FROM passages WHERE document_id = ? "
            "ORDER BY ordinal",
            (document_id,),
        ).fetchall()
        try:
            passages = [
                Passage(
                    text,
                    tuple(Span(*span) for span in json.loads(spans)),
                    tuple(json.loads(numbers)),
                )
                for _, text, spans, numbers in rows
            ]
        except (ValueError, TypeError) as error:
            raise LibraryDamaged(
                f"The catalogue is damaged: a row cannot be read ({error}).",
                "Run `pincite restore-catalogue`; it goes back to the newest good copy.",
            ) from error
        put_docket_facts(db, document_id, [id_ for id_, *_ in rows], passages)
