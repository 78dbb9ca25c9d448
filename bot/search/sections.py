"""A heading that a question names outright: "What stands under “Parties” in the complaint?"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.question.parse import Question, understand
from bot.search.excerpt import Excerpt, whole
from bot.search.places import MOST
from ingest.store.catalogue import Case, Catalogue, Document, Stored
from ingest.store.sections import sections_of
from ingest.text.terms import fold

_UNDER = re.compile(r"\b(?:under|sous)\s+(?:[“\"]|«\s*)(?P<heading>.+)(?:[”\"]|\s*»)")


def look_up_section(
    catalogue: Catalogue, case: Case, question: Question
) -> tuple[Excerpt, ...] | None:
    """The first passages under a heading that the question names word for word, whole; None where
    it names none that a document has."""
    named = _UNDER.search(question.text)
    if named is None:
        return None
    heading = fold(named["heading"]).strip()
    # The document is named around the heading: "the second complaint" may be a part of that.
    around = understand(_UNDER.sub(" ", question.text)).lookup
    found = [
        stored
        for document in catalogue.documents(case)
        if (around.kind or around.source) in (None, document.description.kind)
        and around.ecf in (None, document.description.ecf)
        for stored in _under(catalogue, document, heading)
    ]
    return whole(found[:MOST]) or None


def _under(catalogue: Catalogue, document: Document, heading: str) -> Iterator[Stored]:
    bearing = {
        section.headings
        for section in sections_of(catalogue, document)
        if any(fold(known).strip() == heading for known in section.headings)
    }
    if bearing:
        for stored in catalogue.passages_of(document.id):
            if stored.passage.headings in bearing and stored.passage.role != "heading":
                yield stored
