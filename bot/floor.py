"""The floor: above which probability a sentence is shown as an answer.

A logistic regression over the signs of a sentence (bot.evidence.Signs), fitted on the dev
half of the bench material by `python -m tests.bench.calibrate`, which writes floor.json;
its held-out figures are in BENCHMARKS.md.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.evidence import Signs

FILE = Path(__file__).with_name("floor.json")


@dataclass(frozen=True, slots=True)
class Floor:
    """Weights by sign, and the probability from which an answer is given."""

    weights: dict[str, float]
    intercept: float
    floor: float
    """For a question in the language of the sentence."""
    foreign_floor: float
    """For a question in another language, where every score is lower."""
    least_covered: float = 0.0
    """Share of the question's terms that passage and header must hold, in its own language."""

    def probability(self, signs: Signs) -> float:
        """That a sentence with these signs answers the question."""
        values = zip(Signs.names(), signs.values(), strict=True)
        logit = self.intercept + sum(self.weights[name] * value for name, value in values)
        return 1 / (1 + math.exp(-logit))

    def passes(self, signs: Signs) -> bool:
        """Whether it is to be shown as an answer."""
        if signs.foreign:
            return self.probability(signs) >= self.foreign_floor
        return signs.passage_covered >= self.least_covered and (
            self.probability(signs) >= self.floor
        )


@lru_cache
def calibrated() -> Floor:
    """The floor as calibrated last."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    names = ("weights", "intercept", "floor", "foreign_floor", "least_covered")
    return Floor(**{name: told[name] for name in names})
