"""Questions to go on with after an answer: what stands under the headings around what it cites.

Every heading is one of a document of the case, word for word. Nothing is made up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bot.answer import Answer
from bot.question.parse import question_language, understand
from ingest.document import Kind
from ingest.store.catalogue import Case, Catalogue, Document
from ingest.store.sections import Section, sections_of
from ingest.text.vocabulary import kind_name
from ingest.translation import translated

MOST = 3
_LONGEST = 120
"""Characters of a heading: a longer one is a sentence of argument."""


@dataclass(frozen=True, slots=True)
class ReadOn:
    """A heading of a document, and the question that fetches what stands under it."""

    question: str
    heading: str
    title: str


def read_on(
    catalogue: Catalogue, case: Case, answer: Answer, asked: Collection[str]
) -> list[ReadOn]:
    """Headings to go on with after an answer: the section that holds what it cites, and the section
    after it, of each document in turn; none that is ``asked`` already."""
    language = question_language(answer.question)
    documents = {document.sha256: document for document in catalogue.documents(case)}
    ways = []
    for sha256, passages in _cited(answer).items():
        document = documents.get(sha256)
        # The headings of a docket are labels of its form.
        if document is not None and document.description.kind != "docket":
            around = _around(sections_of(catalogue, document), passages)
            others = [other for other in documents.values() if other is not document]
            ways.append([_offer(section, document, others, language) for section in around])
    offered = [way for turn in zip_longest(*ways) for way in turn if way is not None]
    once = {way.question: way for way in offered if way.question not in asked}
    return list(once.values())[:MOST]


def _cited(answer: Answer) -> dict[str, list[int]]:
    """The passages that an answer cites, or where it has none its leads, by document."""
    cited: dict[str, list[int]] = {}
    for citation in answer.citations or answer.also:
        cited.setdefault(citation.document_id, []).append(citation.passage_id)
    return cited


def _around(sections: Sequence[Section], passages: Sequence[int]) -> Iterator[Section]:
    """The sections that hold the passages, where they hold more, and those after them."""
    named = [section for section in sections if len(section.headings[-1]) <= _LONGEST]
    for passage in passages:
        for section in named:
            within = section.first <= passage <= section.last
            if within and section.passages > len(set(passages)):
                yield section
        after = [section for section in named if section.first > passage]
        yield from after[:1]


def _offer(
    section: Section, document: Document, others: Sequence[Document], language: str
) -> ReadOn:
    heading, about = section.headings[-1], document.description
    name = kind_name(about.kind, language)
    if any(other.description.kind == about.kind for other in others) or not _is_understood(
        name, about.kind
    ):
        name = f"ECF No. {about.ecf}" if about.ecf else ""
    asked = (
        translated("What stands under “{heading}” in {document}?", language)
        if name
        else translated("What stands under “{heading}”?", language)
    )
    question = asked.format(heading=heading, document=name)
    return ReadOn(question, heading, about.title or document.path)


def _is_understood(name: str, kind: Kind) -> bool:
    """Whether a question that names a document so is put to documents of its kind."""
    asked = understand(name).lookup
    return kind in (asked.kind, asked.source)
