"""`evaluate` and `import-questions`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.cli.chat_model import Model, assistant_of
from bot.cli.opening import open_bot
from ingest.cli.terminal import CaseName, LibraryFolder, console
from ingest.translation import _

if TYPE_CHECKING:
    from bot.ask import Bot, Trace
    from bot.evaluation.evaluate import Done
    from bot.reading.assistant import Assistant


def evaluate(
    file: Annotated[
        Path, typer.Argument(metavar="QUESTIONS", help="A JSONL file; see data/README.md.")
    ],
    case_name: CaseName = "",
    save: Annotated[str, typer.Option(metavar="NAME", help="Keep the run in the library.")] = "",
    against: Annotated[
        str,
        typer.Option(
            metavar="RUN",
            help="A kept run or a JSON file; exit status 1 when something got significantly worse.",
        ),
    ] = "",
    list_failures: Annotated[
        bool, typer.Option("--failures", help="List every question that went wrong.")
    ] = False,
    model: Model = "",
    library: LibraryFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="The report as one JSON object.")] = False,
) -> int:
    """Ask a set of test questions and measure the answers."""
    from bot.evaluation.compare import compare
    from bot.evaluation.evaluate import evaluate as run
    from bot.evaluation.question_set import load
    from bot.evaluation.runs import LibraryRuns, earlier_run
    from bot.evaluation.tables import as_text, compared, failures

    bot, case = open_bot(library, case_name)
    questions = load(file)
    runs = LibraryRuns(bot.library)
    # Before the questions are asked, so that a misspelt name costs no time.
    earlier = earlier_run(runs, case, against) if against else None
    assistant = assistant_of(bot, case, model)
    with _progress() as done:
        report = run(
            ReadBy(bot, assistant) if assistant else bot,
            bot.library.catalogue,
            case,
            questions,
            name=file.name,
            settings=settings_of(bot, assistant),
            done=done,
        )
    if save:
        report = runs.keep(report, save)
    comparison = compare(earlier, report) if earlier else None
    if as_json:
        result = asdict(report) | ({"comparison": asdict(comparison)} if comparison else {})
        print(json.dumps(result, ensure_ascii=False))
    else:
        print(as_text(report))
        if list_failures and (listed := failures(report.outcomes)):
            print(f"\n{_('Went wrong')}\n\n{listed}")
        if comparison:
            print("\n" + _("Against {run}").format(run=against) + f"\n\n{compared(comparison)}")
    return 1 if comparison and comparison.worse else 0


@dataclass(frozen=True, slots=True)
class ReadBy:
    """A bot whose answers a chat model reads for, as an evaluation asks it."""

    bot: Bot
    assistant: Assistant

    def trace(self, text: str, case_name: str, *, earlier: Sequence[str] = ()) -> Trace:
        return self.bot.trace(text, case_name, earlier=earlier, assistant=self.assistant)


def settings_of(bot: Bot, assistant: Assistant | None = None) -> dict[str, str]:
    """What tells two runs apart: the models and how they were reached."""
    settings = {"embedder": bot.library.embedder.identity, "notice": bot.notice or ""}
    return settings | ({"model": assistant.model.name} if assistant else {})


@contextmanager
def _progress() -> Iterator[Done]:
    """A bar on standard error."""
    bar = Progress(
        TextColumn("asking"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    with bar:
        task = bar.add_task("asking", total=None)
        yield lambda number, of: bar.update(task, completed=number, total=of)


def import_questions(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="SQuAD JSON, or CSV with a line of column names."),
    ],
    out: Annotated[Path, typer.Option(help="The JSONL file to write.")],
) -> int:
    """Make a question set of a SQuAD or CSV file."""
    from bot.evaluation.question_import import import_file
    from bot.evaluation.question_set import save

    questions = import_file(file)
    save(out, questions)
    print(
        _("{number} questions written to {out}").format(number=len(questions), out=out),
        file=sys.stderr,
    )
    return 0
