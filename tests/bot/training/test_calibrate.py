"""The confidence told is fitted on what nobody had seen."""

from __future__ import annotations

from dataclasses import replace

from bot.reading.evidence import Candidate
from bot.training.calibrate import Posed, fit
from tests.support.candidates import sentence


def _sentence(reranked: float) -> Candidate:
    candidate = sentence("Acme paid.")
    return replace(candidate, signs=replace(candidate.signs, reranked=reranked))


def _posed(number: int, *, right: bool, unseen: bool) -> Posed:
    likely = 1.0 + number / 100
    return Posed(
        material="unseen" if unseen else "seen",
        form="other",
        sort="own",
        candidates=(_sentence(likely), _sentence(-likely)),
        right=(right, False),
        answerable=right,
        unseen=unseen,
    )


def test_an_answer_of_the_unseen_kind_is_told_as_often_right_as_it_was() -> None:
    seen = [_posed(number, right=number % 10 > 0, unseen=False) for number in range(40)]
    unseen = [_posed(number, right=number % 4 == 0, unseen=True) for number in range(40)]
    without = fit(seen)
    assert without.scalings == {}
    floor = fit([*seen, *unseen])
    confidences = [floor.confidence(question.candidates) for question in unseen]
    assert abs(sum(confidences) / len(confidences) - 0.25) < 0.05
    assert min(floor.unscaled(question.candidates) for question in unseen) > max(confidences)
