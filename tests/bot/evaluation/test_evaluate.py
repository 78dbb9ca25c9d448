"""An evaluation of a bot that is always right, and of the same bot with one defect planted in
each stage: the figure that should fall does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import pytest

from bot.answer import Answer, Statement
from bot.answering.cite import cite
from bot.ask import Bot, Trace
from bot.evaluation.compare import compare
from bot.evaluation.evaluate import evaluate
from bot.evaluation.outcome import Report, Stage, as_json, from_json
from bot.evaluation.question_set import Source, TestQuestion, load
from bot.evaluation.tables import as_text, compared, failures
from ingest.errors import QuestionsRefused
from ingest.settings import ROOT
from ingest.store.library import Library
from tests.support.perfect_bot import PerfectBot, Spoil, candidate, recited
from tests.support.sample_case import CASE

SAMPLE = load(ROOT / "data" / "wiwynn-v-x.questions.jsonl")
KNOWN: dict[tuple[str, str], Trace] = {}
"""What the perfect bot answers, before anything is spoilt: finding it takes most of the time."""


@pytest.fixture(scope="module", autouse=True)
def _few_resamples() -> Iterator[None]:
    """Both are tested in test_figures.py; here they would take half of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.evaluation.figures.RESAMPLES", 100)
        patch.setattr("bot.evaluation.compare._RESAMPLES", 999)
        yield


def evaluated(
    library: Library, spoil: Spoil = lambda trace: trace, questions: Sequence[TestQuestion] = SAMPLE
) -> Report:
    bot = PerfectBot(library.catalogue, CASE, questions, spoil, KNOWN)
    return evaluate(bot, library.catalogue, CASE, questions, name="sample")


@pytest.fixture(scope="module")
def perfect(library: Library) -> Report:
    return evaluated(library)


@pytest.fixture(scope="module")
def spoilt_by(library: Library) -> Callable[[Spoil], Report]:
    """The report of a bot with one defect, made once for all its figures."""
    return lru_cache(lambda spoil: evaluated(library, spoil))


def test_who_is_always_right_loses_nothing(perfect: Report) -> None:
    assert failures(perfect.outcomes) == ""
    for name in ("right", "first correct", "any correct", "refusal precision", "refusal recall"):
        assert perfect.figure(name).value == 1.0, name
    for name in ("quotes verified", "pin cites right", "citation precision", "citation recall"):
        assert perfect.figure(name).value == 1.0, name
    assert perfect.figure("passage recall@3").value == 1.0
    assert perfect.figure("passage MRR").value == 1.0
    assert (perfect.figure("right").n, perfect.figure("first correct").n) == (112, 82)
    assert perfect.figure("first correct", "follow-ups").n == 10
    assert perfect.figure("first correct", "en to fr").n >= 5


def test_the_dev_set_can_be_answered_too(library: Library) -> None:
    dev = load(ROOT / "data" / "wiwynn-v-x.dev.jsonl")
    assert failures(evaluated(library, questions=dev).outcomes) == ""


def test_the_same_run_twice_gives_the_same_figures(library: Library, perfect: Report) -> None:
    again = evaluated(library)
    assert again == perfect
    assert again.figures == perfect.figures
    assert from_json(as_json(again), "a file") == perfect


def on_the_next_page(trace: Trace) -> Trace:
    return recited(
        trace,
        lambda citation: replace(
            citation, page=citation.page + 1, last_page=citation.last_page + 1
        ),
    )


def one_line_further(trace: Trace) -> Trace:
    return recited(
        trace,
        lambda citation: (
            replace(citation, lines=(citation.lines[0] + 1, citation.lines[1] + 1))
            if citation.lines
            else citation
        ),
    )


def in_the_next_paragraph(trace: Trace) -> Trace:
    return recited(
        trace,
        lambda citation: replace(
            citation,
            paragraphs=tuple(str(int(n) + 1) for n in citation.paragraphs if n.isdecimal()),
        ),
    )


def altered(trace: Trace) -> Trace:
    return recited(
        trace, lambda citation: replace(citation, quote=citation.quote.replace("a", "à", 1))
    )


def without_the_complaint(trace: Trace) -> Trace:
    gone = {
        passage.passage_id
        for passage in trace.answer.citations
        if passage.document == "complaint.pdf"
    }
    kept = tuple(passage for passage in trace.found if passage.id not in gone)
    weighed = tuple(sentence for sentence in trace.weighed if sentence.hit.stored.id not in gone)
    return replace(refusing(trace) if gone else trace, found=kept, weighed=weighed)


def refusing(trace: Trace) -> Trace:
    answer = replace(trace.answer, status="not_found", statements=(), citations=())
    return replace(trace, answer=answer)


@pytest.mark.parametrize(
    ("spoil", "fallen", "untouched"),
    [
        (on_the_next_page, "quotes verified", "refusal recall"),
        (on_the_next_page, "pin cites right", "passage MRR"),
        (one_line_further, "pin cites right", "quotes verified"),
        (in_the_next_paragraph, "pin cites right", "quotes verified"),
        (altered, "quotes verified", "passage MRR"),
        (without_the_complaint, "passage recall@10", "quotes verified"),
        (without_the_complaint, "first correct", "refusal recall"),
        (refusing, "refusal precision", "passage MRR"),
    ],
)
def test_a_planted_defect_is_caught(
    spoilt_by: Callable[[Spoil], Report],
    perfect: Report,
    spoil: Spoil,
    fallen: str,
    untouched: str,
) -> None:
    spoilt = spoilt_by(spoil)
    value = spoilt.figure(fallen).value
    assert value is not None
    assert value < 0.95
    assert spoilt.figure(untouched).value == 1.0
    found = compare(perfect, spoilt)
    assert fallen in [difference.name for difference in found.worse]
    assert not compare(perfect, perfect).worse
    assert not compare(spoilt, perfect).worse
    assert f"{fallen} " in compared(found)


