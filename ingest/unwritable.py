"""What the system says when a library cannot be written or read, in words that help."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.catalogue_copies import advice
from ingest.errors import LibraryDamaged, LibraryUnwritable, PinciteError

_FULL = ("disk is full", "no space left", "disk full", "code: 13")
_READ_ONLY = ("readonly database", "read-only", "permission denied", "code: 8)")
_DAMAGED = ("malformed", "not a database", "code: 11)", "code: 26)")


def clear_error(error: Exception, library: Path) -> PinciteError | None:
    """The error with what mends it; None where it is of another kind."""
    text = str(error).casefold()
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOSPC, errno.EDQUOT) or any(one in text for one in _FULL):
        return LibraryUnwritable(
            f"The disk of the library {library} is full. What was in the library is unchanged.",
            "Free some space, then run `python -m ingest` again; it goes on where it was.",
        )
    unopened = "unable to open database" in text and not os.access(library, os.W_OK)
    denied = number in (errno.EROFS, errno.EACCES, errno.EPERM)
    if denied or unopened or any(one in text for one in _READ_ONLY):
        return LibraryUnwritable(
            f"The library {library} cannot be written to.",
            "Allow writing to its folder, or name another one with `--library`.",
        )
    if any(one in text for one in _DAMAGED):
        return LibraryDamaged(
            f"The catalogue of the library {library} is damaged ({error}).",
            advice(library),
        )
    return None


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
