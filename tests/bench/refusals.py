"""Answers and refusals with the reranker and without it.

    python -m tests.bench.refusals [--limit N] [--keep FOLDER]

Each condition has a floor of its own. Without the reranker its signs are zero, the passages stay
in the order of the search, and weights and floors are fitted anew on the same questions.
Contracts, dockets and filings are answered fifth by fifth, with a floor fitted on the other
documents; the sample case takes no part in the fitting. Acts and articles, whose unanswerable
questions are made by leaving passages out of what the search found, are judged by the same floors
as `tests.bench.calibrate` judges them. The two runs are compared question by question, by the
paired randomisation test of `python -m bot evaluate --against`, within and across languages; and
by how well the probability of the likeliest sentence tells answerable questions from others (area
under the curve), where no floor has a say.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.stats import permutation_test, rankdata
from sklearn.metrics import roc_auc_score

from bot.ask import Bot
from bot.evaluation.compare import compare
from bot.evaluation.evaluate import answered
from bot.evaluation.outcome import Outcome, Report, ShownStatement
from bot.evaluation.question_set import load
from bot.evaluation.tables import table
from bot.reading.cross_encoder import Reranker
from bot.reading.threshold import Floor
from bot.training.calibrate import fit, likeliest
from ingest.settings import ROOT, Settings
from ingest.store.library import Library
from tests.bench.answers import as_test_question
from tests.bench.calibrate import MATERIALS, Material, PosedQuestion, folds, weighed_questions
from tests.bench.facts import CASE, SAMPLE, open_case
from tests.bench.material import SEED, Asked
from tests.support.fakes import NoOpinion

_FIFTHS = 5
_QUESTIONS = ROOT / "data" / "wiwynn-v-x.questions.jsonl"
Floats = npt.NDArray[np.float64]

_FIGURES = ("right", "first correct", "refusal precision", "refusal recall")


@dataclass(frozen=True, slots=True)
class Floors:
    """A floor for each fifth of the documents, fitted on the others."""

    fold_of: Mapping[tuple[str, str], int]
    of_fold: Sequence[Floor]

    def without(self, material: str, document: str) -> Floor:
        """One in which the document had no part. One of which nothing was weighed had none in
        any."""
        return self.of_fold[self.fold_of.get((material, document), 0)]


def floors(questions: Sequence[PosedQuestion]) -> Floors:
    fold_of = folds(questions)
    return Floors(
        fold_of,
        [
            fit(
                [
                    question.posed
                    for question in questions
                    if fold_of[question.posed.material, question.document] != fold
                ]
            )
            for fold in range(_FIFTHS)
        ],
    )


def weighed(questions: Sequence[PosedQuestion], fitted: Floors) -> Iterator[Outcome]:
    """What the floors make of questions put to what a search found."""
    for question in questions:
        floor = fitted.without(question.posed.material, question.document)
        right = likeliest(question.posed, floor)
        refused = not floor.answers(question.posed.candidates)
        yield Outcome(
            id=question.id,
            question=question.text,
            understood="",
            language=question.language,
            pair=question.pair,
            earlier=(),
            tags=(),
            answerable=question.posed.answerable,
            accepted=(),
            expected=(),
            refused=refused,
            shown=() if refused else (ShownStatement("", (), right),),
            confidence=floor.confidence(question.posed.candidates),
            likeliest_correct=right,
            passage_ranks=(),
            document_ranks=(),
        )


def outcomes(
    material: Material, home: Path, reranker: Reranker, fitted: Floors, limit: int
) -> list[Outcome]:
    """The questions of a material, each document answered with a floor fitted without it."""
    library = Library(
        replace(Settings.from_environment(), library=home / material.name.replace(" ", "-"))
    )
    found: list[Outcome] = []
    for document, asked in _by_document(material, limit):
        floor = fitted.without(material.name, document)
        questions = [as_test_question(question, list(question.answers)) for question in asked]
        case = Path(document).stem
        found += answered(Bot(library, floor, reranker), library.catalogue, case, questions)
    return found


def _by_document(material: Material, limit: int) -> Iterator[tuple[str, list[Asked]]]:
    with tempfile.TemporaryDirectory() as work:
        asked = material.write(Path(work))
    if limit and len(asked) > limit:
        asked = random.Random(SEED).sample(asked, limit)
    by_document: dict[str, list[Asked]] = defaultdict(list)
    for question in asked:
        by_document[question.document].append(question)
    yield from by_document.items()


def sample_outcomes(sample: Bot, floor: Floor, reranker: Reranker) -> list[Outcome]:
    """The question set of the sample case, with this floor."""
    bot = Bot(sample.library, floor, reranker)
    return list(answered(bot, sample.library.catalogue, CASE, load(_QUESTIONS)))


def together(by_material: Mapping[str, Sequence[Sequence[Outcome]]]) -> list[list[Outcome]]:
    """The outcomes of all materials in each of the two runs: a question may be asked of two."""
    return [
        [
            replace(outcome, id=f"{name} {outcome.id}")
            for name, runs in by_material.items()
            for outcome in runs[condition]
        ]
        for condition in (0, 1)
    ]


def groups(found: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """All, and by how the languages of question and source relate; where there are questions
    without a source that a document could hold in either, by the question's too."""
    by_name: dict[str, list[Outcome]] = {"all": list(found)}
    open_ended = any(not outcome.pair for outcome in found)
    for outcome in found:
        asked, _, held = outcome.pair.partition(" to ")
        if held:
            by_name.setdefault("within" if asked == held else "across", []).append(outcome)
        if open_ended:
            by_name.setdefault(f"asked in {outcome.language}", []).append(outcome)
    return by_name


