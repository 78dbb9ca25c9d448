"""Calibrate the floor under which a question counts as not answered.

    python -m tests.bench.calibrate [--write]

Every question of the bench is put to a case that holds its answer and, where the material
has no unanswerable questions of its own, to the same case without the passages that answer
it (near misses) or without their document (wide misses). Every material is also asked what
other documents are about. The figures
printed are held out: the documents are parted in five folds (by a hash of their names), and each
is judged by weights and floors fitted on the others. What is written to
bot/reading/threshold.json is fitted on all. What dockets and captions state outright is answered
from there and has no part in it (bot.search.lookup). The acts and articles are those in no training
group of the reranker.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import get_args

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from bot.question.docket_fields import field_asked
from bot.question.parse import understand
from bot.reading.cross_encoder import Reranker, rerank_hits
from bot.reading.evidence import Candidate, Form, Signs, candidates, form_of
from bot.reading.threshold import FILE, Floor, Regression, Sort, sort_of
from bot.search.lookup import look_up
from bot.search.retrieve import Hit, retrieve
from bot.search.scope import documents_searched
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.bench.material import SEED, SHARED, Asked, contracts, dockets, filings, piaf, statutes

# Questions of one material at most: else the encyclopedia would outvote the filings.
_MOST = 200
_HITS = 20
_FOLDS = 5
# Questions about something else altogether that are put to each material besides.
_STRANGERS = 30
# A material with fewer questions of a sort says nothing about its floor.
_FEW = 20
# Differences of the floor's worth that chance explains.
_FLAT = 0.01


@dataclass(frozen=True, slots=True)
class Posed:
    """A question put to a case, with the sentences weighed for it."""

    material: str
    asked: Asked
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]
    """Which of the sentences answer."""
    answerable: bool
    strange: bool = False
    """Whether it is about something else altogether."""

    @property
    def sort(self) -> Sort:
        return sort_of(self.form, foreign=self.asked.language != self.asked.answer_language)

    @property
    def form(self) -> Form:
        return form_of(understand(self.asked.text))

    @property
    def pair(self) -> str:
        if self.strange:
            return "something else"
        return f"{self.asked.language} to {self.asked.answer_language}"


@dataclass(frozen=True, slots=True)
class Material:
    """``own_cases``: each document is a case of its own. ``near_misses``: unanswerable
    questions are made by leaving out the passages that answer."""

    name: str
    write: Callable[[Path], list[Asked]]
    own_cases: bool
    near_misses: bool


MATERIALS = (
    Material(
        "statutes en",
        lambda to: statutes(SHARED / "bench/statutes-unseen", to, ["en"]),
        False,
        True,
    ),
    Material(
        "statutes fr",
        lambda to: statutes(SHARED / "bench/statutes-unseen", to, ["fr"]),
        False,
        True,
    ),
    Material("piaf", lambda to: piaf(SHARED / "bench/piaf-unseen", to), False, True),
    Material("contracts", lambda to: contracts(SHARED / "bench/contracts", to), True, False),
    Material("dockets", lambda to: dockets(SHARED / "bench/dockets", to), True, False),
    Material("filings", lambda to: filings(SHARED, to), True, False),
)


def pose(material: Material, home: Path, reranker: Reranker | None = None) -> Iterator[Posed]:
    """Put the questions of a material to its cases, which are ingested under ``home``."""
    # Not in a temporary folder: from another one, a file of the same name is another document.
    folder = home / f"{material.name} files"
    folder.mkdir(parents=True, exist_ok=True)
    asked = material.write(folder)
    # Those with near misses are put twice.
    most = _MOST // 2 if material.near_misses else _MOST
    if len(asked) > most:
        asked = random.Random(SEED).sample(asked, most)
    settings = replace(Settings.from_environment(), library=home / material.name.replace(" ", "-"))
    library = Library(settings)
    if material.own_cases:
        for file in sorted(folder.iterdir()):
            ingest(library, file.stem, [file])
    else:
        ingest(library, "bench", [folder])
    reranker = reranker or Reranker(library.settings)
    strangers = _strangers(material, asked)
    for number, one in enumerate([*asked, *strangers]):
        case = library.catalogue.case(Path(one.document).stem if material.own_cases else "bench")
        question = understand(one.text)
        if look_up(library.catalogue, case, question) is not None:
            continue  # nothing is weighed
        if material.name == "dockets" and field_asked(question) is not None:
            continue
        within = partial(documents_searched, library.catalogue, case, question)
        hits = retrieve(library, case, question, 3 * _HITS, within=within)
        found = rerank_hits(reranker, question.text, hits[:_HITS])
        posed = _posed(material, one, library, reranker, found, bool(one.answers))
        yield replace(posed, strange=one in strangers)
        if material.near_misses and one.answers:
            missing = _without_answer if number % 2 else _without_document
            misses = [hit for hit in hits if missing(library, one, hit)][:_HITS]
            misses = [replace(hit, rank=rank) for rank, hit in enumerate(misses, 1)]
            misses = rerank_hits(reranker, question.text, misses)
            yield _posed(material, one, library, reranker, misses, False)


def _strangers(material: Material, asked: Sequence[Asked]) -> list[Asked]:
    """Questions of the encyclopedia and of the filings, put to documents of something else."""
    chosen = random.Random(SEED)
    pools = [one for one in MATERIALS if one.name in ("piaf", "filings") and one is not material]
    strange: list[Asked] = []
    with tempfile.TemporaryDirectory() as work:
        for pool in pools:
            folder = Path(work) / pool.name
            folder.mkdir()
            strange += chosen.sample(pool.write(folder), _STRANGERS // len(pools))
    hosts = [chosen.choice(asked) for _ in strange]
    return [
        replace(
            one,
            answers=(),
            relevant=lambda _: False,
            document=host.document,
            answer_language=host.answer_language,
        )
        for one, host in zip(strange, hosts, strict=True)
    ]


def _without_answer(library: Library, one: Asked, hit: Hit) -> bool:
    """A near miss: the case lacks just the passages that answer."""
    return not _answers(one, hit.stored.passage.text)


def _without_document(library: Library, one: Asked, hit: Hit) -> bool:
    """A wide miss: the case lacks the document they stand in."""
    return library.catalogue.document(hit.stored.document_id).path != one.document and (
        not _answers(one, hit.stored.passage.text)
    )


def _answers(one: Asked, text: str) -> bool:
    return one.relevant(text) or any(answer in text for answer in one.answers if len(answer) > 3)


def _posed(
    material: Material,
    one: Asked,
    library: Library,
    reranker: Reranker,
    hits: Sequence[Hit],
    answerable: bool,
) -> Posed:
    weighed = candidates(library, reranker, understand(one.text), hits)
    right = tuple(answerable and _answers(one, each.text) for each in weighed)
    return Posed(material.name, one, tuple(weighed), right, answerable)


def fit(posed: Sequence[Posed]) -> Floor:
    """A regression for each form of question; then the floors that serve the questions best."""
    forms: dict[Form, list[Posed]] = {}
    for one in posed:
        forms.setdefault(one.form, []).append(one)
    floor = Floor({form: _regression(group) for form, group in forms.items()}, {})
    sorts = {one: [each for each in posed if each.sort == one] for one in get_args(Sort)}
    return replace(floor, floors={one: _best_floor(each, floor) for one, each in sorts.items()})


def _regression(posed: Sequence[Posed]) -> Regression:
    """Over all sentences, each question weighing the same."""
    rows = [
        (one, each, right)
        for one in posed
        for each, right in zip(one.candidates, one.right, strict=True)
    ]
    values = np.array([each.signs.values() for _, each, _ in rows])
    labels = np.array([right for _, _, right in rows])
    per_question = np.array([1 / len(one.candidates) for one, _, _ in rows])
    per_question[labels] = 1.0
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=0.3, max_iter=2000)
    model.fit(scaler.transform(values), labels, sample_weight=per_question)
    weights = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - weights @ scaler.mean_)
    return Regression(
        {
            name: round(float(weight), 5)
            for name, weight in zip(Signs.names(), weights, strict=True)
        },
        round(intercept, 5),
    )


def _best_floor(posed: Sequence[Posed], floor: Floor) -> float:
    """The floor by which the first sentence shown is right where there is an answer, and none
    is shown where there is none, most often: the mean of both shares over the materials, so
    that none outvotes the others."""
    best = [(one, *likeliest(one, floor)) for one in posed]
    counts = Counter(one.material for one in posed)
    worth = {}
    for level in np.linspace(0.02, 0.98, 97):
        shares = []
        for material, count in counts.items():
            if count < _FEW:
                continue
            told = [
                (one.answerable, probability >= level, right)
                for one, probability, right in best
                if one.material == material
            ]
            served = [shown and right for answerable, shown, right in told if answerable]
            spared = [not shown for answerable, shown, _ in told if not answerable]
            shares += [np.mean(one) for one in (served, spared) if one]
        worth[float(level)] = float(np.mean(shares)) if shares else 0.0
    # The peak is flat and these questions few: of the levels as good as the best, the lowest, so
    # that what the documents answer is not refused without a gain.
    best_worth = max(worth.values())
    return round(min(one for one, value in worth.items() if value >= best_worth - _FLAT), 3)


def likeliest(one: Posed, floor: Floor) -> tuple[float, bool]:
    """The probability of the likeliest sentence, and whether it is right."""
    weighed = [
        (floor.probability(each), right)
        for each, right in zip(one.candidates, one.right, strict=True)
    ]
    return max(weighed, default=(0.0, False))


Judged = tuple[bool, bool]
"""Whether the first sentence shown is right; whether something wrong is shown first."""


def judged(posed: Sequence[Posed], floor: Floor) -> Iterator[tuple[Posed, Judged]]:
    """What a floor makes of each question."""
    for one in posed:
        probability, right = likeliest(one, floor)
        shown = probability >= floor.floors[one.sort]
        yield one, (shown and right, shown and not right)


def report(told: Sequence[tuple[Posed, bool, bool]], title: str) -> None:
    """A table by material and pair of languages."""
    columns = "material|pair|n|right first|refused|n unanswerable|refused|refusal precision"
    print(f"\n{title}\n\n| {columns.replace('|', ' | ')} |\n{'|---' * 8}|")
    groups: dict[tuple[str, str], list[tuple[Posed, bool, bool]]] = {}
    for one in told:
        for pair in (one[0].pair, *(() if one[0].strange else ("all",))):
            groups.setdefault((one[0].material, pair), []).append(one)
    for key, group in sorted(groups.items()):
        answerable = [(right, wrong) for one, right, wrong in group if one.answerable]
        refused_wrongly = sum(not right and not wrong for right, wrong in answerable)
        unanswerable = [wrong for one, _, wrong in group if not one.answerable]
        refused = unanswerable.count(False)
        cells = (
            *key,
            len(answerable),
            _share(sum(right for right, _ in answerable), len(answerable)),
            _share(refused_wrongly, len(answerable)),
            len(unanswerable),
            _share(refused, len(unanswerable)),
            _share(refused, refused + refused_wrongly),
        )
        print(f"| {' | '.join(map(str, cells))} |")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"


def folds(posed: Sequence[Posed]) -> dict[tuple[str, str], int]:
    """A fold for each document, evenly within a material, in the order of their names' hashes."""
    found: dict[tuple[str, str], int] = {}
    for material in {one.material for one in posed}:
        names = {one.asked.document for one in posed if one.material == material}
        ordered = sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
        found |= {(material, name): place % _FOLDS for place, name in enumerate(ordered)}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Calibrate the floor of the answers.")
    parser.add_argument("--write", action="store_true", help="write bot/reading/threshold.json")
    parser.add_argument("--keep", type=Path, help="folder to keep the libraries in")
    names = [material.name for material in MATERIALS]
    parser.add_argument("--only", nargs="*", choices=names, default=names, metavar="MATERIAL")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        home = chosen.keep or Path(work)
        used = [material for material in MATERIALS if material.name in chosen.only]
        posed = [one for material in used for one in pose(material, home)]
    held_out = []
    fold_of = folds(posed)
    for fold in range(_FOLDS):
        rest = [one for one in posed if fold_of[one.material, one.asked.document] != fold]
        own = [one for one in posed if fold_of[one.material, one.asked.document] == fold]
        held_out += [(one, *told) for one, told in judged(own, fit(rest))]
    report(held_out, "Each fifth of the documents, judged by a floor fitted on the others")
    if chosen.write:
        write(fit(posed), [material.name for material in used], len(posed))


def write(floor: Floor, materials: Sequence[str], questions: int) -> None:
    """Keep a floor as the calibrated one."""
    told = {"fitted_on": list(materials), "questions": questions} | asdict(floor)
    FILE.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
