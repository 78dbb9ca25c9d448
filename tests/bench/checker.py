"""How well the checker tells supported statements from others.

    python -m tests.bench.checker [--half choosing|reporting] [--wrong]

The pairs are those of `tests.bench.checker_pairs`; the rules alone decide, without a second look.
Prints, for each two languages, the share of false statements that are stopped and of true ones
that are kept, and how it went with each edit. ``--wrong`` lists what went wrong, on the choosing
half only: whoever reads the other half's mistakes has chosen on it.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence

from bot.reading.check import Verdict, Written, check
from tests.bench.checker_pairs import Pair, pairs


def verdict_on(pair: Pair) -> Verdict:
    """What the checker says of a pair."""
    return check(Written(pair.statement, (1,), pair.language), [pair.source])


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
    chosen = parser.parse_args()
    made = [pair for pair in pairs() if pair.half == chosen.half]
    verdicts = [verdict_on(pair) for pair in made]
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
