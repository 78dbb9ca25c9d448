"""Rows of tables that a question names: "How much was Freight Tulsa no. 31?"."""

from __future__ import annotations

from bot.question.expressions import answering
from bot.question.parse import Question
from bot.search.excerpt import Excerpt, whole
from ingest.store.catalogue import Case, Catalogue, Stored
from ingest.store.schema import FULL_TEXT_LANGUAGES
from ingest.text.terms import fold, stem, words

_LEAST_NAMES = 2
"""One name alone stands in rows about anything."""
_VALUES = frozenset({"amount", "count", "date", "duration"})


def named_row(catalogue: Catalogue, case: Case, question: Question) -> tuple[Excerpt, ...] | None:
    """The row that holds every name and number of the question, and a value of the kind that it
    asks for; None where it asks for no value, or not exactly one row of the case does."""
    names = {fold(word) for name in question.names for word in words(name)}
    if len(names) < _LEAST_NAMES or question.wanted not in _VALUES:
        return None
    rows = {
        stored.id: stored
        for stored in _rows_with(catalogue, case, names)
        if names <= {fold(word) for word in words(stored.passage.text)}
        and answering(stored.passage.text, question.wanted, question.given)
    }
    return whole(rows.values()) if len(rows) == 1 else None


def _rows_with(catalogue: Catalogue, case: Case, names: set[str]) -> list[Stored]:
    index, within = catalogue.full_text(), catalogue.passages_within(case)
    found: list[int] = []
    for language in FULL_TEXT_LANGUAGES:
        terms = [stem(name, language) for name in sorted(names)]
        found += index.holding_all(case.id, language, terms)
    passages = catalogue.passages(found).values()
    return [
        stored
        for stored in passages
        if stored.passage.role == "table" and (within is None or stored.id in within)
    ]
