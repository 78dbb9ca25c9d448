"""A copy of what a person keeps (conversations, saved questions, evaluation runs, and whose a case
is), brought up to date after every change of it.

The copies of the catalogue are made when documents change. What somebody asks after the last
ingest would be in none of them.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ingest.store.catalogue import Catalogue
from ingest.store.catalogue_copies import to_read
from ingest.store.connection import Statements
from ingest.store.schema import ONLY_ADDED
from ingest.store.served import is_served

SMALL = ("conversations", "saved_questions", "edits", "opinions", "case_people")
GROWING = {
    "turns": ("conversation_id", "ordinal", "at"),
    # One kept over another of its name, in the same second, may have its number.
    "evaluation_runs": ("id", "at", "name", "length(report)"),
    "audit": ("id",),
}
"""With the columns by which a row is the same one in the copy."""
OF_A_CASE = ("conversations", "saved_questions", "edits", "evaluation_runs", "case_people")
UNFINISHED = {"turns": "outcome = ''", "evaluation_runs": "0", "audit": "0"}
"""Rows that are to be looked at again: a question that waited may be answered by now."""


def copy_of(library: Path) -> Path:
    """The path of the copy, whether it exists or not."""
    return library / "backups" / "kept.sqlite"


def bring_up_to_date(catalogue: Catalogue) -> None:
    """Copy what changed since the last time; a server's backups have it anyway. Raises
    sqlite3.Error and OSError."""
    if is_served(catalogue.path.parent):
        return
    file = copy_of(catalogue.path.parent)
    file.parent.mkdir(exist_ok=True)
    if file.exists() and not _is_whole(file):
        file.unlink()
    with closing(sqlite3.connect(catalogue.path, timeout=60, isolation_level=None)) as db:
        db.execute("ATTACH ? AS kept", (str(file),))
        db.execute("BEGIN IMMEDIATE")
        for table in (*SMALL, *GROWING):
            if _columns(db, "kept", table) != _columns(db, "main", table):
                db.execute(f"DROP TABLE IF EXISTS kept.{table}")
                db.execute(f"CREATE TABLE kept.{table} AS SELECT * FROM main.{table} WHERE 0")
        _make_equal(db, "main", "kept")
        db.execute("COMMIT")


def bring_back(catalogue: Catalogue, library: Path) -> None:
    """Write what the copy holds into an older catalogue, for the cases that the catalogue has."""
    file = copy_of(library)
    if not file.exists() or not _is_whole(file):
        return
    with catalogue.session() as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("ATTACH ? AS kept", (str(file),))
        db.execute("BEGIN IMMEDIATE")
        if all(
            set(_columns(db, "kept", table)) <= set(_columns(db, "main", table))
            for table in (*SMALL, *GROWING)
        ):
            _make_equal(db, "kept", "main")
            for table in OF_A_CASE:
                db.execute(f"DELETE FROM main.{table} WHERE case_id NOT IN (SELECT id FROM cases)")
            for table in ("turns", "opinions"):
                db.execute(
                    f"DELETE FROM main.{table} WHERE conversation_id NOT IN "
                    "(SELECT id FROM conversations)"
                )
        db.execute("COMMIT")


def _make_equal(db: Statements, source: str, to: str) -> None:
    """Make the tables of ``to`` hold the rows of ``source``; of the growing tables only rows that
    are missing are written."""
    for table in SMALL:
        names = ", ".join(_columns(db, "kept", table))
        if not names:
            continue  # the copy is of an older program
        db.execute(f"DELETE FROM {to}.{table}")
        db.execute(f"INSERT INTO {to}.{table} ({names}) SELECT {names} FROM {source}.{table}")
    for table, key in GROWING.items():
        names, keys = ", ".join(_columns(db, "kept", table)), ", ".join(key)
        if not names:
            continue
        if table not in ONLY_ADDED:
            db.execute(
                f"DELETE FROM {to}.{table} WHERE {UNFINISHED[table]} "
                f"OR ({keys}) NOT IN (SELECT {keys} FROM {source}.{table})"
            )
        db.execute(
            f"INSERT INTO {to}.{table} ({names}) SELECT {names} FROM {source}.{table} "
            f"WHERE ({keys}) NOT IN (SELECT {keys} FROM {to}.{table})"
        )


def _columns(db: Statements, schema: str, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA {schema}.table_info({table})")]


def _is_whole(file: Path) -> bool:
    try:
        with closing(to_read(file)) as db:
            sound = bool(db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
            # A file of no length passes for sound.
            return sound and bool(_columns(db, "main", "conversations"))
    except sqlite3.Error:
        return False
