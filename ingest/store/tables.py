"""Copies a whole catalogue from one database to another, and holds the two against each other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from ingest.errors import LibraryDamaged
from ingest.store.connection import Connection, Database, StoredRow
from ingest.store.full_text import index_passage
from ingest.store.schema import FULL_TEXT_LANGUAGES, ONLY_ADDED, TABLES

_BATCH = 1000
_PATIENCE = 60.0
_LINKS = "superseded_by"
"""The column of a document that leads to another one, which may come later."""
_PASSAGES = (
    "SELECT p.id, d.case_id, p.language, p.header, p.text FROM passages p "
    "JOIN documents d ON d.id = p.document_id WHERE d.state = 'current'"
)


@dataclass(frozen=True, slots=True)
class TableContents:
    """What a table holds: how many rows, and a checksum of them in any order."""

    rows: int
    checksum: int


def copy_tables(source: Database, target: Database) -> Mapping[str, TableContents]:
    """Make the target hold what the source holds, in one transaction, and nothing else. Returns
    what each table holds. Of a table that is only added to, what the target has already stays: it
    held the same library before.

    Raises LibraryDamaged where the target does not give back what was written.
    """
    with source.snapshot() as given:
        with target.transaction(_PATIENCE) as db:
            _empty(db)
            for table in TABLES:
                _copy(given, db, table)
            # As when a document becomes current: the stems are made of the passages.
            for row in given.stream(_PASSAGES):
                text = f"{row['header']}\n{row['text']}"
                index_passage(db, row["id"], row["case_id"], row["language"], text)
            db.put_last_numbers(given.last_numbers())
        held = contents(given)
        words = {language: given.words.entries(language) for language in FULL_TEXT_LANGUAGES}
    with target.snapshot() as db:
        arrived = contents(db)
        differing = [table for table in TABLES if arrived[table] != held[table]]
        differing += [f"words_{name}" for name in words if db.words.entries(name) != words[name]]
    if differing:
        raise LibraryDamaged(
            f"What was copied is not what was there: {', '.join(differing)}.",
            "Run `pincite verify`, then try again.",
        )
    return held


def contents(db: Connection) -> dict[str, TableContents]:
    """What every table holds, but for the full text."""
    held = {}
    for table in TABLES:
        rows = checksum = 0
        for row in db.stream(f"SELECT * FROM {table}"):
            rows += 1
            digest = hashlib.sha256(repr(tuple(row)).encode("utf-8", "surrogatepass")).digest()
            checksum = (checksum + int.from_bytes(digest)) % (1 << 256)
        held[table] = TableContents(rows, checksum)
    return held


def _empty(db: Connection) -> None:
    db.words.empty()
    db.execute(f"UPDATE documents SET {_LINKS} = NULL")
    for table in reversed(TABLES):
        if table not in ONLY_ADDED:
            db.execute(f"DELETE FROM {table}")


def _copy(source: Connection, target: Connection, table: str) -> None:
    links: list[tuple[object, object]] = []
    there = -1
    if table in ONLY_ADDED:
        (there,) = target.execute(f"SELECT coalesce(max(id), -1) FROM {table}").fetchone()
    which = f" WHERE id > {there}" if there >= 0 else ""
    for rows in _batches(source.stream(f"SELECT * FROM {table}{which}")):
        names = list(rows[0].keys())
        places = ", ".join("?" * len(names))
        values = [list(row) for row in rows]
        if _LINKS in names:
            at, number = names.index(_LINKS), names.index("id")
            for row in values:
                links.append((row[at], row[number]))
                row[at] = None
        target.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", values)
    if not links:
        return
    target.executemany(
        f"UPDATE {table} SET {_LINKS} = ? WHERE id = ?", [link for link in links if link[0]]
    )


def _batches(rows: Iterable[StoredRow]) -> Iterator[list[StoredRow]]:
    at = iter(rows)
    while batch := list(islice(at, _BATCH)):
        yield batch
