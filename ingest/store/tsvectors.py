"""The full text on PostgreSQL: words of passages as tsvectors, ranked as SQLite's FTS5 ranks them.

A passage's tsvector is written from our stems themselves, without PostgreSQL's parser, which would
cut figures and dates otherwise than the index of SQLite. PostgreSQL's own ranks know nothing of how
rare a word is; so the bm25 of FTS5 is worked out from the tsvectors, with its constants.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ingest.store.dialect import index_tables
from ingest.store.schema import FULL_TEXT_LANGUAGES

if TYPE_CHECKING:
    from psycopg import Connection as Server

_K1, _B = 1.2, 0.75
_LEAST = 1e-6
"""What FTS5 takes for the weight of a word that half of the passages hold."""
# What FTS5's tokenizer `ascii` takes for parts of words, with the characters that our tables add.
_WORD = re.compile(r"[0-9A-Za-z.,:/\-\x80-\U0010ffff]+")
_LONGEST = 500
"""A tsvector holds words of two thousand bytes at most."""
_MOST = 16_383
"""The last position that a tsvector knows."""

_RANKED = """
SELECT w.id, sum(
    t.weight * u.times * {up} / (u.times + {k1} * ({rest} + {b} * (w.number + 1) / {mean}))
)
FROM words_{table} w
CROSS JOIN LATERAL (SELECT lexeme, cardinality(positions) AS times FROM unnest(w.held)) u
JOIN unnest(%(stems)s::text[], %(weights)s::float8[]) AS t (stem, weight) ON t.stem = u.lexeme
WHERE w.case_id = %(case)s AND w.held @@ %(query)s::tsquery {within}
GROUP BY w.id ORDER BY 2 DESC, w.id LIMIT %(limit)s
"""


class TsVectors:
    """The lexical index of a connection; see `ingest.store.connection.WordIndex`."""

    def __init__(self, db: Server[Any]) -> None:
        self._db = db

    def add(self, table: str, passage_id: int, case_id: int, stems: Sequence[str]) -> None:
        words = tokens(" ".join(stems))
        self._db.execute(
            f"INSERT INTO words_{table} VALUES (%s, %s, %s, %s, %s::tsvector)",
            (passage_id, case_id, " ".join(words), len(words), _held(words)),
        )

    def remove(self, table: str, ids: Iterable[int]) -> None:
        self._db.execute(f"DELETE FROM words_{table} WHERE id = ANY(%s)", (list(ids),))

    def ranked(
        self,
        table: str,
        case_id: int,
        phrases: Sequence[Sequence[str]],
        limit: int,
        within: Collection[int] | None,
    ) -> list[tuple[int, float]]:
        wanted = [words for words in (tokens(" ".join(phrase)) for phrase in phrases) if words]
        if not wanted:
            return []
        size, mean = self._extent(table)
        if not size:
            return []
        weights = [_weight(size, self._count(table, _phrase(words))) for words in wanted]
        values: dict[str, object] = {
            "case": case_id,
            "query": " | ".join(f"({_phrase(words)})" for words in wanted),
            "limit": limit,
            "ids": None if within is None else list(within),
        }
        only = "" if within is None else "AND w.id = ANY(%(ids)s)"
        if all(len(words) == 1 for words in wanted):
            values |= {"stems": [words[0][:_LONGEST] for words in wanted], "weights": weights}
            ranked = _RANKED.format(
                table=table, up=_K1 + 1, k1=_K1, b=_B, rest=1 - _B, mean=repr(mean), within=only
            )
            return [(row[0], row[1]) for row in self._db.execute(ranked, values)]
        rows = self._db.execute(
            f"SELECT w.id, w.stems, w.number FROM words_{table} w "
            f"WHERE w.case_id = %(case)s AND w.held @@ %(query)s::tsquery {only}",
            values,
        )
        scored = [(row[0], _bm25(row[1].split(), row[2], wanted, weights, mean)) for row in rows]
        return sorted(scored, key=lambda each: (-each[1], each[0]))[:limit]

    def holding_each(
        self, table: str, case_id: int, wordings: Sequence[Collection[str]]
    ) -> list[int]:
        known = ([words for words in map(tokens, sorted(each)) if words] for each in wordings)
        wanted = [" | ".join(f"({_phrase(words)})" for words in group) for group in known if group]
        if not wanted:
            return []
        rows = self._db.execute(
            f"SELECT id FROM words_{table} WHERE case_id = %s AND held @@ %s::tsquery",
            (case_id, " & ".join(f"({group})" for group in wanted)),
        )
        return [row[0] for row in rows]

    def counts(self, table: str, stems: Iterable[str]) -> dict[str, int]:
        asked = {stem: self._count(table, _quoted(stem)) for stem in stems}
        return {stem: number for stem, number in asked.items() if number}

    def _count(self, table: str, query: str) -> int:
        found = self._db.execute(
            f"SELECT count(*) FROM words_{table} WHERE held @@ %s::tsquery", (query,)
        ).fetchone()
        return int(found[0]) if found else 0

    def _extent(self, table: str) -> tuple[int, float]:
        """How many passages there are, and their mean number of words; FTS5 counts the name of
        the case as well."""
        row = self._db.execute(f"SELECT count(*), sum(number) FROM words_{table}").fetchone()
        size, words = row or (0, 0)
        return size, float(words + size) / size if size else 0.0

    def size(self, table: str) -> int:
        return self._extent(table)[0]

    def entries(self, table: str) -> set[tuple[int, int]]:
        return {
            (row[0], row[1]) for row in self._db.execute(f"SELECT id, case_id FROM words_{table}")
        }

    def fault(self, table: str) -> str:  # noqa: ARG002 - the protocol's
        """PostgreSQL looks after its own files."""
        return ""

    def empty(self) -> None:
        for language in FULL_TEXT_LANGUAGES:
            self._db.execute(f"DROP TABLE IF EXISTS words_{language}")
        for statement in index_tables():
            self._db.execute(statement)

    def forget_for_good(self) -> None:
        """Rows that were deleted stay in PostgreSQL's files until it clears them by itself."""


def tokens(text: str) -> list[str]:
    """The words that FTS5 makes of a text."""
    return [_lower(word) for word in _WORD.findall(text)]


def _lower(word: str) -> str:
    """In lower case where the letters are ASCII's: the others were folded with the stems."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in word)


def _quoted(word: str) -> str:
    return "'" + word[:_LONGEST].replace("\\", "\\\\").replace("'", "''") + "'"


def _held(words: Sequence[str]) -> str:
    return " ".join(f"{_quoted(word)}:{min(place, _MOST)}" for place, word in enumerate(words, 1))


def _phrase(words: Sequence[str]) -> str:
    return " <-> ".join(map(_quoted, words))


def _weight(size: int, holding: int) -> float:
    weight = math.log((size - holding + 0.5) / (holding + 0.5))
    return weight if weight > 0 else _LEAST


def _bm25(
    text: Sequence[str],
    number: int,
    phrases: Sequence[Sequence[str]],
    weights: Sequence[float],
    mean: float,
) -> float:
    length = 1 - _B + _B * (number + 1) / mean
    score = 0.0
    for words, weight in zip(phrases, weights, strict=True):
        times = sum(text[at : at + len(words)] == words for at in range(len(text) - len(words) + 1))
        score += weight * times * (_K1 + 1) / (times + _K1 * length)
    return score
