"""How many denials are found in suits where the two sides use other words, and how many of those
shown are any.

    python -m tests.bench.denials --library DIR [--half HALF] [--wrong]

denials.tsv has eight invented suits (employment, leases, a patent, insurance, a sale, a typeface;
English, French, and one side in each), of which four are only reported. Each becomes a case of two
papers: a complaint of numbered paragraphs and the paper of the other side, whose paragraphs stand
in another order. Of the answers some deny, some grant an allegation in other words and some hold a
negation that concerns something else. What is shown is right where it sets an answer that denies
beside the allegation that it denies; everything else is wrong. DIR keeps what was ingested.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.overview.disagreements import disagreements
from bot.overview.sourced import SourcePlace
from bot.reading.cross_encoder import Reranker
from ingest.errors import PinciteError
from ingest.settings import Settings
from ingest.store.catalogue import Case, Catalogue
from ingest.store.library import Library
from ingest.sync.mirror import ingest

WRITTEN = Path(__file__).with_name("denials.tsv")
_FIRST = 3
"""The number of the first paragraph."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An allegation and what the other side says to it, which ``answers`` it: "denies",
    "agrees" or is "beside" it."""

    half: str
    suit: str
    languages: str
    answers: str
    alleged: str
    answer: str


@dataclass(frozen=True, slots=True)
class DenialFigures:
    """Counts by languages and "all"; ``wrong`` lists what was missed and what is wrong."""

    planted: Counter[str]
    found: Counter[str]
    shown: Counter[str]
    wrong: tuple[str, ...]


def suits() -> Mapping[str, Sequence[Answered]]:
    """By name the suits of denials.tsv, the numbers of paragraphs set in."""
    found: dict[str, list[Answered]] = defaultdict(list)
    for line in WRITTEN.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            row = Answered(*line.split("\t"))
            number = str(_FIRST + len(found[row.suit]))
            found[row.suit].append(replace(row, answer=row.answer.replace("{n}", number)))
    return found


def bring_in(library: Library, name: str, rows: Sequence[Answered]) -> Case:
    """The suit as a case of two papers, ingested where it is not yet."""
    try:
        return library.catalogue.case(name)
    except PinciteError:
        pass
    with tempfile.TemporaryDirectory(prefix="pincite-denials-") as folder:
        at = Path(folder)
        alleged = [f"{_FIRST + place}. {row.alleged}" for place, row in enumerate(rows)]
        answered = sorted(row.answer for row in rows)
        (at / "complaint.txt").write_text("\n\n".join(alleged) + "\n", encoding="utf-8")
        (at / "opposition.txt").write_text("\n\n".join(answered) + "\n", encoding="utf-8")
        kinds = {"complaint.txt": {"kind": "complaint"}, "opposition.txt": {"kind": "opposition"}}
        (at / "case.yaml").write_text(json.dumps({"documents": kinds}))
        ingest(library, name, [at])
    return library.catalogue.case(name)


def measure(library: Library, half: str) -> DenialFigures:
    """Run the search on each suit of a half."""
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    wrong: list[str] = []
    reader = Reranker(library.settings)
    for suit, rows in suits().items():
        if rows[0].half != half:
            continue
        case = bring_in(library, suit, rows)
        hits: set[str] = set()
        names = (rows[0].languages, "all")
        for each in disagreements(library, case, reader=reader).found:
            alleged, answer = (_text(library.catalogue, p) for p in (each.asserted, each.against))
            hit = next((row for row in rows if _is_row(row, alleged, answer)), None)
            shown.update(names)
            if hit is None or hit.answers != "denies":
                what = hit.answers if hit else "other"
                wrong.append(f"{what}: {each.kind} {each.likeness:.2f}\n   {alleged}\n   {answer}")
            else:
                hits.add(hit.answer)
        for row in rows:
            if row.answers == "denies":
                planted.update(names)
                if row.answer in hits:
                    found.update(names)
                else:
                    wrong.append(f"missed {suit}\n   {row.alleged}\n   {row.answer}")
    return DenialFigures(planted, found, shown, tuple(wrong))


def _is_row(row: Answered, alleged: str, answer: str) -> bool:
    return row.alleged.rstrip(".") in alleged and answer.rstrip(".") in row.answer


def _text(catalogue: Catalogue, place: SourcePlace) -> str:
    return catalogue.passage(place.passage_id).passage.text[place.start : place.end]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--half", choices=("choosing", "reporting"), default="reporting")
    parser.add_argument("--wrong", action="store_true", help="list the choosing half's mistakes")
    given = parser.parse_args()
    library = Library(replace(Settings.from_environment(), library=given.library))
    figures = measure(library, given.half)
    print("| | planted | found | recall | shown | precision |")
    print("|---|---|---|---|---|---|")
    for name in sorted(figures.planted):
        planted, found, shown = (
            counts[name] for counts in (figures.planted, figures.found, figures.shown)
        )
        print(
            f"| {name} | {planted} | {found} | {found / planted:.2f} | {shown} "
            f"| {found / shown if shown else 0:.2f} |"
        )
    if given.wrong and given.half == "choosing":
        print("\n".join(figures.wrong))


if __name__ == "__main__":
    main()
