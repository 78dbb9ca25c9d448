"""How well the checker tells supported statements from others.

    python -m tests.bench.checker [--half choosing|reporting] [--wrong] [--rules]
    python -m tests.bench.checker --fit          writes bot/reading/likeness.json anew

The pairs are those of `tests.bench.checker_pairs`; rules and likeness decide, without a second
look; with ``--rules`` the rules alone. ``--fit`` fits the weights of likeness on the choosing half,
and says what they would do there on documents left out in turn.
Prints, for each two languages, the share of false statements that are stopped and of true ones
that are kept, and how it went with each edit. ``--wrong`` lists what went wrong, on the choosing
half only: whoever reads the other half's mistakes has chosen on it.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bot.reading.check import Verdict, Written, check, likeness_of, words_in_common
from bot.reading.likeness import FILE, Compare, compared_by
from ingest.embedding.model import Embedder
from ingest.settings import Settings
from tests.bench.checker_pairs import Pair, pairs

# Of the fit: from this probability on a statement speaks of what it cites, and so much nearer may
# one of its contraries be. Chosen on the choosing half.
LEAST, BEHIND = 0.5, 0.008
_FOLDS = 6


@dataclass
class _Remembering:
    """The default embedder, asked once for each text: every edit cites the same sentence."""

    known: dict[str, npt.NDArray[np.float32]] = field(default_factory=dict)
    embedder: Embedder = field(default_factory=lambda: Embedder(Settings.from_environment()))

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        new = list(dict.fromkeys(text for text in texts if text not in self.known))
        if new:
            self.known.update(zip(new, self.embedder.embed(new), strict=True))
        return np.stack([self.known[text] for text in texts])


@lru_cache
def default_compare() -> Compare:
    """Comparisons by the default embedder."""
    return compared_by(_Remembering())


def verdict_on(pair: Pair, compare: Compare | None = None) -> Verdict:
    """What the checker says of a pair; without ``compare`` its rules alone."""
    written = Written(pair.statement, (1,), pair.language)
    return check(written, [pair.source], compare=compare)


def fit(of: Sequence[Pair]) -> tuple[dict[str, list[float]], str]:
    """Weights that tell true statements from those that cite another sentence, by languages, and
    one line on how they do on documents left out."""
    own = [pair for pair in of if pair.is_true or pair.edit == "wrong citation"]
    signs, foreign = zip(*map(_signs, own), strict=True)
    x, true = np.array(signs), np.array([pair.is_true for pair in own])
    documents = np.array([pair.document for pair in own])
    weights: dict[str, list[float]] = {}
    dropped = kept = 0
    for name, is_foreign in (("own", False), ("other", True)):
        rows = np.flatnonzero(np.array(foreign) == is_foreign)
        made = LogisticRegression(C=100, max_iter=5000).fit(x[rows], true[rows])
        weights[name] = [round(float(each), 3) for each in (*made.coef_[0], made.intercept_[0])]
        for seen, unseen in GroupKFold(_FOLDS).split(rows, groups=documents[rows]):
            made = LogisticRegression(C=100, max_iter=5000).fit(x[rows[seen]], true[rows[seen]])
            related = made.predict_proba(x[rows[unseen]])[:, 1] >= LEAST
            dropped += int((true[rows[unseen]] & ~related).sum())
            kept += int((~true[rows[unseen]] & related).sum())
    return weights, (
        f"documents left out in turn: {dropped} of {int(true.sum())} true statements unrelated, "
        f"{kept} of {int((~true).sum())} wrong citations related"
    )


def _signs(pair: Pair) -> tuple[list[float], bool]:
    written = Written(pair.statement, (1,), pair.language)
    inside, around, foreign = words_in_common(written, [pair.source])
    near = likeness_of(written, [pair.source], default_compare()).near
    return [inside, around, near], foreign


def figures(of: Sequence[Pair], kept: Sequence[bool]) -> dict[str, tuple[int, int, int, int]]:
    """For each two languages: false ones stopped, false ones, true ones kept, true ones."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for pair, is_kept in zip(of, kept, strict=True):
        for name in (pair.languages, "all"):
            at = 2 * pair.is_true
            counts[name][at] += is_kept == pair.is_true
            counts[name][at + 1] += 1
    return {name: (count[0], count[1], count[2], count[3]) for name, count in counts.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", choices=("choosing", "reporting"), default="reporting")
    parser.add_argument("--wrong", action="store_true", help="list what went wrong")
    parser.add_argument("--rules", action="store_true", help="without likeness")
    parser.add_argument("--fit", action="store_true", help="fit the weights of likeness")
    chosen = parser.parse_args()
    if chosen.fit:
        weights, said = fit([pair for pair in pairs() if pair.half == "choosing"])
        written = {"related": weights, "least": LEAST, "behind": BEHIND}
        FILE.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
        print(said)
        return
    made = [pair for pair in pairs() if pair.half == chosen.half]
    verdicts = [verdict_on(pair, None if chosen.rules else default_compare()) for pair in made]
    print("| statement on source | false stopped | true kept |\n|---|---|---|")
    for name, (stopped, false, kept, true) in sorted(
        figures(made, [verdict.kept for verdict in verdicts]).items()
    ):
        shares = (
            f"{stopped} of {false} ({stopped / false:.2f}) | {kept} of {true} ({kept / true:.2f})"
        )
        print(f"| {name} | {shares} |")
    by_edit: dict[str, list[bool]] = defaultdict(list)
    for pair, verdict in zip(made, verdicts, strict=True):
        by_edit[pair.edit].append(verdict.kept == pair.is_true)
    print("\n| edit | right |\n|---|---|")
    for edit, right in by_edit.items():
        print(f"| {edit} | {sum(right)} of {len(right)} |")
    if chosen.wrong and chosen.half == "choosing":
        for pair, verdict in zip(made, verdicts, strict=True):
            if verdict.kept != pair.is_true:
                print(f"\n{pair.edit} ({pair.languages}): {verdict.reason}")
                print(f"  {pair.statement}\n  {pair.source.text}")


if __name__ == "__main__":
    main()
