"""The checker as a classifier, on the half of the statements that nothing was made for."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.bench.checker import figures, verdict_on
from tests.bench.checker_pairs import PAIRS, pairs, write_down
from tests.bench.material import SHARED


def test_false_statements_are_stopped_and_true_ones_kept() -> None:
    made = [pair for pair in pairs() if pair.half == "reporting"]
    kept = [verdict_on(pair).kept for pair in made]
    stopped, false, true_kept, true = figures(made, kept)["all"]
    assert false > 100
    assert stopped / false >= 0.97
    assert true_kept / true >= 0.83


@pytest.mark.skipif(not SHARED.exists(), reason="needs the bench material in ../shared")
def test_the_pairs_are_those_that_are_kept_and_four_hundred_of_each_two_languages() -> None:
    assert write_down() == PAIRS.read_text(encoding="utf-8")
    counts = Counter(pair.languages for pair in pairs())
    assert len(counts) == 4
    assert min(counts.values()) >= 400