def rows(
    name: str, without: Sequence[Outcome], with_it: Sequence[Outcome]
) -> Iterator[tuple[str, ...]]:
    """A row by group and figure."""
    later = groups(with_it)
    for group, members in groups(without).items():
        comparison = compare(_run(members), _run(later[group]))
        names = _FIGURES if any(not outcome.answerable for outcome in members) else _FIGURES[:2]
        for difference in comparison.differences:
            if difference.name in names and difference.n:
                shares = (
                    "–" if each is None else f"{each:.2f}"
                    for each in (difference.before, difference.after)
                )
                yield (
                    name,
                    group,
                    difference.name,
                    *shares,
                    f"{difference.p:.3f}",
                    str(difference.n),
                )
        searched = [
            pair
            for pair in zip(members, later[group], strict=True)
            if all(outcome.confidence is not None for outcome in pair)
        ]
        if 0 < sum(outcome.answerable for outcome, _ in searched) < len(searched):
            yield name, group, "AUC", *_areas(searched), str(len(searched))


def _areas(searched: Sequence[tuple[Outcome, Outcome]]) -> tuple[str, str, str]:
    """The area under the curve of each run, and the p of the paired randomisation test over the
    ranks of the questions that were searched for: the probabilities of two floors do not
    compare."""
    answerable = np.array([outcome.answerable for outcome, _ in searched])
    before, after = (
        rankdata([outcome.confidence for outcome in run]) for run in zip(*searched, strict=True)
    )

    def apart(ranks: Floats, other: Floats) -> float:
        return float(roc_auc_score(answerable, other) - roc_auc_score(answerable, ranks))

    found = permutation_test(
        (before, after),
        apart,
        permutation_type="samples",
        vectorized=False,
        n_resamples=999,
        rng=np.random.default_rng(SEED),
    )
    first, second = (
        float(roc_auc_score(answerable, confidences)) for confidences in (before, after)
    )
    return f"{first:.2f}", f"{second:.2f}", f"{found.pvalue:.3f}"


def _run(found: Sequence[Outcome]) -> Report:
    # Without figures and their intervals, which take long and are not compared.
    return Report("", "", {}, tuple(found), (), ())


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare refusals with and without the reranker.")
    parser.add_argument("--limit", type=int, default=0, help="questions of a material; 0 is all")
    parser.add_argument("--keep", type=Path, help="folder to keep the libraries in")
    chosen = parser.parse_args()
    by_material: dict[str, list[list[Outcome]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as work:
        home = chosen.keep or Path(work)
        sample = open_case(SAMPLE, home / "sample")
        for reranker in (NoOpinion(), Reranker(Settings.from_environment())):
            posed: list[PosedQuestion] = []
            for each in MATERIALS:
                print(f"weighing {each.name}", file=sys.stderr)
                posed += weighed_questions(each, home, reranker)
            fitted = floors(posed)
            for material in MATERIALS:
                if material.near_misses:
                    own = [
                        question for question in posed if question.posed.material == material.name
                    ]
                    asked = [question for question in own if not question.posed.strange]
                    by_material[material.name].append(list(weighed(asked, fitted)))
                else:
                    by_material[material.name].append(
                        outcomes(material, home, reranker, fitted, chosen.limit)
                    )
            by_material["sample"].append(
                sample_outcomes(sample, fit([question.posed for question in posed]), reranker)
            )
    fitted_on = {name: runs for name, runs in by_material.items() if name != "sample"}
    acts = {name: runs for name, runs in fitted_on.items() if name.startswith("statutes")}
    by_material |= {"both acts": together(acts), "all but the sample": together(fitted_on)}
    listed: list[tuple[str, ...]] = [
        ("material", "languages", "figure", "without", "with", "p", "n")
    ]
    for name, (without, with_it) in by_material.items():
        listed += rows(name, without, with_it)
    print(table(listed))


if __name__ == "__main__":
    main()
