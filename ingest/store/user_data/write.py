"""Writing what a person keeps: conversations, questions. Not of the one writer of documents."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import PinciteError
from ingest.store.catalogue import Catalogue


@contextmanager
def written(catalogue: Catalogue, what: str) -> Iterator[sqlite3.Connection]:
    """A transaction; ``what`` ("The question") is named in the PinciteError that is raised where
    the library cannot be written to."""
    try:
        with catalogue.transaction() as db:
            yield db
    except sqlite3.Error as error:
        raise PinciteError(
            f"{what} could not be saved in the library ({error}).",
            "Check that its disk is not full and that you may write to it.",
        ) from error
