"""The lexical index: SQLite FTS5 over stems, one table a language, ranked by bm25."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager

from ingest.store.schema import FULL_TEXT_LANGUAGES, FULL_TEXT_TABLES
from ingest.text.numbers_in_words import numbers_in_words
from ingest.text.terms import stems

# A term that stands in more passages than this share tells them apart no better than
# chance, and ranking its matches is most of a query's time (50,000 passages: 90 ms
# with all terms, 12 ms without them).
_COMMON = 0.2


class FullText:
    """Search over the current passages of a case; see `search`."""

    def __init__(self, session: Callable[[], AbstractContextManager[sqlite3.Connection]]) -> None:
        self._session = session

    def search(
        self,
        case_id: int,
        language: str,
        terms: Sequence[str],
        limit: int,
        within: Collection[int] | None = None,
    ) -> list[tuple[int, float]]:
        """Passages of ``language`` that hold any of the stemmed ``terms``, best first, with
        their bm25 (larger is better). Terms that most passages hold are passed over. With
        ``within`` only those passages."""
        table = table_of(language)
        with self._session() as db:
            telling = self._telling(db, table, list(dict.fromkeys(terms)))
            if not telling:
                return []
            matched = " OR ".join(_quoted(term) for term in telling)
            rows = db.execute(
                f"SELECT rowid, -bm25(words_{table}, 0, 1) FROM words_{table} "
                f"WHERE words_{table} MATCH ? {_WITHIN} ORDER BY bm25(words_{table}, 0, 1) LIMIT ?",
                (f"case_id : c{case_id} AND stems : ({matched})", *_listed(within), limit),
            )
            return [(row[0], row[1]) for row in rows]

    def holding_all(self, case_id: int, language: str, terms: Sequence[str]) -> list[int]:
        """Every passage of ``language`` that holds all of the stemmed ``terms``, in no order."""
        if not terms:
            return []
        table = table_of(language)
        wanted = " AND ".join(_quoted(term) for term in dict.fromkeys(terms))
        with self._session() as db:
            rows = db.execute(
                f"SELECT rowid FROM words_{table} WHERE words_{table} MATCH ?",
                (f"case_id : c{case_id} AND stems : ({wanted})",),
            )
            return [row[0] for row in rows]

    def phrase(
        self,
        case_id: int,
        language: str,
        phrase: str,
        limit: int,
        within: Collection[int] | None = None,
    ) -> list[tuple[int, float]]:
        """Passages of ``language`` that hold the words of ``phrase`` side by side, with bm25;
        ``within`` as in ``search``."""
        terms = stems(phrase, language)
        if not terms:
            return []
        table = table_of(language)
        with self._session() as db:
            rows = db.execute(
                f"SELECT rowid, -bm25(words_{table}, 0, 1) FROM words_{table} "
                f"WHERE words_{table} MATCH ? {_WITHIN} ORDER BY bm25(words_{table}, 0, 1) LIMIT ?",
                (
                    f"case_id : c{case_id} AND stems : {_quoted(' '.join(terms))}",
                    *_listed(within),
                    limit,
                ),
            )
            return [(row[0], row[1]) for row in rows]

    def frequencies(self, language: str, terms: Iterable[str]) -> tuple[dict[str, int], int]:
        """In how many passages of ``language`` each term stands, and how many there are."""
        table = table_of(language)
        with self._session() as db:
            return self._counts(db, table, list(terms)), self._size(db, table)

    def _telling(self, db: sqlite3.Connection, table: str, terms: list[str]) -> list[str]:
        ceiling = self._size(db, table) * _COMMON
        counts = self._counts(db, table, terms)
        known = [term for term in terms if counts.get(term)]
        return [term for term in known if counts[term] <= ceiling] or known

    @staticmethod
    def _counts(db: sqlite3.Connection, table: str, terms: list[str]) -> dict[str, int]:
        query = f"SELECT doc FROM counts_{table} WHERE term = ? AND col = 'stems'"
        found = {term: db.execute(query, (term,)).fetchone() for term in terms}
        return {term: row[0] for term, row in found.items() if row is not None}

    @staticmethod
    def _size(db: sqlite3.Connection, table: str) -> int:
        (size,) = db.execute(f"SELECT count(*) FROM words_{table}_docsize").fetchone()
        return int(size)


_WITHIN = "AND (? IS NULL OR rowid IN (SELECT value FROM json_each(?)))"


def _listed(within: Collection[int] | None) -> tuple[str | None, str]:
    """The values of ``_WITHIN``."""
    return (None, "[]") if within is None else ("yes", json.dumps(list(within)))


def table_of(language: str) -> str:
    """The table a language is indexed in."""
    return language if language in FULL_TEXT_LANGUAGES else "other"


def index_passage(
    db: sqlite3.Connection, passage_id: int, case_id: int, language: str, text: str
) -> None:
    """Make a passage findable, within the caller's transaction."""
    db.execute(
        f"INSERT INTO words_{table_of(language)} (rowid, case_id, stems) VALUES (?, ?, ?)",
        (passage_id, f"c{case_id}", " ".join(_indexed(text, language))),
    )


def _indexed(text: str, language: str) -> list[str]:
    """The stems, and behind them what numbers in words are worth: phrases are not torn."""
    known = stems(text, language)
    return known + [number.figures for number in numbers_in_words(text, language)]


def forget_passages(db: sqlite3.Connection, language: str, ids: Iterable[int]) -> None:
    """Make passages unfindable, within the caller's transaction."""
    db.executemany(
        f"DELETE FROM words_{table_of(language)} WHERE rowid = ?", ((id_,) for id_ in ids)
    )


def empty_full_text(db: sqlite3.Connection) -> None:
    """Make the tables anew, even damaged ones, within the caller's transaction."""
    for language, statements in FULL_TEXT_TABLES.items():
        db.execute(f"DROP TABLE IF EXISTS counts_{language}")
        db.execute(f"DROP TABLE IF EXISTS words_{language}")
        for statement in statements:
            db.execute(statement)


def _quoted(term: str) -> str:
    return '"' + term.replace('"', "") + '"'
