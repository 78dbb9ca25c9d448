"""The answers on the bench: statutes across languages, contracts, dockets, encyclopedia.

    python -m tests.bench.answers [--limit N] [--half held-out] [--only MATERIAL ...]

Each question of the bench is put in the form of a test set and evaluated as `python -m bot
evaluate` does. Where the material has no unanswerable questions of its own, one in three of the
paragraphs that answer is left out of the documents. Beside each, the tutorial stack on
the same files: it has no answers of its own, so only its retrieval is measured.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.ask import Bot
from bot.evaluation.evaluate import answered, report
from bot.evaluation.outcome import Outcome, Report
from bot.evaluation.question_set import Source, TestQuestion
from bot.evaluation.relevance import bare
from bot.evaluation.tables import share, table
from ingest.settings import Settings
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.bench.calibrate import MATERIALS, Material
from tests.bench.material import SEED, Asked, is_dev, plain
from tests.bench.tutorial import TutorialStack

_DEPTH = 10
# As much of a long answer as a quoted sentence must hold.
_ENOUGH = 60
_FIGURES = (
    "passage recall@1",
    "passage recall@5",
    "passage MRR",
    "first correct",
    "any correct",
    "citation precision",
    "refusal precision",
    "refusal recall",
    "quotes verified",
    "pin cites right",
)


def as_test_question(question: Asked, quotes: Sequence[str]) -> TestQuestion:
    """A question of the bench in the form of a test set: the answers are accepted by their
    beginnings, and stand where ``quotes`` are; without any, it is not answerable."""
    answers = tuple(dict.fromkeys(question.answers)) if quotes else ()
    return TestQuestion(
        id=question.id,
        question=question.text,
        language="fr" if question.language == "fr" else "en",
        answerable=bool(answers),
        answers=tuple(_beginning(answer) for answer in answers),
        sources=(tuple(Source(document=question.document, quote=quote) for quote in quotes),)
        if answers
        else (),
    )


def _beginning(answer: str) -> str:
    if len(answer) <= _ENOUGH:
        return answer
    return answer[:_ENOUGH].rsplit(" ", 1)[0]


def is_withheld(paragraph: str) -> bool:
    """One paragraph in three, whatever is asked of it."""
    return hashlib.sha256(paragraph.encode()).digest()[0] % 3 == 0


def withhold(folder: Path, asked: Sequence[Asked]) -> dict[str, list[str]]:
    """Leave paragraphs that answer out of the files; returns, by question, the paragraphs that
    still answer it."""
    left: dict[str, list[str]] = {}
    for file in sorted(folder.iterdir()):
        paragraphs = file.read_text(encoding="utf-8").split("\n\n")
        here = [question for question in asked if question.document == file.name]
        kept = [
            text
            for text in paragraphs
            if not (is_withheld(text) and any(question.relevant(text) for question in here))
        ]
        file.write_text("\n\n".join(kept), encoding="utf-8")
        left |= {
            question.id: [text for text in kept if question.relevant(text)] for question in here
        }
    return left


def evaluate(material: Material, half: str, limit: int) -> tuple[Report, list[tuple[str, int]]]:
    """The report over a material, and for each answerable question (pair, rank) of the tutorial
    stack, 0 where it was not found."""
    with tempfile.TemporaryDirectory() as work, tempfile.TemporaryDirectory() as home:
        folder = Path(work)
        asked = material.write(folder)
        quotes = {question.id: list(question.answers) for question in asked}
        if material.near_misses:
            quotes = withhold(folder, asked)
        chosen = [
            question for question in asked if half == "all" or is_dev(question) == (half == "dev")
        ]
        if 0 < limit < len(chosen):
            chosen = random.Random(SEED).sample(chosen, limit)
        used = {question.document for question in chosen} if material.own_cases else set()
        files = sorted(file for file in folder.iterdir() if not used or file.name in used)
        library = Library(replace(Settings.from_environment(), library=Path(home)))
        if material.own_cases:
            for file in files:
                ingest(library, file.stem, [file])
        else:
            ingest(library, "bench", [folder])
        outcomes = _outcomes(Bot(library), material, chosen, quotes)
        ranks = _tutorial(material, files, [question for question in chosen if quotes[question.id]])
    return report(outcomes, material.name, "bench", {}), ranks


def _outcomes(
    bot: Bot, material: Material, asked: Sequence[Asked], quotes: dict[str, list[str]]
) -> list[Outcome]:
    by_case: dict[str, list[TestQuestion]] = {}
    for question in asked:
        case = Path(question.document).stem if material.own_cases else "bench"
        by_case.setdefault(case, []).append(as_test_question(question, quotes[question.id]))
    return [
        outcome
        for case, questions in by_case.items()
        for outcome in answered(bot, bot.library.catalogue, case, questions)
    ]


def _tutorial(
    material: Material, files: Sequence[Path], asked: Sequence[Asked]
) -> list[tuple[str, int]]:
    groups = [[file] for file in files] if material.own_cases else [list(files)]
    ranks = []
    for group in groups:
        search = TutorialStack(group).as_searcher(_DEPTH)
        names = {file.name for file in group}
        for question in asked:
            if question.answers and question.document in names:
                found = [bare(plain(text)) for text in search(question)]
                wanted = [bare(plain(_beginning(answer))) for answer in question.answers]
                hits = (n for n, text in enumerate(found, 1) if any(w in text for w in wanted))
                ranks.append((f"{question.language} to {question.answer_language}", next(hits, 0)))
    return ranks


def rows(found: Report, ranks: Sequence[tuple[str, int]]) -> list[tuple[str, ...]]:
    """A row by pair of languages, then all; then the tutorial stack's."""
    pairs = ["all", *sorted({outcome.pair for outcome in found.outcomes if outcome.pair})]
    by_place = {(figure.group, figure.name): figure for figure in found.figures}
    listed = []
    for pair in pairs:
        figures = [by_place.get((pair, name)) for name in _FIGURES]
        answerable, without = (
            str(figure.n) if (figure := by_place.get((pair, name))) else "0"
            for name in ("first correct", "refusal recall")
        )
        texts = (share(figure) for figure in figures)
        listed.append((found.questions, "Pincite", pair, answerable, without, *texts))
    for pair in pairs:
        own = [rank for each, rank in ranks if pair in ("all", each)]
        if own:
            shares = (
                sum(rank == 1 for rank in own) / len(own),
                sum(0 < rank <= 5 for rank in own) / len(own),
                sum(1 / rank for rank in own if rank) / len(own),
            )
            texts = (f"{value:.3f}" for value in shares)
            none = ("",) * (len(_FIGURES) - len(shares))
            listed.append((found.questions, "tutorial", pair, str(len(own)), "", *texts, *none))
    return listed


def main() -> None:
    parser = argparse.ArgumentParser(description="Evaluate the answers on the bench.")
    names = [material.name for material in MATERIALS]
    parser.add_argument("--only", nargs="*", choices=names, default=names, metavar="MATERIAL")
    parser.add_argument("--half", choices=["all", "dev", "held-out"], default="all")
    parser.add_argument(
        "--limit", type=int, default=0, help="questions of a material, a seeded sample; 0 is all"
    )
    chosen = parser.parse_args()
    listed: list[tuple[str, ...]] = [("material", "", "pair", "n", "n without", *_FIGURES)]
    for material in MATERIALS:
        if material.name in chosen.only:
            listed += rows(*evaluate(material, chosen.half, chosen.limit))
    print(table(listed))


if __name__ == "__main__":
    main()
