"""What came into the catalogue since its last whole copy, as a small file beside that copy.

A document's pages and passages never change once they are written, and its number is never given
to another: so those of the documents after the copy's last one are enough. Of answers and
evaluations, which grow with the years, those that the copy has not are kept, and which there are.
The other tables are small, and kept whole.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ingest.errors import LibraryDamaged
from ingest.store.catalogue import Catalogue
from ingest.store.connection import Connection
from ingest.store.docket_facts import renew_docket_facts
from ingest.store.full_text import forget_passages, index_passage
from ingest.store.schema import ONLY_ADDED

SMALL = (
    "meta",
    "cases",
    "documents",
    "places",
    "failures",
    "conversations",
    "saved_questions",
    "edits",
    "opinions",
    "case_people",
)
GROWING = {
    "turns": ("conversation_id", "ordinal", "at"),
    "evaluation_runs": ("id", "at", "name"),
    "audit": ("id", "at", "who"),
}
"""With the columns by which a row is the same one as in the copy."""
# A question that waited when the copy was made may be answered by now.
_DONE = {"turns": "AND copied.outcome <> ''", "evaluation_runs": "", "audit": ""}
LARGE = (
    "pages",
    "lines",
    "passages",
    "paragraph_numbers",
    "facts_found",
    "date_facts",
    "amount_facts",
    "stated_facts",
)
"""They go by document; what is indexed of them is made again."""
DERIVED = ("docket_facts",)
"""Made again of the passages."""


def write_increment(catalogue: Path, whole: Path, to: Path) -> None:
    """Write what ``catalogue`` has and its copy ``whole`` has not to the new file ``to``.

    Raises sqlite3.Error and OSError where it cannot be read or written.
    """
    with closing(sqlite3.connect(f"{whole.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        (last,) = copy.execute("SELECT coalesce(max(id), 0) FROM documents").fetchone()
    with closing(sqlite3.connect(catalogue, timeout=60, isolation_level=None)) as db:
        db.execute("ATTACH ? AS increment", (str(to),))
        db.execute("ATTACH ? AS whole", (str(whole),))
        db.execute("PRAGMA increment.synchronous = OFF")  # who calls brings it to the disk
        db.execute("BEGIN")  # all tables as they are at one moment
        for table in SMALL:
            db.execute(f"CREATE TABLE increment.{table} AS SELECT * FROM main.{table}")
        for table, columns in GROWING.items():
            same = " AND ".join(f"copied.{column} = now.{column}" for column in columns)
            known = db.execute(f"PRAGMA whole.table_info({table})").fetchone() is not None
            copied = f"SELECT 1 FROM whole.{table} AS copied WHERE {same} {_DONE[table]}"
            db.execute(
                f"CREATE TABLE increment.{table} AS SELECT * FROM main.{table} AS now"
                # An older program made the copy without this table.
                + (f" WHERE NOT EXISTS ({copied})" if known else "")
            )
            db.execute(
                f"CREATE TABLE increment.{table}_there AS "
                f"SELECT {', '.join(columns)} FROM main.{table}"
            )
        for table in LARGE:
            db.execute(
                f"CREATE TABLE increment.{table} AS SELECT * FROM main.{table} "
                "WHERE document_id > ?",
                (last,),
            )
        db.execute("COMMIT")


def apply_increment(catalogue: Catalogue, increment: Path) -> None:
    """Bring a catalogue, which is the whole copy, to where it was when the increment was made.

    In one transaction. Raises LibraryDamaged where the two do not fit.
    """
    with catalogue.session() as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("ATTACH ? AS increment", (str(increment),))
        db.execute("BEGIN IMMEDIATE")
        before = _current(db, "main")
        for table in SMALL:
            db.execute(f"DELETE FROM main.{table}")
            _take(db, table)
        for table, columns in GROWING.items():
            names = ", ".join(columns)
            if table not in ONLY_ADDED:
                db.execute(
                    f"DELETE FROM main.{table} WHERE ({names}) NOT IN "
                    f"(SELECT {names} FROM increment.{table}_there)"
                )
            _take(db, table)
        after = _current(db, "main")
        for table in LARGE:
            _take(db, table)
        _index(db, before, after)
        for table in LARGE:
            db.execute(
                f"DELETE FROM main.{table} WHERE document_id NOT IN (SELECT id FROM documents)"
            )
        renew_docket_facts(db)
        if db.execute("PRAGMA main.foreign_key_check").fetchone() is not None:
            db.execute("ROLLBACK")
            raise LibraryDamaged(f"{increment} does not fit the copy of the catalogue beside it.")
        db.execute("COMMIT")


def _take(db: Connection, table: str) -> None:
    """Take a table over by the names of its columns: an older program may have written fewer of
    them, or none."""
    names = ", ".join(row["name"] for row in db.execute(f"PRAGMA increment.table_info({table})"))
    if not names:
        return
    db.execute(
        f"INSERT OR REPLACE INTO main.{table} ({names}) SELECT {names} FROM increment.{table}"
    )


def _current(db: Connection, schema: str) -> dict[int, int]:
    """Case of each current document."""
    rows = db.execute(f"SELECT id, case_id FROM {schema}.documents WHERE state = 'current'")
    return {row["id"]: row["case_id"] for row in rows}


def _index(db: Connection, before: dict[int, int], after: dict[int, int]) -> None:
    """Make the full text hold the current documents and no others."""
    query = "SELECT id, language, header, text FROM passages WHERE document_id = ?"
    for document_id in before.keys() - after.keys():
        for row in db.execute(query, (document_id,)).fetchall():
            forget_passages(db, row["language"], [row["id"]])
    for document_id in after.keys() - before.keys():
        for row in db.execute(query, (document_id,)).fetchall():
            text = f"{row['header']}\n{row['text']}"
            index_passage(db, row["id"], after[document_id], row["language"], text)
