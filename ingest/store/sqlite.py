"""A catalogue in one SQLite file: the default, which needs nothing installed."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock, Timeout

from ingest.errors import DiskFull
from ingest.store.locks import lock_at
from ingest.store.schema import FULL_TEXT_TABLES, is_newest, migrate
from ingest.store.unwritable import clear_errors, is_writable, unwritable
from ingest.translation import N_

PATIENCE = 60.0
"""Seconds that a connection waits while another one writes."""


class SqliteConnection(sqlite3.Connection):
    """sqlite3's own, with what PostgreSQL does otherwise (`ingest.store.connection`)."""

    @property
    def words(self) -> Fts5:
        return Fts5(self)

    def delete_for_good(self) -> None:
        self.execute("PRAGMA secure_delete = ON")

    def stream(self, sql: str, /) -> Iterator[sqlite3.Row]:
        return iter(self.execute(sql))

    def last_numbers(self) -> dict[str, int]:
        return {row["name"]: row["seq"] for row in self.execute("SELECT * FROM sqlite_sequence")}

    def put_last_numbers(self, numbers: Mapping[str, int], /) -> None:
        for table, number in numbers.items():
            self.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
            self.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (table, number))

    def fault(self) -> str:
        try:
            found = [row[0] for row in self.execute("PRAGMA quick_check")]
        except sqlite3.DatabaseError as error:
            return str(error)
        return "" if found == ["ok"] else str(found[0])

    def broken_references(self) -> int:
        return len(self.execute("PRAGMA foreign_key_check").fetchall())


@dataclass(frozen=True, slots=True)
class _CopyWithItsLog:
    """Of a catalogue that may only be read, and has changes that were not yet put into it;
    ``changed`` is when the last of them was made."""

    folder: TemporaryDirectory[str]
    changed: int


class Sqlite:
    """The file, and the short connections to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._copy: _CopyWithItsLog | None = None
        self._held = threading.local()

    def prepare(self) -> None:
        """Make the tables, or bring them to the newest version, where the folder may be written
        to."""
        folder = self.path.parent
        with self.session() as db:
            if is_writable(folder) and not _is_ready(db):
                # Two that open a new library at once would both make its tables.
                with lock_at(folder / "schema.lock"):
                    db.execute("PRAGMA journal_mode = WAL")
                    migrate(db)

    @contextmanager
    def session(self) -> Iterator[SqliteConnection]:
        """A connection in autocommit. Raises LibraryDamaged, LibraryUnwritable and LibraryBusy
        for what SQLite says of such. On a full disk it can still be read."""
        held: SqliteConnection | None = getattr(self._held, "connection", None)
        with clear_errors(self.path.parent):
            if held is not None:
                yield held
                return
            with self._opened() as db:
                yield db

    @contextmanager
    def held(self) -> Iterator[None]:
        if getattr(self._held, "connection", None) is not None:
            yield
            return
        with clear_errors(self.path.parent), self._opened() as db:
            self._held.connection = db
            try:
                yield
            finally:
                self._held.connection = None

    @contextmanager
    def _opened(self) -> Iterator[SqliteConnection]:
        with closing(self._connect()) as db:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA synchronous = NORMAL")
            yield db

    @contextmanager
    def snapshot(self) -> Iterator[SqliteConnection]:
        with clear_errors(self.path.parent), self._opened() as db:
            db.execute("BEGIN")
            yield db

    @contextmanager
    def transaction(self, patience: float) -> Iterator[SqliteConnection]:
        with clear_errors(self.path.parent), self._opened() as db:
            db.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                if db.in_transaction:  # a full or damaged disk may have ended it
                    db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def writer_lock(self) -> FileOfTheWriter:
        return FileOfTheWriter(self.path.parent)

    def copy_to(self, file: Path) -> None:
        with self.session() as db, closing(sqlite3.connect(file)) as copy:
            db.backup(copy)

    def _connect(self) -> SqliteConnection:
        if not is_writable(self.path.parent) and self.path.exists():
            return self._connect_to_read()
        db = sqlite3.connect(
            self.path, timeout=PATIENCE, isolation_level=None, factory=SqliteConnection
        )
        try:
            # Where nobody else has it open, SQLite makes two files beside it, even to read it.
            db.execute("SELECT 1 FROM sqlite_schema").fetchone()
        except sqlite3.Error as error:
            db.close()
            if not isinstance(unwritable(error, self.path.parent), DiskFull):
                raise
            return self._connect_to_read()
        except UnicodeDecodeError as error:  # SQLite's message names what it found there
            db.close()
            raise sqlite3.DatabaseError("malformed name of a table") from error
        return db

    def _connect_to_read(self) -> SqliteConnection:
        log = Path(f"{self.path}-wal")
        at = self.path
        if log.exists() and log.stat().st_size:
            changed = log.stat().st_mtime_ns
            if self._copy is None or self._copy.changed != changed:
                self._copy = _CopyWithItsLog(_with_its_log(self.path, log), changed)
            at = Path(self._copy.folder.name) / self.path.name
        # SQLite would write beside it even to read it, were it not told that nobody writes.
        uri = f"{at.absolute().as_uri()}?immutable=1"
        return sqlite3.connect(uri, uri=True, isolation_level=None, factory=SqliteConnection)


class Fts5:
    """The lexical index: FTS5, a table a language."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, table: str, passage_id: int, case_id: int, stems: Sequence[str]) -> None:
        self._db.execute(
            f"INSERT INTO words_{table} (rowid, case_id, stems) VALUES (?, ?, ?)",
            (passage_id, f"c{case_id}", " ".join(stems)),
        )

    def remove(self, table: str, ids: Iterable[int]) -> None:
        self._db.executemany(f"DELETE FROM words_{table} WHERE rowid = ?", ((id_,) for id_ in ids))

    def ranked(
        self,
        table: str,
        case_id: int,
        phrases: Sequence[Sequence[str]],
        limit: int,
        within: Collection[int] | None,
    ) -> list[tuple[int, float]]:
        matched = " OR ".join(_quoted(" ".join(phrase)) for phrase in phrases)
        rows = self._db.execute(
            f"SELECT rowid, -bm25(words_{table}, 0, 1) FROM words_{table} "
            f"WHERE words_{table} MATCH ? {_WITHIN} ORDER BY bm25(words_{table}, 0, 1) LIMIT ?",
            (f"case_id : c{case_id} AND stems : ({matched})", *_listed(within), limit),
        )
        return [(row[0], row[1]) for row in rows]

    def holding_each(
        self, table: str, case_id: int, wordings: Sequence[Collection[str]]
    ) -> list[int]:
        groups = (" OR ".join(map(_quoted, sorted(wording))) for wording in wordings)
        wanted = " AND ".join(f"({group})" for group in groups)
        rows = self._db.execute(
            f"SELECT rowid FROM words_{table} WHERE words_{table} MATCH ?",
            (f"case_id : c{case_id} AND stems : ({wanted})",),
        )
        return [row[0] for row in rows]

    def counts(self, table: str, stems: Iterable[str]) -> dict[str, int]:
        query = f"SELECT doc FROM counts_{table} WHERE term = ? AND col = 'stems'"
        found = {stem: self._db.execute(query, (stem,)).fetchone() for stem in stems}
        return {stem: row[0] for stem, row in found.items() if row is not None}

    def size(self, table: str) -> int:
        (size,) = self._db.execute(f"SELECT count(*) FROM words_{table}_docsize").fetchone()
        return int(size)

    def entries(self, table: str) -> set[tuple[int, int]]:
        rows = self._db.execute(f"SELECT rowid, case_id FROM words_{table}")
        return {(row[0], int(row[1].removeprefix("c"))) for row in rows}

    def fault(self, table: str) -> str:
        try:
            _check_words(self._db, table)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY:
                return str(error)
            return self._fault_of_copy(table)
        return ""

    def _fault_of_copy(self, table: str) -> str:
        """To check it counts as writing to it."""
        with TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder, "copy"))) as copy:
            try:
                self._db.backup(copy)
                _check_words(copy, table)
            except sqlite3.DatabaseError as error:
                return str(error)
        return ""

    def empty(self) -> None:
        for language, statements in FULL_TEXT_TABLES.items():
            try:
                self._db.execute(f"DROP TABLE IF EXISTS counts_{language}")
                self._db.execute(f"DROP TABLE IF EXISTS words_{language}")
            except UnicodeDecodeError as error:  # SQLite's message names what it found there
                raise sqlite3.DatabaseError("malformed name of a table") from error
            for statement in statements:
                self._db.execute(statement)

    def forget_for_good(self) -> None:
        for language in FULL_TEXT_TABLES:
            # What was deleted of an index stays in it until its parts are merged.
            self._db.execute(f"INSERT INTO words_{language} (words_{language}) VALUES ('optimize')")


