"""How many of the dates and amounts printed on pages of real filings are found, and how rightly.

    python -m tests.bench.found_facts [--misses]

Pages were drawn by a seed and read by hand (`facts.labels.tsv`: every date with its year and every
amount of a page, "-" for a page without). Dates in citations of decisions, years alone and the
stamps of CM/ECF are none; an amount in words with its figures beside it is two. One half was only
ever used to report; its scanned pages have no labels. Filings name few amounts, so that pages of
contracts with a sign of money were drawn as well, halved by a hash of their names.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ingest.document import Passage
from ingest.formats.sandbox.parent import read_isolated
from ingest.passages.facts import amount_facts, date_facts
from ingest.passages.split import split
from tests.bench.material import SHARED

LABELS = Path(__file__).with_name("facts.labels.tsv")
FOLDERS = {
    "choose": SHARED / "bench" / "filings",
    "report": SHARED / "bench" / "natural" / "filings",
}
CONTRACTS = SHARED / "bench" / "contracts"
Page = tuple[str, str, str, int]
"""Half, kind, file and number of the page."""


def labelled() -> dict[Page, Counter[str]]:
    """The values on each page, as often as they stand there."""
    pages: dict[Page, Counter[str]] = defaultdict(Counter)
    with LABELS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            page = (row["half"], row["kind"], row["file"], int(row["page"]))
            pages[page].update([] if row["value"] == "-" else [row["value"]])
    return dict(pages)


@cache
def passages_of(file: Path) -> Sequence[Passage]:
    reading = read_isolated(file, file.name)
    return tuple(split(reading.pages, reading.format, "en"))


def found_on(page: Page) -> Counter[str]:
    """The values that are found on a page."""
    half, kind, name, number = page
    folder = CONTRACTS if name.startswith("contract-") else FOLDERS[half]
    passages = passages_of(folder / name)
    if kind == "amount":
        return Counter(f"{fact.value:f}" for fact in amount_facts(passages) if fact.page == number)
    return Counter(
        f"{fact.begins}" if fact.begins == fact.ends else f"{fact.begins:%Y-%m}"
        for fact in date_facts(passages, None)
        if fact.page == number
    )


def main() -> None:
    sums: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for page, printed in labelled().items():
        found = found_on(page)
        right = found & printed
        sums[page[:2]].update(
            right=right.total(), found=found.total(), printed=printed.total(), pages=1
        )
        if "--misses" in sys.argv and found != printed:
            print(*page, "missed", dict(printed - found), "wrong", dict(found - printed))
    print("| half | kind | pages | printed | precision | recall |")
    for (half, kind), counts in sums.items():
        precision = counts["right"] / max(counts["found"], 1)
        recall = counts["right"] / max(counts["printed"], 1)
        print(
            f"| {half} | {kind}s | {counts['pages']} | {counts['printed']} "
            f"| {precision:.2f} | {recall:.2f} |"
        )


if __name__ == "__main__":
    main()
