"""Questions as people ask them, on documents that nothing was written or fitted for.

    python -m tests.bench.natural [--half choosing] [--out RUN.json] [--against EARLIER.json]

Twelve filings are one case, eight French news pages another; 170 questions, 51 without an answer.
The documents are halved: on the *choosing* half methods are chosen and thresholds fitted, on the
*reporting* half nothing is, so only its figures are quoted. Questions over documents of both
halves count as choosing.

A run can be kept and held against an earlier one, question by question: the difference of each
figure with the bounds that nine in ten paired bootstrap samples keep within.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np

from bot.ask import Bot
from bot.evaluation.evaluate import answered
from bot.evaluation.outcome import Outcome
from bot.evaluation.question_set import TestQuestion, load
from bot.question.parse import Question
from bot.reading.default_reader import DefaultReader
from bot.reading.evidence import Candidate
from bot.reading.threshold import Floor
from bot.search.retrieve import Hit
from ingest.settings import Settings
from ingest.store.catalogue import Case
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.bench.material import SEED, SHARED

FOLDER = SHARED / "bench" / "natural"
CASES = ("filings", "news")
Half = Literal["choosing", "reporting"]
HALVES: tuple[Half, ...] = ("choosing", "reporting")
_RESAMPLES = 4000
_BINS = 10


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What became of one question."""

    id: str
    half: Half
    pair: str
    """ "fr to en": languages of the question and of its sources; without sources, of its case."""
    answerable: bool
    ranks: tuple[int, ...]
    """By expected source the rank of its first passage, 0 where it was not found."""
    refused: bool
    first: bool
    any: bool
    confidence: float | None
    """None where the answer was looked up."""
    likeliest: bool
    """Whether the likeliest sentence, shown or not, answers."""
    stage: str
    seconds: float


def halves(questions: Sequence[TestQuestion]) -> dict[str, Half]:
    """The half of each question, by the documents of its sources: of the documents, in the order
    of their names' hashes, every second is for choosing. Questions without sources stand after
    those on the same document."""
    documents = sorted(
        {
            source.document
            for question in questions
            for group in question.expected
            for source in group
        },
        key=lambda name: hashlib.sha256(name.encode()).digest(),
    )
    half_of = {name: HALVES[place % 2] for place, name in enumerate(documents)}
    found: dict[str, Half] = {}
    half: Half = "choosing"
    for question in questions:
        own = {half_of[source.document] for group in question.expected for source in group}
        if own:
            half = "reporting" if own == {"reporting"} else "choosing"
        found[question.id] = half
    return found


def library_of(home: Path) -> Library:
    """The library of both cases in ``home``, ingested unless it was."""
    library = Library(replace(Settings.from_environment(), library=home))
    ingested = {case.name for case in library.catalogue.cases()}
    for case in CASES:
        if case not in ingested:
            ingest(library, case, [FOLDER / case])
    return library


def run(bot: Bot, half: str = "all") -> Iterator[QuestionResult]:
    """Ask the questions of a half, or of "all"."""
    for case in CASES:
        questions = load(FOLDER / f"{case}.questions.jsonl")
        half_of = halves(questions)
        chosen = [question for question in questions if half in ("all", half_of[question.id])]
        for outcome in answered(bot, bot.library.catalogue, case, chosen):
            yield _result(outcome, half_of[outcome.id], case)


def _result(outcome: Outcome, half: Half, case: str) -> QuestionResult:
    return QuestionResult(
        id=outcome.id,
        half=half,
        pair=outcome.pair or f"{outcome.language} to {'en' if case == 'filings' else 'fr'}",
        answerable=outcome.answerable,
        ranks=outcome.passage_ranks,
        refused=outcome.refused,
        first=outcome.first_correct,
        any=outcome.any_correct,
        confidence=outcome.confidence,
        likeliest=outcome.likeliest_correct,
        stage=outcome.stage or "",
        seconds=outcome.seconds,
    )


