"""A catalogue on a PostgreSQL server, in the schema that the address names first."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from ingest.errors import (
    DiskFull,
    LibraryBusy,
    LibraryDamaged,
    LibraryMismatch,
    LibraryUnreachable,
    LibraryUnwritable,
    PinciteError,
)
from ingest.store.connection import StoredRows, Values
from ingest.store.dialect import migrations, translated
from ingest.store.schema import FILLED_AFTER, NUMBERED, NUMBERED_ONCE
from ingest.store.sqlite import Sqlite
from ingest.store.tables import copy_tables
from ingest.store.tsvectors import TsVectors
from ingest.translation import N_

if TYPE_CHECKING:
    from psycopg import Connection as Server
    from psycopg.rows import RowMaker
    from psycopg_pool import ConnectionPool

_CLASS = 0x50494E43
"""Of our advisory locks, each of which bears the schema's name besides."""
_WRITING, _CHANGING = 0, 1
_PER_PROCESS = 16
_IDLE_SECONDS = 60.0
"""After which a connection is closed: a server admits only so many, for all computers together."""
CONNECTING_SECONDS = 10.0
"""How long a connection is waited for."""
_ALIVE: Mapping[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # milliseconds
}
"""So that a computer that vanished is noticed within a minute, not within hours."""
_LOOK_SECONDS = 0.1
_APPLICATION = "pincite"
_STREAMED = 1000
"""Rows at a time."""


def check_installed() -> None:
    """Raises PinciteError where the packages for PostgreSQL are missing."""
    if find_spec("psycopg") is None or find_spec("psycopg_pool") is None:
        raise PinciteError(
            "A catalogue on PostgreSQL needs the package psycopg.",
            "Run `pip install -r requirements-firm.txt -c constraints.txt`.",
        )


