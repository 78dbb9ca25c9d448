"""Answering with quotes: the chosen sentences, verbatim, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Citation, Statement
from bot.answering.cite import cite
from bot.answering.voice import voice
from bot.question.expressions import asked_for
from bot.question.glossary import counterparts
from bot.question.parse import Question
from bot.search.excerpt import Excerpt
from bot.search.retrieve import Hit
from ingest.document import Passage
from ingest.store.catalogue import Catalogue
from ingest.text.terms import stem

ALSO = 4


@dataclass(frozen=True, slots=True)
class Quotes:
    """Statements with their citations, and citations on the topic besides."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    also: tuple[Citation, ...]


def quote(
    catalogue: Catalogue, question: Question, chosen: Sequence[Excerpt], hits: Sequence[Hit]
) -> Quotes:
    """The chosen excerpts as statements, each with the citation of its place, and the best other
    ``hits`` beside them; without any excerpt, these are leads: none says it outright."""
    citations = tuple(
        cite(catalogue, excerpt.stored, excerpt.start, excerpt.end, number)
        for number, excerpt in enumerate(chosen, 1)
    )
    return Quotes(
        statements=tuple(
            statement(question, citation, excerpt.stored.passage)
            for citation, excerpt in zip(citations, chosen, strict=True)
        ),
        citations=citations,
        also=also(catalogue, hits, chosen, len(citations)),
    )


def statement(question: Question, citation: Citation, passage: Passage) -> Statement:
    """A quote as a sentence of the answer, with what was asked for marked."""
    subject = _subject(question, citation.language)
    return Statement(
        text=citation.quote,
        voice=voice(citation, passage),
        citations=(citation.number,),
        marked=tuple(
            asked_for(
                citation.quote,
                question.wanted,
                question.given,
                lambda word: stem(word, citation.language) in subject,
            )
        ),
    )


def _subject(question: Question, language: str) -> frozenset[str]:
    """Stems that say what the question is about in ``language``: not its names, which stand
    everywhere."""
    stems_of = {term: stem(term, question.language) for term in question.terms}
    about = {root for term, root in stems_of.items() if term not in question.names}
    own = about if language == question.language else set()
    return frozenset(own).union(
        *(counterparts(root, question.language, language) for root in about)
    )


def also(
    catalogue: Catalogue, hits: Sequence[Hit], chosen: Sequence[Excerpt], count: int
) -> tuple[Citation, ...]:
    """The best other passages, cited whole; numbered on from the answer's citations."""
    shown = {excerpt.stored.id for excerpt in chosen}
    others = [hit.stored for hit in hits if hit.stored.id not in shown][:ALSO]
    return tuple(
        cite(catalogue, passage, 0, len(passage.passage.text), number)
        for number, passage in enumerate(others, count + 1)
    )
