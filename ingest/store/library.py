"""The library: everything built from the documents, and the rule of one writer."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from uuid import uuid4

from ingest.embedding.model import Embedder
from ingest.errors import LibraryBusy, LibraryMismatch, PinciteError
from ingest.settings import Settings
from ingest.store.catalogue import ANY_STAMP, Catalogue
from ingest.store.chroma_server import ChromaServer
from ingest.store.connection import WriterLock
from ingest.store.file_copies import bring_back, set_aside_unused
from ingest.store.unwritable import clear_errors
from ingest.store.vectors import Vectors
from ingest.store.write import sweep
from ingest.translation import N_

Say = Callable[[str], None]

_IN_FOLDER, _ON_SERVER = "in the folder", "on a server"
_LOOK_SECONDS = 0.5
"""Between two looks whether to go on waiting for another writer."""


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
        self.catalogue = Catalogue(self.folder / "catalogue.sqlite", settings.database_url)
        self._server = server_of(settings)
        identity = self.catalogue.identity() if self._server else ""
        self.vectors = Vectors(self.folder / "vectors", self.embedder, self._server, identity)
        self._lock_seconds = settings.lock_seconds
        self.while_waiting: Callable[[], None] = lambda: None
        """Called now and then while another writer is waited for; what it raises ends that."""
        self._seen = self.catalogue.generation()

    def check_model(self) -> None:
        """Raises LibraryMismatch where the vectors are of another model than the settings', or
        elsewhere."""
        meta = self.catalogue.meta()
        made_with = meta.get("embedder")
        if made_with not in (None, self.embedder.identity):
            raise LibraryMismatch(
                f"The library was built with the embedding model {made_with}, "
                f"but the settings name {self.embedder.identity}.",
                "Run `pincite rebuild` to embed it again, or set PINCITE_MODEL back.",
            )
        if made_with is not None and meta.get("vectors", _IN_FOLDER) != vectors_in(self.settings):
            raise (
                LibraryMismatch(
                    "The vectors of the library are in its folder, "
                    f"but PINCITE_CHROMA_URL names {self._server}.",
                    "Run `pincite rebuild` to embed it again, or unset PINCITE_CHROMA_URL.",
                )
                if self._server
                else LibraryMismatch(
                    "The vectors of the library are on a Chroma server, "
                    "but PINCITE_CHROMA_URL names none.",
                    "Set PINCITE_CHROMA_URL, or run `pincite rebuild` to embed it again.",
                )
            )

    def _claim(self, *, anew: bool = False) -> None:
        """Be the library whose vectors are on the server, if any, before they are changed.

        Raises LibraryMismatch where they are another library's or a copy's, or, unless they are
        to be made ``anew``, where they were there and are gone.
        """
        if self._server is None:
            return
        meta = self.catalogue.meta()
        known = {meta[key] for key in ("stamp", "next stamp") if key in meta}
        found = self.vectors.stamp()
        if found is None:
            if meta.get("vectors") == _ON_SERVER and not anew:
                raise self._server.without_vectors()
        elif ANY_STAMP not in known:
            self._server.check_stamp(found, known)
        # A process killed between these two finds one stamp or the other.
        stamp = uuid4().hex
        self.catalogue.set_meta(**{"stamp": found or stamp, "next stamp": stamp})
        self.vectors.put_stamp(stamp)

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

        Raises LibraryBusy when another writer does not finish in time, and LibraryUnreachable at
        the next change where the lock is lost, with the connection to the database that held it.
        """
        lock = self.catalogue.writer_lock()
        if not lock.acquire(0):
            who = lock.holder()
            say(
                N_(
                    f"waiting for another program that writes the library ({who}); "
                    "this goes on by itself when that is done"
                )
            )
            if not self._is_had_in_time(lock):
                raise LibraryBusy(
                    f"The library is being written by {who}.", "Try again when it has finished."
                )
        self.vectors.check_writer = lock.check
        try:
            self.vectors.reopen()
            # While one connection stays open, closing another brings nothing to the disk: with
            # SQLite that took most of the time of a small document.
            with clear_errors(self.folder), self.catalogue.session():
                if sweeping:
                    self._sweep(say)
                yield
        finally:
            lock.release()
            self.vectors.check_writer = lambda: None
            with suppress(sqlite3.Error, PinciteError):  # a damaged catalogue was told of already
                self._seen = self.catalogue.generation()

    def _is_had_in_time(self, lock: WriterLock) -> bool:
        until = time.monotonic() + self._lock_seconds
        while True:
            self.while_waiting()
            left = until - time.monotonic()
            if lock.acquire(max(0.0, min(_LOOK_SECONDS, left))):
                return True
            if left <= 0:
                return False

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
        self._claim(anew=True)
        if self.catalogue.meta().get("rebuilding") == identity:
            say(N_("going on with an interrupted rebuild"))
        else:
            self.catalogue.set_meta(unfinished="yes", rebuilding="")
            self.vectors.erase()
        self.catalogue.set_meta(
            embedder=identity,
            vectors=vectors_in(self.settings),
            unfinished="yes",
            rebuilding=identity,
        )
        yield
        self.catalogue.set_meta(unfinished="no", rebuilding="")

    def _sweep(self, say: Say) -> None:
        """Delete what a killed writer left, in the catalogue and in the vectors. The mark
        'unfinished' spares every other start the comparison of the two."""
        meta = self.catalogue.meta()
        if meta.get("unfinished") != "yes":
            return
        self.check_model()
        self._claim()
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
        self._claim()
        self.catalogue.set_meta(
            unfinished="yes", embedder=self.embedder.identity, vectors=vectors_in(self.settings)
        )
        yield
        self.catalogue.set_meta(unfinished="no")


def vectors_in(settings: Settings) -> str:
    """Where vectors are that are made with these settings, as the catalogue notes it."""
    return _ON_SERVER if settings.chroma_url else _IN_FOLDER


def server_of(settings: Settings) -> ChromaServer | None:
    """The Chroma server of the settings; None where vectors are in the folder."""
    if settings.chroma_url is None:
        return None
    return ChromaServer(
        settings.chroma_url,
        settings.chroma_tenant,
        settings.chroma_database,
        settings.chroma_token,
        settings.chroma_seconds,
    )
