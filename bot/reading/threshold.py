"""The floor: above which probability a sentence is shown as an answer.

Logistic regressions over the signs of a sentence (bot.reading.evidence.Signs), one for questions
about what something means and one for all others, fitted on the bench material by
`python -m tests.bench.calibrate`, which writes threshold.json; its held-out figures are in
BENCHMARKS.md.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from bot.reading.evidence import Candidate, Form, Signs

FILE = Path(__file__).with_name("threshold.json")


Sort = Literal["own", "foreign", "own definition", "foreign definition"]
"""Sorts of questions whose scores do not compare: in the language of the sentence or in another,
about what something means or about anything else."""


def sort_of(form: Form, *, foreign: bool) -> Sort:
    """The sort of a question, asked of a sentence in its own or in another language."""
    if form == "definition":
        return "foreign definition" if foreign else "own definition"
    return "foreign" if foreign else "own"


@dataclass(frozen=True, slots=True)
class Regression:
    """Weights by sign."""

    weights: Mapping[str, float]
    intercept: float


@dataclass(frozen=True, slots=True)
class Floor:
    """A regression for each form of question, and for each sort the probability from which an
    answer is given."""

    regressions: Mapping[Form, Regression]
    floors: Mapping[Sort, float]

    def probability(self, one: Candidate) -> float:
        """That a sentence answers the question."""
        regression = self.regressions[one.form]
        values = zip(Signs.names(), one.signs.values(), strict=True)
        logit = regression.intercept + sum(
            regression.weights[name] * value for name, value in values
        )
        return 1 / (1 + math.exp(-logit))

    def passes(self, one: Candidate) -> bool:
        """Whether it is to be shown as an answer."""
        return self.probability(one) >= self._least(one)

    def share(self, one: Candidate) -> float:
        """Its probability as a share of the floor: 1 and more is shown as an answer."""
        return self.probability(one) / max(self._least(one), 1e-6)

    def _least(self, one: Candidate) -> float:
        return self.floors[sort_of(one.form, foreign=bool(one.signs.foreign))]


@lru_cache
def calibrated() -> Floor:
    """The floor as calibrated last."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    regressions = {form: Regression(**fitted) for form, fitted in told["regressions"].items()}
    return Floor(regressions, told["floors"])
