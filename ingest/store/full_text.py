"""The lexical index: the stems of passages, one table a language, ranked by bm25."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager

from ingest.store.connection import Connection
from ingest.store.schema import FULL_TEXT_LANGUAGES
from ingest.text.numbers_in_words import numbers_in_words
from ingest.text.terms import stems

# A term that stands in more passages than this share tells them apart no better than
# chance, and ranking its matches is most of a query's time (50,000 passages: 90 ms
# with all terms, 12 ms without them).
_COMMON = 0.2


class FullText:
    """Search over the current passages of a case; see `search`."""

    def __init__(self, session: Callable[[], AbstractContextManager[Connection]]) -> None:
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
            return db.words.ranked(table, case_id, [[term] for term in telling], limit, within)

    def holding_all(self, case_id: int, language: str, terms: Sequence[str]) -> list[int]:
        """Every passage of ``language`` that holds all of the stemmed ``terms``, in no order."""
        return self.holding_each(case_id, language, [[term] for term in dict.fromkeys(terms)])

    def holding_each(
        self, case_id: int, language: str, wordings: Sequence[Collection[str]]
    ) -> list[int]:
        """Every passage of ``language`` that holds, of each of the ``wordings``, one stemmed term
        or more, in no order."""
        if not wordings:
            return []
        with self._session() as db:
            return db.words.holding_each(table_of(language), case_id, wordings)

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
        with self._session() as db:
            return db.words.ranked(table_of(language), case_id, [terms], limit, within)

    def frequencies(self, language: str, terms: Iterable[str]) -> tuple[dict[str, int], int]:
        """In how many passages of ``language`` each term stands, and how many there are."""
        table = table_of(language)
        with self._session() as db:
            return db.words.counts(table, list(terms)), db.words.size(table)

    def _telling(self, db: Connection, table: str, terms: list[str]) -> list[str]:
        ceiling = db.words.size(table) * _COMMON
        counts = db.words.counts(table, terms)
        known = [term for term in terms if counts.get(term)]
        return [term for term in known if counts[term] <= ceiling] or known


def table_of(language: str) -> str:
    """The table a language is indexed in."""
    return language if language in FULL_TEXT_LANGUAGES else "other"


def index_passage(db: Connection, passage_id: int, case_id: int, language: str, text: str) -> None:
    """Make a passage findable, within the caller's transaction."""
    db.words.add(table_of(language), passage_id, case_id, _indexed(text, language))


def _indexed(text: str, language: str) -> list[str]:
    """The stems, and behind them what numbers in words are worth: phrases are not torn."""
    known = stems(text, language)
    return known + [number.figures for number in numbers_in_words(text, language)]


def forget_passages(db: Connection, language: str, ids: Iterable[int]) -> None:
    """Make passages unfindable, within the caller's transaction."""
    db.words.remove(table_of(language), ids)
