"""The measures: on cases worked by hand, and on random rankings against pytrec_eval."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
import pytrec_eval

from bot.evaluation.compare import compare, randomisation_p
from bot.evaluation.evaluate import report
from bot.evaluation.figures import (
    Counted,
    figures,
    interval,
    ranking_measures,
    risk_coverage,
    seconds,
)
from bot.evaluation.outcome import Figure, Outcome, ShownStatement


def outcome(id_: str, **values: object) -> Outcome:
    given: dict[str, object] = {
        "id": id_,
        "question": f"question {id_}",
        "understood": f"question {id_}",
        "language": "en",
        "pair": "",
        "earlier": (),
        "tags": (),
        "answerable": True,
        "accepted": ("yes",),
        "expected": (),
        "refused": True,
        "shown": (),
        "confidence": 0.5,
        "likeliest_correct": False,
        "passage_ranks": (),
        "document_ranks": (),
    }
    return Outcome(**given | values)  # type: ignore[arg-type]  # a test gives what it needs


RIGHT, WRONG = ShownStatement("yes", ("A ¶ 1",), True), ShownStatement("no", ("A ¶ 2",), False)


def test_ranking_measures_by_hand() -> None:
    found = ranking_measures({"first": (1,), "third": (3,), "two": (2, 4), "lost": (0,)})
    assert found["recall@1"] == {"first": 1, "third": 0, "two": 0, "lost": 0}
    assert found["recall@3"] == {"first": 1, "third": 1, "two": 0.5, "lost": 0}
    assert found["recall@10"] == {"first": 1, "third": 1, "two": 1, "lost": 0}
    assert found["MRR"] == pytest.approx({"first": 1, "third": 1 / 3, "two": 0.5, "lost": 0})
    both = 1 / math.log2(3) + 1 / math.log2(5)
    ideal = 1 + 1 / math.log2(3)
    gains = {"first": 1, "third": 1 / math.log2(4), "two": both / ideal, "lost": 0}
    assert found["nDCG@10"] == pytest.approx(gains, abs=1e-5)


def test_ranking_measures_as_trec_eval_has_them_on_random_rankings() -> None:
    chosen = random.Random(7)
    ranks = {
        f"q{n}": tuple(chosen.sample([0, *range(1, 21)], chosen.randint(1, 4))) for n in range(200)
    }
    relevant = {id_: {f"d{n}": 1 for n in range(len(found))} for id_, found in ranks.items()}
    ranked = {}
    for id_, found in ranks.items():
        names = {rank: f"d{n}" for n, rank in enumerate(found) if rank}
        ranked[id_] = {names.get(rank, f"other{rank}"): 100.0 - rank for rank in range(1, 21)}
    measures = {
        "recall@1": "recall_1",
        "recall@3": "recall_3",
        "recall@5": "recall_5",
        "recall@10": "recall_10",
        "MRR": "recip_rank",
        "nDCG@10": "ndcg_cut_10",
    }
    evaluator = pytrec_eval.RelevanceEvaluator(
        relevant, {"recall.1,3,5,10", "recip_rank", "ndcg_cut.10"}
    )
    theirs = evaluator.evaluate(ranked)
    ours = ranking_measures(ranks)
    for name, called in measures.items():
        assert ours[name] == pytest.approx({id_: theirs[id_][called] for id_ in ranks}), name


def by_name(found: tuple[Figure, ...], group: str = "all") -> dict[str, tuple[object, int]]:
    return {figure.name: (figure.value, figure.n) for figure in found if figure.group == group}


def test_answer_figures_by_hand() -> None:
    outcomes = [
        outcome("a", refused=False, shown=(RIGHT,), citations=1, expected_citations=1, sources=1,
                cited_sources=1, verbatim=1, pinned=1, pair="en to en", passage_ranks=(1,),
                document_ranks=(1,)),
        outcome("b", refused=False, shown=(WRONG, RIGHT), citations=2, expected_citations=1,
                sources=2, cited_sources=1, verbatim=2, pinned=1, pair="en to fr",
                passage_ranks=(2, 0), document_ranks=(1, 2), earlier=("before",)),
        outcome("c", refused=True, sources=1, pair="en to en", passage_ranks=(0,),
                document_ranks=(3,)),
        outcome("d", answerable=False, refused=True, tags=("near miss",)),
        outcome("e", answerable=False, refused=False, shown=(WRONG,), citations=1, verbatim=1,
                pinned=1, tags=("near miss",)),
    ]  # fmt: skip
    found = by_name(figures(outcomes))
    assert found["right"] == (0.4, 5)
    assert found["first correct"] == (pytest.approx(1 / 3, abs=1e-6), 3)
    assert found["any correct"] == (pytest.approx(2 / 3, abs=1e-6), 3)
    assert found["citation precision"] == (pytest.approx(2 / 3, abs=1e-6), 2)
    assert found["citation recall"] == (0.5, 3)
    assert found["quotes verified"] == (1.0, 3)
    assert found["pin cites right"] == (0.75, 3)
    assert found["refusal precision"] == (0.5, 2)
    assert found["refusal recall"] == (0.5, 2)
    assert found["passage recall@1"] == (pytest.approx(1 / 3, abs=1e-6), 3)
    assert found["document recall@3"] == (1.0, 3)
    assert by_name(figures(outcomes), "en to fr")["any correct"] == (1.0, 1)
    assert by_name(figures(outcomes), "follow-ups")["first correct"] == (0.0, 1)
    assert by_name(figures(outcomes), "near miss")["refusal recall"] == (0.5, 2)
    assert by_name(figures(outcomes), "near miss")["first correct"] == (None, 0)


def test_risk_and_coverage_by_hand() -> None:
    outcomes = [
        outcome("a", confidence=0.9, likeliest_correct=True),
        outcome("b", confidence=0.7, likeliest_correct=False),
        outcome("c", confidence=0.8, likeliest_correct=True),
        outcome("d", confidence=0.6, likeliest_correct=False, answerable=False),
    ]
    curve: list[object] = [
        (risk.coverage, risk.risk, risk.confidence) for risk in risk_coverage(outcomes)
    ]
    third = pytest.approx(1 / 3, abs=1e-6)
    assert curve == [(0.25, 0, 0.9), (0.5, 0, 0.8), (0.75, third, 0.7), (1, 0.5, 0.6)]
    area = by_name(figures(outcomes))["area under risk-coverage"]
    assert area == (pytest.approx((0 + 0 + 1 / 3 + 1 / 2) / 4, abs=1e-6), 4)


def test_what_was_looked_up_has_no_part_in_risk_and_coverage() -> None:
    searched = [outcome("a", confidence=0.9, likeliest_correct=True)]
    looked_up = outcome("b", confidence=None, likeliest_correct=False)
    assert risk_coverage([*searched, looked_up]) == risk_coverage(searched)
    assert by_name(figures([*searched, looked_up]))["area under risk-coverage"] == (0, 1)
    assert by_name(figures([looked_up]))["area under risk-coverage"] == (None, 0)


def test_questions_of_one_confidence_are_answered_together() -> None:
    outcomes = [
        outcome("a", confidence=1.0, likeliest_correct=False),
        outcome("b", confidence=1.0, likeliest_correct=True),
        outcome("c", confidence=0.5, likeliest_correct=True),
    ]
    third = pytest.approx(1 / 3, abs=1e-6)
    for order in (outcomes, outcomes[::-1]):
        assert [(risk.coverage, risk.risk) for risk in risk_coverage(order)] == [
            (pytest.approx(2 / 3, abs=1e-6), 0.5),
            (1.0, third),
        ]
        area = by_name(figures(order))["area under risk-coverage"]
        assert area == (pytest.approx((0.5 + 0.5 + 1 / 3) / 3, abs=1e-6), 3)


def test_the_interval_of_a_share_is_near_that_of_the_binomial() -> None:
    of = np.ones(400)
    counts = np.zeros(400)
    counts[:100] = 1
    low, high = interval(Counted(counts, of))
    spread = 1.96 * math.sqrt(0.25 * 0.75 / 400)
    assert low == pytest.approx(0.25 - spread, abs=0.01)
    assert high == pytest.approx(0.25 + spread, abs=0.01)
    assert interval(Counted(counts, of)) == (low, high)
    assert interval(Counted(np.ones(1), np.ones(1))) == (None, None)
    assert interval(Counted(np.zeros(3), np.zeros(3))) == (None, None)
    assert interval(Counted(np.ones(3), np.ones(3))) == (1.0, 1.0)


def test_the_randomisation_test_of_few_questions_is_exact() -> None:
    """Five questions won and none lost: of 32 ways to swap them, 2 are as far apart."""
    before = np.stack([np.zeros(5), np.ones(5)])
    after = np.stack([np.ones(5), np.ones(5)])
    assert randomisation_p(before, after) == pytest.approx(2 / 32)
    assert randomisation_p(before, before) == 1.0


def test_more_wins_than_chance_is_significant_and_a_few_are_not() -> None:
    def run(right: int) -> list[Outcome]:
        return [
            outcome(str(n), refused=n >= right, shown=(RIGHT,) if n < right else ())
            for n in range(100)
        ]

    def changed(before: int, after: int) -> list[str]:
        reports = [report(run(right), "set", "case", {}) for right in (before, after)]
        found = compare(*reports)
        assert len(found.changes) == abs(before - after)
        assert all(change.won == (after > before) for change in found.changes)
        return [
            difference.name
            for difference in found.differences
            if difference.worse or difference.better
        ]

    assert "first correct" in changed(50, 30)
    assert "first correct" in changed(30, 50)
    assert changed(50, 47) == []


def test_seconds_are_percentiles() -> None:
    outcomes = [outcome(str(n), seconds=n / 100) for n in range(101)]
    assert seconds(outcomes) == {"p50": 0.5, "p95": 0.95}
    assert seconds([]) == {}
