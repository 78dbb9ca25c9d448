"""A whole case as one file that another computer opens: its documents with all their versions, its
conversations, saved questions and evaluation runs.

The file is a zip archive of a catalogue that has this case alone, and of the copies of its
documents by their SHA-256. Vectors are not in it: they are made again where it is opened.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from filelock import Timeout

from ingest.errors import LibraryBusy, LibraryDamaged, PinciteError
from ingest.store.catalogue import Case, Catalogue
from ingest.store.catalogue_copies import is_good
from ingest.store.file_copies import fault_of, needed_copies, place_of
from ingest.store.locks import lock_at
from ingest.store.schema import AUDIT_TRIGGERS, FULL_TEXT_LANGUAGES, TRIGGERS
from ingest.translation import N_

_CATALOGUE = "case.sqlite"
_COPY = re.compile(r"files/[0-9a-f]{2}/([0-9a-f]{64})")
_CHUNK = 1 << 20
_NO_CASE_FILE = N_("Name a file that `export` wrote.")


def export_case(catalogue: Catalogue, case: Case, to: Path) -> int:
    """Write the case to the file ``to``, over one of that name. Returns how many copies of
    documents are in it.

    Raises LibraryDamaged where such a copy is missing or altered, and PinciteError where the file
    cannot be written.
    """
    library = catalogue.path.parent
    try:
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".pincite-") as work:
            alone = _with_one_case(catalogue, case, Path(work) / _CATALOGUE)
            copies = needed_copies(Catalogue(alone, restoring=True))
            into_one_file(alone)
            made = Path(work) / "case.zip"
            with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.write(alone, _CATALOGUE)
                for file, sha256 in copies:
                    fault = fault_of(library / file, sha256)
                    if fault:
                        raise LibraryDamaged(
                            f"The library's copy {file} is {fault}.",
                            "Run `pincite verify`.",
                        )
                    archive.write(library / file, place_of(sha256))
            made.replace(to)
    except OSError as error:
        raise PinciteError(
            f"{to} cannot be written ({error.strerror}).", "Name a file in another folder."
        ) from error
    return len(copies)


def _with_one_case(catalogue: Catalogue, case: Case, to: Path) -> Path:
    catalogue.copy_to(to)
    with closing(sqlite3.connect(to)) as copy:
        copy.execute("PRAGMA secure_delete = ON")
        others = "SELECT id FROM {} WHERE case_id <> ?"
        for table in _tables_with(copy, "document_id"):
            copy.execute(
                f"DELETE FROM {table} WHERE document_id IN ({others.format('documents')})",
                (case.id,),
            )
        copy.execute(
            f"DELETE FROM turns WHERE conversation_id IN ({others.format('conversations')})",
            (case.id,),
        )
        # Who did what here is nobody's business elsewhere, nor who works with it.
        for name in AUDIT_TRIGGERS:
            copy.execute(f"DROP TRIGGER {name}")
        copy.execute("DELETE FROM audit")
        copy.executescript(TRIGGERS[13])
        copy.execute("DELETE FROM case_people")
        copy.execute("UPDATE conversations SET owner = '', shared = 0")
        for table in _tables_with(copy, "case_id"):
            own = f"c{case.id}" if table.startswith("words_") else case.id
            copy.execute(f"DELETE FROM {table} WHERE case_id <> ?", (own,))
        copy.execute("DELETE FROM cases WHERE id <> ?", (case.id,))
        for language in FULL_TEXT_LANGUAGES:
            # What was deleted of an index stays in it until it is made anew.
            copy.execute(f"INSERT INTO words_{language} (words_{language}) VALUES ('rebuild')")
        # The folder is of this computer.
        copy.execute("UPDATE cases SET folder = ''")
        copy.execute("UPDATE places SET source = ''")
        copy.execute("UPDATE failures SET source = ''")
        # It is to be another library, with other vectors.
        copy.execute("DELETE FROM meta WHERE key IN ('library', 'stamp', 'next stamp', 'vectors')")
        copy.execute("INSERT OR REPLACE INTO meta VALUES ('unfinished', 'yes')")
        copy.commit()
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("VACUUM")
    return to


def _tables_with(db: sqlite3.Connection, column: str) -> list[str]:
    """The tables that have a column, those of the full text as one table each."""
    rows = db.execute(
        "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' "
        "AND m.name NOT LIKE 'words\\_%\\_%' ESCAPE '\\' AND c.name = ?",
        (column,),
    )
    return [name for (name,) in rows]


def import_case(file: Path, library: Path, lock_seconds: float = 0.0) -> str:
    """Make a library of a file that `export_case` wrote; returns the name of its case. Its vectors
    are missing until somebody writes to the library or rebuilds it.

    Nothing of the file is trusted: what is no copy under its own SHA-256, or a catalogue with
    anything but Pincite's own tables, is refused with a PinciteError. Raises PinciteError too where
    the library has a case already, and LibraryBusy.
    """
    library.mkdir(parents=True, exist_ok=True)
    try:
        with lock_at(library / "lock", lock_seconds):
            _check_new(library)
            with tempfile.TemporaryDirectory(dir=library, prefix=".importing-") as work:
                return _unpacked(file, Path(work), library)
    except Timeout:
        raise LibraryBusy(
            "The library is being written by another process.", "Try again when it has finished."
        ) from None


def _check_new(library: Path) -> None:
    catalogue = library / "catalogue.sqlite"
    if catalogue.exists() and Catalogue(catalogue).cases():
        raise PinciteError(
            f"The library {library} has cases already.", "Name a new one with `--library DIR`."
        )


def _unpacked(file: Path, work: Path, library: Path) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            copies = list(_extracted(archive, work, library))
    except (OSError, zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise PinciteError(f"{file} cannot be read ({error}).", _NO_CASE_FILE) from error
    made = work / _CATALOGUE
    if not made.exists() or not is_good(made):
        raise PinciteError(f"{file} holds no catalogue of a case.", _NO_CASE_FILE)
    check_tables(made, work)
    catalogue = Catalogue(made, restoring=True)
    (case,) = catalogue.cases()
    missing = {sha256 for _, sha256 in needed_copies(catalogue)} - set(copies)
    if missing:
        raise PinciteError(f"{file} lacks {len(missing)} documents.", "Export the case again.")
    into_one_file(made)
    for sha256 in copies:
        place = library / place_of(sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        (work / sha256).replace(place)
    for end in ("-wal", "-shm"):
        (library / f"catalogue.sqlite{end}").unlink(missing_ok=True)
    made.replace(library / "catalogue.sqlite")
    return case.name


def _extracted(archive: zipfile.ZipFile, work: Path, library: Path) -> Iterator[str]:
    """Unpack what belongs to a case under names of our own; yields the hashes of the copies."""
    members = archive.infolist()
    if sum(member.file_size for member in members) > shutil.disk_usage(library).free:
        raise PinciteError("The case is larger than the room on the disk.", "Free some space.")
    for member in members:
        copy = _COPY.fullmatch(member.filename)
        if copy is None and member.filename != _CATALOGUE:
            raise PinciteError(f"There is {member.filename!r} in it.", _NO_CASE_FILE)
        digest, size = hashlib.sha256(), 0
        name = copy[1] if copy else _CATALOGUE
        with archive.open(member) as content, (work / name).open("wb") as to:
            while chunk := content.read(_CHUNK):
                size += len(chunk)
                if size > member.file_size:
                    raise zipfile.BadZipFile("a file is larger than it says")
                digest.update(chunk)
                to.write(chunk)
        if copy:
            if digest.hexdigest() != copy[1]:
                raise PinciteError("A document in it was altered.", "Export the case again.")
            yield copy[1]


def check_tables(file: Path, work: Path) -> None:
    """Raises PinciteError where the catalogue has a table, trigger or view that is not ours."""
    ours = Catalogue(work / "new.sqlite", restoring=True)
    with ours.session() as db, closing(sqlite3.connect(file)) as given:
        query = "SELECT type, name, iif(type = 'trigger', sql, '') FROM sqlite_master"
        strange = set(given.execute(query)) - {tuple(row) for row in db.execute(query)}
    if strange:
        raise PinciteError("The catalogue in it was not written by Pincite.", _NO_CASE_FILE)


def into_one_file(catalogue: Path) -> None:
    """Put everything that stands beside a catalogue into the file itself."""
    with closing(sqlite3.connect(catalogue)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
