"""`python -m bot evaluate` and `python -m bot import-questions`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from bot.ask import Bot
    from bot.evaluation.evaluate import Done


def add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The arguments of `evaluate`, besides --case and --library."""
    evaluate = commands.add_parser(
        "evaluate", help="ask a set of test questions and measure the answers"
    )
    evaluate.add_argument("questions", type=Path, help="a JSONL file; see data/README.md")
    evaluate.add_argument("--case", help="name of the case; not needed when there is just one")
    evaluate.add_argument("--library", type=Path, help="folder of the library (PINCITE_LIBRARY)")
    evaluate.add_argument("--json", action="store_true", help="the report as one JSON object")
    evaluate.add_argument("--save", metavar="NAME", help="keep the run in the library")
    evaluate.add_argument(
        "--against",
        metavar="RUN",
        help="a kept run or a JSON file; exit status 1 when something got significantly worse",
    )
    evaluate.add_argument(
        "--failures", action="store_true", help="list every question that went wrong"
    )
    evaluate.set_defaults(command="evaluate")


def add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The arguments of `import-questions`."""
    chosen = commands.add_parser(
        "import-questions", help="make a question set of a SQuAD or CSV file"
    )
    chosen.add_argument("file", type=Path, help="SQuAD JSON, or CSV with a line of column names")
    chosen.add_argument("--out", type=Path, required=True, help="the JSONL file to write")
    chosen.set_defaults(command="import")


def evaluate(chosen: argparse.Namespace, bot: Bot, case: str) -> int:
    """Run an evaluation as the command line asks for it; returns the exit status.

    Raises QuestionsRefused, and what ``Bot.ask`` raises.
    """
    from bot.evaluation.compare import compare
    from bot.evaluation.evaluate import evaluate as run
    from bot.evaluation.question_set import load
    from bot.evaluation.runs import LibraryRuns, earlier_run
    from bot.evaluation.tables import as_text, compared, failures

    questions = load(chosen.questions)
    runs = LibraryRuns(bot.library)
    # Before the questions are asked, so that a misspelt name costs no time.
    earlier = earlier_run(runs, case, chosen.against) if chosen.against else None
    with _progress() as done:
        report = run(
            bot,
            bot.library.catalogue,
            case,
            questions,
            name=chosen.questions.name,
            settings=settings_of(bot),
            done=done,
        )
    if chosen.save:
        report = runs.keep(report, chosen.save)
    comparison = compare(earlier, report) if earlier else None
    if chosen.json:
        told = asdict(report) | ({"comparison": asdict(comparison)} if comparison else {})
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(as_text(report))
        if chosen.failures and (listed := failures(report.outcomes)):
            print(f"\nWent wrong\n\n{listed}")
        if comparison:
            print(f"\nAgainst {chosen.against}\n\n{compared(comparison)}")
    return 1 if comparison and comparison.worse else 0


def settings_of(bot: Bot) -> dict[str, str]:
    """What tells two runs apart: the models and how they were reached."""
    return {"embedder": bot.library.embedder.identity, "notice": bot.notice or ""}


@contextmanager
def _progress() -> Iterator[Done]:
    """A bar on standard error."""
    bar = Progress(
        TextColumn("asking"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("asking", total=None)
        yield lambda number, of: bar.update(task, completed=number, total=of)


def import_questions(chosen: argparse.Namespace) -> int:
    """Convert a file as the command line asks for it; returns the exit status.

    Raises QuestionsRefused.
    """
    from bot.evaluation.question_import import import_file
    from bot.evaluation.question_set import save

    questions = import_file(chosen.file)
    save(chosen.out, questions)
    print(f"{len(questions)} questions written to {chosen.out}", file=sys.stderr)
    return 0
