"""Which documents of a case a question is searched in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.question.parse import Question
from bot.search.dockets import silent_dockets
from ingest.store.catalogue import Case, Catalogue, Document
from ingest.text.terms import fold, words

_CASE_NAME = re.compile(r" (?:v|vs|c) |^in re |^ex parte ")


def documents_searched(catalogue: Catalogue, case: Case, question: Question) -> set[int] | None:
    """Identities of the documents to search: those the question names, without the dockets that
    do not state what a docket would state; None for all."""
    named = documents_named(catalogue, case, question)
    if named is None and case.only is not None:
        named = set(case.only)
    silent = silent_dockets(catalogue, case, question)
    if not silent:
        return named
    everything = {document.id for document in catalogue.documents(case)}
    return (everything if named is None else named) - silent


def documents_named(catalogue: Catalogue, case: Case, question: Question) -> set[int] | None:
    """Identities of the documents that a question restricts the search to: by docket number
    ("in ECF 34"), by title ("in the Privacy Act"), by kind ("in the motion"); None for all."""
    documents = catalogue.documents(case)
    place = question.lookup
    if place.ecf is not None:
        of_number = {document.id for document in documents if document.description.ecf == place.ecf}
        return of_number or None
    if titled := _titled(documents, question):
        return titled
    of_kind = {document.id for document in documents if document.description.kind == place.source}
    return of_kind or None


def unchosen(catalogue: Catalogue, case: Case, question: Question) -> tuple[str, ...]:
    """Titles of the documents that a question names, where a person chose others to be searched."""
    if case.only is None:
        return ()
    whole = replace(case, only=None)
    named = documents_named(catalogue, whole, question) or set()
    if named & case.only:
        return ()
    about = {document.id: document for document in catalogue.documents(whole)}
    return tuple(about[each].description.title or about[each].path for each in sorted(named))


def _titled(documents: Iterable[Document], question: Question) -> set[int]:
    """Those whose title the question holds; of titles within one another the longest. A title of
    one word ("Complaint") is a kind, and one that names the parties is the case's name."""
    asked = f" {_spelt(question.text)} "
    titles = {document.id: _spelt(document.description.title) for document in documents}
    held = {
        id_: title
        for id_, title in titles.items()
        if " " in title and f" {title} " in asked and not _CASE_NAME.search(title)
    }
    return {
        id_
        for id_, title in held.items()
        if not any(title != other and title in other for other in held.values())
    }


def _spelt(text: str) -> str:
    return " ".join(fold(word) for word in words(text))