class Remembering(Bot):
    """A bot that searches and reads for each question once, whatever decides afterwards."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.hits: dict[str, list[Hit]] = {}
        self._reader = _RememberingReader(library, self._reranker, self._reader.floor)

    def _search(self, case: Case, question: Question) -> list[Hit]:
        if question.text not in self.hits:
            self.hits[question.text] = super()._search(case, question)
        return self.hits[question.text]

    @property
    def floor(self) -> Floor:
        """What decides."""
        return self._reader.floor

    @floor.setter
    def floor(self, floor: Floor) -> None:
        self._reader.floor = floor


@dataclass
class _RememberingReader(DefaultReader):
    weighed: dict[str, list[Candidate]] = field(default_factory=dict)

    def weigh(self, case: Case, question: Question, hits: Sequence[Hit]) -> list[Candidate]:
        if question.text not in self.weighed:
            self.weighed[question.text] = super().weigh(case, question, hits)
        return self.weighed[question.text]


FORMS = ("pointed", "of_party", "unmentioned", "signature", "caption")
"""The signs that forms of words give; `effects` tells what each does."""


def effects(bot: Remembering, half: Half) -> None:
    """A table of what each sign of a form of words does: the figures with all signs, then without
    each, the other weights as they are."""
    whole = bot.floor
    names = ("right first", "refusal precision", "refusal recall", "calibration error")
    print(f"\n| without ({half}) | questions changed | {' | '.join(names)} |\n" + "|---" * 6 + "|")
    before = list(run(bot, half))
    for without in ((), FORMS, *((name,) for name in (*FORMS, "untyped", "unlike_prose"))):
        bot.floor = replace(
            whole,
            regressions={
                form: replace(
                    regression, weights={**regression.weights, **dict.fromkeys(without, 0.0)}
                )
                for form, regression in whole.regressions.items()
            },
        )
        after = list(run(bot, half))
        changed = sum(
            (question.refused, question.first) != (other.refused, other.first)
            for question, other in zip(before, after, strict=True)
        )
        cells = [", ".join(without) or "nothing", str(changed)]
        cells += [f"{FIGURES[name](after):.3f}" for name in names]
        print(f"| {' | '.join(cells)} |")
    bot.floor = whole


def _recall(depth: int) -> Callable[[Sequence[QuestionResult]], float]:
    def recall(asked: Sequence[QuestionResult]) -> float:
        return _mean([_within(question, depth) for question in asked if question.answerable])

    return recall


def _within(question: QuestionResult, depth: int) -> float:
    return _mean([0 < rank <= depth for rank in question.ranks])


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else float("nan")


def expected_calibration_error(asked: Sequence[QuestionResult]) -> float:
    """Mean distance of the confidence in the likeliest sentence from how often it answers, over
    ten bins of equal width (Naeini, Cooper and Hauskrecht 2015). What was looked up has none."""
    pairs = [
        (question.confidence, question.likeliest)
        for question in asked
        if question.confidence is not None
    ]
    if not pairs:
        return float("nan")
    confidence, right = np.array(pairs, dtype=float).T
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [
        abs(float(confidence[bins == number].sum() - right[bins == number].sum()))
        for number in set(bins)
    ]
    return sum(gaps) / len(pairs)


FIGURES: Mapping[str, Callable[[Sequence[QuestionResult]], float]] = {
    "passage recall@1": _recall(1),
    "@5": _recall(5),
    "@20": _recall(20),
    "MRR": lambda asked: _mean(
        [
            max((1 / rank for rank in question.ranks if rank), default=0.0)
            for question in asked
            if question.ranks
        ]
    ),
    "right first": lambda asked: _mean(
        [question.first for question in asked if question.answerable]
    ),
    "any right": lambda asked: _mean([question.any for question in asked if question.answerable]),
    "likeliest right": lambda asked: _mean(
        [question.likeliest for question in asked if question.answerable]
    ),
    "refusal precision": lambda asked: _mean(
        [not question.answerable for question in asked if question.refused]
    ),
    "refusal recall": lambda asked: _mean(
        [question.refused for question in asked if not question.answerable]
    ),
    "calibration error": expected_calibration_error,
}


def report(asked: Sequence[QuestionResult]) -> None:
    """A table by half, case and pair of languages."""
    print(f"| half | questions | n | without | {' | '.join(FIGURES)} |")
    print("|---" * (4 + len(FIGURES)) + "|")
    for half in HALVES:
        own = [question for question in asked if question.half == half]
        for name in ("all", *sorted({question.pair for question in own})):
            group = [question for question in own if name in ("all", question.pair)]
            if group:
                without = sum(not question.answerable for question in group)
                figures = [f"{figure(group):.2f}" for figure in FIGURES.values()]
                cells = [half, name, str(len(group)), str(without), *figures]
                print(f"| {' | '.join(cells)} |")


def compare(before: Sequence[QuestionResult], after: Sequence[QuestionResult]) -> None:
    """A table of the differences by half, over the questions that both runs have."""
    earlier = {question.id: question for question in before}
    print("\n| half | figure | n | before | after | difference | 5% | 95% |\n" + "|---" * 8 + "|")
    for half in HALVES:
        pairs = [
            (earlier[question.id], question)
            for question in after
            if question.half == half and question.id in earlier
        ]
        if not pairs:
            continue
        chance = np.random.default_rng(SEED)
        drawn = chance.integers(0, len(pairs), (_RESAMPLES, len(pairs)))
        for name, figure in FIGURES.items():
            was, now = (figure([pair[side] for pair in pairs]) for side in (0, 1))
            differences = [
                figure([pairs[at][1] for at in sample]) - figure([pairs[at][0] for at in sample])
                for sample in drawn
            ]
            low, high = np.nanquantile(differences, [0.05, 0.95])
            cells = (half, name, str(len(pairs)), f"{was:.3f}", f"{now:.3f}", f"{now - was:+.3f}")
            print(f"| {' | '.join(cells)} | {low:+.3f} | {high:+.3f} |")


def read_run(file: Path) -> list[QuestionResult]:
    """A run as it was kept."""
    rows = json.loads(file.read_text(encoding="utf-8"))
    return [QuestionResult(**{**row, "ranks": tuple(row["ranks"])}) for row in rows]


def keep_run(asked: Sequence[QuestionResult], file: Path) -> None:
    """Keep a run, to hold later ones against it."""
    rows = [asdict(question) for question in asked]
    file.write_text(json.dumps(rows, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure on natural questions.")
    parser.add_argument("--half", choices=["all", *HALVES], default="all")
    parser.add_argument("--library", type=Path, help="folder to keep the library in")
    parser.add_argument("--out", type=Path, help="file to keep the run in")
    parser.add_argument("--signs", action="store_true", help="what each form of words does")
    parser.add_argument("--against", type=Path, help="file of an earlier run")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        bot = Remembering(library_of(chosen.library or Path(home)))
        asked = list(run(bot, chosen.half))
        report(asked)
        if chosen.signs:
            effects(bot, "reporting")
    if chosen.out:
        keep_run(asked, chosen.out)
    if chosen.against:
        compare(read_run(chosen.against), asked)


if __name__ == "__main__":
    main()
