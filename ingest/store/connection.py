"""What the store asks of a database: statements, an index of words, a lock.

Every statement of the store is written once, in words of SQL that other databases than SQLite
understand too: `?` or `:name` for values, ``ON CONFLICT`` for rows that are there already,
``RETURNING`` for the number of a new row. What each database does in its own way is behind these
protocols.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

Values = Sequence[object] | Mapping[str, object]


class StoredRow(Protocol):
    """A row, by position and by name, as sqlite3.Row."""

    def __getitem__(self, key: Any, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...

    def __len__(self) -> int: ...

    def keys(self) -> Any: ...


class StoredRows(Protocol):
    """What came of a statement."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class WordIndex(Protocol):
    """The words of the current passages, in one table for each of FULL_TEXT_LANGUAGES, ranked by
    bm25. Words are stems already, and found as they are."""

    def add(self, table: str, passage_id: int, case_id: int, stems: Sequence[str]) -> None:
        """Make a passage findable."""

    def remove(self, table: str, ids: Iterable[int]) -> None:
        """Make passages unfindable."""

    def ranked(
        self,
        table: str,
        case_id: int,
        phrases: Sequence[Sequence[str]],
        limit: int,
        within: Collection[int] | None,
    ) -> list[tuple[int, float]]:
        """Passages that hold any of the phrases (words side by side), best first, with their
        bm25 (larger is better); with ``within`` only those passages."""

    def holding_each(
        self, table: str, case_id: int, wordings: Sequence[Collection[str]]
    ) -> list[int]:
        """Every passage that holds, of each of the wordings, one word or more, in no order."""

    def counts(self, table: str, stems: Iterable[str]) -> dict[str, int]:
        """In how many passages each word stands, of those that stand in any."""

    def size(self, table: str) -> int:
        """How many passages there are."""

    def entries(self, table: str) -> set[tuple[int, int]]:
        """Every passage that is in it, with its case."""

    def fault(self, table: str) -> str:
        """What the database finds wrong with it; empty where nothing."""

    def empty(self) -> None:
        """Make all tables anew, even damaged ones."""

    def forget_for_good(self) -> None:
        """Leave nothing of what was removed in the files of the index."""


class Statements(Protocol):
    """What takes statements."""

    def execute(self, sql: str, values: Values = ..., /) -> StoredRows: ...

    def executemany(self, sql: str, values: Iterable[Values], /) -> object: ...


class Connection(Statements, Protocol):
    """An open database. In autocommit, unless it was given for a transaction."""

    @property
    def words(self) -> WordIndex: ...

    def delete_for_good(self) -> None:
        """What is deleted by this connection from now on is overwritten in the files too."""

    def stream(self, sql: str, /) -> Iterator[StoredRow]:
        """The rows of a query without all of them in memory, within `Database.snapshot`."""

    def last_numbers(self) -> dict[str, int]:
        """The largest number that a row of each table ever had, of tables that give each number
        once."""

    def put_last_numbers(self, numbers: Mapping[str, int], /) -> None:
        """Give no number of these, nor one of rows that are there, to a new row."""

    def fault(self) -> str:
        """What the database finds wrong with its own files; empty where nothing."""

    def broken_references(self) -> int:
        """How many rows belong to rows that are not there."""


class WriterLock(Protocol):
    """Admits one writer to a library, of all processes."""

    def acquire(self, seconds: float) -> bool:
        """Whether it was had, in that time."""

    def release(self) -> None: ...

    def check(self) -> None:
        """Raises LibraryUnreachable where it was had and is lost."""

    def holder(self) -> str:
        """Who has it, in words."""


class Database(Protocol):
    """Where a catalogue is kept."""

    def prepare(self) -> None:
        """Make the tables, or bring them to the newest version."""

    def session(self) -> AbstractContextManager[Connection]:
        """A connection in autocommit."""

    def held(self) -> AbstractContextManager[None]:
        """Within, the sessions of this thread share a connection: to open one takes longer than
        most of what a question asks."""

    def snapshot(self) -> AbstractContextManager[Connection]:
        """A connection for which nothing changes, though somebody writes meanwhile."""

    def transaction(self, patience: float) -> AbstractContextManager[Connection]:
        """Make all changes or none; another one that writes is waited for as long as ``patience``,
        in seconds."""

    def writer_lock(self) -> WriterLock: ...

    def copy_to(self, file: Path) -> None:
        """Write the whole catalogue to a new SQLite file."""


def inserted(db: Statements, sql: str, values: Values) -> int:
    """Insert a row; returns the number that it got."""
    return int(db.execute(f"{sql} RETURNING id", values).fetchone()[0])


def next_generation(db: Statements) -> None:
    """Tell readers that something changed, within the caller's transaction."""
    db.execute(
        "UPDATE meta SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) WHERE key = 'generation'"
    )
