"""A backup of a whole library as one file, made while others read and write it.

In it are the catalogue (cases, pages, passages, conversations, saved questions, people, audit) as
it was at one moment, the library's copies of the documents, the vectors, question sets of the chat,
and uploads that are in no case yet. Page images are drawn of the documents whenever somebody looks
at them, and are kept nowhere.

Vectors could be made again of the catalogue, but that takes hours where there are many passages,
so they go along. They are kept by passage, not as Chroma's files, which cannot be copied while
Chroma has them open: so a backup of one engine is restored to any other. What is missing of them is
made when the backup is restored.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
from filelock import Timeout

from ingest.errors import DiskFull, LibraryDamaged, PinciteError
from ingest.store.backup_file import (
    CATALOGUE,
    FOLDERS,
    BackupContents,
    BackupWriter,
    Part,
    Progress,
    chunks_of,
    reading_backup,
    vectors_name,
)
from ingest.store.carry import into_one_file
from ingest.store.catalogue import Catalogue, PassageIds
from ingest.store.catalogue_copies import is_good
from ingest.store.file_copies import fault_of, place_of
from ingest.store.library import Library, Say
from ingest.store.locks import lock_at
from ingest.store.schema import MIGRATIONS
from ingest.store.unwritable import unwritable
from ingest.translation import N_

STAMP = "%Y%m%dT%H%M%SZ"
PREFIX = "pincite-"
_WORK = ".pincite-backup-"
_BATCH = 1000
"""Vectors in one call to Chroma."""

READING, WRITING, CHECKING = N_("copying the catalogue"), N_("writing"), N_("reading it again")


class _Purged(Exception):
    """A document that the copy of the catalogue has was deleted for good meanwhile."""


@dataclass(frozen=True, slots=True)
class LibraryBackup:
    """A backup that was written and read again: how many cases, documents with all their versions,
    and vectors; its size in bytes; and ``missing`` copies of documents, which are not in it because
    the library has lost them."""

    file: Path
    cases: int
    documents: int
    vectors: int
    size: int
    missing: tuple[str, ...]


def vector_record(dimensions: int) -> np.dtype[np.void]:
    """How a vector is kept: the identity of its passage, then its numbers."""
    return np.dtype([("id", "<i8"), ("vector", "<f4", (dimensions,))])


def back_up_library(
    library: Library,
    to: Path,
    *,
    with_vectors: bool = True,
    say: Say = lambda message: None,
    done: Progress = lambda what, at, of: None,
) -> LibraryBackup:
    """Write the library to the file ``to``, or to one with the time in its name in the folder
    ``to``. The file is there once it is whole and was read again.

    Raises PinciteError where there is such a file, DiskFull, and LibraryDamaged where the catalogue
    is damaged or what was written cannot be read.
    """
    file = to / f"{PREFIX}{datetime.now(UTC).strftime(STAMP)}.zip" if to.is_dir() else to
    if file.exists():
        raise PinciteError(f"{file} is there already.", N_("Name another file, or a folder."))
    try:
        with _work_beside(file) as work:
            made, contents = _made(library, work, say, done, with_vectors=with_vectors)
            _check(made, contents, done)
            made.chmod(0o600)
            made.replace(file)
    except (OSError, DiskFull) as error:
        if isinstance(error, DiskFull) or isinstance(unwritable(error, file.parent), DiskFull):
            raise DiskFull(
                f"The disk of {file.parent} is full. There is no new backup; the library is "
                "unchanged.",
                N_("Free some space, or name a file on another disk."),
            ) from error
        raise PinciteError(
            f"{file} cannot be written ({error.strerror}).", "Name a file in another folder."
        ) from error
    record = vector_record(contents.dimensions).itemsize
    return LibraryBackup(
        file,
        contents.cases,
        contents.documents,
        sum(part.size for part in contents.vectors) // record,
        file.stat().st_size,
        contents.missing,
    )


@contextmanager
def _work_beside(file: Path) -> Iterator[Path]:
    """A folder for what is not ready. What a killed backup left there goes."""
    for leftover in file.parent.glob(f"{_WORK}*"):
        try:
            with lock_at(leftover / "lock", 0):
                shutil.rmtree(leftover, ignore_errors=True)
        except (Timeout, OSError):
            continue  # another backup is being made
    with (
        tempfile.TemporaryDirectory(dir=file.parent, prefix=_WORK) as work,
        lock_at(Path(work) / "lock"),
    ):
        yield Path(work)


def _made(
    library: Library, work: Path, say: Say, done: Progress, *, with_vectors: bool
) -> tuple[Path, BackupContents]:
    made = work / "backup.zip"
    try:
        return made, _written(library, work, made, say, done, with_vectors=with_vectors)
    except _Purged:
        # So that nothing of what was deleted is in it, from the beginning, and without anybody
        # who deletes more.
        say(N_("documents were deleted for good meanwhile; beginning again"))
        with library.writing(say, sweeping=False):
            return made, _written(library, work, made, say, done, with_vectors=with_vectors)


def _written(
    library: Library, work: Path, made: Path, say: Say, done: Progress, *, with_vectors: bool
) -> BackupContents:
    done(READING, 0, 0)
    copy = work / CATALOGUE
    copy.unlink(missing_ok=True)
    library.catalogue.copy_to(copy)
    if not is_good(copy):
        raise LibraryDamaged(
            "The catalogue is damaged: its copy could not be checked.", N_("Run `pincite verify`.")
        )
    catalogue = Catalogue(copy, restoring=True)
    copies, passages = _originals(catalogue, library.folder), _current(catalogue)
    identity, embedder = catalogue.identity(), catalogue.meta().get("embedder", "")
    with catalogue.session() as db:
        (cases,) = db.execute("SELECT count(*) FROM cases WHERE deleted_at = ''").fetchone()
        (documents,) = db.execute(
            "SELECT count(*) FROM documents WHERE state <> 'loading'"
        ).fetchone()
    into_one_file(copy)
    kept = [
        file
        for folder in FOLDERS
        for file in sorted((library.folder / folder).rglob("*"))
        if file.is_file()
    ]
    usable = with_vectors and embedder == library.embedder.identity and bool(passages)
    dimensions = _dimensions(library, passages, say) if usable else 0
    size = copy.stat().st_size + sum(map(_size_of, [library.folder / file for file, _ in copies]))
    size += sum(map(_size_of, kept))
    if dimensions:
        size += vector_record(dimensions).itemsize * sum(map(len, passages.values()))
    at = 0

    def written(number: int) -> None:
        nonlocal at
        at += number
        done(WRITING, at, max(at, size))

    with zipfile.ZipFile(made, "w") as archive:
        parts = BackupWriter(archive, written)
        parts.add(CATALOGUE, chunks_of(copy))
        missing = _add_originals(parts, library, copies)
        for file in kept:
            name = file.relative_to(library.folder).as_posix()
            try:
                parts.add(name, chunks_of(file))
            except FileNotFoundError:
                continue  # an upload is in its case by now
        listed = parts.parts
        if dimensions:
            listed = _with_vectors(parts, library, passages, dimensions, say)
        contents = BackupContents(
            uuid4().hex,
            datetime.now(UTC).isoformat(timespec="seconds"),
            identity,
            len(MIGRATIONS),
            embedder,
            dimensions if len(listed) == len(parts.parts) else 0,
            cases,
            documents,
            missing,
            tuple(listed),
        )
        parts.finish(contents)
    return contents


def _add_originals(
    parts: BackupWriter, library: Library, copies: Sequence[tuple[str, str]]
) -> tuple[str, ...]:
    """Write the copies of the documents; returns those that are lost. Raises _Purged."""
    missing = []
    for file, sha256 in copies:
        if not fault_of(library.folder / file, sha256):
            try:
                parts.add(place_of(sha256), chunks_of(library.folder / file))
                continue
            except FileNotFoundError:
                pass  # it went just now
        if file not in {needed for needed, _ in _originals(library.catalogue, library.folder)}:
            raise _Purged
        missing.append(file)
    return tuple(missing)


def arrived_copies(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Path in the library and SHA-256 of the copies of documents that were not just arriving."""
    with catalogue.session() as db:
        rows = db.execute(
            "SELECT DISTINCT file, sha256 FROM documents WHERE state <> 'loading' ORDER BY file"
        )
        return [(row["file"], row["sha256"]) for row in rows]


