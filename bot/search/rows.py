"""Rows of tables that a question names: "How much was Freight Tulsa no. 31?"."""

from __future__ import annotations

import re

from bot.question.expressions import answering
from bot.question.glossary import counterparts
from bot.question.parse import Question
from bot.search.excerpt import Excerpt, whole
from ingest.document import Passage
from ingest.store.catalogue import Case, Catalogue, Stored
from ingest.store.schema import FULL_TEXT_LANGUAGES
from ingest.text.terms import fold, stem, words

_LEAST_NAMES = 2
"""One name alone stands in rows about anything."""
_VALUES = frozenset({"amount", "count", "date", "duration"})

_VALUE_ITSELF = frozenset(
    {"amount", "sum", "total", "figure", "number", "date", "day", "montant", "somme", "chiffre"}
    | {"nombre", "jour"}
)
"""What asks for the value and for nothing else of a row."""


_COST = frozenset(
    {"cost", "costs", "price", "priced", "worth"} | {"coute", "coutent", "cout", "prix"}
)
"""What asks for the amount of a thing, whatever its column is called."""
_OF_MONEY = re.compile(
    r"[$€£]|\b(?:amount|sum|price|cost|value|total|paid|due|fee|usd|eur|gbp|montant|somme|prix|cout"
    r"|valeur|euros?|dollars?)s?\b"
)


def named_row(catalogue: Catalogue, case: Case, question: Question) -> tuple[Excerpt, ...] | None:
    """The row that holds every name and number of the question, and a value of the kind that it
    asks for; None where it asks for no value, or not exactly one row of the case does, or that
    row says nothing of what is asked: what X claims does not answer how much X paid."""
    names = {fold(word) for name in question.names for word in words(name)}
    if len(names) < _LEAST_NAMES or question.wanted not in _VALUES:
        return None
    rows = {
        stored.id: stored
        for stored in _rows_with(catalogue, case, names)
        if names <= {fold(word) for word in words(stored.passage.text)}
        and answering(stored.passage.text, question.wanted, question.given)
    }
    if len(rows) != 1 or not all(_is_about(stored, question) for stored in rows.values()):
        return None
    return whole(rows.values())


def row_under_head(
    catalogue: Catalogue, case: Case, question: Question
) -> tuple[Excerpt, ...] | None:
    """The row that is looked up by its own words and those above its column: "What is the nature of
    the claim of Ombria Rail?" below the heads "Creditor Nature Amount". Each word that is asked
    stands in the row or above it, one at least in the row alone and one above it alone, and the row
    says something more, of the kind that is asked for; None unless this is so of exactly one. What
    a thing cost is asked of any column of money: "How much did the crane cost?"."""
    rows = [
        stored
        for stored in _rows_about(catalogue, case, question)
        if _is_looked_up(stored, question)
    ]
    return whole(rows) if len(rows) == 1 else None


def _is_looked_up(stored: Stored, question: Question) -> bool:
    passage = stored.passage
    row = {stem(word, passage.language) for word in words(passage.text)}
    heads = {stem(word, passage.language) for word in words("".join(passage.headings[-1:]))}
    terms = _of_row(question)
    asked = [_said_as(term, question.language, passage.language) for term in terms]
    names_row = any(said & row and not said & heads for said in asked)
    names_column = any(said & heads and not said & row for said in asked)
    if len(terms) < len(question.terms):
        names_column = all(said & row for said in asked)
        says_more = _has_amount(passage, question)
    elif question.wanted in _VALUES:
        says_more = bool(answering(passage.text, question.wanted, question.given))
    else:
        says_more = bool(row.difference(*asked))
    return names_row and names_column and says_more


def _of_row(question: Question) -> tuple[str, ...]:
    """The terms that have to stand in a row or above it: not those that only ask what it cost."""
    if question.wanted != "amount":
        return question.terms
    return tuple(term for term in question.terms if fold(term) not in _COST)


def _has_amount(passage: Passage, question: Question) -> bool:
    """Whether a row has an amount of money, or a number under heads that make it one."""
    if answering(passage.text, "amount", question.given):
        return True
    heads = fold(" ".join(passage.headings[-1:]))
    return bool(_OF_MONEY.search(heads)) and bool(answering(passage.text, "count", question.given))


def _rows_about(catalogue: Catalogue, case: Case, question: Question) -> list[Stored]:
    """The rows that have a word for each thing that is asked, in them or above them."""
    index = catalogue.full_text()
    found: list[int] = []
    for language in FULL_TEXT_LANGUAGES:
        wordings = [_said_as(term, question.language, language) for term in _of_row(question)]
        found += index.holding_each(case.id, language, wordings)
    return catalogue.table_rows(case, found)


def _is_about(stored: Stored, question: Question) -> bool:
    """Whether a row, its column heads or its headings have a word for each thing that is asked
    besides the names and the value."""
    language = stored.passage.language
    said = {stem(word, language) for word in words(f"{stored.header} {stored.passage.text}")}
    asked = [term for term in question.terms if term not in question.names]
    return all(
        _said_as(term, question.language, language) & said
        for term in asked
        if fold(term) not in _VALUE_ITSELF
    )


def _said_as(term: str, language: str, other: str) -> frozenset[str]:
    """The stems by which a term of a question may be said in the language ``other``. What a list
    of creditors states is what each claims and is owed."""
    own = stem(term, language)
    said = frozenset({own, stem(term, other)}) | counterparts(own, language, other)
    if counterparts(own, language, "en") & {stem("claim", "en"), stem("owe", "en")}:
        said |= counterparts(stem("creditor", "en"), "en", other)
    return said


def _rows_with(catalogue: Catalogue, case: Case, names: set[str]) -> list[Stored]:
    index = catalogue.full_text()
    found: list[int] = []
    for language in FULL_TEXT_LANGUAGES:
        terms = [stem(name, language) for name in sorted(names)]
        found += index.holding_all(case.id, language, terms)
    return catalogue.table_rows(case, found)