class PostgresqlRow:
    """A row, by position and by name."""

    __slots__ = ("_names", "_values")

    def __init__(self, names: Sequence[str], values: Sequence[Any]) -> None:
        self._names = names
        self._values = values

    def __getitem__(self, key: Any, /) -> Any:
        return self._values[self._names.index(key) if isinstance(key, str) else key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def keys(self) -> Sequence[str]:
        return self._names


def _rows(cursor: Any) -> RowMaker[PostgresqlRow]:
    names = [column.name for column in cursor.description or ()]

    def made(values: Sequence[Any]) -> PostgresqlRow:
        return PostgresqlRow(names, values)

    return made


class PostgresqlConnection:
    """Takes the store's statements; see `ingest.store.connection.Connection`."""

    def __init__(self, server: Server[PostgresqlRow]) -> None:
        self._server = server

    def execute(self, sql: str, values: Values = (), /) -> StoredRows:
        return self._server.execute(translated(sql), values or None)

    def executemany(self, sql: str, values: Iterable[Values], /) -> object:
        with self._server.cursor() as cursor:
            cursor.executemany(translated(sql), list(values))
        return None

    @property
    def words(self) -> TsVectors:
        return TsVectors(self._server)

    def delete_for_good(self) -> None:
        """PostgreSQL overwrites what was deleted when it needs the room."""

    def stream(self, sql: str, /) -> Iterator[PostgresqlRow]:
        with self._server.cursor("stream") as cursor:
            cursor.itersize = _STREAMED
            cursor.execute(translated(sql).encode())
            yield from cursor

    def last_numbers(self) -> dict[str, int]:
        numbers = {}
        for table in NUMBERED_ONCE:
            last = f"SELECT pg_sequence_last_value({_sequence(table)})"
            row = self._server.execute(last.encode()).fetchone()
            numbers[table] = int(row[0] or 0) if row else 0
        return numbers

    def put_last_numbers(self, numbers: Mapping[str, int], /) -> None:
        for table in NUMBERED:
            last = f"greatest(1, (SELECT max(id) FROM {table}), %s)"
            self._server.execute(
                f"SELECT setval({_sequence(table)}, {last})".encode(), (numbers.get(table, 0),)
            )

    def fault(self) -> str:
        """PostgreSQL looks after its own files."""
        return ""

    def broken_references(self) -> int:
        """PostgreSQL takes no row that belongs to nothing."""
        return 0


class Postgresql:
    """The database at an address, and connections to it, which are used again."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._lock: AdvisoryLock | None = None
        """The writer's, while it is ours."""

    def __str__(self) -> str:
        parts = urlsplit(self.url)
        bare = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="")
        return urlunsplit(bare)

    def prepare(self) -> None:
        with self.session() as db:
            layout = _layout(db)
        made = migrations()
        if layout == len(made):
            return
        if layout > len(made):
            raise LibraryMismatch(
                f"The library was made by a newer Pincite (layout {layout}, "
                f"this one knows {len(made)}).",
                "Update Pincite, or name another folder with --library.",
            )
        with self.transaction(CONNECTING_SECONDS) as db:
            for number, statements in enumerate(made[_layout(db) :], _layout(db) + 1):
                for statement in statements:
                    db.execute(statement)
                if number in FILLED_AFTER:
                    FILLED_AFTER[number](db)
                db.execute(f"COMMENT ON TABLE meta IS 'layout {number}'")

    @contextmanager
    def session(self) -> Iterator[PostgresqlConnection]:
        with self._clear_errors(), _pool(self.url).connection() as server:
            yield PostgresqlConnection(server)

    def held(self) -> AbstractContextManager[None]:
        return nullcontext()  # connections stay open as they are

    @contextmanager
    def snapshot(self) -> Iterator[PostgresqlConnection]:
        with self.session() as db, db._server.transaction():
            db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield db

    @contextmanager
    def transaction(self, patience: float) -> Iterator[PostgresqlConnection]:
        # One at a time, as SQLite has them: what a transaction reads, none changes meanwhile.
        with self.session() as db, db._server.transaction():
            db.execute(f"SET LOCAL lock_timeout = {round(patience * 1000)}")
            db._server.execute(f"SELECT pg_advisory_xact_lock({_key(_CHANGING)})")
            db.execute("SET LOCAL lock_timeout = 0")
            # From here on nobody else changes anything until this ends: another writer that got
            # the lock of a dead connection finds what is done here done.
            if self._lock is not None:
                self._lock.check()
            yield db

    def copy_to(self, file: Path) -> None:
        copy = Sqlite(file)
        copy.prepare()
        copy_tables(self, copy)

    def writer_lock(self) -> AdvisoryLock:
        return AdvisoryLock(self)

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        import psycopg
        import psycopg_pool
        from psycopg import errors

        try:
            yield
        except PinciteError:
            raise
        except errors.LockNotAvailable as error:
            raise LibraryBusy(
                "The library is being written by another process.",
                "Try again when it has finished.",
            ) from error
        except errors.DiskFull as error:
            raise DiskFull(
                f"The disk of the database {self} is full. What was in the library is unchanged.",
                "Free some space, then add the documents or run `pincite ingest` again; "
                "it goes on where it was.",
            ) from error
        except (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction) as error:
            raise LibraryUnwritable(
                f"The database {self} cannot be written to ({_first_line(error)}).",
                "Give the user of PINCITE_DATABASE_URL the right to make tables in it.",
            ) from error
        except (errors.DataCorrupted, errors.IndexCorrupted, errors.UndefinedTable) as error:
            raise LibraryDamaged(
                f"The database {self} is damaged ({_first_line(error)}).",
                "Go back to a backup of the database.",
            ) from error
        except (
            psycopg.OperationalError,
            psycopg.InterfaceError,
            psycopg_pool.PoolTimeout,
        ) as error:
            raise LibraryUnreachable(
                f"The database {self} cannot be reached ({_first_line(error)}).",
                "Start the PostgreSQL server, or set PINCITE_DATABASE_URL.",
            ) from error


