"""How often an article's sentences are judged rightly against the filings, true and changed.

    python -m tests.bench.claims --library DIR [--case NAME] [--half choosing|reporting]
                                 [--choose] [--wrong] [--keep FILE]

DIR is a library with the sample case. The sentences of its article are labelled by hand in
claims.labels.tsv. Ten variants are made of it, by seed: in each a third of the sentences that the
filings bear out get another figure, date or name, half of these from elsewhere in the article. A
sentence is in the choosing half or in the reporting half, with all its variants; `--choose` tries
thresholds on the choosing half. `--keep` writes what the search found, or reads it, so that
thresholds can be tried again at once.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Literal

from bot.overview.article import ClaimSentence, sentences_of_document
from bot.overview.claims import (
    LIKENESS,
    FiledSentences,
    FoundFor,
    Likeness,
    judge,
    ordinary_words,
    states_nothing,
)
from bot.overview.particulars import Particular, particulars
from bot.reading.check import names_in
from bot.reading.cross_encoder import Reranker
from ingest.settings import Settings
from ingest.store.library import Library
from tests.support.sample_case import CASE

LABELS = Path(__file__).with_name("claims.labels.tsv")
VARIANTS = range(10)
MORE_VARIANTS = range(10, 30)
"""Of the choosing half alone, so that more changed figures are seen."""
FRESH_VARIANTS = range(50, 60)
"""Of the reporting half: made after the last change of the rules."""
HALVES = ("choosing", "reporting")
SHARE = 1 / 3
"""Of the sentences that could be changed, how many a variant changes."""
Change = Literal["none", "amount", "date", "number", "docket number", "name"]
Found = Mapping[str, FoundFor]

# Names of no party, court or place of the sample.
_NAMES = ("Foxconn", "Quanta", "Oracle", "Siemens", "Danone", "Renault", "Texas", "Canada")
_OF_ARTICLE = ("Wiwynn", "X", "Twitter", "Wistron", "DIGITIMES", "Dell", "Supermicro")
_MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
_SPELLED = "deux trois quatre cinq six sept huit neuf dix onze douze".split()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with the verdicts that are right, and what was changed in it."""

    text: str
    right: tuple[str, ...]
    of: str
    """The sentence of the article."""
    change: Change = "none"

    @property
    def half(self) -> str:
        return "choosing" if hashlib.sha256(self.of.encode()).digest()[0] % 2 else "reporting"


def labels() -> list[Labelled]:
    """The sentences of the article as it is."""
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [Labelled(text, tuple(verdicts.split("|")), text) for verdicts, text in rows]


def variants(originals: Sequence[Labelled], numbers: Sequence[int]) -> Iterator[Labelled]:
    """The changed sentences of some variants; each is to differ."""
    figures = [
        (figure, original.text)
        for original in originals
        for figure in particulars(original.text, "fr")
    ]
    changeable = [
        original
        for original in originals
        if original.right in (("stands",), ("differs",))
        and (particulars(original.text, "fr") or _exchangeable(original.text))
    ]
    for number in numbers:
        chance = random.Random(f"variant {number}")
        for original in chance.sample(changeable, round(SHARE * len(changeable))):
            yield _changed(original, figures, chance)


def _changed(
    original: Labelled,
    figures: Sequence[tuple[Particular, str]],
    chance: random.Random,
) -> Labelled:
    own = particulars(original.text, "fr")
    in_it = _exchangeable(original.text)
    if own and (not in_it or chance.random() < 0.7):
        figure = chance.choice(own)
        printed = original.text[figure.start : figure.end]
        elsewhere = [
            other.printed
            for other, _ in figures
            if other.kind == figure.kind
            and other.unit == figure.unit
            and (other.value < 1000) == (figure.value < 1000)
            and _length(other) == _length(figure)
            and not any(other.agrees(mine) or mine.agrees(other) for mine in own)
        ]
        borrow = elsewhere and chance.random() < 0.5
        while True:
            new = chance.choice(elsewhere) if borrow else _altered(printed, chance)
            text = original.text[: figure.start] + new + original.text[figure.end :]
            # A day within the days that were printed is no other date.
            if not any(figure.agrees(other) or other.agrees(figure) for other in _at(text, figure)):
                return Labelled(text, ("differs",), original.of, figure.kind)
    name = chance.choice(in_it)
    others = [other for other in _OF_ARTICLE if not any(_same(other, each) for each in in_it)]
    new = chance.choice(others if chance.random() < 0.5 else _NAMES)
    text = re.sub(rf"\b{re.escape(name)}\b", new, original.text, count=1)
    return Labelled(text, ("differs",), original.of, "name")


def _length(figure: Particular) -> tuple[bool, str]:
    """Whether a date is a year, a month or days, and whether its year is given: another of that
    length cannot be true as well."""
    if figure.days is None:
        return True, ""
    days = (figure.days[1] - figure.days[0]).days
    return figure.has_year, "year" if days > 31 else "month" if days > 26 else "days"


def _at(text: str, figure: Particular) -> list[Particular]:
    return [other for other in particulars(text, "fr") if other.start <= figure.start < other.end]


def _exchangeable(text: str) -> list[str]:
    """The names of persons in law and of places in a sentence: parts of titles are none."""
    return [name for name in names_in(text) if name in (*_OF_ARTICLE, "Californie")]


def _same(name: str, other: str) -> bool:
    """X was called Twitter: to exchange them changes nothing."""
    return name == other or {name, other} == {"X", "Twitter"}


