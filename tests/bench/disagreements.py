"""How many planted disagreements are found, and how many of those shown are any.

    python -m tests.bench.disagreements --library DIR [--filings DIR] [--half HALF] [--wrong]

Beside a real document lies a paper of another side that was made of sentences written by hand:
some say the same as a sentence of the document, some have another figure or date, or deny it. The
document is quoted in English or French, the paper is in either. Two kinds of sentences are planted:
those of statements.tsv, changed as `tests.bench.checker_pairs` changes them, and those of
disagreements.tsv, on filings that `--filings` names the folder of. Each paper has every sentence
once, in one of its versions; by papers all versions come in.

What is shown counts as right where a changed sentence stands beside the sentence it was made
against. Everything else counts as wrong, also where the document says the same in another place:
`--wrong` lists it, to be read by hand. What real papers of a suit say against each other counts
neither way, and `--real` lists it.
Halves are by document, as the checker's; `--wrong` lists the choosing half alone. DIR keeps what
was ingested.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bot.overview.disagreements import BY_NUMBER, Disagreement, disagreements
from bot.overview.sourced import SourcePlace
from bot.reading.cross_encoder import Reranker
from ingest.errors import PinciteError
from ingest.settings import ROOT, Settings
from ingest.store.catalogue import Case, Catalogue
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.bench.checker_pairs import CHOOSING, Statement, by_hand, pairs_of
from tests.bench.material import SHARED

WRITTEN = Path(__file__).with_name("disagreements.tsv")
SAMPLE = ROOT / "data" / "wiwynn-v-x"
Half = Literal["choosing", "reporting"]
Change = Literal["amount", "date", "number", "denial", ""]

_CHOOSING_SUITS = ("657892", "719911", "306678")
_SUFFIXES = (".pdf", ".html", ".docx", ".xml")
_EDITS: dict[str, Change] = {"amount": "amount", "date": "date", "negation": "denial"}
_KIND = "opposition"
_COURT = ("decision", "judgment", "order", "opinion")


@dataclass(frozen=True, slots=True)
class Version:
    """One way to say, or to gainsay, what a sentence says; ``change`` is empty where it says the
    same."""

    text: str
    language: str
    change: Change


@dataclass(frozen=True, slots=True)
class PlantedOn:
    """A sentence of a document, named by its first and last words, and its versions."""

    document: str
    begins: str
    ends: str
    versions: tuple[Version, ...]

    def stands_in(self, text: str) -> bool:
        held, begins, ends = (_plain(each) for each in (text, self.begins, self.ends))
        at = held.find(begins)
        return at >= 0 and held.find(ends, at) >= 0


@dataclass(frozen=True, slots=True)
class PlantedCase:
    """Documents with the papers planted beside them; ``papers`` gives for each the sentences in it
    with the version that each has."""

    name: str
    half: Half
    files: tuple[Path, ...]
    papers: tuple[tuple[tuple[PlantedOn, Version], ...], ...]


@dataclass(slots=True)
class Figures:
    """Over the papers of some cases."""

    planted: Counter[str]
    found: Counter[str]
    shown: Counter[str]
    right: Counter[str]
    wrong: list[str]


def planted_cases(filings: Path | None) -> Iterator[PlantedCase]:
    """All cases that can be made here: those of filings only with their folder."""
    by_document: dict[str, list[PlantedOn]] = defaultdict(list)
    for statement, versions in _statements():
        text = statement.source.text
        by_document[statement.document].append(
            PlantedOn(statement.document, text[:40], text[-25:], versions)
        )
    for document, planted in by_document.items():
        file = _file_of(document)
        if file is not None:
            half: Half = "choosing" if document in CHOOSING else "reporting"
            name = re.sub(r"\W+", "-", document.rpartition("/")[2])
            yield PlantedCase(name, half, (file,), _papers(planted))
    if filings is None:
        return
    by_suit: dict[str, list[PlantedOn]] = defaultdict(list)
    for planted_on in written():
        by_suit[planted_on.document.split(".")[1]].append(planted_on)
    for suit, planted in by_suit.items():
        half = "choosing" if suit in _CHOOSING_SUITS else "reporting"
        names = dict.fromkeys(f"gov.uscourts.{each.document}.pdf" for each in planted)
        yield PlantedCase(suit, half, tuple(filings / name for name in names), _papers(planted))


def written() -> Iterator[PlantedOn]:
    """The sentences of disagreements.tsv."""
    for line in WRITTEN.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        document, cited, change, against, contre, same, pareil = line.split("\t")
        begins, ends = cited.split(" … ")
        versions = (
            Version(against, "en", change),  # type: ignore[arg-type]
            Version(contre, "fr", change),  # type: ignore[arg-type]
            Version(same, "en", ""),
            Version(pareil, "fr", ""),
        )
        yield PlantedOn(document, begins, ends, versions)


def _statements() -> Iterator[tuple[Statement, tuple[Version, ...]]]:
    """By source the versions of both its statements, without whose word it is."""
    by_source: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in by_hand():
        by_source[statement.document, statement.source.text].append(statement)
    for statements in by_source.values():
        versions = []
        for statement in statements:
            bare = replace(statement, who="", what=statement.what)
            for pair in pairs_of([bare]):
                change = _EDITS.get(pair.edit, "")
                if pair.edit in _EDITS or pair.edit == statement.made:
                    text = pair.statement.strip()
                    text = text[0].upper() + text[1:]
                    versions.append(Version(text, statement.language, change))
        yield statements[0], tuple(versions)


def _papers(planted: Sequence[PlantedOn]) -> tuple[tuple[tuple[PlantedOn, Version], ...], ...]:
    """As many papers as the most versions a sentence has in a language, in one language each."""
    papers = []
    for language in ("en", "fr"):
        own = [[v for v in each.versions if v.language == language] for each in planted]
        for number in range(max(map(len, own))):
            beside = zip(planted, own, strict=True)
            paper = [
                (each, versions[(number + place) % len(versions)])
                for place, (each, versions) in enumerate(beside)
                if versions
            ]
            papers.append(tuple(paper))
    return tuple(papers)


def _file_of(document: str) -> Path | None:
    if "/" not in document:
        return next((f for s in _SUFFIXES if (f := SAMPLE / f"{document}{s}").exists()), None)
    file = SHARED / "bench" / document
    return file if file.exists() else None


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def _paper_name(number: int) -> str:
    return f"planted-{number}.txt"


def bring_in(library: Library, planted: PlantedCase) -> Case:
    """The case in the library, ingested where it is not yet."""
    try:
        return library.catalogue.case(planted.name)
    except PinciteError:
        pass
    with tempfile.TemporaryDirectory(prefix="pincite-planted-") as folder:
        at = Path(folder)
        for file in planted.files:
            shutil.copy(file, at / file.name)
        for number, paper in enumerate(planted.papers):
            text = "\n\n".join(version.text for _, version in paper)
            (at / _paper_name(number)).write_text(text + "\n", encoding="utf-8")
        kinds = {_paper_name(n): {"kind": _KIND} for n in range(len(planted.papers))}
        (at / "case.yaml").write_text(json.dumps({"documents": kinds}))
        ingest(library, planted.name, [at])
    return library.catalogue.case(planted.name)


class _Judge:
    """Tells whether what is shown of one paper is right."""

    def __init__(self, catalogue: Catalogue, paper: Sequence[tuple[PlantedOn, Version]]) -> None:
        self._catalogue = catalogue
        self._by_text = {_plain(version.text): (on, version) for on, version in paper}

    def text(self, place: SourcePlace) -> str:
        return self._catalogue.passage(place.passage_id).passage.text[place.start : place.end]

    def planted(self, place: SourcePlace) -> tuple[PlantedOn, Version] | None:
        text = _plain(self.text(place))
        return self._by_text.get(text) or next(
            (found for its, found in self._by_text.items() if len(text) > 20 and text in its), None
        )

    def is_right(self, shown: Disagreement) -> tuple[PlantedOn, Version] | None:
        """The planted sentence that is rightly shown."""
        for ours, theirs in ((shown.asserted, shown.against), (shown.against, shown.asserted)):
            planted = self.planted(ours)
            if planted is not None and planted[1].change and self.planted(theirs) is None:
                other = self.text(theirs)
                if planted[0].stands_in(other):
                    return planted
        return None


def measure(library: Library, cases: Iterable[PlantedCase], *, real: bool = False) -> Figures:
    """Run the search on each paper beside its documents."""
    figures = Figures(Counter(), Counter(), Counter(), Counter(), [])
    catalogue = library.catalogue
    reader = Reranker(library.settings)
    for planted in cases:
        case = bring_in(library, planted)
        documents = {document.path: document for document in catalogue.documents(case)}
        papers = {_paper_name(number) for number in range(len(planted.papers))}
        others = frozenset(d.id for path, d in documents.items() if path not in papers)
        for number, paper in enumerate(planted.papers):
            own = documents[_paper_name(number)].id
            judge = _Judge(catalogue, paper)
            languages = f"{paper[0][1].language} on {_language(catalogue, others)}"
            missing = [on.begins for on, _ in paper if not _is_there(catalogue, others, on)]
            if missing and number == 0:
                print(f"{planted.name} has no {missing}")
            for _, version in paper:
                if version.change:
                    for name in (version.change, languages, "all"):
                        figures.planted[name] += 1
            looked = disagreements(library, replace(case, only=others | {own}), reader=reader)
            found: set[str] = set()
            for shown in looked.found:
                if shown.kind in BY_NUMBER:
                    continue
                of_paper = any(
                    catalogue.passage(place.passage_id).document_id == own
                    for place in (shown.asserted, shown.against)
                )
                if not of_paper:
                    if real and number == 0:
                        figures.wrong.append(_listed(planted.name, shown, judge))
                    continue
                hit = judge.is_right(shown)
                for name in (shown.kind, languages, "all"):
                    figures.shown[name] += 1
                    figures.right[name] += hit is not None
                if hit is None:
                    figures.wrong.append(_listed(planted.name, shown, judge))
                elif hit[1].text not in found:
                    found.add(hit[1].text)
                    for name in (hit[1].change, languages, "all"):
                        figures.found[name] += 1
            for _, version in paper:
                if version.change and version.text not in found:
                    figures.wrong.append(f"missed {planted.name} {version.change}: {version.text}")
    return figures


def _language(catalogue: Catalogue, documents: frozenset[int]) -> str:
    counts = Counter(
        stored.passage.language for each in documents for stored in catalogue.passages_of(each)
    )
    return counts.most_common(1)[0][0]


def _is_there(catalogue: Catalogue, documents: frozenset[int], on: PlantedOn) -> bool:
    return any(
        on.stands_in(stored.passage.text)
        for each in documents
        for stored in catalogue.passages_of(each)
    )


def _listed(name: str, shown: Disagreement, judge: _Judge) -> str:
    sides = [judge.text(place)[:300] for place in (shown.asserted, shown.against)]
    head = f"shown {name} {shown.kind} {shown.figures} {shown.likeness:.2f}"
    return "\n   ".join([head, *sides])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--filings", type=Path)
    parser.add_argument("--half", choices=("choosing", "reporting"), default="reporting")
    parser.add_argument("--only", nargs="*", help="names of some of the cases")
    parser.add_argument("--wrong", action="store_true", help="list the choosing half's mistakes")
    parser.add_argument("--real", action="store_true", help="what real papers say of each other")
    given = parser.parse_args()
    library = Library(replace(Settings.from_environment(), library=given.library))
    cases = [
        case
        for case in planted_cases(given.filings)
        if case.half == given.half and (not given.only or case.name in given.only)
    ]
    begun = time.process_time()
    figures = measure(library, cases, real=given.real)
    print("| | planted | found | recall | shown | right | precision |")
    print("|---|---|---|---|---|---|---|")
    for name in sorted(set(figures.planted) | set(figures.shown)):
        planted, shown = figures.planted[name], figures.shown[name]
        print(
            f"| {name} | {planted} | {figures.found[name]} "
            f"| {figures.found[name] / planted if planted else 0:.2f} | {shown} "
            f"| {figures.right[name]} | {figures.right[name] / shown if shown else 0:.2f} |"
        )
    print(f"{time.process_time() - begun:.0f} s of the processor")
    if given.wrong and given.half == "choosing":
        print("\n".join(figures.wrong))


if __name__ == "__main__":
    main()
