"""The checker as a classifier, on the half of the statements that nothing was made for."""

from __future__ import annotations

from bot.reading.check import Written, check
from tests.bench.checker import figures, pairs


def test_false_statements_are_stopped_and_true_ones_kept() -> None:
    made = [pair for pair in pairs() if pair.half == "reporting"]
    kept = [
        check(Written(pair.statement, (1,), pair.language), [pair.source]).kept for pair in made
    ]
    stopped, false, true_kept, true = figures(made, kept)["all"]
    assert false > 100
    assert stopped / false >= 0.95
    assert true_kept / true >= 0.8


def test_the_pairs_are_the_same_each_time() -> None:
    assert pairs() == pairs()