def _altered(printed: str, chance: random.Random) -> str:
    """A printed figure with one of its numbers, or its month, made another."""
    spelled = [word for word in _MONTHS + _SPELLED if re.search(rf"\b{word}\b", printed, re.I)]
    numbers = [*re.finditer(r"\d+", printed)]
    if spelled and (not numbers or chance.random() < 0.3):
        among = _MONTHS if spelled[0] in _MONTHS else _SPELLED
        new = chance.choice([word for word in among if word != spelled[0]])
        return re.sub(rf"\b{spelled[0]}\b", new, printed, flags=re.I)
    number = chance.choice([found for found in numbers if int(found[0])])
    value = int(number[0])
    low, high = (1, 28) if value < 32 and spelled else (max(2, value // 2), value * 2)
    high = min(high, 2030) if 1900 < value < 2100 else high
    low = max(low, 1990) if 1900 < value < 2100 else low
    other = chance.choice([each for each in range(low, high + 1) if each != value])
    return printed[: number.start()] + str(other) + printed[number.end() :]


def find(library: Library, case_name: str, wanted: Sequence[Labelled], known: Found) -> Found:
    """What the search finds for each sentence."""
    catalogue = library.catalogue
    case = catalogue.case(case_name)
    article = next(
        document for document in catalogue.documents(case) if document.description.kind == "article"
    )
    claims = sentences_of_document(catalogue, article)
    whole = {claim.text for claim in claims}
    ordinary = ordinary_words(claims)
    missing = [original.of for original in wanted if original.of not in whole]
    if missing:
        raise SystemExit(f"The article has no sentence {missing[0]!r}: label it anew.")
    reranker = Reranker(library.settings)
    finder = FiledSentences(library, reranker, case, article.sha256)
    found = dict(known)
    texts = [text for text in dict.fromkeys(each.text for each in wanted) if text not in found]
    for number, text in enumerate(texts, 1):
        if not states_nothing(text):
            found[text] = finder.about(ClaimSentence(text, "fr"), ordinary)
        print(f"\r{number} of {len(texts)} sentences searched", end="", flush=True)
    print()
    return found


def rightness(
    wanted: Sequence[Labelled], found: Found, likeness: Likeness
) -> tuple[float, int, int, list[tuple[Labelled, str]]]:
    """Share of right verdicts, changed sentences that stand, changed figures that stand, and
    what is wrong."""
    wrong: list[tuple[Labelled, str]] = []
    for each in wanted:
        of_it = found.get(each.text, FoundFor())
        claim = ClaimSentence(each.text, "fr")
        verdict = judge(claim, of_it.sentences, of_it.missing, likeness).verdict
        if verdict not in each.right:
            wrong.append((each, verdict))
    standing = [each for each, verdict in wrong if verdict == "stands" and each.change != "none"]
    figures = [each for each in standing if each.change != "name"]
    return 1 - len(wrong) / max(1, len(wanted)), len(standing), len(figures), wrong


def chosen(wanted: Sequence[Labelled], found: Found) -> Likeness:
    """The thresholds by which most of the choosing half are right, the article's own sentences and
    the changed ones alike. A sentence that wrongly stands counts twice more, a changed figure that
    stands as ten wrong ones."""
    own = [each for each in wanted if each.change == "none"]
    changed = [each for each in wanted if each.change != "none"]
    tried = [
        Likeness(stands, max(stands, differs), plain, reader=reader, margin=margin)
        for stands, differs, plain, reader, margin in product(
            (0.78, 0.80, 0.82, 0.84),
            (0.80, 0.82, 0.83, 0.84, 0.85, 0.86),
            (0.85, 0.86, 0.87, 0.88, 0.89, 0.90),
            (0.0, 0.01, 0.02),
            (0.0, 0.005, 0.01, 0.02),
        )
    ]

    def worth(likeness: Likeness) -> float:
        total = 0.0
        for some in (own, changed):
            share, _, figures, wrong = rightness(some, found, likeness)
            standing = sum(verdict == "stands" for _, verdict in wrong)
            total += share - (2 * standing + 10 * figures) / len(some)
        return total

    return max(tried, key=worth)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--case", default=CASE)
    parser.add_argument("--half", choices=HALVES, help="only this half")
    parser.add_argument("--choose", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="show the choosing half's wrong ones")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    originals = labels()
    changed = [
        *(
            each
            for each in variants(originals, [*VARIANTS, *MORE_VARIANTS])
            if each.half == "choosing"
        ),
        *(each for each in variants(originals, FRESH_VARIANTS) if each.half == "reporting"),
    ]
    known: Found = {}
    if given.keep and given.keep.exists():
        known = pickle.loads(given.keep.read_bytes())
    halves = (given.half,) if given.half else HALVES
    wanted = [each for each in (*originals, *changed) if each.half in halves]
    missing = [w for w in wanted if w.text not in known and not states_nothing(w.text)]
    if missing:
        settings = replace(Settings.from_environment(), library=given.library)
        known = find(Library(settings), given.case, wanted, known)
        if given.keep:
            given.keep.write_bytes(pickle.dumps(known))
    choosing = [each for each in wanted if each.half == "choosing"]
    likeness = chosen(choosing, known) if given.choose else LIKENESS
    print(likeness)
    for half in halves:
        mine = [each for each in wanted if each.half == half]
        for name, some in (
            ("the article's own sentences", [each for each in mine if each.change == "none"]),
            ("changed sentences", [each for each in mine if each.change != "none"]),
            ("all", mine),
        ):
            share, standing, figures, wrong = rightness(some, known, likeness)
            print(
                f"{half}: {name}: {share:.2f} right of {len(some)}; "
                f"changed and stands: {standing}, of them figures: {figures}"
            )
            if half == "choosing" and name != "all":
                print("   ", Counter((each.change, each.right[0], v) for each, v in wrong))
            if given.wrong and half == "choosing" and name != "all":
                for each, verdict in wrong:
                    print(f"      {verdict} ({'/'.join(each.right)}): {each.text}")


if __name__ == "__main__":
    main()
