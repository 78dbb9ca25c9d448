"""Writes what a person keeps (conversations, questions); these writes do not take the lock of the
one writer of documents."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ingest.errors import DiskFull, PinciteError
from ingest.store.catalogue import Catalogue
from ingest.store.connection import Connection
from ingest.store.user_data.copies import bring_up_to_date
from ingest.translation import N_

_PATIENCE = 10.0
"""Seconds that are waited while somebody else writes: a person waits for it, before a page that
says nothing."""


@contextmanager
def written(catalogue: Catalogue, what: str) -> Iterator[Connection]:
    """A transaction; ``what`` ("The question") is named in the PinciteError that is raised where
    the library cannot be written to, full, busy or damaged."""
    try:
        with catalogue.transaction(_PATIENCE) as db:
            yield db
    except PinciteError as error:
        advice = (
            N_("Free some space on it, then try again.")
            if isinstance(error, DiskFull)
            else error.advice
        )
        raise type(error)(N_(f"{what} could not be saved. {error.reason}"), advice) from error
    except sqlite3.Error as error:
        raise PinciteError(
            f"{what} could not be saved in the library ({error}).", "Run `pincite verify`."
        ) from error
    # What was written is in the catalogue. A copy that cannot be made now is with the next.
    with suppress(sqlite3.Error, OSError):
        bring_up_to_date(catalogue)
