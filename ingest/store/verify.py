"""Checks catalogue, vectors, full text and copies of the files against each other."""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import LibraryDamaged
from ingest.store.catalogue import case_of, document_of, left_out_of, line_of, stored_of
from ingest.store.catalogue_copies import documents_in, newest_good
from ingest.store.connection import Connection, StoredRow
from ingest.store.docket_facts import wrong_docket_facts
from ingest.store.file_copies import fault_of, needed_copies, set_aside, unused_copies
from ingest.store.full_text import table_of
from ingest.store.library import Library, Say
from ingest.store.schema import FULL_TEXT_LANGUAGES
from ingest.store.served import is_served
from ingest.store.unwritable import is_writable
from ingest.translation import N_

_REBUILD = "pincite rebuild"
_GO_BACK = "pincite restore-catalogue"
_OF_DATABASE = N_("go back to a backup of the database")
_INGEST = "pincite ingest FOLDER --check"
_BEGIN_ANEW = N_(
    "no copy of it is good: move the library's folder away, then pincite ingest FOLDER"
)

_CURRENT = (
    "SELECT p.id, p.language, d.case_id FROM passages p JOIN documents d ON d.id = p.document_id "
    "WHERE d.state = 'current'"
)

_ROWS: dict[str, Callable[[StoredRow], object]] = {
    "cases": case_of,
    "(SELECT *, '' AS path FROM documents) d": document_of,
    "pages": left_out_of,
    "lines": line_of,
    "passages": stored_of,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not as it should be, and the command that mends it."""

    what: str
    mend: str


def verify(library: Library, say: Say = lambda message: None) -> list[Difference]:
    """Every difference there is; none when the library is sound. What an interrupted run left
    is swept first, as before any writing, but not in a library that may only be read.

    Raises LibraryMismatch where the model is another one, and LibraryBusy.
    """
    library.check_model()
    if not is_writable(library.folder):
        return _differences(library)
    with library.writing(say, sweeping=_is_sound(library)):
        return _differences(library)


def _differences(library: Library) -> list[Difference]:
    return [*_of_catalogue(library), *_of_vectors(library), *_of_files(library)]


def _is_sound(library: Library) -> bool:
    with library.catalogue.session() as db:
        return not list(_faults_of_pages(library, db))


def _faults_of_pages(library: Library, db: Connection) -> Iterator[Difference]:
    fault = db.fault()
    if fault:
        yield Difference(N_(f"The catalogue is damaged: {fault}."), _way_back(library))


def _way_back(library: Library) -> str:
    if is_served(library.folder):
        return _OF_DATABASE
    return _GO_BACK if newest_good(library.folder) else _BEGIN_ANEW


def _of_catalogue(library: Library) -> Iterator[Difference]:
    with library.catalogue.session() as db:
        damaged = list(_faults_of_pages(library, db))
        if damaged:
            yield from damaged
            return
        unreadable = _unreadable_row(db)
        if unreadable:
            yield Difference(unreadable, _way_back(library))
            return
        back = _OF_DATABASE if is_served(library.folder) else _GO_BACK
        broken = db.broken_references()
        if broken:
            yield Difference(N_(f"{broken} rows of the catalogue belong to nothing."), back)
        for number, what, mend in (
            (_count(db, "state = 'loading'"), N_("documents half ingested"), _REBUILD),
            (
                _count(db, "state = 'current' AND id NOT IN (SELECT document_id FROM places)"),
                N_("current documents without a place"),
                back,  # only a copy still knows the place; without one they stay searchable
            ),
            (
                _count(db, "state != 'current' AND id IN (SELECT document_id FROM places)"),
                N_("withdrawn documents that still have a place"),
                _INGEST,
            ),
        ):
            if number:
                yield Difference(f"{number} {what}.", mend)
        wrong = wrong_docket_facts(db)
        if wrong:
            what = N_(f"{wrong} rows of dockets are not what the docket states there")
            yield Difference(f"{what}.", _REBUILD)
        yield from _of_full_text(db)


def _unreadable_row(db: Connection) -> str:
    """Why a row is none that a program wrote; empty where all are."""
    try:
        for table, made in _ROWS.items():
            for row in db.execute(f"SELECT * FROM {table}"):
                made(row)
    except LibraryDamaged as damaged:
        return damaged.reason
    except sqlite3.DatabaseError as error:
        return N_(f"The catalogue is damaged: a row cannot be read ({error}).")
    return ""


def _count(db: Connection, where: str) -> int:
    (number,) = db.execute(f"SELECT count(*) FROM documents WHERE {where}").fetchone()
    return int(number)


def _of_full_text(db: Connection) -> Iterator[Difference]:
    wanted: dict[str, set[tuple[int, int]]] = {}
    for row in db.execute(_CURRENT):
        at = (row["id"], row["case_id"])
        wanted.setdefault(table_of(row["language"]), set()).add(at)
    for language in FULL_TEXT_LANGUAGES:
        fault = db.words.fault(language)
        if fault:
            yield Difference(N_(f"The full text ({language}) is damaged ({fault})."), _REBUILD)
            continue
        present = db.words.entries(language)
        ids = wanted.get(language, set())
        for number, what in (
            (len(ids - present), N_("passages are not in it")),
            (len(present - ids), N_("of its entries belong to no current passage")),
        ):
            if number:
                yield Difference(N_(f"Full text ({language}): {number} {what}."), _REBUILD)


def _of_vectors(library: Library) -> Iterator[Difference]:
    kept: dict[tuple[int, str], set[int]] = {}
    try:
        with library.catalogue.session() as db:
            for row in db.execute(_CURRENT):
                kept.setdefault((row["case_id"], row["language"]), set()).add(row["id"])
    except (sqlite3.DatabaseError, LibraryDamaged):
        return  # told of the catalogue already
    try:
        missing, surplus = library.vectors.compare(kept)
    except LibraryDamaged as damaged:
        yield Difference(damaged.reason, _REBUILD)
        return
    if missing:
        lacking = (
            N_("1 passage has no vector.")
            if missing == 1
            else N_(f"{missing} passages have no vector.")
        )
        yield Difference(lacking, _REBUILD)
    if surplus:
        yield Difference(N_(f"{surplus} vectors belong to no current passage."), _REBUILD)


def _mend_of_copy(library: Library, file: str) -> str:
    """What brings a copy back: the file itself, where it is known to be somewhere."""
    with library.catalogue.session() as db:
        state, withdrawn_from, origin, path = db.execute(
            "SELECT d.state, d.withdrawn_from, p.origin, p.path FROM documents d "
            "LEFT JOIN places p ON p.document_id = d.id WHERE d.file = ? "
            "ORDER BY d.state = 'current' DESC, p.origin = 'folder' DESC LIMIT 1",
            (file,),
        ).fetchone()
    if state == "current":
        if origin == "folder":
            return _INGEST
        return N_(f"pincite ingest FILE --check, with the file that was added as {path}")
    return N_(f"pincite purge {shlex.quote(withdrawn_from)} --lost, or add the file again")


def _of_files(library: Library) -> Iterator[Difference]:
    try:
        needed = needed_copies(library.catalogue)
        unused = list(unused_copies(library.catalogue, library.folder))
    except (sqlite3.DatabaseError, LibraryDamaged):
        return
    waiting = {file.name for file in set_aside(library.folder)}
    for file, sha256 in needed:
        fault = fault_of(library.folder / file, sha256)
        if fault:
            in_quarantine = fault == "missing" and Path(file).name in waiting
            mend = _REBUILD if in_quarantine else _mend_of_copy(library, file)
            yield Difference(N_(f"The library's copy {file} is {fault}."), mend)
    newest = newest_good(library.folder) if unused else None
    known = {library.folder / path for path in documents_in(newest)} if newest else set()
    lost = [file for file in unused if file in known]
    if lost:
        what = N_(f"{len(lost)} copies of files belong to documents that only a copy of it knows.")
        yield Difference(N_(f"The catalogue lacks documents: {what}"), _GO_BACK)
    elif unused:
        yield Difference(N_(f"{len(unused)} copies of files belong to no document."), _REBUILD)
