"""Answering with quotes: the best one to three sentences, verbatim, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Citation, Statement
from bot.answering.cite import cite
from bot.answering.voice import voice
from bot.question.expressions import asked_for
from bot.question.glossary import counterparts
from bot.question.parse import Question
from bot.reading.evidence import Candidate
from bot.reading.threshold import Floor
from bot.search.excerpt import Excerpt
from bot.search.retrieve import Hit
from ingest.document import Passage
from ingest.store.catalogue import Catalogue
from ingest.text.terms import stem, stems

MOST = 3
ALSO = 4
# A further sentence must come this near to the best one's probability...
_NEARLY = 0.75
# ...and share fewer of its words than this with those chosen: repetition is no support.
_SAME = 0.6


@dataclass(frozen=True, slots=True)
class Quotes:
    """Statements with their citations, and citations on the topic besides."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    also: tuple[Citation, ...]


def choose(weighed: Sequence[Candidate], floor: Floor) -> tuple[Excerpt, ...]:
    """The sentences to show, best first: the likeliest and those that come near to it; none where
    the likeliest is not likely enough."""
    if not floor.answers(weighed):
        return ()
    ranked = sorted(weighed, key=lambda candidate: -floor.log_odds(candidate))
    least = _NEARLY * floor.probability(ranked[0])
    chosen: list[Candidate] = []
    for candidate in ranked:
        if len(chosen) == MOST or floor.probability(candidate) < least:
            break
        if all(_different(candidate, other) for other in chosen):
            chosen.append(candidate)
    return tuple(candidate.excerpt for candidate in chosen)


def _different(candidate: Candidate, other: Candidate) -> bool:
    ours, theirs = (
        set(stems(each.text, each.hit.stored.passage.language)) for each in (candidate, other)
    )
    return len(ours & theirs) < _SAME * min(len(ours), len(theirs))


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
