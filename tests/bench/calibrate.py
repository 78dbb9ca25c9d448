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
import pickle
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bot.evaluation.accepted import holds
from bot.evaluation.question_set import load
from bot.question.parse import understand
from bot.reading.cross_encoder import Reranker, rerank_hits
from bot.reading.evidence import Candidate, form_of
from bot.reading.threshold import Floor, sort_of
from bot.reading.weigh import weigh
from bot.search.lookup import look_up
from bot.search.retrieve import Hit, retrieve
from bot.search.scope import documents_searched
from bot.training.calibrate import Posed, fit, likeliest, write
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.bench import natural
from tests.bench.material import SEED, SHARED, Asked, contracts, dockets, filings, piaf, statutes

# Questions of one material at most: else the encyclopedia would outvote the filings.
_MOST = 200
_HITS = 40
_FOLDS = 5
# Questions about something else altogether that are put to each material besides.
_STRANGERS = 30
_NATURAL = "natural (choosing)"


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


@dataclass(frozen=True, slots=True)
class Told:
    """A question as it was put, with what is to be known of it in a report."""

    posed: Posed
    id: str
    text: str
    language: str
    document: str
    pair: str


def pose(
    material: Material, home: Path, reranker: Reranker | None = None, most: int = _MOST
) -> Iterator[Told]:
    """Put at most so many questions of a material to its cases, which are ingested under
    ``home``."""
    # Not in a temporary folder: from another one, a file of the same name is another document.
    folder = home / f"{material.name} files"
    folder.mkdir(parents=True, exist_ok=True)
    asked = material.write(folder)
    settings = replace(Settings.from_environment(), library=home / material.name.replace(" ", "-"))
    library = Library(settings)
    _ingest(material, library, folder, asked)
    cases = {case.name for case in library.catalogue.cases()}
    asked = [one for one in asked if _case_of(material, one) in cases]
    # Those with near misses are put twice.
    most = most // 2 if material.near_misses else most
    if len(asked) > most:
        asked = random.Random(SEED).sample(asked, most)
    reranker = reranker or Reranker(library.settings)
    strangers = _strangers(material, asked)[: max(1, _STRANGERS * most // _MOST)]
    for number, one in enumerate([*asked, *strangers]):
        case = library.catalogue.case(_case_of(material, one))
        question = understand(one.text)
        if look_up(library.catalogue, case, question) is not None:
            continue  # fetched, not weighed
        within = partial(documents_searched, library.catalogue, case, question)
        hits = retrieve(library, case, question, 2 * _HITS, within=within)
        found = rerank_hits(reranker, question.text, hits[:_HITS])
        pair = f"{one.language} to {one.answer_language}"
        weighed = weigh(library, reranker, case, question, found)
        strange = one in strangers
        yield _told(
            _posed(material, one, weighed, bool(one.answers), strange),
            one,
            "something else" if strange else pair,
        )
        if material.near_misses and one.answers:
            missing = _without_answer if number % 2 else _without_document
            misses = [hit for hit in hits if missing(library, one, hit)][:_HITS]
            misses = [replace(hit, rank=rank) for rank, hit in enumerate(misses, 1)]
            misses = rerank_hits(reranker, question.text, misses)
            weighed = weigh(library, reranker, case, question, misses)
            yield _told(_posed(material, one, weighed, False, False), one, pair)


def _told(posed: Posed, one: Asked, pair: str) -> Told:
    return Told(posed, one.id, one.text, one.language, one.document, pair)


def _ingest(material: Material, library: Library, folder: Path, asked: Sequence[Asked]) -> None:
    if library.catalogue.cases():
        return  # kept from an earlier run
    if not material.own_cases:
        ingest(library, "bench", [folder])
        return
    for file in sorted(folder.iterdir()):
        ingest(library, file.stem, [file])


def _case_of(material: Material, one: Asked) -> str:
    return Path(one.document).stem if material.own_cases else "bench"


def pose_natural(home: Path, reranker: Reranker | None = None) -> Iterator[Told]:
    """Put the natural questions of the choosing half."""
    library = natural.library_of(home)
    reranker = reranker or Reranker(library.settings)
    for case_name in natural.CASES:
        case = library.catalogue.case(case_name)
        questions = load(natural.FOLDER / f"{case_name}.questions.jsonl")
        half_of = natural.halves(questions)
        for one in questions:
            question = understand(one.question)
            if half_of[one.id] != "choosing" or look_up(library.catalogue, case, question):
                continue
            within = partial(documents_searched, library.catalogue, case, question)
            hits = retrieve(library, case, question, _HITS, within=within)
            found = rerank_hits(reranker, question.text, hits)
            weighed = weigh(library, reranker, case, question, found)
            right = tuple(
                any(
                    holds(each.text, each.hit.stored.passage.language, answer)
                    for answer in one.answers
                )
                for each in weighed
            )
            language = "en" if case_name == "filings" else "fr"
            form = form_of(question)
            sort = sort_of(form, foreign=one.language != language)
            answerable = one.answerable
            yield Told(
                Posed(_NATURAL, form, sort, tuple(weighed), right, answerable, unseen=True),
                one.id,
                one.question,
                one.language,
                one.expected[0][0].document if one.expected else "",
                f"{one.language} to {language}",
            )


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
    weighed: Sequence[Candidate],
    answerable: bool,
    strange: bool,
) -> Posed:
    form = form_of(understand(one.text))
    return Posed(
        material=material.name,
        form=form,
        sort=sort_of(form, foreign=one.language != one.answer_language),
        candidates=tuple(weighed),
        right=tuple(answerable and _answers(one, each.text) for each in weighed),
        answerable=answerable,
        strange=strange,
    )


def judge(told: Sequence[Told], floor: Floor) -> list[tuple[Told, bool, bool]]:
    """Each question with whether the first sentence shown is right, and whether something wrong
    is shown first."""
    judged = []
    for one in told:
        shown = floor.answers(one.posed.candidates)
        right = likeliest(one.posed, floor)
        judged.append((one, shown and right, shown and not right))
    return judged


def report(judged: Sequence[tuple[Told, bool, bool]], title: str) -> None:
    """A table by material and pair of languages."""
    columns = "material|pair|n|right first|refused|n unanswerable|refused|refusal precision"
    print(f"\n{title}\n\n| {columns.replace('|', ' | ')} |\n{'|---' * 8}|")
    groups: dict[tuple[str, str], list[tuple[Told, bool, bool]]] = {}
    for one in judged:
        for pair in dict.fromkeys((one[0].pair, "all")):
            groups.setdefault((one[0].posed.material, pair), []).append(one)
    for key, group in sorted(groups.items()):
        answerable = [(right, wrong) for one, right, wrong in group if one.posed.answerable]
        refused_wrongly = sum(not right and not wrong for right, wrong in answerable)
        unanswerable = [wrong for one, _, wrong in group if not one.posed.answerable]
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


def folds(told: Sequence[Told]) -> dict[tuple[str, str], int]:
    """A fold for each document, evenly within a material, in the order of their names' hashes."""
    found: dict[tuple[str, str], int] = {}
    for material in {one.posed.material for one in told}:
        names = {one.document for one in told if one.posed.material == material}
        ordered = sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
        found |= {(material, name): place % _FOLDS for place, name in enumerate(ordered)}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Calibrate the decision.")
    parser.add_argument("--write", action="store_true", help="write bot/reading/threshold.json")
    parser.add_argument("--keep", type=Path, help="folder to keep the libraries in")
    names = [*(material.name for material in MATERIALS), _NATURAL]
    parser.add_argument("--only", nargs="*", choices=names, default=names, metavar="MATERIAL")
    parser.add_argument("--most", type=int, default=_MOST, help="questions of a material")
    parser.add_argument("--posed", type=Path, help="file to keep the weighed sentences in")
    chosen = parser.parse_args()
    if chosen.posed and chosen.posed.exists():
        told: list[Told] = pickle.loads(chosen.posed.read_bytes())
    else:
        told = []
        with tempfile.TemporaryDirectory() as work:
            home = chosen.keep or Path(work)
            for material in MATERIALS:
                if material.name in chosen.only:
                    told += pose(material, home, most=chosen.most)
            if _NATURAL in chosen.only:
                told += pose_natural(home / "natural")
        if chosen.posed:
            chosen.posed.write_bytes(pickle.dumps(told))
    judged = []
    fold_of = folds(told)
    for fold in range(_FOLDS):
        rest = [one for one in told if fold_of[one.posed.material, one.document] != fold]
        own = [one for one in told if fold_of[one.posed.material, one.document] == fold]
        judged += judge(own, fit([one.posed for one in rest]))
    report(judged, "Each fifth of the documents, judged by a floor fitted on the others")
    if chosen.write:
        used = sorted({one.posed.material for one in told})
        write(fit([one.posed for one in told]), used, len(told))


if __name__ == "__main__":
    main()
