"""A bot that knows the expected sources: it answers every question rightly, unless told to spoil
its answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answer import Answer, Citation, Searched, Statement
from bot.answering.cite import cite
from bot.ask import Trace
from bot.evaluation.accepted import holds
from bot.evaluation.question_set import TestQuestion
from bot.evaluation.relevance import CaseTexts, expected
from bot.reading.evidence import Candidate, Signs
from bot.search.excerpt import quotable
from bot.search.retrieve import CaseCosines, Hit
from ingest.store.catalogue import Catalogue, Stored

Spoil = Callable[[Trace], Trace]
NO_SIGNS = Signs(*[0.0 for _ in Signs.names()])


def candidate(stored: Stored, start: int, end: int, rank: int = 1) -> Candidate:
    hit = Hit(stored, rank, 1.0, None, CaseCosines(0.0, 1.0))
    return Candidate(hit, start, end, "other", NO_SIGNS)


class PerfectBot:
    """``spoil`` changes an answer before it is given; ``known`` keeps answers from one bot to the
    next on the same library."""

    def __init__(
        self,
        catalogue: Catalogue,
        case: str,
        questions: Sequence[TestQuestion],
        spoil: Spoil = lambda trace: trace,
        known: dict[tuple[str, str], Trace] | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._texts = CaseTexts(catalogue, catalogue.case(case))
        self._questions = {
            (question.question, tuple(question.earlier)): question for question in questions
        }
        self._spoil = spoil
        self._known = {} if known is None else known

    def trace(self, text: str, case_name: str, *, earlier: Sequence[str] = ()) -> Trace:
        question = self._questions[text, tuple(earlier)]
        key = text, question.model_dump_json()
        if key not in self._known:
            self._known[key] = self._right(question, case_name)
        return self._spoil(self._known[key])

    def _right(self, question: TestQuestion, case_name: str) -> Trace:
        chosen = self._sentences(question) if question.answerable else []
        citations = tuple(
            cite(self._catalogue, sentence.hit.stored, sentence.start, sentence.end, number)
            for number, sentence in enumerate(chosen, 1)
        )
        statements = tuple(
            Statement(citation.quote, "says", (citation.number,)) for citation in citations
        )
        answer = Answer(
            question=question.question,
            case=case_name,
            status="answered" if statements else "not_found",
            statements=statements,
            citations=citations,
            searched=Searched(6, 300, ("en", "fr")),
            confidence=0.9 if statements else 0.1,
        )
        found = tuple({sentence.hit.stored.id: sentence.hit.stored for sentence in chosen}.values())
        return Trace(answer, found, tuple(chosen))

    def _sentences(self, question: TestQuestion) -> list[Candidate]:
        """For each expected source, a sentence of it that answers, or else any of it."""
        chosen: list[Candidate] = []
        for group in expected(self._texts, question).groups:
            placed = [
                candidate(stored, start, end)
                for place in group
                for stored in map(self._catalogue.passage, sorted(place.passages))
                for start, end in quotable(stored)
                if place.is_cited(cite(self._catalogue, stored, start, end, 1))
            ]
            right = [sentence for sentence in placed if accepts(question, sentence)]
            chosen += (right or placed)[:1]
        return chosen


def accepts(question: TestQuestion, sentence: Candidate) -> bool:
    language = sentence.hit.stored.passage.language
    return not question.answers or any(
        holds(sentence.text, language, accepted) for accepted in question.answers
    )


def recited(trace: Trace, change: Callable[[Citation], Citation]) -> Trace:
    """The trace with every citation changed, and each statement saying its quote."""
    citations = tuple(change(citation) for citation in trace.answer.citations)
    statements = tuple(
        replace(statement, text=citation.quote)
        for statement, citation in zip(trace.answer.statements, citations, strict=True)
    )
    return replace(trace, answer=replace(trace.answer, citations=citations, statements=statements))
