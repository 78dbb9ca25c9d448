"""Places that a question names outright: "paragraph 23 of the complaint", "ECF 34", "page 5"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.question.parse import NamedPlace, Question
from bot.search.excerpt import Excerpt, whole
from bot.search.sources import concerns
from ingest.passages.headings import exhibit_under
from ingest.store.catalogue import Case, Catalogue, Document, Stored
from ingest.text.terms import fold
from ingest.text.vocabulary import ordinal_names

# Whole passages are quoted: more than these are a chapter, not an answer.
MOST = 6
_OF_COUNTS = re.compile(r"\b(cause of action|claim for relief|count)\b")
# Words that a look-up consists of; what is left over is a question about the place.
_PLACE_WORDS = frozenset(
    "paragraph paragraphs paragraphe paragraphes para page pages ecf docket dkt document no number"
    " numero piece cause causes action claim relief count chef grief entry entries text content"
    " contents contain contains read reads provide provides state states stated filed record"
    " records entree entrees registre inscription contient contenu texte v vs c".split()
)


def look_up_place(
    catalogue: Catalogue, case: Case, question: Question
) -> tuple[Excerpt, ...] | None:
    """The passages at the place a question names, whole; None when it names none, or asks
    something about it that needs a search; empty when there is no such place."""
    place = question.lookup
    if not place.is_place or (place.ecf and not _only_place(question)):
        return None
    return whole(_passages_at(catalogue, case, question))


def _passages_at(catalogue: Catalogue, case: Case, question: Question) -> list[Stored]:
    place = question.lookup
    documents = [document for document in catalogue.documents(case) if _named(document, place)]
    if place.paragraphs is not None:
        return _numbered(catalogue, documents, place.paragraphs)
    if place.page is not None:
        return _first(
            stored
            for document in documents
            for stored in catalogue.passages_on(document.id, place.page)
        )
    if place.count is not None:
        return _count(catalogue, documents, place.count)
    dockets = [
        document
        for document in catalogue.documents(case)
        if document.description.kind == "docket" and concerns(catalogue, document, question)
    ]
    return _opening(catalogue, dockets, documents, place.ecf or "")


def _only_place(question: Question) -> bool:
    # Numbers are the place's own; names ("in Smith v. Jones") say which case, which is open.
    left = [
        term
        for term in question.terms
        if fold(term) not in _PLACE_WORDS and term not in question.names
    ]
    kind = question.lookup.kind or ""
    return all(fold(term) in kind for term in left)


def _named(document: Document, place: NamedPlace) -> bool:
    description = document.description
    if place.ecf is not None and description.ecf != place.ecf:
        return False
    return place.kind is None or description.kind == place.kind


def _numbered(
    catalogue: Catalogue, documents: Sequence[Document], paragraphs: tuple[int, int]
) -> list[Stored]:
    numbers = range(paragraphs[0], min(paragraphs[1], paragraphs[0] + MOST) + 1)
    found = [
        stored
        for document in documents
        for number in numbers
        for stored in catalogue.passages_numbered(document.id, str(number))
    ]
    # "¶ 3 of the complaint" is not ¶ 3 of what is bound to it.
    own = [stored for stored in found if not exhibit_under(stored.passage.headings)]
    return _first(own or found)


def _count(catalogue: Catalogue, documents: Sequence[Document], count: int) -> list[Stored]:
    """The first passages under the heading of that cause of action."""
    names = ordinal_names(count)
    found: list[Stored] = []
    for document in documents:
        under = [
            stored
            for stored in catalogue.passages_of(document.id)
            if any(_heads_count(heading, names) for heading in stored.passage.headings)
        ]
        found += under[:2]
    return _first(found)


def _heads_count(heading: str, names: Sequence[str]) -> bool:
    folded = fold(heading)
    return bool(_OF_COUNTS.search(folded)) and any(
        re.search(rf"\b{name}\b", folded) for name in names
    )


def _opening(
    catalogue: Catalogue, dockets: Sequence[Document], named: Sequence[Document], ecf: str
) -> list[Stored]:
    """What a docket number stands for: its docket entry, then how the document begins."""
    entries = [
        stored for document in dockets for stored in catalogue.passages_numbered(document.id, ecf)
    ]
    bodies = [
        next(
            (
                stored
                for stored in catalogue.passages_of(document.id)
                if stored.passage.role == "body"
            ),
            None,
        )
        for document in named
        if document.description.kind != "docket"
    ]
    return _first([*entries, *(body for body in bodies if body is not None)])


def _first(found: Iterable[Stored]) -> list[Stored]:
    return list({stored.id: stored for stored in found}.values())[:MOST]
