"""The documents of a case that a question concerns: those of the kind it looks into, and those that
know the names in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.question.parse import Question
from ingest.store.catalogue import Case, Catalogue, Document, Stored
from ingest.text.terms import fold, words
from ingest.text.vocabulary import MONTH_NAMES

# Share of the names in a question that a document must know to be one it asks about.
_KNOWN_NAMES = 0.5
_NOT_NAMES = frozenset("ecf dkt no mdl court district".split()) | MONTH_NAMES


def sources(catalogue: Catalogue, case: Case, question: Question) -> list[Document]:
    """The documents of the kind that the question looks into ("according to the letter"), if the
    case has any, else all."""
    documents = catalogue.documents(case)
    kind = question.lookup.source
    return [document for document in documents if document.description.kind == kind] or documents


def dockets_asked(catalogue: Catalogue, case: Case, question: Question) -> list[Document]:
    """The sources that are dockets and know the names in the question: another case's docket
    answers nothing about this one."""
    return [
        document
        for document in sources(catalogue, case, question)
        if document.description.kind == "docket" and concerns(catalogue, document, question)
    ]


def concerns(catalogue: Catalogue, docket: Document, question: Question) -> bool:
    """Whether the header and the parties of a docket hold the names in the question."""
    names = [name for name in alphabetic_names(question) if name not in _NOT_NAMES]
    header = (
        stored for stored in catalogue.passages_of(docket.id) if not stored.passage.paragraphs
    )
    return knows(names, words_of(header, headers=True))


def alphabetic_names(question: Question) -> list[str]:
    """The names in a question, folded, without its numbers."""
    return [fold(name) for name in question.names if name[0].isalpha()]


def words_of(passages: Iterable[Stored], *, headers: bool = False) -> set[str]:
    """The words of passages, folded; with the ``headers`` they stand under where asked for."""
    return {
        fold(word)
        for stored in passages
        for word in words(f"{stored.header if headers else ''} {stored.passage.text}")
    }


def knows(names: Collection[str], known: Collection[str]) -> bool:
    """Whether at least half of the names are among the words."""
    return sum(name in known for name in names) >= _KNOWN_NAMES * len(names)
