"""The vectors: Chroma, made through langchain_chroma, and nothing else here knows of it.

A collection for each language of each case: the embedder prefers the question's own
language so strongly that one common ranking would hide the others, and a filter inside
one collection would cost time at every question.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from ingest.errors import DiskFull, LibraryDamaged, LibraryUnreachable, PinciteError
from ingest.store.catalogue import PassageIds, Stored
from ingest.store.chroma_server import ChromaServer
from ingest.store.unwritable import is_writable, unwritable
from ingest.translation import N_

# Chroma is loaded where it is first asked something: that takes more than a second of the
# processor, and what was asked before can be read without it.
if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from langchain_chroma import Chroma

# Passages in one call to Chroma: large enough that sorting by length pays, small enough
# that progress moves every few seconds.
_BATCH = 64
# Neighbours that HNSW keeps while it searches. See BENCHMARKS.md for what it misses.
_SEARCH_WIDTH = 200
_SAMPLE = 1000
# A look at vectors that are being written to may fail: with thirty small documents written a
# second, one in three did, and none more than six times. A try costs some hundredths of a second.
_TRIES = 20

# Chroma keeps its open databases for the whole process: a reader and a writer in one program
# must not forget and open them at the same moment.
_CONNECTING = RLock()

Found = TypeVar("Found")

VectorArray = npt.NDArray[np.float32]


class Vectors:
    """Vectors of all cases of one library."""

    def __init__(
        self,
        folder: Path,
        embedder: Embeddings,
        server: ChromaServer | None = None,
        library: str = "",
    ) -> None:
        """``folder`` is where the embedded Chroma keeps its files; with a ``server`` they are
        there, marked as those of the ``library`` of that identity."""
        self._folder = folder
        self._embedder = embedder
        self._server = server
        self._library = library
        self._claimed = server is None
        self._lock = RLock()
        self._client: ClientAPI | None = None
        self._stores: dict[str, Chroma] = {}
        self._samples: dict[str, VectorArray] = {}
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        self.check_writer: Callable[[], None] = lambda: None
        """Called before vectors are changed; raises where this process may not change them any
        more."""
        self._reads_copy = False
        """Whether to read a copy elsewhere, since the disk is full; until they are opened anew."""

    def add(self, case_id: int, stored: Sequence[Stored], done: Callable[[int], None]) -> None:
        """Embed and write passages; ``done`` is called with their number after each batch."""
        by_language: dict[str, list[Stored]] = {}
        for passage in sorted(
            stored, key=lambda passage: len(passage.header) + len(passage.passage.text)
        ):
            by_language.setdefault(passage.passage.language, []).append(passage)
        self._samples.clear()
        for language, passages in by_language.items():
            for at in range(0, len(passages), _BATCH):
                batch = passages[at : at + _BATCH]
                texts = [embedded_text(passage) for passage in batch]
                vectors = self._embedder.embed_documents(texts)
                self._write(case_id, language, batch, texts, vectors)
                done(len(batch))

    def put(
        self, case_id: int, language: str, stored: Sequence[Stored], vectors: VectorArray
    ) -> None:
        """Write passages of one language with vectors that were made of them before."""
        self._samples.clear()
        texts = [embedded_text(passage) for passage in stored]
        self._write(case_id, language, stored, texts, vectors)

    def _write(
        self,
        case_id: int,
        language: str,
        stored: Sequence[Stored],
        texts: list[str],
        vectors: Sequence[Sequence[float]] | VectorArray,
    ) -> None:
        self.check_writer()
        with self._clear_failure(N_("cannot be written")):
            self._store(case_id, language)  # which makes it
            self._collection(case_id, language).upsert(
                ids=[str(passage.id) for passage in stored],
                embeddings=np.asarray(vectors, dtype=np.float32),
                documents=texts,
            )

    def open(self) -> None:
        """Load Chroma and open its files, so that the first search need not wait for them.

        Raises LibraryDamaged where they cannot be opened.
        """
        self._open_to_read()

    def stamp(self) -> str | None:
        """The stamp of the vectors on the server; None where none of this library are there yet.
        Makes the database.

        Raises LibraryMismatch where they are another library's, and LibraryUnreachable.
        """
        assert self._server is not None, "vectors in the folder bear no stamp"
        with self._lock:
            self.reopen()
            with self._clear_failure(N_("cannot be opened")):
                return self._of_this_library(self._server, making=True)

    def put_stamp(self, stamp: str) -> None:
        """Say on the server that the vectors are this library's; see `stamp`."""
        assert self._server is not None, "vectors in the folder bear no stamp"
        with self._lock, self._clear_failure(N_("cannot be written")):
            self._server.put_stamp(self._open(), self._library, stamp)
            self._claimed = True

    def search(
        self,
        case_id: int,
        language: str,
        question: Sequence[float],
        limit: int,
        within: Set[int] | None = None,
    ) -> list[tuple[int, float]]:
        """The nearest passages of one language with their cosines, best first; with ``within``
        only those passages."""
        if within is not None and not within:
            return []
        only: dict[str, Any] = {} if within is None else {"ids": [str(id_) for id_ in within]}

        def nearest() -> list[tuple[int, float]]:
            if self._name(case_id, language) not in self._names():
                self._check_claimed()
                return []
            found = self._collection(case_id, language).query(
                query_embeddings=np.asarray([question], dtype=np.float32),
                n_results=limit,
                include=["distances"],
                **only,
            )
            distances = found["distances"] or [[]]
            return [
                (int(id_), 1.0 - distance)
                for id_, distance in zip(found["ids"][0], distances[0], strict=True)
            ]

        return self._read(nearest)

    def sample(self, case_id: int, language: str) -> VectorArray:
        """Up to 1,000 vectors of one language of a case, the same ones until it changes.
        Shape (number, dimensions)."""
        name = self._name(case_id, language)

        def some() -> VectorArray:
            if name not in self._samples:
                found = self._collection(case_id, language).get(
                    include=["embeddings"], limit=_SAMPLE
                )
                self._samples[name] = np.asarray(found["embeddings"], dtype=np.float32)
            return self._samples[name]

        return self._read(some)

    def of(
        self, case_id: int, language: str, only: Sequence[int] | None = None
    ) -> tuple[list[int], VectorArray]:
        """The passages of one language of a case, as their identities, and their vectors; of
        ``only`` some passages those that have one. Shape (number, dimensions). Withdrawn ones
        that were not yet swept may be among them."""
        which: dict[str, Any] = {} if only is None else {"ids": [str(id_) for id_ in only]}

        def all_of() -> tuple[list[int], VectorArray]:
            if self._name(case_id, language) not in self._names():
                self._check_claimed()
                return [], np.zeros((0, 0), dtype=np.float32)
            found = self._collection(case_id, language).get(include=["embeddings"], **which)
            vectors = np.asarray(found["embeddings"], dtype=np.float32)
            return [int(id_) for id_ in found["ids"]], vectors

        return self._read(all_of)

    def compare(self, kept: PassageIds) -> tuple[int, int]:
        """How many vectors of passages in ``kept`` are missing, and how many there are of none.

        Raises LibraryDamaged where they cannot be read or searched.
        """
        wanted = {self._name(*key): ids for key, ids in kept.items()}
        missing = surplus = 0
        with self._clear_failure(N_("cannot be read")):
            names = set(self._names())
            if wanted:
                self._check_claimed()
            for name in {*wanted, *names}:
                ids = wanted.get(name, set())
                present: set[int] = set()
                if name in names:
                    collection = self._open().get_collection(name)
                    present = {int(id_) for id_ in collection.get(include=[])["ids"]}
                    sample = collection.get(include=["embeddings"], limit=1)["embeddings"]
                    if sample is not None and len(sample):
                        collection.query(query_embeddings=sample, n_results=1)
                missing += len(ids - present)
                surplus += len(present - ids)
        return missing, surplus

    @contextmanager
    def _clear_failure(self, what: str, first: str = "") -> Iterator[None]:
        """What Chroma raises inside, in a sentence."""
        try:
            yield
        except PinciteError:
            raise
        except (ValueError, TypeError, KeyError, RuntimeError, OSError) as error:
            raise self._clear(what, error, first) from error
        except BaseException as error:
            if self._server is not None and self._server.does_not_answer(error):
                raise self._server.unreachable(error) from error
            # Chroma's engine, written in Rust, so tells of files that it did not expect to be
            # as they are; the class cannot be imported.
            if type(error).__name__ != "PanicException" and not _is_of_chroma(error):
                raise
            raise self._clear(what, error, first) from error

    def _clear(self, what: str, error: BaseException, first: str) -> PinciteError:
        """The error in a sentence, with what mends it: a full or read-only disk is no damage."""
        at = self._server or self._folder
        full = None if self._server else unwritable(error, self._folder.parent)
        return full or LibraryDamaged(
            f"The vectors in {at} {what} ({error}).",
            f"{first}Run `pincite rebuild`; it makes them again from the catalogue.",
        )

    def keep_only(self, kept: PassageIds) -> PassageIds:
        """Delete every vector that is not in ``kept``; returns those of it that are missing."""
        missing: PassageIds = {}
        wanted = {self._name(*key): (key, ids) for key, ids in kept.items()}
        with self._clear_failure(N_("cannot be read")):
            self._open()
            self._check_claimed()
            for name in self._names():
                if name not in wanted:
                    self._open().delete_collection(name)
                    self._stores.pop(name, None)
            for name, (key, ids) in wanted.items():
                present: set[int] = set()
                if name in self._names():
                    present = {int(id_) for id_ in self._store(*key).get(include=[])["ids"]}
                    self.delete({key: present - ids})
                if ids - present:
                    missing[key] = ids - present
        return missing

    def delete(self, passages: PassageIds) -> None:
        """Delete the vectors of passages."""
        self._samples.clear()
        for (case_id, language), ids in passages.items():
            given = [str(id_) for id_ in ids]
            self.check_writer()
            for at in range(0, len(given), 1000):
                with self._clear_failure(N_("cannot be written")):
                    self._store(case_id, language).delete(given[at : at + 1000])

    def reopen(self) -> None:
        """See what other processes wrote: an open client is blind to it."""
        with self._lock:
            self._stores.clear()
            self._samples.clear()
            self._client = None
            self._reads_copy = False
            if self._server is not None:
                self._claimed = False
            else:
                with _CONNECTING:
                    _forget_engines()

    def erase(self) -> None:
        """Delete all vectors, readable or not. They can be made again of the catalogue."""
        self.reopen()
        if self._server is None:
            if self._folder.is_file():
                self._folder.unlink()
            shutil.rmtree(self._folder, ignore_errors=True)
            return
        with self._clear_failure(N_("cannot be written")):
            self._open()
            self._check_claimed()
            for name in self._names():
                self._open().delete_collection(name)

    def _read(self, look: Callable[[], Found]) -> Found:
        """What ``look`` finds. Chroma looks up in its tables what it found in its index: where
        another writes meanwhile the two do not fit, and it is asked once more from the start.

        Raises LibraryDamaged where they never do, and LibraryUnreachable.
        """
        first = N_("Ask again when no documents are being added. If that does not help: ")
        unreached = 0
        for _ in range(_TRIES - 1):
            try:
                with self._lock, self._clear_failure(N_("cannot be searched")):
                    self._open_to_read()
                    return look()
            except LibraryDamaged:
                self.reopen()
            except LibraryUnreachable as error:
                unreached += 1
                # A server may have been started again since the last question. One that is late
                # would be waited for once more.
                late = self._server is not None and self._server.is_late(error.__cause__)
                if unreached > 1 or late:
                    raise
                self.reopen()
        with self._lock, self._clear_failure(N_("cannot be searched"), first):
            self._open_to_read()
            return look()

    def _open(self) -> ClientAPI:
        with self._lock:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def _open_to_read(self) -> None:
        """As `_open`, also on a full disk, where Chroma cannot open what it would only read."""
        with self._lock:
            try:
                self._open()
            except DiskFull:
                if self._reads_copy:
                    raise
                self.reopen()
                self._reads_copy = True
                self._open()

    def _check_claimed(self) -> None:
        """Raises LibraryMismatch where the server has nothing that is marked as this library's."""
        if not self._claimed and self._server is not None:
            raise self._server.without_vectors()

    def _connect(self) -> ClientAPI:
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        with self._clear_failure(N_("cannot be opened")):
            if self._server is not None:
                self._of_this_library(self._server)
                assert self._client is not None
                return self._client
            settings = ChromaSettings(anonymized_telemetry=False)
            with _CONNECTING, _quiet_panics():
                try:
                    return chromadb.PersistentClient(str(self._readable()), settings)
                except BaseException:
                    # Chroma keeps the engine that could not start, and would take it next time.
                    _forget_engines()
                    raise

    def _of_this_library(self, server: ChromaServer, *, making: bool = False) -> str | None:
        """Take the server as a client only once its vectors are known to be this library's, or
        nobody's; returns their stamp."""
        client = server.connect(making=making)
        stamp = server.stamp(client, self._library)
        self._client, self._claimed = client, stamp is not None
        return stamp

    def _readable(self) -> Path:
        """A folder of vectors that Chroma can open: Chroma writes even to read, so vectors on a
        disk that may only be read, or is full, are copied to another first."""
        can_be_written = is_writable(self._folder) and not self._reads_copy
        if not self._folder.exists() or can_be_written:
            return self._folder
        self._copy = tempfile.TemporaryDirectory(prefix="pincite-")
        copied = Path(self._copy.name) / self._folder.name
        return Path(shutil.copytree(self._folder, copied, copy_function=shutil.copyfile))

    def _names(self) -> list[str]:
        prefix = "case-"
        return [
            collection.name
            for collection in self._open().list_collections()
            if collection.name.startswith(prefix)
        ]

    def _collection(self, case_id: int, language: str) -> Collection:
        """Chroma's own collection of a language, for vectors that are made already: a question
        looks here alone, as to load LangChain takes a tenth of its time on the command line."""
        return self._open().get_collection(self._name(case_id, language))

    def _store(self, case_id: int, language: str) -> Chroma:
        """The same as LangChain has it; made if need be."""
        from langchain_chroma import Chroma

        name = self._name(case_id, language)
        with self._lock:
            client = self._open()
            self._check_claimed()
            if name not in self._stores:
                self._stores[name] = Chroma(
                    name,
                    self._embedder,
                    client=client,
                    collection_configuration={
                        "hnsw": {"space": "cosine", "ef_search": _SEARCH_WIDTH}
                    },
                )
            return self._stores[name]

    @staticmethod
    def _name(case_id: int, language: str) -> str:
        return f"case-{case_id}-{language or 'xx'}"


def _forget_engines() -> None:
    """Have Chroma open its files anew for each client from now on."""
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient.clear_system_cache()


def _is_of_chroma(error: BaseException) -> bool:
    from chromadb.errors import ChromaError

    return isinstance(error, ChromaError)


@contextmanager
def _quiet_panics() -> Iterator[None]:
    """Keep what Chroma's engine writes to standard error when it cannot open its files: the
    error that follows says the same in a sentence. All else that was written meanwhile is
    written after."""
    sys.stderr.flush()
    kept = os.dup(2)
    panicked = False
    with tempfile.TemporaryFile() as aside:
        os.dup2(aside.fileno(), 2)
        try:
            yield
        except BaseException as error:
            panicked = type(error).__name__ == "PanicException"
            raise
        finally:
            sys.stderr.flush()
            os.dup2(kept, 2)
            os.close(kept)
            aside.seek(0)
            if not panicked:
                os.write(2, aside.read())


def embedded_text(stored: Stored) -> str:
    """What of a passage is embedded: its header line, then its text."""
    return f"{stored.header}\n{stored.passage.text}" if stored.header else stored.passage.text
