"""Copies of the catalogue, made after each ingest that changed it, and the way back to one.

Everything else in a library can be made again of the catalogue and the copies of the files;
the catalogue cannot. Going back to a copy is a command and never happens by itself: it takes
back whatever was kept since, and the person whose work that was should be the one to say so.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.catalogue import Catalogue
from ingest.errors import LibraryBusy, LibraryDamaged

KEPT = 3
"""The newest copies that stay. The oldest goes only once a newer one was checked."""
_PREFIX = "catalogue-"
_STAMP = "%Y%m%dT%H%M%S.%fZ"
# Readers look whether the generation is another one: it must not come to be the one that
# they saw before.
_GENERATIONS_PAST = 1000
# Nor may a new passage or document get the number of one that was made after the copy: vectors
# and citations somewhere else may still go by it.
_NUMBERS_PAST = 10_000_000


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the catalogue; ``size`` in bytes."""

    file: Path
    made: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What going back did: to which copy, which newer ones were damaged too, and the folder
    in which the damaged catalogue now lies."""

    backup: Backup
    passed_over: tuple[Backup, ...]
    set_aside: Path


def backups(library: Path) -> list[Backup]:
    """The copies there are, newest first."""
    found = (library / "backups").glob(f"{_PREFIX}*.sqlite")
    return [
        Backup(
            file,
            datetime.strptime(file.stem.removeprefix(_PREFIX), _STAMP).replace(tzinfo=UTC),
            file.stat().st_size,
        )
        for file in sorted(found, reverse=True)
    ]


def back_up(library: Path, kept: int = KEPT) -> Backup:
    """Copy the catalogue while others may read and write it; returns the copy.

    A copy that turns out damaged is deleted again, so that it never pushes out a good one.
    Raises LibraryDamaged then, and OSError or sqlite3.Error where it cannot be written.
    """
    folder = library / "backups"
    folder.mkdir(exist_ok=True)
    for leftover in folder.glob(".*"):
        leftover.unlink(missing_ok=True)
    made = datetime.now(UTC)
    file = folder / f"{_PREFIX}{made.strftime(_STAMP)}.sqlite"
    unready = folder / f".{file.name}"
    try:
        with (
            closing(sqlite3.connect(library / "catalogue.sqlite", timeout=60)) as source,
            closing(sqlite3.connect(unready)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        if not is_good(unready):
            raise LibraryDamaged(
                "The catalogue is damaged: its copy could not be checked.",
                "Run `python -m ingest restore-catalogue`.",
            )
        _to_disk(unready)
        unready.replace(file)
    finally:
        unready.unlink(missing_ok=True)
    for old in backups(library)[kept:]:
        old.file.unlink(missing_ok=True)
    return Backup(file, made, file.stat().st_size)


def is_good(file: Path) -> bool:
    """Whether a copy can be read from one end to the other and is a catalogue."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as db:
            sound = bool(db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
            db.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
            return sound
    except sqlite3.Error:
        return False


def restore_newest(library: Path, lock_seconds: float = 0.0) -> Restored:
    """Put the newest good copy in the catalogue's place; the damaged one is kept beside.

    What was ingested since that copy is read again at the next ingest. Killed at any
    instant, it can be run again. Raises LibraryDamaged where there is no good copy, and
    LibraryBusy where another process is writing.
    """
    try:
        with FileLock(library / "lock", timeout=lock_seconds):
            return _restore(library)
    except Timeout:
        raise LibraryBusy(
            "The library is being written by another process.", "Try again when it has finished."
        ) from None


def _restore(library: Path) -> Restored:
    there = backups(library)
    good = next((one for one in there if is_good(one.file)), None)
    if good is None:
        raise LibraryDamaged(
            f"There is no good copy of the catalogue in {library / 'backups'}.",
            "Move the library folder away and ingest the case folders again.",
        )
    catalogue = library / "catalogue.sqlite"
    aside = library / "damaged" / datetime.now(UTC).strftime(_STAMP)
    aside.mkdir(parents=True)
    beside = [Path(f"{catalogue}-wal"), Path(f"{catalogue}-shm")]
    for file in (catalogue, *beside):
        if file.exists():
            shutil.copyfile(file, aside / file.name)
    ready = library / ".catalogue-restored.sqlite"
    shutil.copyfile(good.file, ready)
    _mark(ready)
    _to_disk(ready)
    # A log of changes beside another catalogue would be played into it.
    for file in beside:
        file.unlink(missing_ok=True)
    ready.replace(catalogue)
    return Restored(good, _newer(there, good), aside)


def _newer(there: Sequence[Backup], good: Backup) -> tuple[Backup, ...]:
    return tuple(one for one in there if one.made > good.made)


def _mark(file: Path) -> None:
    """Let the next writer compare the vectors with it, and readers look again."""
    catalogue = Catalogue(file)
    catalogue.set_meta(unfinished="yes", generation=str(catalogue.generation() + _GENERATIONS_PAST))
    with catalogue.session() as db:
        db.execute("UPDATE sqlite_sequence SET seq = seq + ?", (_NUMBERS_PAST,))
        db.execute("PRAGMA journal_mode = DELETE")


def _to_disk(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())
