"""Sections, articles and clauses that a question names by their number: "section 12", "§ 4.2"."""

from __future__ import annotations

import re

from bot.question.parse import Question
from bot.search.excerpt import Excerpt, whole
from ingest.document import Kind
from ingest.passages.numbering import refers
from ingest.store.catalogue import Case, Catalogue, Document, Stored
from ingest.text.terms import fold, words

MOST = 6
"""Whole passages are quoted: more than these are a chapter, not an answer."""
_ASKING = frozenset(
    "section sections article articles clause clauses art sec text content contents contain"
    " contains read reads provide provides state states stated contient contenu texte prevoit"
    " dispose cl v vs c no".split()
)
"""Words that such a question consists of beside its names, folded."""
_NUMBERS_PARAGRAPHS: frozenset[Kind] = frozenset(
    {"complaint", "amended complaint", "answer", "declaration", "docket", "transcript"}
)
"""Kinds whose plain numbers are paragraphs: "section 5" is not their paragraph 5."""


def look_up_numbered(
    catalogue: Catalogue, case: Case, question: Question
) -> tuple[Excerpt, ...] | None:
    """The passages of the section that the question asks to read, whole; None where it asks
    something about the section, names a document that the case does not have, or no document
    prints such a number."""
    label = question.lookup.section
    if label is None:
        return None
    named = _named(question)
    found = [
        stored
        for document in _documents(catalogue, case, question)
        for stored in _under(catalogue.passages_of(document.id), label)
        if named <= _words(document.description.title, stored.header, *stored.passage.headings)
    ]
    return whole(found[:MOST]) or None


def _named(question: Question) -> set[str]:
    """What the question says beside the section and its kind of document: the title it is of, or
    something that is asked about it."""
    of_form = _words(question.lookup.section or "", question.lookup.kind or "") | _ASKING
    return {word for word in _words(*question.terms) - of_form if not word.isdecimal()}


def _documents(catalogue: Catalogue, case: Case, question: Question) -> list[Document]:
    """The documents that the question may ask for a section of."""
    documents, kind = catalogue.documents(case), question.lookup.kind
    if kind is not None:
        return [document for document in documents if document.description.kind == kind]
    if "." in (question.lookup.section or ""):
        return documents
    return [
        document for document in documents if document.description.kind not in _NUMBERS_PARAGRAPHS
    ]


def _words(*texts: str) -> set[str]:
    return {fold(word) for text in texts for word in words(text)}


def _under(passages: list[Stored], label: str) -> list[Stored]:
    """The passages that are numbered so, or stand under a heading of that number, where it is
    printed."""
    printed = _printed(label)
    numbered = [stored for stored in passages if label in map(fold, stored.passage.paragraphs)]
    if any(printed.match(fold(stored.passage.text)) for stored in numbered):
        return numbered
    return [
        stored
        for stored in passages
        if any(
            printed.match(fold(heading)) and not refers(heading)
            for heading in stored.passage.headings
        )
    ]


def _printed(label: str) -> re.Pattern[str]:
    number = r"\s?".join(map(re.escape, label.split()))
    return re.compile(
        rf"(?:(?:section|article|clause)s? |(?:art|sec|s|cl)\. ?|§+ ?)?{number}(?![\w-]|\.\d)"
    )
