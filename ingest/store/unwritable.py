"""Errors of the system when a library cannot be written or read, in words that help."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import (
    DiskFull,
    LibraryBusy,
    LibraryDamaged,
    LibraryUnwritable,
    PinciteError,
)
from ingest.store.catalogue_copies import advice

_FULL = ("disk is full", "no space left", "disk full", "code: 13")
_READ_ONLY = ("readonly database", "read-only", "permission denied", "code: 8)")
_BUSY = ("database is locked", "database table is locked")
_DAMAGED = (
    "malformed",
    "not a database",
    "disk i/o error",
    "could not decode",
    "no such table",
    "vtable constructor failed",
    "unable to open database",
    "code: 11)",
    "code: 26)",
)
# SQLite says "disk I/O error" also where it could not make a file longer, and a catalogue on a full
# disk is opened for reading alone.
_FULL_BELOW = 1_000_000
_OF_LITTLE_ROOM = ("disk i/o error", "readonly database")


def unwritable(error: BaseException, library: Path) -> PinciteError | None:
    """The error with what mends it where the library cannot be written to now; None for others."""
    text = str(error).casefold()
    number = error.errno if isinstance(error, OSError) else None
    little = any(phrase in text for phrase in _OF_LITTLE_ROOM)
    no_room = little and is_writable(library) and _free(library) < _FULL_BELOW
    if number in (errno.ENOSPC, errno.EDQUOT) or no_room or any(phrase in text for phrase in _FULL):
        return DiskFull(
            f"The disk of the library {library} is full. What was in the library is unchanged.",
            "Free some space, then add the documents or run `pincite ingest` again; "
            "it goes on where it was.",
        )
    unopened = "unable to open database" in text and not os.access(library, os.W_OK)
    denied = number in (errno.EROFS, errno.EACCES, errno.EPERM)
    if denied or unopened or any(phrase in text for phrase in _READ_ONLY):
        return LibraryUnwritable(
            f"The library {library} cannot be written to.",
            "Allow writing to its folder, or name another one with `--library`.",
        )
    if any(phrase in text for phrase in _BUSY):
        return LibraryBusy(
            "The library is being written by another process.", "Try again when it has finished."
        )
    return None


def clear_error(error: Exception, library: Path) -> PinciteError | None:
    """The error with what mends it; None where it is of another kind."""
    clear = unwritable(error, library)
    if clear is None and any(phrase in str(error).casefold() for phrase in _DAMAGED):
        clear = LibraryDamaged(
            f"The catalogue of the library {library} is damaged ({error}).", advice(library)
        )
    return clear


def is_writable(folder: Path) -> bool:
    """Whether files can be made in the folder; a disk may be mounted for reading alone."""
    return os.access(folder, os.W_OK)


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


@contextmanager
def clear_errors(library: Path) -> Iterator[None]:
    """Full disks, read-only folders and damaged files raise LibraryUnwritable and
    LibraryDamaged inside."""
    try:
        yield
    except PinciteError:
        raise
    except Exception as error:  # sqlite3's, Chroma's and the system's; others go on as they are
        clear = clear_error(error, library)
        if clear is None:
            raise
        raise clear from error