def _check_words(db: sqlite3.Connection, table: str) -> None:
    db.execute(f"INSERT INTO words_{table} (words_{table}) VALUES ('integrity-check')")


_WITHIN = "AND (? IS NULL OR rowid IN (SELECT value FROM json_each(?)))"


def _listed(within: Collection[int] | None) -> tuple[str | None, str]:
    """The values of ``_WITHIN``."""
    return (None, "[]") if within is None else ("yes", json.dumps(list(within)))


def _quoted(term: str) -> str:
    return '"' + term.replace('"', "") + '"'


class FileOfTheWriter:
    """The lock of a library's folder, and beside it who has it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._holder = folder / "lock.json"
        self._lock: FileLock = lock_at(folder / "lock")

    def acquire(self, seconds: float) -> bool:
        try:
            with clear_errors(self._folder):
                self._lock.acquire(timeout=seconds)
        except Timeout:
            return False
        since = datetime.now(UTC).isoformat(timespec="seconds")
        with suppress(OSError):  # only told to those who wait; a full disk is told later
            content = json.dumps({"pid": os.getpid(), "since": since})
            self._holder.write_text(content, encoding="utf-8")
        return True

    def release(self) -> None:
        self._holder.unlink(missing_ok=True)
        self._lock.release()

    def check(self) -> None:
        """A process keeps it until it ends."""

    def holder(self) -> str:
        try:
            holder = json.loads(self._holder.read_text(encoding="utf-8"))
            day, time = str(holder["since"])[:16].split("T")
            return N_(f"process {holder['pid']}, writing since {time} UTC on {day}")
        except (OSError, ValueError, KeyError):
            return N_("another process")


def _is_ready(db: sqlite3.Connection) -> bool:
    """Whether it has the newest tables, and readers do not wait for a writer."""
    (mode,) = db.execute("PRAGMA journal_mode").fetchone()
    return mode == "wal" and is_newest(db)


def _with_its_log(catalogue: Path, log: Path) -> TemporaryDirectory[str]:
    """A copy of a catalogue with the changes that its log holds."""
    folder = TemporaryDirectory(prefix="pincite-")
    for file in (log, catalogue):
        shutil.copyfile(file, Path(folder.name) / file.name)
    with closing(sqlite3.connect(Path(folder.name) / catalogue.name)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder
