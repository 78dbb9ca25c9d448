"""Command line of the questions. See `python -m bot --help`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from bot.answering.caveats import caveats
from bot.cli.changes import add_changes, changes
from bot.cli.evaluate import add_evaluate, add_import, evaluate, import_questions
from bot.question.parse import question_language
from ingest.environment import keep_to_this_computer
from ingest.errors import NoSuchCase, PinciteError
from ingest.settings import Settings

if TYPE_CHECKING:
    from bot.answer import Answer
    from bot.ask import Bot

_console = Console(stderr=True)


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 done ("not found" is an answer), 1 a clear failure, 2 wrong usage."""
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="Ask the documents of a case."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    ask = commands.add_parser("ask", help="answer a question with quotes and pin cites")
    ask.add_argument(
        "question",
        help="in French or English; - reads one question a line, all of one conversation; an "
        "empty line begins another",
    )
    ask.add_argument(
        "--after",
        action="append",
        default=[],
        metavar="QUESTION",
        help="a question asked before, which a follow-up goes on from; may be repeated",
    )
    ask.add_argument("--case", help="name of the case; not needed when there is just one")
    ask.add_argument("--library", type=Path, help="folder of the library (PINCITE_LIBRARY)")
    ask.add_argument("--json", action="store_true", help="one JSON object to standard output")
    ask.add_argument(
        "--save", action="store_true", help="keep the question, to be asked again by `changes`"
    )
    ask.set_defaults(command="ask")
    add_changes(commands)
    add_evaluate(commands)
    add_import(commands)
    chosen = parser.parse_args(arguments)
    try:
        return import_questions(chosen) if chosen.command == "import" else _with_bot(chosen)
    except PinciteError as error:
        print(f"{error.reason}\n{error.advice}".strip(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1
    except BrokenPipeError:
        # Whoever reads a pipe ("| head") has enough; nothing is left to be written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _with_bot(chosen: argparse.Namespace) -> int:
    # Loaded late: this brings in torch and chromadb, and --help should not wait for them.
    from bot.ask import Bot
    from ingest.store.library import Library

    settings = Settings.from_environment()
    if chosen.library:
        settings = replace(settings, library=chosen.library)
    with _console.status("opening the library"):
        bot = Bot(Library(settings))
        case = chosen.case or _only_case(bot)
    if bot.notice:
        print(bot.notice, file=sys.stderr)
    run = {"ask": _ask, "changes": changes, "evaluate": evaluate}[chosen.command]
    return run(chosen, bot, case)


def _ask(chosen: argparse.Namespace, bot: Bot, case: str) -> int:
    earlier: list[str] = list(chosen.after)
    for question in _questions(chosen.question):
        if not question:
            earlier.clear()
            continue
        with _console.status("searching") as status:
            answer = bot.ask(question, case, status.update, earlier)
        earlier.append(question)
        print(
            json.dumps(as_json(answer), ensure_ascii=False) if chosen.json else as_text(answer),
            flush=True,
        )
        if chosen.save:
            _save(bot, answer)
    return 0


def _save(bot: Bot, answer: Answer) -> None:
    from bot.changes import save
    from ingest.store.user_data.saved_questions import SavedQuestions

    catalogue = bot.library.catalogue
    save(SavedQuestions(catalogue), catalogue.case(answer.case), answer)


def _questions(given: str) -> Iterator[str]:
    if given != "-":
        yield given
        return
    yield from (line.strip() for line in sys.stdin)


def _only_case(bot: Bot) -> str:
    cases = bot.cases()
    if len(cases) == 1:
        return cases[0].name
    if not cases:
        raise NoSuchCase("There are no cases yet.", "Run `python -m ingest FOLDER --case NAME`.")
    names = ", ".join(case.name for case in cases)
    raise NoSuchCase("There are several cases.", f"Name one with --case: {names}.")


def as_json(answer: Answer) -> dict[str, object]:
    """The answer as scripts read it; the README documents the fields."""
    return asdict(answer)


_NOT_FOUND = {
    "en": "Not found in these documents ({} documents, {} passages searched).",
    "fr": "Introuvable dans ces documents ({} documents, {} passages consultés).",
}
_UNDERSTOOD = {"en": "Understood as: ", "fr": "Compris comme : "}
_ALSO = {
    "en": "Also relevant, not an answer:",
    "fr": "Sur le même sujet, sans être la réponse :",
}


def as_text(answer: Answer) -> str:
    """The answer as a terminal shows it."""
    searched = answer.searched
    language = question_language(answer.question)
    if not answer.statements:
        told = _NOT_FOUND[language].format(searched.documents, searched.passages)
    else:
        told = "\n\n".join(
            textwrap.fill(f"{statement.voice}: “{statement.text}”", 88)
            + "\n    "
            + "; ".join(_source(answer, number) for number in statement.citations)
            for statement in answer.statements
        )
    if answer.understood:
        told = f"{_UNDERSTOOD[language]}{answer.understood}\n\n{told}"
    if answer.also:
        listed = "\n".join(
            f"    {one.pin} — {textwrap.shorten(one.quote, 70)}" for one in answer.also
        )
        told += f"\n\n{_ALSO[language]}\n{listed}"
    return told


def _source(answer: Answer, number: int) -> str:
    citation = next(one for one in answer.citations if one.number == number)
    told = [citation.document, *caveats(citation, question_language(answer.question))]
    return f"[{number}] {citation.pin} ({'; '.join(told)})"


if __name__ == "__main__":
    keep_to_this_computer()
    sys.exit(main(sys.argv[1:]))
