"""Moves a library's catalogue from its folder to a PostgreSQL database, and back.

Vectors and copies of files stay where they are. Killed at any instant, it can be run again: the
catalogue is where it was until all of it is where it goes, and was read there again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ingest.errors import LibraryBusy, PinciteError
from ingest.settings import Settings
from ingest.store.backups import copy_whole
from ingest.store.catalogue import Catalogue
from ingest.store.connection import Database
from ingest.store.postgresql import Postgresql, check_installed
from ingest.store.served import is_served, put_mark, remove_mark
from ingest.store.sqlite import Sqlite
from ingest.store.tables import TableContents, copy_tables

_NAME = "catalogue.sqlite"


def move_to_server(settings: Settings, url: str) -> Mapping[str, TableContents]:
    """Move the catalogue of the settings' library from its folder to a database; returns what was
    moved of each table. What was in the folder becomes the newest of the catalogue's copies.

    Raises PinciteError where another library is in the database, and LibraryBusy.
    """
    library = settings.library
    source = Sqlite(library / _NAME)
    if is_served(library) or not source.path.exists():
        raise PinciteError(
            f"The library {library} has no catalogue in its folder.",
            "Name the folder with `--library`.",
        )
    catalogue = Catalogue(source.path)
    identity = catalogue.identity()
    check_installed()
    target = Postgresql(url)
    target.prepare()
    with writing_to(source, settings), writing_to(target, settings):
        _check_free(target, identity)
        held = copy_tables(source, target)
        copy_whole(library)
        put_mark(library, identity)
        for end in ("", "-wal", "-shm"):
            Path(f"{source.path}{end}").unlink(missing_ok=True)
    return held


def move_to_folder(settings: Settings) -> Mapping[str, TableContents]:
    """Move the catalogue of the settings' library from its database to the library's folder. The
    database keeps what it has; nobody reads it any more.

    Raises PinciteError where the catalogue is in the folder already, and LibraryBusy.
    """
    library = settings.library
    if settings.database_url is None or not is_served(library):
        raise PinciteError(
            f"The catalogue of the library {library} is on no server that the settings name.",
            "Set PINCITE_DATABASE_URL, or name the folder with `--library`.",
        )
    Catalogue(library / _NAME, settings.database_url)  # whose folder it is
    source = Postgresql(settings.database_url)
    with writing_to(source, settings):
        arriving = library / f".moving-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.sqlite"
        for leftover in library.glob(".moving-*"):
            leftover.unlink()
        target = Sqlite(arriving)
        target.prepare()
        held = copy_tables(source, target)
        with target.session() as db:
            db.execute("PRAGMA journal_mode = DELETE")
        for end in ("-wal", "-shm"):
            Path(f"{library / _NAME}{end}").unlink(missing_ok=True)
        arriving.replace(library / _NAME)
        remove_mark(library)
        copy_whole(library)
    return held


@contextmanager
def writing_to(database: Database, settings: Settings) -> Iterator[None]:
    """Be the one writer of a library whose catalogue is there. Raises LibraryBusy."""
    lock = database.writer_lock()
    if not lock.acquire(settings.lock_seconds):
        raise LibraryBusy(
            f"The library is being written by {lock.holder()}.", "Try again when it has finished."
        )
    try:
        yield
    finally:
        lock.release()


def _check_free(target: Postgresql, identity: str) -> None:
    with target.session() as db:
        found = db.execute("SELECT value FROM meta WHERE key = 'library'").fetchone()
        cases = db.execute("SELECT count(*) FROM cases").fetchone()[0]
    if cases and (found is None or found[0] != identity):
        raise PinciteError(
            f"The database {target} has another library's catalogue.", "Name another database."
        )
