"""The decision: how likely a sentence is to answer, and from which likelihood on it is shown.

Two steps of logistic regression. The first weighs the signs of each sentence (see
`bot.reading.evidence.Signs`), with weights of their own for questions about what something means,
and puts the sentences in order. The second says how often the likeliest one answers, from its
likelihood and how far the next one is behind: that is the confidence. Both are fitted by
`python -m tests.bench.calibrate`, which writes threshold.json; held-out figures are in
BENCHMARKS.md.

What is decided is decided by that. The confidence which is told is scaled once more (Platt 1999),
by questions as people ask them of documents that nobody had seen: on the material that is seen
more answers are right, and the confidence fitted on it promised too much.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
class Confidence:
    """Weights of the second step: of the best sentence's log-odds, and of their distance to the
    next best's."""

    best: float
    ahead: float
    intercept: float


@dataclass(frozen=True, slots=True)
class PlattScaling:
    """A line through log-odds."""

    slope: float = 1.0
    intercept: float = 0.0

    def scaled(self, log_odds: float) -> float:
        """The probability on the scaled line."""
        return _share(self.slope * log_odds + self.intercept)


@dataclass(frozen=True, slots=True)
class Floor:
    """A regression for each form of question, one for the confidence, and for each sort of
    question the confidence, before it is scaled, from which an answer is given."""

    regressions: Mapping[Form, Regression]
    confidence_of: Confidence
    floors: Mapping[Sort, float]
    leads: float = 0.0
    """The confidence from which the nearest passages are shown though none answers: that of
    questions about something else is mostly lower."""
    scalings: Mapping[Form, PlattScaling] = field(default_factory=dict)
    """How the confidence is scaled before it is told; a form without one is told as it is."""

    def log_odds(self, candidate: Candidate) -> float:
        """Log-odds that a sentence answers the question."""
        regression = self.regressions[candidate.form]
        values = zip(Signs.names(), candidate.signs.values(), strict=True)
        return regression.intercept + sum(
            regression.weights[name] * value for name, value in values
        )

    def probability(self, candidate: Candidate) -> float:
        """That a sentence answers the question."""
        return _share(self.log_odds(candidate))

    def lead(self, weighed: Sequence[Candidate]) -> tuple[float, float]:
        """The log-odds of the likeliest sentence, and by how much it is ahead of the next."""
        best, *others = sorted(map(self.log_odds, weighed), reverse=True)
        return best, best - others[0] if others else 0.0

    def confidence(self, weighed: Sequence[Candidate]) -> float:
        """That the likeliest of all sentences answers, as it is told; 0 without any."""
        if not weighed:
            return 0.0
        scaling = self.scalings.get(weighed[0].form, PlattScaling())
        return scaling.scaled(self.certainty(weighed))

    def unscaled(self, weighed: Sequence[Candidate]) -> float:
        """The confidence by which is decided what is shown."""
        return _share(self.certainty(weighed)) if weighed else 0.0

    def certainty(self, weighed: Sequence[Candidate]) -> float:
        """Log-odds that the likeliest sentence answers."""
        best, ahead = self.lead(weighed)
        weights = self.confidence_of
        return weights.intercept + weights.best * best + weights.ahead * ahead

    def leads_to(self, weighed: Sequence[Candidate]) -> bool:
        """Whether the nearest passages are worth showing where none answers."""
        return bool(weighed) and self.unscaled(weighed) >= self.leads

    def answers(self, weighed: Sequence[Candidate]) -> bool:
        """Whether the likeliest sentence is to be shown as an answer."""
        if not weighed:
            return False
        return self.unscaled(weighed) >= self._least(max(weighed, key=self.log_odds))

    def share(self, candidate: Candidate) -> float:
        """The confidence in one sentence by itself as a share of the floor: 1 and more is shown
        as an answer, where no other is as likely."""
        return self.unscaled([candidate]) / max(self._least(candidate), 1e-6)

    def _least(self, candidate: Candidate) -> float:
        return self.floors[sort_of(candidate.form, foreign=bool(candidate.signs.foreign))]


def _share(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


@lru_cache
def calibrated() -> Floor:
    """The floor as calibrated last."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    regressions = {form: Regression(**fitted) for form, fitted in stored["regressions"].items()}
    confidence_of = Confidence(**stored["confidence_of"])
    scalings = {form: PlattScaling(**scaling) for form, scaling in stored["scalings"].items()}
    return Floor(regressions, confidence_of, stored["floors"], stored["leads"], scalings)
