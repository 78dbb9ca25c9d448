"""Ask a question set and compare the answers with what was expected."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.answer import Answer, Citation, Statement
from bot.ask import Trace
from bot.evaluation.accepted import holds
from bot.evaluation.figures import figures, risk_coverage, seconds
from bot.evaluation.outcome import Outcome, Report, ShownStatement, Stage
from bot.evaluation.question_set import All, Source, TestQuestion
from bot.evaluation.recheck import recheck
from bot.evaluation.relevance import CaseTexts, Expected, expected
from bot.reading.evidence import Candidate
from ingest.store.catalogue import Catalogue, Stored

Done = Callable[[int, int], None]
"""Told how many questions are answered, and of how many."""


class Asked(Protocol):
    """The bot as an evaluation sees it."""

    def trace(self, text: str, case_name: str, *, earlier: Sequence[str] = ()) -> Trace: ...


@dataclass(frozen=True, slots=True)
class _AskedQuestion:
    """A question with what it expects, its answer, and the catalogue it is held against."""

    question: TestQuestion
    expected: Expected
    catalogue: Catalogue
    trace: Trace

    @property
    def answer(self) -> Answer:
        return self.trace.answer

    def accepts(self, text: str, language: str, citations: Sequence[Citation]) -> bool:
        """Whether a statement answers: by what it says, or without accepted answers by what
        it cites."""
        if not self.question.answers:
            return any(self.expected.is_cited(citation) for citation in citations)
        return any(holds(text, language, answer) for answer in self.question.answers)


def evaluate(
    bot: Asked,
    catalogue: Catalogue,
    case_name: str,
    questions: Sequence[TestQuestion],
    *,
    name: str = "",
    settings: Mapping[str, str] | None = None,
    done: Done = lambda number, of: None,
) -> Report:
    """Ask all questions and report. ``name`` is that of the question set.

    Raises what ``Bot.ask`` raises.
    """
    outcomes = []
    for number, outcome in enumerate(answered(bot, catalogue, case_name, questions), 1):
        outcomes.append(outcome)
        done(number, len(questions))
    return report(outcomes, name, case_name, settings or {})


def report(
    outcomes: Sequence[Outcome], questions: str, case: str, settings: Mapping[str, str]
) -> Report:
    """The report of outcomes, however they came about."""
    return Report(
        questions=questions,
        case=case,
        settings=dict(settings),
        outcomes=tuple(outcomes),
        figures=figures(outcomes),
        curve=risk_coverage(outcomes),
        seconds=seconds(outcomes),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def answered(
    bot: Asked,
    catalogue: Catalogue,
    case_name: str,
    questions: Sequence[TestQuestion],
) -> Iterator[Outcome]:
    """The outcome of each question, as soon as it is answered."""
    texts = CaseTexts(catalogue, catalogue.case(case_name))
    for question in questions:
        started = time.perf_counter()
        trace = bot.trace(question.question, case_name, earlier=question.earlier)
        took = time.perf_counter() - started
        yield _outcome(_AskedQuestion(question, expected(texts, question), catalogue, trace), took)


def _outcome(asked: _AskedQuestion, took: float) -> Outcome:
    question, answer = asked.question, asked.answer
    by_number = {citation.number: citation for citation in answer.citations}
    shown = tuple(
        _shown(asked, statement, [by_number[number] for number in statement.citations])
        for statement in answer.statements
    )
    checked = [recheck(asked.catalogue, citation) for citation in answer.citations]
    groups = asked.expected.groups
    outcome = Outcome(
        id=question.id,
        question=question.question,
        understood=answer.asked,
        language=question.language,
        pair=asked.expected.pair(question.language),
        earlier=question.earlier,
        tags=question.tags,
        answerable=question.answerable,
        accepted=tuple(_accepted(answer) for answer in question.answers),
        expected=tuple(" or ".join(map(_in_words, group)) for group in question.expected),
        refused=not answer.statements,
        shown=shown,
        confidence=None if answer.confidence is None else round(answer.confidence, 6),
        answered_by=answer.answered_by,
        likeliest_correct=_likeliest_correct(asked, shown),
        passage_ranks=_ranks([stored.id for stored in asked.trace.found], asked.expected.passages),
        document_ranks=_ranks(_documents(asked.trace.found), asked.expected.documents),
        citations=len(answer.citations),
        expected_citations=sum(asked.expected.is_cited(citation) for citation in answer.citations),
        sources=len(groups),
        cited_sources=asked.expected.cited_groups(answer.citations),
        verbatim=sum(check.verbatim for check in checked),
        pinned=sum(
            check.pin and not asked.expected.contradicts(citation)
            for check, citation in zip(checked, answer.citations, strict=True)
        ),
        stage=_stage(asked, shown),
        seconds=round(took, 4),
        model=answer.model.name if answer.model else "",
        dropped=len(answer.dropped),
        dropped_correct=sum(
            _holds_answer(question, statement.text) for statement in answer.dropped
        ),
        trouble=bool(answer.trouble),
        tokens=answer.model.tokens if answer.model else 0,
        first_statement=answer.seconds.get("first statement", 0.0),
        model_seconds=answer.seconds.get("model", 0.0),
    )
    return outcome


def _holds_answer(question: TestQuestion, text: str) -> bool:
    """Whether a statement that was dropped holds an accepted answer."""
    return question.answerable and any(
        holds(text, question.language, answer) for answer in question.answers
    )


def _shown(
    asked: _AskedQuestion, statement: Statement, cited: Sequence[Citation]
) -> ShownStatement:
    language = cited[0].language if cited else asked.question.language
    correct = asked.question.answerable and asked.accepts(statement.text, language, cited)
    return ShownStatement(statement.text, tuple(citation.pin for citation in cited), correct)


def _likeliest_correct(asked: _AskedQuestion, shown: Sequence[ShownStatement]) -> bool:
    if shown:
        return shown[0].correct
    return bool(asked.trace.weighed) and _answers(asked, asked.trace.weighed[0])


def _answers(asked: _AskedQuestion, candidate: Candidate) -> bool:
    """Whether a weighed sentence answers."""
    if not asked.question.answers:
        return any(candidate.hit.stored.id in group for group in asked.expected.passages)
    language = candidate.hit.stored.passage.language
    return any(holds(candidate.text, language, accepted) for accepted in asked.question.answers)


def _documents(found: Sequence[Stored]) -> list[int]:
    return list(dict.fromkeys(stored.document_id for stored in found))


def _ranks(found: Sequence[int], groups: Sequence[frozenset[int]]) -> tuple[int, ...]:
    return tuple(
        next((rank for rank, id_ in enumerate(found, 1) if id_ in group), 0) for group in groups
    )


def _stage(asked: _AskedQuestion, shown: Sequence[ShownStatement]) -> Stage | None:
    """The first stage at which the answer was lost; None where the question went right."""
    if not asked.question.answerable:
        return "answered without an answer" if shown else None
    if shown and shown[0].correct:
        return None
    passages = asked.expected.passages
    weighed = asked.trace.weighed
    right = [_answers(asked, candidate) for candidate in weighed]
    if not any(right):
        if passages and not any(passages):
            return "not read"
        found = {stored.id for stored in asked.trace.found}
        if not any(group & found for group in passages):
            return "not retrieved"
        if not any(candidate.hit.stored.id in group for group in passages for candidate in weighed):
            return _unweighed(asked, shown)
        return "sentence not chosen" if shown else "refused"
    if not shown:
        return "refused" if right[0] else "sentence not chosen"
    cited = {citation.passage_id for citation in asked.answer.citations}
    held = {
        candidate.hit.stored.id
        for candidate, is_right in zip(weighed, right, strict=True)
        if is_right
    }
    return "wrong sentence" if cited & held else "sentence not chosen"


def _unweighed(asked: _AskedQuestion, shown: Sequence[ShownStatement]) -> Stage:
    """Why no sentence of the expected passages was weighed, though they were found."""
    weighed = {candidate.hit.stored.id for candidate in asked.trace.weighed}
    order = [stored.id for stored in asked.trace.found]
    if not weighed:
        return "wrong sentence" if shown else "passed over"
    last = max((order.index(id_) for id_ in weighed if id_ in order), default=-1)
    expected_at = min(
        at for at, id_ in enumerate(order) if any(id_ in group for group in asked.expected.passages)
    )
    return "passed over" if expected_at < last else "ranked below the cut"


def _accepted(accepted: str | int | float | All) -> str:
    return " + ".join(map(str, accepted.all)) if isinstance(accepted, All) else str(accepted)


def _in_words(source: Source) -> str:
    """An expected source in words."""
    parts = [
        source.document,
        f"¶ {source.paragraph}" if source.paragraph else "",
        f"page {source.page}" if source.page else "",
        f"“{source.quote}”" if source.quote else "",
    ]
    return " ".join(filter(None, parts))
