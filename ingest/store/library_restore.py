"""A library made of a backup: in a folder or on servers, whichever the settings name.

Everything is unpacked beside, held against its checksum, and looked at before any of it is put in
place. The catalogue comes last, in one step. Until then the library is what it was; from then on it
is the restored one. Its vectors come after that: killed before they are there, the same command
goes on with them, and any other that writes makes them again.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from ingest.embedding.model import Embedder
from ingest.errors import DiskFull, LibraryDamaged, LibraryMismatch, PinciteError
from ingest.settings import Settings
from ingest.store.backup_file import (
    CATALOGUE,
    FOLDERS,
    BackupContents,
    BackupReader,
    Part,
    Progress,
    is_original,
    reading_backup,
    vectors_of,
)
from ingest.store.backups import GENERATIONS_PAST, NUMBERS_PAST, copy_whole
from ingest.store.carry import check_tables, into_one_file
from ingest.store.catalogue import ANY_STAMP, Catalogue
from ingest.store.catalogue_copies import STAMP, is_good, to_read, whole_copies
from ingest.store.connection import Database
from ingest.store.file_copies import place_of, set_aside_unused
from ingest.store.library import Library, Say, server_of, vectors_in
from ingest.store.library_backup import arrived_copies, vector_record
from ingest.store.move import writing_to
from ingest.store.schema import MIGRATIONS
from ingest.store.served import check_in_folder, is_served, marked, put_mark
from ingest.store.sqlite import Sqlite
from ingest.store.tables import copy_tables
from ingest.store.unwritable import clear_errors
from ingest.translation import N_

UNPACKING, VECTORS, EMBEDDING = N_("unpacking"), N_("writing vectors"), N_("embedding")
_RESTORING = "restoring"
"""The entry of the catalogue's meta that says of which backup it is, until all is there."""
_WORK = ".restoring-"
_REPLACED = "replaced"
"""The folder of the library with what was there before."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: the backup's contents, how many vectors came of it and how many were
    ``made`` again, and where what was there before lies now; None where nothing was."""

    contents: BackupContents
    vectors: int
    made: int
    set_aside: Path | None


def holds_something(settings: Settings) -> bool:
    """Whether the settings' library has cases, or cannot be read; in either case it is not to be
    written over without asking. Makes nothing.

    Raises LibraryMismatch where its catalogue is elsewhere, and LibraryUnreachable.
    """
    if settings.database_url is not None:
        if not is_served(settings.library) and _folder_holds(settings.library):
            raise PinciteError(
                f"The folder {settings.library} has a library of its own.",
                N_("Name another folder with `--library DIR`."),
            )
        return _rows_on_server(settings.database_url) > 0
    check_in_folder(settings.library)
    return _folder_holds(settings.library)


def restore_library(
    settings: Settings,
    file: Path,
    embedder: Embedder | None = None,
    *,
    replacing: bool = False,
    say: Say = lambda message: None,
    done: Progress = lambda what, at, of: None,
) -> Restored:
    """Make the settings' library of a backup. What has cases already is replaced on request, if it
    is in a folder, and set aside in it.

    Raises PinciteError where it is not to be replaced, or cannot; LibraryDamaged and
    LibraryMismatch for a backup that is damaged or of a newer Pincite; LibraryBusy; and DiskFull,
    as for all of them with the library as it was.
    """
    folder = settings.library
    with clear_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with reading_backup(file) as backup:
        contents = backup.contents
        if contents.layout > len(MIGRATIONS):
            raise LibraryMismatch(
                f"The backup {file} was made by a newer Pincite (layout {contents.layout}, "
                f"this one knows {len(MIGRATIONS)}).",
                N_("Update Pincite."),
            )
        aside = None
        if _begun(settings) == contents.id:
            say(N_("going on with an interrupted restore"))
            if settings.database_url is not None:
                put_mark(folder, contents.library)
        else:
            aside = _put_in_place(settings, backup, file, done, replacing=replacing)
        return _with_vectors(Library(settings, embedder), backup, aside, say, done)


def _put_in_place(
    settings: Settings, backup: BackupReader, file: Path, done: Progress, *, replacing: bool
) -> Path | None:
    if holds_something(settings):
        _check_replaceable(settings, replacing=replacing)
    target = _target(settings)
    _check_folder_free(settings, target, backup.contents)
    stamp = _check_vectors_free(settings, backup.contents, replacing=replacing)
    folder = settings.library
    with clear_errors(folder), writing_to(target, settings):
        _clear(folder)
        with tempfile.TemporaryDirectory(dir=folder, prefix=_WORK) as temporary:
            work = Path(temporary)
            try:
                _unpack(backup, work, file, done)
            except OSError as error:
                if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                    raise
                raise _full(folder) from error
            _make_ready(work, backup.contents, settings, stamp, file)
            return _switch(settings, target, work, backup.contents)


