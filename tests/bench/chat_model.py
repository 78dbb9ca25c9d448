"""Answers with a chat model against quotes alone, on a seeded sample.

    python -m tests.bench.chat_model MODEL --library DIR --replies DIR [--way choose] [--most N]

Forty questions of the sample case's set and forty of the reporting half of `tests.bench.natural`,
in turns; with `--half choosing` forty of the other half, on which ways of asking are compared.
MODEL is a provider:model or the path of a .gguf file; `--way quotes` asks none, and only searches.
What was found for a question and each reply of the model are kept in the folder, so that a long
run goes on where it was stopped: begin with an empty one after a change of the reader. Prints, for
both samples, how often the first statement is right and how often a question without an answer is
refused, without the model and with it, and what the checker dropped.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Literal, TypeVar, cast

from bot.ask import Bot
from bot.cli.evaluate import ReadBy
from bot.evaluation.evaluate import answered
from bot.evaluation.outcome import Outcome
from bot.evaluation.question_set import TestQuestion, load
from bot.question.parse import Question
from bot.reading.assistant import Assistant, assistant_for
from bot.reading.chat_model import ChatModel, Setup
from bot.reading.default_reader import DefaultReader
from bot.reading.evidence import Candidate
from bot.search.retrieve import Hit
from ingest.settings import ROOT
from ingest.store.catalogue import Case
from ingest.store.library import Library
from ingest.sync.mirror import ingest
from tests.bench.natural import CASES, FOLDER, Half, halves, library_of
from tests.bench.remembered import Remembered

SAMPLE = "wiwynn-v-x"
SEED = 20
SIZE = 40
Found = TypeVar("Found")
Way = Literal["quotes", "choose", "write"]


def questions(half: Half = "reporting") -> list[tuple[str, TestQuestion]]:
    """The sample with the case of each question: one of the sample case, one natural, in turns; of
    the choosing half natural ones alone."""
    chance = random.Random(SEED)
    own = [
        question
        for question in load(ROOT / "data" / f"{SAMPLE}.questions.jsonl")
        if not question.earlier
    ]
    natural = []
    for case in CASES:
        listed = load(FOLDER / f"{case}.questions.jsonl")
        half_of = halves(listed)
        natural += [(case, question) for question in listed if half_of[question.id] == half]
    first = chance.sample([(SAMPLE, question) for question in own], SIZE)
    second = chance.sample(natural, SIZE)
    if half == "choosing":
        return second
    return [question for pair in zip_longest(first, second) for question in pair if question]


def library_with_sample(home: Path) -> Library:
    """The library of the natural questions with the sample case, ingested unless it was."""
    library = library_of(home)
    if SAMPLE not in {case.name for case in library.catalogue.cases()}:
        ingest(library, SAMPLE, [ROOT / "data" / SAMPLE])
    return library


class KeptFindings(Bot):
    """A bot that searches and reads for a question once, and keeps what it found in a folder."""

    def __init__(self, library: Library, folder: Path) -> None:
        super().__init__(library)
        self._folder = folder
        self._reader = _KeptReader(library, self._reranker, self._reader.floor, folder)

    def _search(self, case: Case, question: Question) -> list[Hit]:
        return _kept(self._folder, "hits", case, question, partial(super()._search, case, question))


@dataclass
class _KeptReader(DefaultReader):
    folder: Path

    def weigh(self, case: Case, question: Question, hits: Sequence[Hit]) -> list[Candidate]:
        read = partial(super().weigh, case, question, hits)
        return _kept(self.folder, "weighed", case, question, read)


def _kept(
    folder: Path, name: str, case: Case, question: Question, find: Callable[[], Found]
) -> Found:
    key = hashlib.sha256(f"{case.name}\n{question.text}".encode()).hexdigest()[:24]
    file = folder / f"{key}.{name}.pickle"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".part")
        unfinished.write_bytes(pickle.dumps(find()))
        unfinished.replace(file)
    return cast("Found", pickle.loads(file.read_bytes()))


def asked(
    bot: Bot, assistant: Assistant | None, case: str, question: TestQuestion
) -> tuple[Outcome, Outcome | None]:
    """What came of a question without the model and, where there is one, with it."""
    catalogue = bot.library.catalogue
    (alone,) = answered(bot, catalogue, case, [question])
    if assistant is None:
        return alone, None
    (read,) = answered(ReadBy(bot, assistant), catalogue, case, [question])
    return alone, read


def table(outcomes: Sequence[tuple[str, Outcome, Outcome | None]]) -> str:
    """The figures of both samples as Markdown."""
    lines = [
        "| questions | | first correct | refused rightly | right |",
        "|---|---|---|---|---|",
    ]
    for name, cases in (("sample", {SAMPLE}), ("natural", set(CASES))):
        own = [outcome for outcome in outcomes if outcome[0] in cases]
        read = [outcome for _, _, outcome in own if outcome]
        for way, found in (("quotes", [outcome for _, outcome, _ in own]), ("model", read)):
            if found:
                lines.append(_row(name, way, found))
    asked_for = [outcome for _, _, outcome in outcomes if outcome and outcome.model]
    failed, dropped, wrongly = (
        (
            sum(count)
            for count in zip(
                *((each.trouble, each.dropped, each.dropped_correct) for each in asked_for),
                strict=True,
            )
        )
        if asked_for
        else (0, 0, 0)
    )
    lines.append(
        f"\nThe model was asked for {len(asked_for)} questions and failed on {failed}; the checker "
        f"dropped {dropped} statements, of which {wrongly} hold an accepted answer."
    )
    return "\n".join(lines)


def _row(name: str, way: str, found: Sequence[Outcome]) -> str:
    answerable = [outcome for outcome in found if outcome.answerable]
    others = [outcome for outcome in found if not outcome.answerable]
    first = sum(outcome.first_correct for outcome in answerable)
    refused = sum(outcome.refused for outcome in others)
    right = sum(outcome.right for outcome in found)
    return (
        f"| {name} | {way} | {first} of {len(answerable)} "
        f"| {refused} of {len(others)} | {right} of {len(found)} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--replies", type=Path, required=True)
    parser.add_argument("--way", choices=("quotes", "choose", "write"), default="choose")
    parser.add_argument("--half", choices=("choosing", "reporting"), default="reporting")
    parser.add_argument("--most", type=int, default=2 * SIZE, help="questions")
    parser.add_argument("--context", type=int, default=3072)
    parser.add_argument("--threads", type=int, default=0)
    chosen = parser.parse_args()
    library = library_with_sample(chosen.library)
    bot = KeptFindings(library, chosen.replies / "found")
    assistant = None
    if chosen.way != "quotes":
        setup = Setup(
            chosen.model,
            mode=chosen.way,
            context=chosen.context,
            seconds=3000,
            threads=chosen.threads,
        )
        assistant = assistant_for(library.catalogue, library.catalogue.case(SAMPLE), setup)
        assert assistant is not None
        assert isinstance(assistant.model, ChatModel)
        assistant = replace(assistant, model=Remembered(assistant.model, chosen.replies))
    outcomes = []
    for case, question in questions(chosen.half)[: chosen.most]:
        outcomes.append((case, *asked(bot, assistant, case, question)))
        _, alone, read = outcomes[-1]
        print(len(outcomes), alone.id, alone.right, read and read.right, flush=True)
    print(table(outcomes))


if __name__ == "__main__":
    main()
