"""Copies of the catalogue, made after each ingest that changed it, and the way back to one.

Everything else in a library can be made again of the catalogue and the copies of the files;
the catalogue cannot. A copy is the whole catalogue, checked, and beside it what came since
(`ingest/store/increments.py`): so what an ingest costs goes by what it brings and not by what was
there before. When that has grown to a tenth of the whole, the next copy is a whole one again.

Going back to a copy is a command and never happens by itself: it takes back whatever was kept
since, and the person whose work that was should be the one to say so.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import Timeout

from ingest.errors import LibraryBusy, LibraryDamaged, PinciteError
from ingest.store.catalogue import ANY_STAMP, Catalogue
from ingest.store.catalogue_copies import (
    PREFIX,
    STAMP,
    advice,
    increment_of,
    is_good,
    made_at,
    whole_copies,
)
from ingest.store.file_copies import bring_back, unused_copies
from ingest.store.increments import apply_increment, write_increment
from ingest.store.locks import lock_at
from ingest.store.served import is_served
from ingest.store.user_data import copies as kept

KEPT = 3
"""The newest whole copies that stay. The oldest goes only once a newer one was checked."""
_LARGE = 0.1
"""An increment of this share of its copy is followed by a whole copy, and so is a copy that is"""
_OLD = timedelta(days=30)
"""old: disks forget, and only making a whole copy reads all of the catalogue."""
# Readers look whether the generation is another one: it must not come to be the one that
# they saw before.
GENERATIONS_PAST = 1000
# Nor may a new passage or document get the number of one that was made after the copy: vectors
# and citations somewhere else may still go by it.
NUMBERS_PAST = 10_000_000


@dataclass(frozen=True, slots=True)
class Backup:
    """A whole copy of the catalogue, with ``increment``, what came since, where there is any.
    ``made`` is when the catalogue was as they have it; ``size`` in bytes, of both."""

    file: Path
    made: datetime
    size: int
    increment: Path | None = None


@dataclass(frozen=True, slots=True)
class Restoration:
    """What going back did: to which copy, which newer ones were damaged too, and the folder in
    which the damaged catalogue now lies, with the ``unknown`` copies of files that the restored
    one does not know."""

    backup: Backup
    passed_over: tuple[Backup, ...]
    set_aside: Path
    unknown: int


def backups(library: Path) -> list[Backup]:
    """The copies there are, newest first."""
    return [_backup(file) for file in whole_copies(library)]


def _backup(file: Path) -> Backup:
    made, size = made_at(file), file.stat().st_size
    increment = increment_of(file)
    try:
        stat = increment.stat()
    except FileNotFoundError:
        return Backup(file, made, size)
    made = datetime.fromtimestamp(stat.st_mtime, UTC)
    return Backup(file, made, size + stat.st_size, increment)


def back_up(library: Path) -> Backup | None:
    """Keep the catalogue as it is now, whole or as an increment, while others may read and write
    it; one on a server is kept by the backups of its database. For the one writer.

    Raises LibraryDamaged where it is damaged, and OSError or sqlite3.Error where the copy cannot
    be written.
    """
    if is_served(library):
        return None
    newest = next(iter(backups(library)), None)
    if newest is None:
        return copy_whole(library)
    whole = newest.file.stat().st_size
    old = datetime.now(UTC) - made_at(newest.file) > _OLD
    if old or newest.size - whole >= _LARGE * whole:
        return copy_whole(library)
    try:
        return _add_increment(library, newest.file)
    except (sqlite3.DatabaseError, LibraryDamaged):
        # The copy or the catalogue cannot be read: a whole one shows which of the two.
        return copy_whole(library)


def _add_increment(library: Path, whole: Path) -> Backup:
    increment = increment_of(whole)
    unready = _unready(increment)
    try:
        write_increment(library / "catalogue.sqlite", whole, unready)
        _check(unready)
        unready.replace(increment)
    finally:
        unready.unlink(missing_ok=True)
    return _backup(whole)


def copy_whole(library: Path, kept: int = KEPT) -> Backup:
    """Copy the whole catalogue and check the copy, while others may read and write it. One that
    turns out damaged is deleted again, so that it never pushes out a good one.

    Raises as `back_up` does.
    """
    folder = library / "backups"
    folder.mkdir(exist_ok=True)
    for leftover in folder.glob(".*"):
        leftover.unlink(missing_ok=True)
    file = folder / f"{PREFIX}{datetime.now(UTC).strftime(STAMP)}.sqlite"
    unready = _unready(file)
    try:
        with (
            closing(sqlite3.connect(library / "catalogue.sqlite", timeout=60)) as source,
            closing(sqlite3.connect(unready)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        _check(unready)
        unready.replace(file)
    finally:
        unready.unlink(missing_ok=True)
    for old in backups(library)[kept:]:
        increment_of(old.file).unlink(missing_ok=True)
        old.file.unlink(missing_ok=True)
    return _backup(file)


def forget_copies(library: Path) -> None:
    """Delete the copies of a catalogue that has moved to a server since."""
    for backup in backups(library):
        increment_of(backup.file).unlink(missing_ok=True)
        backup.file.unlink(missing_ok=True)
    kept.copy_of(library).unlink(missing_ok=True)


def _unready(file: Path) -> Path:
    return file.with_name(f".{file.name}")


def _check(unready: Path) -> None:
    if not is_good(unready):
        raise LibraryDamaged(
            "The catalogue is damaged: its copy could not be checked.",
            advice(unready.parent.parent),
        )
    _to_disk(unready)


def restore_newest(library: Path, lock_seconds: float = 0.0) -> Restoration:
    """Put the newest good copy in the catalogue's place; the damaged one is kept beside, with
    the library's copies of files that came later.

    What was ingested since that copy is read again at the next ingest of its folder. Killed at
    any instant, it can be run again. Raises LibraryDamaged where there is no good copy,
    LibraryBusy where another process is writing, and PinciteError for a catalogue on a server.
    """
    if is_served(library):
        raise PinciteError(
            f"The catalogue of the library {library} is on a PostgreSQL server.",
            "Go back to a backup of the database.",
        )
    try:
        with lock_at(library / "lock", lock_seconds):
            return _restore(library)
    except Timeout:
        raise LibraryBusy(
            "The library is being written by another process.", "Try again when it has finished."
        ) from None


def _restore(library: Path) -> Restoration:
    there = backups(library)
    ready = library / ".catalogue-restored.sqlite"
    good = next(filter(None, (_made_ready(backup, ready) for backup in there)), None)
    if good is None:
        raise LibraryDamaged("The catalogue cannot be restored.", advice(library))
    catalogue = library / "catalogue.sqlite"
    aside = library / "damaged" / datetime.now(UTC).strftime(STAMP)
    aside.mkdir(parents=True)
    beside = [Path(f"{catalogue}-wal"), Path(f"{catalogue}-shm")]
    for file in (catalogue, *beside):
        if file.is_dir():  # nothing that Pincite made
            file.rename(aside / file.name)
        elif file.exists():
            shutil.copyfile(file, aside / file.name)
    restored = Catalogue(ready, restoring=True)
    bring_back(restored, library)
    kept.bring_back(restored, library)
    unknown = _set_aside(restored, library, aside / "files")
    _mark(ready)
    _to_disk(ready)
    # A log of changes beside another catalogue would be played into it.
    for file in beside:
        file.unlink(missing_ok=True)
    ready.replace(catalogue)
    return Restoration(good, _newer(there, good), aside, unknown)


def _made_ready(backup: Backup, ready: Path) -> Backup | None:
    """The copy at ``ready``, with its increment if that is good; what was used, None where the
    copy is damaged."""
    if not is_good(backup.file):
        return None
    for leftover in (Path(f"{ready}-wal"), Path(f"{ready}-shm")):
        leftover.unlink(missing_ok=True)
    shutil.copyfile(backup.file, ready)
    increment = backup.increment
    if increment is not None and is_good(increment):
        try:
            apply_increment(Catalogue(ready, restoring=True), increment)
            return backup
        except (sqlite3.Error, LibraryDamaged):
            pass  # the whole copy is as good as it was
    return Backup(backup.file, made_at(backup.file), backup.file.stat().st_size)


def _set_aside(catalogue: Catalogue, library: Path, to: Path) -> int:
    """Move copies of files that the catalogue does not know; sweeping would delete them, and of
    those that were uploaded there may be no other. Returns how many."""
    unknown = list(unused_copies(catalogue, library))
    for file in unknown:
        to.mkdir(exist_ok=True)
        file.replace(to / file.name)
    return len(unknown)


def _newer(there: Sequence[Backup], good: Backup) -> tuple[Backup, ...]:
    return tuple(backup for backup in there if backup.made > good.made)


def _mark(file: Path) -> None:
    """Mark the library, so that the next writer compares the vectors with it, and readers look
    again."""
    catalogue = Catalogue(file, restoring=True)
    catalogue.set_meta(
        unfinished="yes",
        generation=str(catalogue.generation() + GENERATIONS_PAST),
        stamp=ANY_STAMP,
    )
    with catalogue.session() as db:
        db.execute("UPDATE sqlite_sequence SET seq = seq + ?", (NUMBERS_PAST,))
        db.execute("PRAGMA journal_mode = DELETE")


def _to_disk(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())
