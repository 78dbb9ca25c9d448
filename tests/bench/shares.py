"""How near to its floor the likeliest sentence comes, answerable or not: when to believe a model.

    python -m tests.bench.shares --library DIR

On the choosing half of `tests.bench.natural`, without a chat model. For each share of the floor:
the questions without an answer of which no sentence reaches it (they are refused whatever a model
chooses), the answerable ones of which a right sentence does, and those of which none does.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.ask import Bot
from bot.evaluation.accepted import holds
from bot.evaluation.question_set import load
from bot.reading.threshold import calibrated
from tests.bench.natural import CASES, FOLDER, halves, library_of

SHARES = (0.1, 0.3, 0.5, 0.7, 1.0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--library", type=Path, required=True)
    bot, floor = Bot(library_of(parser.parse_args().library)), calibrated()
    answerable: list[tuple[float, float]] = []
    others: list[float] = []
    for case in CASES:
        questions = load(FOLDER / f"{case}.questions.jsonl")
        half_of = halves(questions)
        for question in questions:
            if half_of[question.id] != "choosing":
                continue
            weighed = bot.trace(question.question, case).weighed
            likeliest = max(map(floor.share, weighed), default=0.0)
            if not question.answerable:
                others.append(likeliest)
                continue
            right = [
                floor.share(each)
                for each in weighed
                if any(
                    holds(each.text, each.hit.stored.passage.language, accepted)
                    for accepted in question.answers
                )
            ]
            answerable.append((likeliest, max(right, default=0.0)))
    print(f"{len(answerable)} answerable, {len(others)} not")
    print("| share | no answer, below | answerable, right one reaches it | none does |")
    print("|---|---|---|---|")
    for share in SHARES:
        below = sum(earlier < share for earlier in others)
        reached = sum(best >= share for _, best in answerable)
        none = sum(likeliest < share for likeliest, _ in answerable)
        print(f"| {share} | {below} | {reached} | {none} |")


if __name__ == "__main__":
    main()
