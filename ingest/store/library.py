"""The library: everything built from the documents, and the rule of one writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from ingest.embedding.model import Embedder
from ingest.errors import LibraryBusy, LibraryMismatch, PinciteError
from ingest.settings import Settings
from ingest.store.catalogue import Catalogue
from ingest.store.file_copies import bring_back, set_aside_unused
from ingest.store.unwritable import clear_errors
from ingest.store.vectors import Vectors
from ingest.store.write import sweep
from ingest.translation import N_

Say = Callable[[str], None]


class Library:
    """Catalogue, vectors and copies of the documents, in one folder."""

    def __init__(self, settings: Settings, embedder: Embedder | None = None) -> None:
        """Open or make the library.

        Raises LibraryMismatch where it was built with another embedding model,
        LibraryDamaged where it cannot be read.
        """
        self.settings = settings
        self.folder = settings.library
        self.embedder = embedder or Embedder(settings)
        self.catalogue = Catalogue(self.folder / "catalogue.sqlite")
        self.vectors = Vectors(self.folder / "vectors", self.embedder, settings.chroma_url)
        self._lock_seconds = settings.lock_seconds
        self._seen = self.catalogue.generation()

    def check_model(self) -> None:
        """Raises LibraryMismatch where the vectors are of another model than the settings'."""
        made_with = self.catalogue.meta().get("embedder")
        if made_with not in (None, self.embedder.identity):
            raise LibraryMismatch(
                f"The library was built with the embedding model {made_with}, "
                f"but the settings name {self.embedder.identity}.",
                "Run `pincite rebuild` to embed it again, or set PINCITE_MODEL back.",
            )

    def refresh(self) -> None:
        """See what other processes have written since the last look. Costs a millisecond
        when nothing changed."""
        generation = self.catalogue.generation()
        if generation != self._seen:
            self.vectors.reopen()
            self._seen = generation

    @contextmanager
    def writing(self, say: Say = lambda message: None, *, sweeping: bool = True) -> Iterator[None]:
        """Be the one writer; what a killed writer left behind is swept first.

        Raises LibraryBusy when another writer does not finish in time.
        """
        lock = self.catalogue.writer_lock()
        if not lock.acquire(0):
            who = lock.holder()
            say(N_(f"waiting for {who}"))
            if not lock.acquire(self._lock_seconds):
                raise LibraryBusy(
                    f"The library is being written by {who}.", "Try again when it has finished."
                )
        try:
            self.vectors.reopen()
            with clear_errors(self.folder):
                if sweeping:
                    self._sweep(say)
                yield
        finally:
            lock.release()
            with suppress(sqlite3.Error, PinciteError):  # a damaged catalogue was told of already
                self._seen = self.catalogue.generation()

    def rebuild(self, say: Say, done: Callable[[int, int], None]) -> int:
        """Make all vectors again from the catalogue, with the settings' model; returns how
        many. ``done`` is called with the passages embedded and all passages."""
        with self.writing(say, sweeping=False), self.remade(say):
            return self.restore_vectors(done)

    @contextmanager
    def remade(self, say: Say = lambda message: None) -> Iterator[None]:
        """Begin with no vectors, or, where that was begun and killed, with those made so far.
        For the one writer."""
        identity = self.embedder.identity
        if self.catalogue.meta().get("rebuilding") == identity:
            say(N_("going on with an interrupted rebuild"))
        else:
            self.catalogue.set_meta(unfinished="yes", rebuilding="")
            self.vectors.erase()
        self.catalogue.set_meta(embedder=identity, unfinished="yes", rebuilding=identity)
        yield
        self.catalogue.set_meta(unfinished="no", rebuilding="")

    def _sweep(self, say: Say) -> None:
        """Delete what a killed writer left, in the catalogue and in the vectors. The mark
        'unfinished' spares every other start the comparison of the two."""
        meta = self.catalogue.meta()
        if meta.get("unfinished") != "yes":
            return
        self.check_model()
        say(N_("cleaning up after an interrupted run"))
        self.restore_vectors(lambda made, of: None)
        bring_back(self.catalogue, self.folder)
        set_aside_unused(self.catalogue, self.folder)
        # What was killed may have changed the catalogue before it could make a copy of it.
        self.catalogue.set_meta(unfinished="no", rebuilding="", uncopied="yes")

    def restore_vectors(self, done: Callable[[int, int], None]) -> int:
        """Delete vectors of no current passage and make those that are missing. For the one
        writer."""
        missing = self.vectors.keep_only(sweep(self.catalogue))
        of = sum(len(ids) for ids in missing.values())
        made = 0

        def count(number: int) -> None:
            nonlocal made
            made += number
            done(made, of)

        for (case_id, _), ids in missing.items():
            stored = list(self.catalogue.passages(ids).values())
            self.vectors.add(case_id, stored, count)
        return made

    @contextmanager
    def unfinished(self) -> Iterator[None]:
        """While vectors and catalogue may differ: a process killed inside is swept after."""
        self.catalogue.set_meta(unfinished="yes", embedder=self.embedder.identity)
        yield
        self.catalogue.set_meta(unfinished="no")