def _originals(catalogue: Catalogue, library: Path) -> list[tuple[str, str]]:
    """Path in the library and SHA-256 of the copies of documents that arrived, and of files that
    could not be read, as far as they are kept."""
    with catalogue.session() as db:
        refused = {
            row["sha256"]
            for row in db.execute("SELECT DISTINCT sha256 FROM failures WHERE sha256 <> ''")
        }
    copies = {place_of(sha256): (file, sha256) for file, sha256 in arrived_copies(catalogue)}
    for sha256 in refused:
        place = place_of(sha256)
        if place not in copies and (library / place).exists():
            copies[place] = place, sha256
    return sorted(copies.values())


def _current(catalogue: Catalogue) -> PassageIds:
    """The passages that have vectors."""
    found: PassageIds = {}
    with catalogue.session() as db:
        for case_id, language, passage_id in db.execute(
            "SELECT d.case_id, p.language, p.id FROM passages p "
            "JOIN documents d ON d.id = p.document_id WHERE d.state = 'current'"
        ):
            found.setdefault((case_id, language), set()).add(passage_id)
    return found


def _size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _dimensions(library: Library, passages: PassageIds, say: Say) -> int:
    """How many numbers a vector has; 0 where none can be had."""
    try:
        library.check_model()
        for (case_id, language), ids in passages.items():
            _, vectors = library.vectors.of(case_id, language, sorted(ids)[:_BATCH])
            if len(vectors):
                return int(vectors.shape[1])
    except PinciteError as error:
        _say_without(say, error)
    return 0


def _say_without(say: Say, error: PinciteError) -> None:
    say(error.reason)
    say(N_("The backup is without vectors; they are made again when it is restored."))


def _with_vectors(
    parts: BackupWriter, library: Library, passages: PassageIds, dimensions: int, say: Say
) -> list[Part]:
    """Write the vectors; returns the parts that count, without vectors where not all of them
    could be read."""
    before = list(parts.parts)
    try:
        for (case_id, language), ids in sorted(passages.items()):
            content = _vectors(library, case_id, language, sorted(ids), dimensions)
            parts.add(vectors_name(case_id, language), content)
    except PinciteError as error:
        _say_without(say, error)
        return before
    return parts.parts


def _vectors(
    library: Library, case_id: int, language: str, ids: Sequence[int], dimensions: int
) -> Iterator[bytes]:
    for at in range(0, len(ids), _BATCH):
        found, vectors = library.vectors.of(case_id, language, ids[at : at + _BATCH])
        records = np.zeros(len(found), vector_record(dimensions))
        if len(found):
            records["id"], records["vector"] = found, vectors
        yield records.tobytes()


def _check(made: Path, contents: BackupContents, done: Progress) -> None:
    """Read all that was written."""
    at = 0

    def read(number: int) -> None:
        nonlocal at
        at += number
        done(CHECKING, at, contents.size)

    with reading_backup(made) as backup:
        for part in contents.parts:
            backup.check(part, read)
