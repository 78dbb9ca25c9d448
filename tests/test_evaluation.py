"""The question set on the sample case against the figures kept in the repository: what was won
and lost is printed, and nothing may be significantly worse.

A question takes seconds of a plain processor, so that the everyday run asks every third. A change
of what is found or shown is held to all of them:

    python -m pytest -m "bench or not bench" tests/test_evaluation.py

After a change that is meant to move the figures, keep the new ones:

    pincite evaluate data/wiwynn-v-x.questions.jsonl --json > data/wiwynn-v-x.figures.json
"""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from bot.ask import Bot
from bot.evaluation.compare import compare
from bot.evaluation.evaluate import evaluate
from bot.evaluation.outcome import read_report
from bot.evaluation.question_set import load
from bot.evaluation.tables import compared
from ingest.settings import ROOT
from tests.bench.facts import CASE

DATA = ROOT / "data"


@pytest.mark.model
@pytest.mark.timeout(1800)  # a question takes six seconds where the processor lacks bfloat16
@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.bench)])
def test_the_answers_are_no_worse_than_those_kept(
    sample: Bot, capsys: pytest.CaptureFixture[str], every: int
) -> None:
    kept = read_report(DATA / "wiwynn-v-x.figures.json")
    questions = load(DATA / "wiwynn-v-x.questions.jsonl")
    assert {outcome.id for outcome in kept.outcomes} == {question.id for question in questions}
    asked = questions[::every]
    found = evaluate(sample, sample.library.catalogue, CASE, asked)
    identities = {question.id for question in asked}
    kept = replace(
        kept, outcomes=tuple(outcome for outcome in kept.outcomes if outcome.id in identities)
    )
    comparison = compare(kept, found)
    with capsys.disabled():  # the output of a process of pytest-xdist goes nowhere, its errors do
        print(f"\n{compared(comparison)}", file=sys.stderr)
    assert comparison.missing == ()
    assert comparison.worse == ()
    # A quote that does not stand in its document may not be shown even once.
    assert found.figure("quotes verified").value == 1.0
