"""Answers with a chat model against quotes alone, on a seeded sample.

    python -m tests.bench.chat_model MODEL [--library DIR] [--replies DIR] [--way choose] [--most N]

Forty questions of the sample case's set and forty of the reporting half of `tests.bench.natural`,
in turns. The replies of the model are kept in the folder, so that a long run goes on where it was
stopped; so are the outcomes, which are those of one library and one reader: begin with an empty
folder after a change. MODEL is a provider:model or the path of a .gguf file. Prints, for both
samples, how often the first statement is right and how often a question without an answer is
refused, and what the checker dropped.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from itertools import zip_longest
from pathlib import Path

from pydantic import TypeAdapter

from bot.answering.with_model import Assistant, assistant_for
from bot.ask import Bot
from bot.cli.evaluate import ReadBy
from bot.evaluation.evaluate import answered
from bot.evaluation.outcome import Outcome
from bot.evaluation.question_set import TestQuestion, load
from bot.reading.chat_model import ChatModel, Setup
from ingest.settings import ROOT
from ingest.sync.mirror import ingest
from tests.bench.natural import CASES, FOLDER, halves, library_of
from tests.bench.remembered import Remembered

SAMPLE = "wiwynn-v-x"
SEED = 20
SIZE = 40
_OUTCOMES = TypeAdapter(dict[str, tuple[Outcome, Outcome]])


def questions() -> list[tuple[str, TestQuestion]]:
    """The sample with the case of each question: one of the sample case, one natural, in turns."""
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
        natural += [(case, question) for question in listed if half_of[question.id] == "reporting"]
    first = chance.sample([(SAMPLE, question) for question in own], SIZE)
    second = chance.sample(natural, SIZE)
    return [question for pair in zip_longest(first, second) for question in pair if question]


def outcomes(
    bot: Bot, assistant: Assistant, sample: Sequence[tuple[str, TestQuestion]], kept: Path
) -> Iterator[tuple[str, Outcome, Outcome]]:
    """The case of each question, and what came of it without the model and with it."""
    known = _OUTCOMES.validate_json(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    catalogue = bot.library.catalogue
    for case, question in sample:
        if question.id not in known:
            (alone,) = answered(bot, catalogue, case, [question])
            (read,) = answered(ReadBy(bot, assistant), catalogue, case, [question])
            known[question.id] = (alone, read)
            written = {name: [asdict(outcome) for outcome in both] for name, both in known.items()}
            unfinished = kept.with_suffix(".part")
            unfinished.write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")
            unfinished.replace(kept)
        yield (case, *known[question.id])


def table(asked: Sequence[tuple[str, Outcome, Outcome]]) -> str:
    """The figures of both samples as Markdown."""
    lines = [
        "| questions | | first correct | refused rightly | right |",
        "|---|---|---|---|---|",
    ]
    for name, cases in (("sample", {SAMPLE}), ("natural", set(CASES))):
        own = [question for question in asked if question[0] in cases]
        both = {
            "quotes": [outcome for _, outcome, _ in own],
            "model": [outcome for _, _, outcome in own],
        }
        for way, found in both.items():
            answerable = [outcome for outcome in found if outcome.answerable]
            others = [outcome for outcome in found if not outcome.answerable]
            first = sum(outcome.first_correct for outcome in answerable)
            refused = sum(outcome.refused for outcome in others)
            right = sum(outcome.right for outcome in found)
            lines.append(
                f"| {name} | {way} | {first} of {len(answerable)} "
                f"| {refused} of {len(others)} | {right} of {len(found)} |"
            )
    read = [outcome for _, _, outcome in asked if outcome.model]
    failed, dropped = (
        sum(outcome.trouble for outcome in read),
        sum(outcome.dropped for outcome in read),
    )
    lines.append(f"\nAsked for {len(read)} questions; failed on {failed}; {dropped} dropped.")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--replies", type=Path, required=True)
    parser.add_argument("--way", choices=("choose", "write"), default="choose")
    parser.add_argument("--most", type=int, default=2 * SIZE, help="questions")
    parser.add_argument("--context", type=int, default=3072)
    chosen = parser.parse_args()
    library = library_of(chosen.library)
    if SAMPLE not in {case.name for case in library.catalogue.cases()}:
        ingest(library, SAMPLE, [ROOT / "data" / SAMPLE])
    bot = Bot(library)
    setup = Setup(chosen.model, mode=chosen.way, context=chosen.context, seconds=3000)
    case = library.catalogue.case(SAMPLE)
    assistant = assistant_for(library.catalogue, case, setup)
    assert assistant is not None
    assert isinstance(assistant.model, ChatModel)
    assistant = replace(assistant, model=Remembered(assistant.model, chosen.replies))
    asked = []
    kept = chosen.replies / f"outcomes.{chosen.way}.json"
    for outcome in outcomes(bot, assistant, questions()[: chosen.most], kept):
        asked.append(outcome)
        print(f"{len(asked)} {outcome[1].id} {outcome[1].right} {outcome[2].right}", flush=True)
    print(table(asked))


if __name__ == "__main__":
    main()