def _clear(folder: Path) -> None:
    """Delete what a killed restore had unpacked. For the one writer."""
    for leftover in folder.glob(f"{_WORK}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _target(settings: Settings) -> Database:
    if settings.database_url is None:
        return Sqlite(settings.library / CATALOGUE)
    return _server(settings.database_url)


def _server(url: str) -> Database:
    # Loaded here: it needs psycopg, which few have.
    from ingest.store.postgresql import Postgresql, check_installed

    check_installed()
    database = Postgresql(url)
    database.prepare()
    return database


def _rows_on_server(url: str) -> int:
    with _server(url).session() as db:
        return sum(
            int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in ("cases", "documents", "audit")
        )


def _folder_holds(folder: Path) -> bool:
    file = folder / CATALOGUE
    if not file.exists() or not file.stat().st_size:
        return bool(whole_copies(folder))
    try:
        with closing(to_read(file)) as db:
            return any(
                db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
                for table in ("cases", "documents")
            )
    except sqlite3.Error:
        return True  # nobody can say


def _begun(settings: Settings) -> str:
    """The identity of the backup of which the catalogue is that is there, if its vectors are still
    to come; else empty."""
    query = f"SELECT value FROM meta WHERE key = '{_RESTORING}'"
    if settings.database_url is not None:
        with _server(settings.database_url).session() as server:
            found = server.execute(query).fetchone()
        return str(found[0]) if found else ""
    try:
        with closing(to_read(settings.library / CATALOGUE)) as db:
            found = db.execute(query).fetchone()
    except sqlite3.Error:
        return ""
    return str(found[0]) if found else ""


def _check_replaceable(settings: Settings, *, replacing: bool) -> None:
    if settings.database_url is not None:
        raise PinciteError(
            "The database of PINCITE_DATABASE_URL has a library already, or had one. It cannot be "
            "replaced, since its audit refuses to be deleted.",
            N_("Name another database with PINCITE_DATABASE_URL, or another schema of this one."),
        )
    if not replacing:
        raise PinciteError(
            f"The library {settings.library} has cases already.",
            N_("Name a new one with `--library DIR`, or add --yes to replace this one."),
        )


def _check_folder_free(settings: Settings, target: Database, contents: BackupContents) -> None:
    """Raises LibraryMismatch where the folder belongs to another library on a server."""
    if settings.database_url is None or not is_served(settings.library):
        return
    with target.session() as db:
        row = db.execute("SELECT value FROM meta WHERE key = 'library'").fetchone()
    if marked(settings.library) not in {contents.library, str(row[0]) if row else ""}:
        raise LibraryMismatch(
            f"The folder {settings.library} is of another library than the one in the database of "
            "PINCITE_DATABASE_URL.",
            "Set PINCITE_LIBRARY or PINCITE_DATABASE_URL to the other one.",
        )


def _check_vectors_free(
    settings: Settings, contents: BackupContents, *, replacing: bool
) -> str | None:
    """Raises LibraryMismatch where the database of the Chroma server holds another library's
    vectors, and PinciteError where it holds those of this one, which may be alive elsewhere.
    Returns the stamp that may be found there, None where there is none."""
    server = server_of(settings)
    if server is None:
        return None
    stamp = server.stamp(server.connect(making=True), contents.library)
    if stamp is None or replacing:
        return None if stamp is None else ANY_STAMP
    raise PinciteError(
        f"The Chroma server {server} has vectors of the library that the backup is of.",
        N_(
            "Name another database with PINCITE_CHROMA_DATABASE; or, if nobody uses that library "
            "any more, add --yes to replace them."
        ),
    )


def _unpack(backup: BackupReader, work: Path, file: Path, done: Progress) -> None:
    """Unpack all but the vectors, which are only held against their checksum."""
    parts = backup.contents.parts
    needed = sum(part.size for part in parts if not vectors_of(part.name))
    if needed > shutil.disk_usage(work).free:
        raise _full(work.parent)
    at = 0

    def read(number: int) -> None:
        nonlocal at
        at += number
        done(UNPACKING, at, backup.contents.size)

    for part in parts:
        if vectors_of(part.name):
            backup.check(part, read)
        else:
            backup.unpack(part, work / part.name, read)
            if is_original(part.name) and Path(part.name).name != part.sha256:
                raise LibraryDamaged(
                    f"The backup {file} is damaged: its part {part.name} was altered.",
                    N_("Take an older backup, or make a new one where the library still is."),
                )


def _full(folder: Path) -> DiskFull:
    return DiskFull(
        f"The backup is larger than the room on the disk of {folder}. Nothing was changed.",
        N_("Free some space, or name a library on another disk with `--library DIR`."),
    )


def _make_ready(
    work: Path, contents: BackupContents, settings: Settings, stamp: str | None, file: Path
) -> None:
    """Bring the unpacked catalogue to this program's layout, and mark it as one that begins
    anew."""
    catalogue = work / CATALOGUE
    if not is_good(catalogue):
        raise LibraryDamaged(
            f"The catalogue in {file} cannot be read.",
            N_("Take an older backup, or make a new one where the library still is."),
        )
    check_tables(catalogue, work)
    opened = Catalogue(catalogue, restoring=True)
    there = {part.name for part in contents.originals}
    lacking = [
        copy
        for copy, sha256 in arrived_copies(opened)
        if place_of(sha256) not in there and copy not in contents.missing
    ]
    if lacking:
        raise LibraryDamaged(
            f"The backup {file} lacks its part {min(lacking)}.",
            N_("Take an older backup, or make a new one where the library still is."),
        )
    with opened.session() as db:
        db.execute("DELETE FROM meta WHERE key IN ('stamp', 'next stamp', 'rebuilding')")
        # No new document may get the number of one that was made after the backup.
        db.execute("UPDATE sqlite_sequence SET seq = seq + ?", (NUMBERS_PAST,))
    opened.set_meta(
        unfinished="yes",
        vectors=vectors_in(settings),
        generation=str(opened.generation() + GENERATIONS_PAST),
        **{_RESTORING: contents.id},
    )
    if stamp is not None:
        opened.set_meta(stamp=stamp)
    into_one_file(catalogue)


def _switch(
    settings: Settings, target: Database, work: Path, contents: BackupContents
) -> Path | None:
    """Put all in place, the catalogue last. Returns where what was there before lies."""
    folder = settings.library
    for part in contents.originals:
        place = folder / part.name
        place.parent.mkdir(parents=True, exist_ok=True)
        (work / part.name).replace(place)
    aside = folder / _REPLACED / datetime.now(UTC).strftime(STAMP)
    # Copies of the catalogue that was there would pass for copies of this one.
    for name in (*FOLDERS, "backups"):
        _move(folder / name, aside / name)
        _move(work / name, folder / name)
    if isinstance(target, Sqlite):
        _switch_file(folder, work / CATALOGUE, aside)
    else:
        _move(folder / CATALOGUE, aside / CATALOGUE)
        copy_tables(Sqlite(work / CATALOGUE), target)
        put_mark(folder, contents.library)
    return aside if aside.exists() else None


def _switch_file(folder: Path, catalogue: Path, aside: Path) -> None:
    place = folder / CATALOGUE
    if place.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(place, timeout=5)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        aside.mkdir(parents=True, exist_ok=True)
    beside = [Path(f"{place}{end}") for end in ("-wal", "-shm")]
    for file in (place, *beside):
        if file.exists():
            shutil.copyfile(file, aside / file.name)
    # A log of changes beside another catalogue would be played into it.
    for file in beside:
        file.unlink(missing_ok=True)
    catalogue.replace(place)


def _move(file: Path, to: Path) -> None:
    if file.exists():
        to.parent.mkdir(parents=True, exist_ok=True)
        file.rename(to)


def _with_vectors(
    library: Library, backup: BackupReader, aside: Path | None, say: Say, done: Progress
) -> Restored:
    contents = backup.contents
    put, of = 0, sum(part.size for part in contents.vectors)

    def written(number: int) -> None:
        nonlocal put
        put += number
        done(VECTORS, put, of // vector_record(contents.dimensions).itemsize)

    try:
        with library.writing(say, sweeping=False):
            with library.remade(say):
                if contents.dimensions and contents.embedder == library.embedder.identity:
                    for part in contents.vectors:
                        _put_vectors(library, backup, part, written)
                made = library.restore_vectors(lambda at, of: done(EMBEDDING, at, of))
            _clear(library.folder)
            set_aside_unused(library.catalogue, library.folder)
            library.catalogue.set_meta(**{_RESTORING: ""})
            if not is_served(library.folder):
                copy_whole(library.folder)
    except DiskFull as error:
        raise DiskFull(
            f"The disk is full. The library {library.folder} is restored, but for its vectors.",
            N_("Free some space, then run the same command again; it goes on where it was."),
        ) from error
    return Restored(contents, put, made, aside)


def _put_vectors(
    library: Library, backup: BackupReader, part: Part, done: Callable[[int], None]
) -> None:
    """Write the vectors of a part for passages that are current; ``done`` is called with the
    number of each batch."""
    record = vector_record(backup.contents.dimensions)
    case_id = int(part.name.removeprefix("vectors/").partition("-")[0])
    rest = b""
    for chunk in backup.read(part):
        rest += chunk
        whole = len(rest) // record.itemsize * record.itemsize
        records, rest = np.frombuffer(rest[:whole], record), rest[whole:]
        stored = library.catalogue.passages(int(id_) for id_ in records["id"])
        at = [at for at, id_ in enumerate(records["id"]) if int(id_) in stored]
        if at:
            passages = [stored[int(id_)] for id_ in records["id"][at]]
            language = passages[0].passage.language
            library.vectors.put(case_id, language, passages, records["vector"][at])
        done(len(at))