def test_an_answer_to_what_nothing_answers_is_caught(library: Library, perfect: Report) -> None:
    (any_passage, *_) = library.catalogue.passages_numbered(
        library.catalogue.documents(library.catalogue.case(CASE))[2].id, "23"
    )
    citation = cite(library.catalogue, any_passage, 0, len(any_passage.passage.text), 1)

    def answering(trace: Trace) -> Trace:
        if trace.answer.statements:
            return trace
        statements = saying(trace.answer, citation.quote)
        return replace(trace, answer=replace(statements, citations=(citation,)))

    spoilt = evaluated(library, answering)
    assert spoilt.figure("refusal recall").value == 0.0
    assert spoilt.figure("first correct").value == 1.0
    assert {difference.stage for difference in spoilt.outcomes if not difference.right} == {
        "answered without an answer"
    }
    assert "refusal recall" in [difference.name for difference in compare(perfect, spoilt).worse]


def saying(answer: Answer, quote: str) -> Answer:
    statement = Statement(quote, "alleges", (1,))
    return replace(answer, status="answered", statements=(statement,))


# One question, lost at each stage.
LOSS = next(question for question in SAMPLE if question.question == "What sum is Wiwynn suing for?")


def lost(library: Library, spoil: Spoil, question: TestQuestion = LOSS) -> Stage | None:
    (outcome,) = evaluated(library, spoil, [question]).outcomes
    return outcome.stage


def test_the_stage_that_lost_a_question_is_named(library: Library) -> None:
    catalogue = library.catalogue
    complaint = next(
        document
        for document in catalogue.documents(catalogue.case(CASE))
        if document.path == "complaint.pdf"
    )
    (other,) = catalogue.passages_numbered(complaint.id, "23")
    (holder,) = catalogue.passages_numbered(complaint.id, "5")
    wrong = candidate(other, 0, len(other.passage.text))
    # Paragraph 5 without its last sentence, which holds the answer.
    other_sentence = candidate(holder, 3, holder.passage.text.index("What could not"))
    right = candidate(holder, 0, len(holder.passage.text))
    absent = LOSS.model_copy(update={"sources": (Source(document="complaint.pdf", quote="zzz"),)})

    def giving(shown: Sequence[int], found: Sequence[object], weighed: Sequence[object]) -> Spoil:
        def spoil(trace: Trace) -> Trace:
            texts = {1: wrong, 2: other_sentence}
            citations = tuple(
                cite(catalogue, texts[n].hit.stored, texts[n].start, texts[n].end, n) for n in shown
            )
            answer = replace(refusing(trace).answer, citations=citations)
            for citation in citations:
                answer = saying(answer, citation.quote)
                answer = replace(
                    answer,
                    statements=(replace(answer.statements[0], citations=(citation.number,)),),
                )
            return Trace(answer, tuple(found), tuple(weighed))  # type: ignore[arg-type]  # as told

        return spoil

    assert lost(library, giving([1], [other], [wrong]), absent) == "not read"
    assert lost(library, giving([1], [other], [wrong])) == "not retrieved"
    assert lost(library, giving([1], [other, holder], [wrong])) == "ranked below the cut"
    assert lost(library, giving([1], [holder, other], [wrong])) == "passed over"
    assert lost(library, giving([], [holder, other], [])) == "passed over"
    assert lost(library, giving([1], [other, holder], [wrong, right])) == "sentence not chosen"
    assert lost(library, giving([], [other, holder], [wrong, right])) == "sentence not chosen"
    assert lost(library, giving([], [holder, other], [right, wrong])) == "refused"
    assert lost(library, giving([2], [holder], [other_sentence, right])) == "wrong sentence"


def test_a_run_shows_as_text(perfect: Report, library: Library) -> None:
    text = as_text(perfect)
    assert "112 questions, 82 that the documents answer" in text
    assert "| passage recall@1 " in text
    assert "| fr to en " in text
    listed = failures(evaluated(library, refusing, [LOSS]).outcomes)
    assert listed.splitlines() == [
        f"- {LOSS.id} [refused] What sum is Wiwynn suing for?",
        "    expected: $61 million",
        "    given:    not found",
    ]


def test_runs_of_other_questions_are_not_compared(library: Library, perfect: Report) -> None:
    run = evaluated(library, questions=SAMPLE[:5])
    assert len(compare(perfect, run).missing) == len(SAMPLE) - 5
    other = evaluated(library, questions=load(ROOT / "data" / "wiwynn-v-x.dev.jsonl"))
    with pytest.raises(QuestionsRefused):
        compare(perfect, other)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"outcomes": 3}'])
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(QuestionsRefused, match="is not the report"):
        from_json(text, "a file")


def test_the_real_bot_is_evaluated_with_its_own_trace(bot: Bot, library: Library) -> None:
    report = evaluate(bot, library.catalogue, CASE, SAMPLE[:20])
    assert len(report.outcomes) == 20
    assert report.figure("quotes verified").value == 1.0
    assert report.figure("pin cites right").value == 1.0
    assert set(report.seconds) == {"p50", "p95"}
