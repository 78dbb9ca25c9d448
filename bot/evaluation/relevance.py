"""Which passages and citations are the sources that a test question expects."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.answer import Citation
from bot.evaluation.question_set import Source, TestQuestion
from ingest.store.catalogue import Case, Catalogue, Document, Stored

# The same stretch, cut elsewhere: so much of the shorter one must be in the other.
_SHARED = 0.5
# Shorter passages, a heading say, are places of a quote only where they hold all of it.
_LONG = 20


@lru_cache(maxsize=50_000)
def bare(text: str) -> str:
    """Text without white space, hyphens, case and the variety of quotation marks."""
    text = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return re.sub(r"[\s\u00a0\u00ad\u2010\ufffe-]+", "", text).casefold()


def same_stretch(text: str, other: str) -> bool:
    """Whether one holds the other, or ends with half of the shorter that the other begins with:
    one stretch of text, cut at other places. Words in common are not enough."""
    shorter, longer = sorted((bare(text), bare(other)), key=len)
    if not shorter:
        return False
    if shorter in longer:
        return True
    least = max(1, math.ceil(_SHARED * len(shorter)))
    return any(
        longer.endswith(shorter[:size]) or longer.startswith(shorter[-size:])
        for size in range(len(shorter) - 1, least - 1, -1)
    )


def is_place_of(quote: str, text: str) -> bool:
    """Whether a text is the stretch that an expected quote is of, or holds it: a few words (a
    heading, a name in a caption) are only where they hold all of it."""
    return bare(quote) in bare(text) or (len(bare(text)) >= _LONG and same_stretch(quote, text))


class CaseTexts:
    """The documents and passages of a case, read once for a whole question set."""

    def __init__(self, catalogue: Catalogue, case: Case) -> None:
        self.documents: dict[str, Document] = {
            document.path: document for document in catalogue.documents(case)
        }
        self._by_name = {
            path.rpartition("/")[2]: document for path, document in self.documents.items()
        }
        self._passages: dict[int, list[Stored]] = {}
        self._catalogue = catalogue

    def document(self, path: str) -> Document | None:
        """A document of the case by its path in the case folder, or by its file name alone."""
        return self.documents.get(path) or self._by_name.get(path)

    def passages(self, document: Document) -> list[Stored]:
        if document.id not in self._passages:
            self._passages[document.id] = self._catalogue.passages_of(document.id)
        return self._passages[document.id]


@dataclass(frozen=True, slots=True)
class ExpectedPlace:
    """One expected source, found in the case: ``passages`` is empty for one that is not."""

    source: Source
    document: Document | None
    passages: frozenset[int]

    def is_cited(self, citation: Citation) -> bool:
        """Whether a citation is of this source."""
        if self.document is None or citation.document_id != self.document.sha256:
            return False
        if self.source.quote:
            return is_place_of(self.source.quote, citation.quote)
        if self.source.paragraph:
            return self.source.paragraph in citation.paragraphs
        return self.source.page is None or (citation.page <= self.source.page <= citation.last_page)

    def contradicts(self, citation: Citation) -> bool:
        """Whether a citation of this source names another page or paragraph than it does."""
        page, paragraph = self.source.page, self.source.paragraph
        return self.is_cited(citation) and (
            (page is not None and not citation.page <= page <= citation.last_page)
            or (paragraph is not None and paragraph not in citation.paragraphs)
        )


@dataclass(frozen=True, slots=True)
class Expected:
    """What a question expects: each group is one source with its alternatives."""

    groups: tuple[tuple[ExpectedPlace, ...], ...]
    languages: frozenset[str] = frozenset()
    """Those of the documents of the case."""

    @property
    def passages(self) -> tuple[frozenset[int], ...]:
        """Identities of the passages, by group."""
        return tuple(
            frozenset().union(*(place.passages for place in group)) for group in self.groups
        )

    @property
    def documents(self) -> tuple[frozenset[int], ...]:
        """Identities of the documents, by group."""
        return tuple(
            frozenset(place.document.id for place in group if place.document)
            for group in self.groups
        )

    def is_cited(self, citation: Citation) -> bool:
        return any(place.is_cited(citation) for group in self.groups for place in group)

    def cited_groups(self, citations: Iterable[Citation]) -> int:
        """How many of the groups are cited."""
        cited = list(citations)
        return sum(
            any(place.is_cited(citation) for place in group for citation in cited)
            for group in self.groups
        )

    def contradicts(self, citation: Citation) -> bool:
        """Whether the citation is of expected sources only under other pages or paragraphs."""
        places = [place for group in self.groups for place in group if place.is_cited(citation)]
        return bool(places) and all(place.contradicts(citation) for place in places)

    def pair(self, language: str) -> str:
        """ "fr to en": the language of the question, and its own again where every group has a
        source in it, else the other one. Where no source is in the case, that of all its
        documents; empty where they have several."""
        for group in self.groups:
            languages = {place.document.description.language for place in group if place.document}
            if languages and language not in languages:
                return f"{language} to {min(languages)}"
        if any(self.documents):
            return f"{language} to {language}"
        return f"{language} to {min(self.languages)}" if len(self.languages) == 1 else ""


def expected(texts: CaseTexts, question: TestQuestion) -> Expected:
    """Find the sources of a question in a case."""
    languages = frozenset(document.description.language for document in texts.documents.values())
    return Expected(tuple(_places(texts, group) for group in question.expected), languages)


def _places(texts: CaseTexts, sources: Sequence[Source]) -> tuple[ExpectedPlace, ...]:
    places = []
    for source in sources:
        document = texts.document(source.document)
        passages = texts.passages(document) if document else []
        relevant = frozenset(passage.id for passage in passages if _holds(passage, source))
        places.append(ExpectedPlace(source, document, relevant))
    return tuple(places)


def _holds(stored: Stored, source: Source) -> bool:
    """Whether a passage holds a source, or a good part of its quote."""
    passage = stored.passage
    if source.quote:
        return is_place_of(source.quote, passage.text)
    if source.paragraph:
        return source.paragraph in passage.paragraphs
    return source.page is None or any(span.page == source.page for span in passage.spans)
