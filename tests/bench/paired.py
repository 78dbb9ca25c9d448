"""Two orders of the same hits, compared question by question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import permutation_test

SEED = 20240816
_RESAMPLES = 9999

Values = npt.NDArray[np.float64]

MEASURES: dict[str, Callable[[int], float]] = {
    "recall@1": lambda rank: float(rank == 1),
    "recall@5": lambda rank: float(0 < rank <= 5),
    "MRR": lambda rank: 1 / rank if rank else 0.0,
}


@dataclass(frozen=True, slots=True)
class Trial:
    """The ranks of the first passage that answers one question, 0 for none; ``group`` is the
    case and the pair of languages."""

    group: tuple[str, str]
    before: int
    after: int


def p_value(before: Values, after: Values) -> float:
    """Two-sided, by random exchange of the two within pairs (a paired randomisation test)."""
    if np.array_equal(before, after):
        return 1.0
    found = permutation_test(
        (before, after),
        lambda first, other, axis: np.mean(other - first, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=_RESAMPLES,
        rng=np.random.default_rng(SEED),
    )
    return float(found.pvalue)


def report(trials: Sequence[Trial], before: str, after: str) -> None:
    """A table by group and measure."""
    columns = ("case", "question to passage", "n", "measure", before, after, "difference", "p")
    print(f"\n| {' | '.join(columns)} |\n{'|---' * len(columns)}|")
    groups: dict[tuple[str, str], list[Trial]] = {}
    for trial in trials:
        groups.setdefault(trial.group, []).append(trial)
    for group, members in groups.items():
        for name, measure in MEASURES.items():
            firsts = np.array([measure(trial.before) for trial in members])
            seconds = np.array([measure(trial.after) for trial in members])
            cells = (
                *group,
                str(len(members)),
                name,
                f"{firsts.mean():.3f}",
                f"{seconds.mean():.3f}",
                f"{seconds.mean() - firsts.mean():+.3f}",
                f"{p_value(firsts, seconds):.4f}",
            )
            print(f"| {' | '.join(cells)} |")
