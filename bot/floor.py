"""The floor: above which probability a sentence is shown as an answer.

A logistic regression over the signs of a sentence (bot.evidence.Signs), fitted on
the bench material by `python -m tests.bench.calibrate`, which writes floor.json; its held-out
figures are in BENCHMARKS.md.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from bot.evidence import Signs

FILE = Path(__file__).with_name("floor.json")


Sort = Literal["own", "foreign", "own definition", "foreign definition"]
"""Sorts of questions whose scores do not compare: in the language of the sentence or in another,
about what something means or about anything else."""


def sort_of(*, foreign: bool, definition: bool) -> Sort:
    """The sort of a question, asked of a sentence in its own or in another language."""
    if definition:
        return "foreign definition" if foreign else "own definition"
    return "foreign" if foreign else "own"


@dataclass(frozen=True, slots=True)
class Floor:
    """Weights by sign, and for each sort the probability from which an answer is given."""

    weights: Mapping[str, float]
    intercept: float
    floors: Mapping[Sort, float]

    def probability(self, signs: Signs) -> float:
        """That a sentence with these signs answers the question."""
        values = zip(Signs.names(), signs.values(), strict=True)
        logit = self.intercept + sum(self.weights[name] * value for name, value in values)
        return 1 / (1 + math.exp(-logit))

    def passes(self, signs: Signs) -> bool:
        """Whether it is to be shown as an answer."""
        sort = sort_of(foreign=bool(signs.foreign), definition=bool(signs.definition))
        return self.probability(signs) >= self.floors[sort]


@lru_cache
def calibrated() -> Floor:
    """The floor as calibrated last."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    return Floor(told["weights"], told["intercept"], told["floors"])
