"""Calibrate the floor under which a question counts as not answered.

    python -m tests.bench.calibrate [--held-out FOLDER] [--write]

Every question of the bench is put to a case that holds its answer and, where the material
has no unanswerable questions of its own, to the same case without the passages that answer
it (near misses) or without their document (wide misses). Every material is also asked what
other documents are about. The figures
printed are held out: the documents are parted in five folds (by a hash of their names), and each
is judged by weights and floors fitted on the others. What is written to
bot/reading/threshold.json is fitted on all. What dockets and captions state outright is answered
from there and has no part in it (bot.search.lookup). The acts and articles are those in no training
group of the reader, and documents on which questions were written for its training are left out.
``--held-out`` names the folder of the court papers of held_out.questions.jsonl, which were kept
out of it (docs/reader.md says where they are published).
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
from bot.training.written import FILES, read_written
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.bench import natural
from tests.bench.material import (
    SEED,
    SHARED,
    Asked,
    contracts,
    dockets,
    filings,
    held_out,
    piaf,
    statutes,
)

# Questions of one material at most: else the encyclopedia would outvote the filings.
_MOST = 200
_HITS = 40
_FOLDS = 5
# Questions about something else altogether that are put to each material besides.
_STRANGERS = 30
_NATURAL = "natural (choosing)"
_HELD_OUT = "filings (held out)"


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


def _held_out(folder: Path | None) -> list[Material]:
    if folder is None:
        return []
    return [Material(_HELD_OUT, partial(held_out, folder), True, False)]


@dataclass(frozen=True, slots=True)
class PosedQuestion:
    """A question as it was put, with what is to be known of it in a report."""

    posed: Posed
    id: str
    text: str
    language: str
    document: str
    pair: str


def weighed_questions(
    material: Material, home: Path, reranker: Reranker | None = None, most: int = _MOST
) -> Iterator[PosedQuestion]:
    """Put at most so many questions of a material to its cases, which are ingested under
    ``home``."""
    # Not in a temporary folder: from another one, a file of the same name is another document.
    folder = home / f"{material.name} files"
    folder.mkdir(parents=True, exist_ok=True)
    trained_on = {question.document for question in read_written(FILES.glob("*.jsonl"))}
    asked = [
        bench_question
        for bench_question in material.write(folder)
        if bench_question.document not in trained_on
    ]
    if not asked:
        return
    settings = replace(Settings.from_environment(), library=home / material.name.replace(" ", "-"))
    library = Library(settings)
    _ingest(material, library, folder, asked)
    cases = {case.name for case in library.catalogue.cases()}
    asked = [
        bench_question for bench_question in asked if _case_of(material, bench_question) in cases
    ]
    # Those with near misses are put twice.
    most = most // 2 if material.near_misses else most
    if len(asked) > most:
        asked = random.Random(SEED).sample(asked, most)
    reranker = reranker or Reranker(library.settings)
    strangers = _strangers(material, asked)[: max(1, _STRANGERS * most // _MOST)]
    for number, bench_question in enumerate([*asked, *strangers]):
        case = library.catalogue.case(_case_of(material, bench_question))
        question = understand(bench_question.text)
        if look_up(library.catalogue, case, question) is not None:
            continue  # fetched, not weighed
        within = partial(documents_searched, library.catalogue, case, question)
        hits = retrieve(library, case, question, 2 * _HITS, within=within)
        found = rerank_hits(reranker, question.text, hits[:_HITS])
        pair = f"{bench_question.language} to {bench_question.answer_language}"
        weighed = weigh(library, reranker, case, question, found)
        strange = bench_question in strangers
        yield _described(
            _posed(material, bench_question, weighed, bool(bench_question.answers), strange),
            bench_question,
            "something else" if strange else pair,
        )
        if material.near_misses and bench_question.answers:
            missing = _without_answer if number % 2 else _without_document
            misses = [hit for hit in hits if missing(library, bench_question, hit)][:_HITS]
            misses = [replace(hit, rank=rank) for rank, hit in enumerate(misses, 1)]
            misses = rerank_hits(reranker, question.text, misses)
            weighed = weigh(library, reranker, case, question, misses)
            yield _described(
                _posed(material, bench_question, weighed, False, False), bench_question, pair
            )


def _described(posed: Posed, asked: Asked, pair: str) -> PosedQuestion:
    return PosedQuestion(posed, asked.id, asked.text, asked.language, asked.document, pair)


def _ingest(material: Material, library: Library, folder: Path, asked: Sequence[Asked]) -> None:
    if library.catalogue.cases():
        return  # kept from an earlier run
    if not material.own_cases:
        ingest(library, "bench", [folder])
        return
    for file in sorted(folder.iterdir()):
        ingest(library, file.stem, [file])


def _case_of(material: Material, asked: Asked) -> str:
    return Path(asked.document).stem if material.own_cases else "bench"


def weighed_natural_questions(
    home: Path, reranker: Reranker | None = None
) -> Iterator[PosedQuestion]:
    """Put the natural questions of the choosing half."""
    library = natural.library_of(home)
    reranker = reranker or Reranker(library.settings)
    for case_name in natural.CASES:
        case = library.catalogue.case(case_name)
        questions = load(natural.FOLDER / f"{case_name}.questions.jsonl")
        half_of = natural.halves(questions)
        for test_question in questions:
            question = understand(test_question.question)
            if half_of[test_question.id] != "choosing" or look_up(
                library.catalogue, case, question
            ):
                continue
            within = partial(documents_searched, library.catalogue, case, question)
            hits = retrieve(library, case, question, _HITS, within=within)
            found = rerank_hits(reranker, question.text, hits)
            weighed = weigh(library, reranker, case, question, found)
            right = tuple(
                any(
                    holds(each.text, each.hit.stored.passage.language, answer)
                    for answer in test_question.answers
                )
                for each in weighed
            )
            language = "en" if case_name == "filings" else "fr"
            form = form_of(question)
            sort = sort_of(form, foreign=test_question.language != language)
            answerable = test_question.answerable
            yield PosedQuestion(
                Posed(_NATURAL, form, sort, tuple(weighed), right, answerable, unseen=True),
                test_question.id,
                test_question.question,
                test_question.language,
                test_question.expected[0][0].document if test_question.expected else "",
                f"{test_question.language} to {language}",
            )


def _strangers(material: Material, asked: Sequence[Asked]) -> list[Asked]:
    """Questions of the encyclopedia and of the filings, put to documents of something else."""
    chosen = random.Random(SEED)
    pools = [
        pool for pool in MATERIALS if pool.name in ("piaf", "filings") and pool is not material
    ]
    strange: list[Asked] = []
    with tempfile.TemporaryDirectory() as work:
        for pool in pools:
            folder = Path(work) / pool.name
            folder.mkdir()
            strange += chosen.sample(pool.write(folder), _STRANGERS // len(pools))
    hosts = [chosen.choice(asked) for _ in strange]
    return [
        replace(
            question,
            answers=(),
            relevant=lambda _: False,
            document=host.document,
            answer_language=host.answer_language,
        )
        for question, host in zip(strange, hosts, strict=True)
    ]


def _without_answer(library: Library, asked: Asked, hit: Hit) -> bool:
    """A near miss: the case lacks just the passages that answer."""
    return not _answers(asked, hit.stored.passage.text)


def _without_document(library: Library, asked: Asked, hit: Hit) -> bool:
    """A wide miss: the case lacks the document they stand in."""
    return library.catalogue.document(hit.stored.document_id).path != asked.document and (
        not _answers(asked, hit.stored.passage.text)
    )


def _answers(asked: Asked, text: str) -> bool:
    return asked.relevant(text) or any(
        answer in text for answer in asked.answers if len(answer) > 3
    )


def _posed(
    material: Material,
    asked: Asked,
    weighed: Sequence[Candidate],
    answerable: bool,
    strange: bool,
) -> Posed:
    form = form_of(understand(asked.text))
    return Posed(
        material=material.name,
        form=form,
        sort=sort_of(form, foreign=asked.language != asked.answer_language),
        candidates=tuple(weighed),
        right=tuple(answerable and _answers(asked, each.text) for each in weighed),
        answerable=answerable,
        strange=strange,
    )


def judge(
    questions: Sequence[PosedQuestion], floor: Floor
) -> list[tuple[PosedQuestion, bool, bool]]:
    """Each question with whether the first sentence shown is right, and whether something wrong
    is shown first."""
    judged = []
    for question in questions:
        shown = floor.answers(question.posed.candidates)
        right = likeliest(question.posed, floor)
        judged.append((question, shown and right, shown and not right))
    return judged


def report(judged: Sequence[tuple[PosedQuestion, bool, bool]], title: str) -> None:
    """A table by material and pair of languages."""
    columns = "material|pair|n|right first|refused|n unanswerable|refused|refusal precision"
    print(f"\n{title}\n\n| {columns.replace('|', ' | ')} |\n{'|---' * 8}|")
    groups: dict[tuple[str, str], list[tuple[PosedQuestion, bool, bool]]] = {}
    for row in judged:
        for pair in dict.fromkeys((row[0].pair, "all")):
            groups.setdefault((row[0].posed.material, pair), []).append(row)
    for key, group in sorted(groups.items()):
        answerable = [
            (right, wrong) for question, right, wrong in group if question.posed.answerable
        ]
        refused_wrongly = sum(not right and not wrong for right, wrong in answerable)
        unanswerable = [wrong for question, _, wrong in group if not question.posed.answerable]
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


def folds(questions: Sequence[PosedQuestion]) -> dict[tuple[str, str], int]:
    """A fold for each document, evenly within a material, in the order of their names' hashes."""
    found: dict[tuple[str, str], int] = {}
    for material in {question.posed.material for question in questions}:
        names = {question.document for question in questions if question.posed.material == material}
        ordered = sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
        found |= {(material, name): place % _FOLDS for place, name in enumerate(ordered)}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Calibrate the decision.")
    parser.add_argument("--write", action="store_true", help="write bot/reading/threshold.json")
    parser.add_argument("--keep", type=Path, help="folder to keep the libraries in")
    parser.add_argument("--held-out", type=Path, help="folder of the court papers held out")
    names = [*(material.name for material in MATERIALS), _HELD_OUT, _NATURAL]
    parser.add_argument("--only", nargs="*", choices=names, default=names, metavar="MATERIAL")
    parser.add_argument("--most", type=int, default=_MOST, help="questions of a material")
    parser.add_argument("--posed", type=Path, help="file to keep the weighed sentences in")
    chosen = parser.parse_args()
    if chosen.posed and chosen.posed.exists():
        questions: list[PosedQuestion] = pickle.loads(chosen.posed.read_bytes())
    else:
        questions = []
        with tempfile.TemporaryDirectory() as work:
            home = chosen.keep or Path(work)
            for material in (*MATERIALS, *_held_out(chosen.held_out)):
                if material.name in chosen.only:
                    questions += weighed_questions(material, home, most=chosen.most)
            if _NATURAL in chosen.only:
                questions += weighed_natural_questions(home / "natural")
        if chosen.posed:
            chosen.posed.write_bytes(pickle.dumps(questions))
    judged = []
    fold_of = folds(questions)
    for fold in range(_FOLDS):
        rest = [
            question
            for question in questions
            if fold_of[question.posed.material, question.document] != fold
        ]
        own = [
            question
            for question in questions
            if fold_of[question.posed.material, question.document] == fold
        ]
        judged += judge(own, fit([question.posed for question in rest]))
    report(judged, "Each fifth of the documents, judged by a floor fitted on the others")
    if chosen.write:
        used = sorted({question.posed.material for question in questions})
        write(fit([question.posed for question in questions]), used, len(questions))


if __name__ == "__main__":
    main()