class AdvisoryLock:
    """The one writer's lock, on a connection of its own: a killed process loses it at once. So
    does one whose connection is cut; its next transaction is then refused."""

    def __init__(self, database: Postgresql) -> None:
        self._database = database
        self._server: Server[Any] | None = None

    def acquire(self, seconds: float) -> bool:
        import psycopg

        until = time.monotonic() + seconds
        since = datetime.now(UTC).isoformat(timespec="minutes")
        name = f"{_APPLICATION} {os.getpid()} {since[:16]} {socket.gethostname()}"[:63]
        with self._database._clear_errors():
            server = psycopg.connect(
                self._database.url, autocommit=True, application_name=name, **_ALIVE
            )
            while not _is_had(server):
                if time.monotonic() >= until:
                    server.close()
                    return False
                time.sleep(min(_LOOK_SECONDS, seconds))
            self._server = server
            self._database._lock = self
        return True

    def release(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
            self._database._lock = None

    def check(self) -> None:
        import psycopg

        if self._server is None:
            return
        try:
            self._server.execute("SELECT 1")  # as long as it answers, the lock is held
        except psycopg.Error as error:
            raise LibraryUnreachable(
                f"The database {self._database} ended the connection that let this process write "
                f"to the library ({_first_line(error)}).",
                "Nothing was lost: what was finished before stays. Run the command again; it goes "
                "on where it was.",
            ) from error

    def holder(self) -> str:
        with self._database.session() as db:
            row = db._server.execute(
                "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
                "WHERE l.locktype = 'advisory' AND l.granted AND l.database = "
                "(SELECT oid FROM pg_database WHERE datname = current_database()) "
                f"AND (l.classid::bigint, l.objid::bigint) = "
                f"({_CLASS}, ({_NAMED.format(_WRITING)})::bit(32)::bigint)"
            ).fetchone()
        words = row[0].split() if row else []
        if len(words) < 3 or words[0] != _APPLICATION or "T" not in words[2]:
            return N_("another process")
        day, hour = words[2].split("T")
        return N_(f"process {words[1]}, writing since {hour} UTC on {day}")


_NAMED = "hashtext(current_schema() || '{}')"


def _key(which: int) -> str:
    return f"{_CLASS}, {_NAMED.format(which)}"


def _is_had(server: Server[Any]) -> bool:
    row = server.execute(f"SELECT pg_try_advisory_lock({_key(_WRITING)})").fetchone()
    return bool(row and row[0])


def _sequence(table: str) -> str:
    return f"pg_get_serial_sequence('{table}', 'id')::regclass"


def _layout(db: PostgresqlConnection) -> int:
    """How many migrations the tables have had."""
    row = db._server.execute("SELECT obj_description(to_regclass('meta'), 'pg_class')").fetchone()
    return int(row[0].removeprefix("layout ")) if row and row[0] else 0


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


@cache
def _pool(url: str) -> ConnectionPool[Server[PostgresqlRow]]:
    """The connections of this process."""
    import psycopg
    import psycopg_pool
    from psycopg.adapt import Dumper

    class Flag(Dumper):
        """True and false as the numbers that SQLite keeps of them."""

        oid = psycopg.adapters.types["int8"].oid

        def dump(self, obj: object) -> bytes:
            return b"1" if obj else b"0"

    def configured(server: Server[Any]) -> None:
        server.adapters.register_dumper(bool, Flag)

    # What it warns of is said in the error that follows.
    logging.getLogger("psycopg.pool").addHandler(logging.NullHandler())
    return psycopg_pool.ConnectionPool(
        url,
        kwargs={"autocommit": True, "row_factory": _rows, **_ALIVE},
        configure=configured,
        check=psycopg_pool.ConnectionPool.check_connection,
        min_size=0,
        max_size=_PER_PROCESS,
        max_idle=_IDLE_SECONDS,
        timeout=CONNECTING_SECONDS,
        open=True,
    )


def disconnect(url: str) -> None:
    """Close the connections of this process to a database for good."""
    _pool(url).close()
