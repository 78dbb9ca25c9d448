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
    own = [one for one in load(ROOT / "data" / f"{SAMPLE}.questions.jsonl") if not one.earlier]
    natural = []
    for case in CASES:
        listed = load(FOLDER / f"{case}.questions.jsonl")
        half_of = halves(listed)
        natural += [(case, one) for one in listed if half_of[one.id] == "reporting"]
    first = chance.sample([(SAMPLE, one) for one in own], SIZE)
    second = chance.sample(natural, SIZE)
    return [one for pair in zip_longest(first, second) for one in pair if one]


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
            told = {name: [asdict(one) for one in both] for name, both in known.items()}
            unfinished = kept.with_suffix(".part")
            unfinished.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
            unfinished.replace(kept)
        yield (case, *known[question.id])


def table(asked: Sequence[tuple[str, Outcome, Outcome]]) -> str:
    """The figures of both samples as Markdown."""
    lines = [
        "| questions | | first correct | refused rightly | right |",
        "|---|---|---|---|---|",
    ]
    for name, cases in (("sample", {SAMPLE}), ("natural", set(CASES))):
        own = [one for one in asked if one[0] in cases]
        both = {"quotes": [one for _, one, _ in own], "model": [one for _, _, one in own]}
        for way, found in both.items():
            answerable = [one for one in found if one.answerable]
            others = [one for one in found if not one.answerable]
            first = sum(one.first_correct for one in answerable)
            refused = sum(one.refused for one in others)
            right = sum(one.right for one in found)
            lines.append(
                f"| {name} | {way} | {first} of {len(answerable)} "
                f"| {refused} of {len(others)} | {right} of {len(found)} |"
            )
    read = [one for _, _, one in asked if one.model]
    failed, dropped = sum(one.trouble for one in read), sum(one.dropped for one in read)
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
    if SAMPLE not in {one.name for one in library.catalogue.cases()}:
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
    for one in outcomes(bot, assistant, questions()[: chosen.most], kept):
        asked.append(one)
        print(f"{len(asked)} {one[1].id} {one[1].right} {one[2].right}", flush=True)
    print(table(asked))


if __name__ == "__main__":
    main()
