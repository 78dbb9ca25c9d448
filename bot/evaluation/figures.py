"""Figures over the outcomes of a run, each with its 95% bootstrap interval.

Ranking measures are those of ir-measures. Every other figure is a share: what counts over what
could have counted, summed over the questions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
import numpy.typing as npt
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

from bot.evaluation.outcome import Figure, Outcome, Risk

SEED = 20240816
RESAMPLES = 2000
# Deep enough for every measure; the bot itself looks at 20 passages.
_DEPTH = 20
_MEASURES = {
    "recall@1": R @ 1,
    "recall@3": R @ 3,
    "recall@5": R @ 5,
    "recall@10": R @ 10,
    "MRR": RR,
    "nDCG@10": nDCG @ 10,
}
PASSAGES = tuple(f"passage {name}" for name in _MEASURES)
DOCUMENTS = tuple(f"document {name}" for name in _MEASURES)

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure's parts by question: it is sum(counts) / sum(of). ``of`` is 0 for a question
    that does not take part."""

    counts: Array
    of: Array

    @property
    def n(self) -> int:
        return int(np.count_nonzero(self.of))

    @property
    def value(self) -> float | None:
        total = float(self.of.sum())
        return float(self.counts.sum()) / total if total else None


_SHARES: dict[str, Callable[[Outcome], tuple[float, float]]] = {
    "right": lambda outcome: (outcome.right, 1),
    "first correct": lambda outcome: (outcome.first_correct, outcome.answerable),
    "any correct": lambda outcome: (outcome.any_correct, outcome.answerable),
    "citation precision": lambda outcome: (
        (outcome.expected_citations, outcome.citations) if outcome.answerable else (0, 0)
    ),
    "citation recall": lambda outcome: (outcome.cited_sources, outcome.sources),
    "quotes verified": lambda outcome: (outcome.verbatim, outcome.citations),
    "pin cites right": lambda outcome: (outcome.pinned, outcome.citations),
    "refusal precision": lambda outcome: (
        outcome.refused and not outcome.answerable,
        outcome.refused,
    ),
    "refusal recall": lambda outcome: (
        outcome.refused and not outcome.answerable,
        not outcome.answerable,
    ),
}
"""By question: what counts, and of how much."""
ANSWERS = (*_SHARES, "area under risk-coverage")


def ranking_measures(ranks: Mapping[str, Sequence[int]]) -> dict[str, dict[str, float]]:
    """By measure and question: ``ranks`` are those of each of its expected sources, 0 where a
    source was not found. Of sources at one rank, the second stands one further down."""
    relevant = [
        Qrel(id_, f"source {number}", 1)
        for id_, found in ranks.items()
        for number, _ in enumerate(found)
    ]
    ranked = [document for id_, found in ranks.items() for document in _ranked(id_, found)]
    values: dict[str, dict[str, float]] = {name: {} for name in _MEASURES}
    by_measure = {str(measure): name for name, measure in _MEASURES.items()}
    for metric in ir_measures.iter_calc(list(_MEASURES.values()), relevant, ranked):
        values[by_measure[str(metric.measure)]][metric.query_id] = metric.value
    return values


def _ranked(id_: str, ranks: Sequence[int]) -> Iterable[ScoredDoc]:
    order: list[str] = []
    for rank in range(1, _DEPTH + 1):
        order += [f"source {n}" for n, found in enumerate(ranks) if found == rank] or [f"x{rank}"]
    return [ScoredDoc(id_, source, -float(place)) for place, source in enumerate(order)]


def counted(outcomes: Sequence[Outcome]) -> dict[str, Counted]:
    """Every figure that is a share or a mean, by name, with its parts by question."""
    answerable = {
        outcome.id: outcome for outcome in outcomes if outcome.answerable and outcome.sources
    }
    levels = {
        "passage": {id_: outcome.passage_ranks for id_, outcome in answerable.items()},
        "document": {id_: outcome.document_ranks for id_, outcome in answerable.items()},
    }
    found = {}
    for level, ranks in levels.items():
        for name, values in ranking_measures(ranks).items() if ranks else ():
            found[f"{level} {name}"] = Counted(
                np.array([values.get(outcome.id, 0.0) for outcome in outcomes]),
                np.array([float(outcome.id in values) for outcome in outcomes]),
            )
    for name, share in _SHARES.items():
        parts = np.array([share(outcome) for outcome in outcomes], dtype=float).reshape(-1, 2)
        found[name] = Counted(parts[:, 0], parts[:, 1])
    return found


def figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """All figures: over all questions, by pair of languages, over the follow-ups, and by tag."""
    groups: dict[str, list[Outcome]] = {"all": list(outcomes)}
    for pair in sorted({outcome.pair for outcome in outcomes if outcome.pair}):
        groups[pair] = [outcome for outcome in outcomes if outcome.pair == pair]
    groups["follow-ups"] = [outcome for outcome in outcomes if outcome.earlier]
    groups["first questions"] = [outcome for outcome in outcomes if not outcome.earlier]
    for tag in sorted({tag for outcome in outcomes for tag in outcome.tags} - groups.keys()):
        groups[tag] = [outcome for outcome in outcomes if tag in outcome.tags]
    return tuple(
        figure for group, chosen in groups.items() if chosen for figure in _of_group(group, chosen)
    )


def _of_group(group: str, outcomes: Sequence[Outcome]) -> Iterable[Figure]:
    for name, parts in counted(outcomes).items():
        low, high = interval(parts)
        yield Figure(name, group, _rounded(parts.value), low, high, parts.n)
    yield _area_figure(group, outcomes)


def _area_figure(group: str, outcomes: Iterable[Outcome]) -> Figure:
    pairs = [
        (outcome.confidence, not (outcome.answerable and outcome.likeliest_correct))
        for outcome in outcomes
        if outcome.confidence is not None
    ]
    confidences, wrong = np.array(pairs, dtype=float).reshape(-1, 2).T
    low, high = _resampled(
        lambda at: np.array([_area(confidences[row], wrong[row]) for row in at]), len(pairs)
    )
    area = _area(confidences, wrong) if pairs else None
    return Figure(ANSWERS[-1], group, _rounded(area), low, high, len(pairs))


def interval(parts: Counted) -> tuple[float | None, float | None]:
    """The 95% percentile bootstrap interval over the questions that take part."""
    takes_part = parts.of > 0
    counts, of = parts.counts[takes_part], parts.of[takes_part]
    return _resampled(lambda at: counts[at].sum(axis=-1) / of[at].sum(axis=-1), len(counts))


def _resampled(
    statistic: Callable[[npt.NDArray[np.int64]], Array], n: int
) -> tuple[float | None, float | None]:
    if n < 2:
        return None, None
    # Loaded late: it takes 1.5 s of the processor, and the app should not wait for it at its start.
    from scipy.stats import bootstrap

    found = bootstrap(
        (np.arange(n),),
        lambda at, axis: statistic(at),
        method="percentile",
        n_resamples=RESAMPLES,
        rng=np.random.default_rng(SEED),
        vectorized=True,
    ).confidence_interval
    return _rounded(float(found.low)), _rounded(float(found.high))


def _area(confidences: Array, wrong: Array) -> float:
    """Mean risk over all coverages (Geifman and El-Yaniv 2017); the less the better. Questions of
    one confidence come in any order: each counts as their mean. At least one question."""
    levels, of_level = np.unique(-confidences, return_inverse=True)
    mean = np.bincount(of_level, wrong, len(levels)) / np.bincount(of_level, minlength=len(levels))
    ordered = mean[np.sort(of_level)]
    return float((ordered.cumsum() / np.arange(1, len(ordered) + 1)).mean())


def risk_coverage(outcomes: Sequence[Outcome]) -> tuple[Risk, ...]:
    """The curve, the surest question first: what would be wrong if just so many were answered
    with the likeliest sentence. A question that nothing answers is wrong whenever answered. Of
    questions of one confidence all are answered or none. Those that were looked up have no
    confidence, and no part in it."""
    ordered = sorted(
        (-outcome.confidence, outcome.id, not (outcome.answerable and outcome.likeliest_correct))
        for outcome in outcomes
        if outcome.confidence is not None
    )
    points = []
    wrong = 0
    for number, (negative, _, is_wrong) in enumerate(ordered, 1):
        wrong += is_wrong
        if ordered[number : number + 1] and ordered[number][0] == negative:
            continue
        points.append(
            Risk(round(number / len(ordered), 6), round(wrong / number, 6), round(-negative, 6))
        )
    return tuple(points)


def seconds(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Median and 95th percentile of the seconds a question took."""
    taken = [outcome.seconds for outcome in outcomes]
    if not taken:
        return {}
    return {f"p{p}": round(float(np.percentile(taken, p)), 3) for p in (50, 95)}


def _rounded(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else round(value, 6)
