"""Two runs of the same questions compared question by question: which were won and lost, and
whether the figures differ by more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.evaluation.figures import SEED, Counted, counted
from bot.evaluation.outcome import Outcome, Report
from ingest.errors import QuestionsRefused

ALPHA = 0.05
_RESAMPLES = 9999
# What decides whether a run is worse: few figures, so that correcting for their number costs
# little; the others follow from them.
HEADLINE = (
    "passage recall@1",
    "passage recall@10",
    "passage MRR",
    "right",
    "first correct",
    "any correct",
    "citation precision",
    "citation recall",
    "refusal precision",
    "refusal recall",
)
# A quote that is not in its document, or a wrong pin cite, is never chance.
ALWAYS = ("quotes verified", "pin cites right")


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """One figure before and after, over the questions of both runs. ``p`` is that of the paired
    randomisation test, two-sided; ``worse`` says whether it fell significantly (Holm 1979, over
    the headline figures), or fell at all where nothing may be lost."""

    name: str
    before: float | None
    after: float | None
    p: float
    n: int
    worse: bool = False
    better: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A question that was right in one run only."""

    before: Outcome
    after: Outcome

    @property
    def won(self) -> bool:
        return self.after.right


@dataclass(frozen=True, slots=True)
class Comparison:
    """The later run against the earlier. ``missing`` are identities of questions in one run
    only, or worded differently: they are compared nowhere."""

    differences: tuple[FigureDifference, ...]
    changes: tuple[Change, ...]
    missing: tuple[str, ...]

    @property
    def worse(self) -> tuple[FigureDifference, ...]:
        """The figures that fell significantly."""
        return tuple(difference for difference in self.differences if difference.worse)


def compare(before: Report, after: Report) -> Comparison:
    """Compare a run with an earlier one.

    Raises QuestionsRefused where they share no question.
    """
    earlier = {_key(outcome): outcome for outcome in before.outcomes}
    later = {_key(outcome): outcome for outcome in after.outcomes}
    shared = [key for key in later if key in earlier]
    if not shared:
        raise QuestionsRefused(
            "The two runs have no question in common.", "Compare runs of the same question set."
        )
    pairs = [(earlier[key], later[key]) for key in shared]
    return Comparison(
        differences=_judged(_differences(pairs)),
        changes=tuple(Change(old, new) for old, new in pairs if old.right != new.right),
        missing=tuple(sorted({key[0] for key in earlier.keys() ^ later.keys()})),
    )


def _key(outcome: Outcome) -> tuple[str, str, tuple[str, ...], bool]:
    return outcome.id, outcome.question, outcome.earlier, outcome.answerable


def _differences(pairs: Sequence[tuple[Outcome, Outcome]]) -> list[FigureDifference]:
    before, after = (counted([pair[side] for pair in pairs]) for side in (0, 1))
    return [_difference(name, before[name], after[name]) for name in before if name in after]


def _difference(name: str, before: Counted, after: Counted) -> FigureDifference:
    takes_part = (before.of > 0) | (after.of > 0)
    old, new = (
        np.stack([each.counts[takes_part], each.of[takes_part]]) for each in (before, after)
    )
    return FigureDifference(
        name=name,
        before=_rounded(before.value),
        after=_rounded(after.value),
        p=randomisation_p(old, new),
        n=int(takes_part.sum()),
    )


def randomisation_p(before: npt.NDArray[np.float64], after: npt.NDArray[np.float64]) -> float:
    """How often swapping the two runs' results of random questions makes the figures differ as
    much as they do (Smucker, Allan and Carterette 2007). Rows are counts and of how much."""
    n = before.shape[1]
    if n == 0 or np.array_equal(before, after):
        return 1.0
    parts = np.concatenate([before, after], axis=1)

    def apart(first: npt.NDArray[np.int64], second: npt.NDArray[np.int64], axis: int) -> object:
        shares = [
            _share(parts[0][rows].sum(axis=axis), parts[1][rows].sum(axis=axis))
            for rows in (first, second)
        ]
        return shares[1] - shares[0]

    # Loaded late: see `figures`.
    from scipy.stats import permutation_test

    # What is swapped are places in ``parts``, so that counts and "of" stay together.
    found = permutation_test(
        (np.arange(n), np.arange(n, 2 * n)),
        apart,
        permutation_type="samples",
        n_resamples=_RESAMPLES,
        rng=np.random.default_rng(SEED),
        vectorized=True,
    )
    return round(float(found.pvalue), 4)


def _share(counts: npt.NDArray[np.float64], of: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The sum of counts over the sum of possible counts. Where nothing is left to count it is 0, so
    that not answering is never a gain."""
    return np.divide(counts, of, out=np.zeros_like(counts), where=of > 0)


def _judged(differences: Sequence[FigureDifference]) -> tuple[FigureDifference, ...]:
    """The differences with ``worse`` and ``better`` decided."""
    significant = _holm(
        {difference.name: difference.p for difference in differences if difference.name in HEADLINE}
    )
    judged = []
    for difference in differences:
        fell = (difference.after or 0.0) < (difference.before or 0.0)
        rose = (difference.after or 0.0) > (difference.before or 0.0)
        # Nothing cited at all: there is no wrong pin cite either.
        lost = difference.name in ALWAYS and fell and difference.after is not None
        judged.append(
            FigureDifference(
                difference.name,
                difference.before,
                difference.after,
                difference.p,
                difference.n,
                worse=lost or (fell and difference.name in significant),
                better=rose and difference.name in significant,
            )
        )
    return tuple(judged)


def _holm(values: dict[str, float]) -> set[str]:
    """The names that are significant, corrected for how many there are."""
    kept: set[str] = set()
    for place, name in enumerate(sorted(values, key=lambda name: values[name])):
        if values[name] > ALPHA / (len(values) - place):
            break
        kept.add(name)
    return kept


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
