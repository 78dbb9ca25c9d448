"""`python -m bot changes`: what came and went, and the saved questions asked again."""

from __future__ import annotations

import argparse
import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from ingest.cli import digest_text
from ingest.store.user_data.saved_questions import SavedQuestions
from ingest.sync.digest import Digest, digest, mark_seen

if TYPE_CHECKING:
    from bot.answer import Answer
    from bot.ask import Bot
    from bot.changes import Reasked


def add_changes(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The arguments of `changes`."""
    changes = commands.add_parser(
        "changes", help="documents that came and went, and the saved questions asked again"
    )
    changes.add_argument("--case", help="name of the case; not needed when there is just one")
    changes.add_argument("--library", type=Path, help="folder of the library (PINCITE_LIBRARY)")
    changes.add_argument("--json", action="store_true", help="one JSON object to standard output")
    changes.add_argument(
        "--seen", action="store_true", help="from now on, tell only what comes after this"
    )
    changes.set_defaults(command="changes")


def changes(chosen: argparse.Namespace, bot: Bot, case_name: str) -> int:
    """Print the changes of a case; returns the exit status.

    Raises what ``Bot.ask`` raises, and PinciteError where the library cannot be written to.
    """
    from bot.changes import ask_again, save

    catalogue = bot.library.catalogue
    case = catalogue.case(case_name)
    saved = SavedQuestions(catalogue)
    told = digest(catalogue, case)
    with Console(stderr=True).status("asking the saved questions again") as status:
        reasked = list(
            ask_again(
                bot,
                saved.of_case(case),
                case,
                lambda number, of: status.update(f"asked {number} of {of} saved questions"),
            )
        )
    if chosen.json:
        print(json.dumps(as_json(told, reasked), ensure_ascii=False))
    else:
        print(as_text(told, reasked))
    if chosen.seen:
        for one in reasked:
            save(saved, case, one.after)
        mark_seen(catalogue, case)
    return 0


def as_json(told: Digest, reasked: Sequence[Reasked]) -> dict[str, object]:
    """The changes as scripts read them."""
    return digest_text.as_json(told) | {"questions": [asdict(one) for one in reasked]}


def as_text(told: Digest, reasked: Sequence[Reasked]) -> str:
    """The changes as a terminal shows them."""
    return "\n".join([digest_text.as_text(told), "", *_questions(reasked)])


def _questions(reasked: Sequence[Reasked]) -> Iterator[str]:
    if not reasked:
        yield 'No saved questions. Save one with `python -m bot ask "…" --save`.'
    for one in reasked:
        yield f"{one.verdict}: {one.question}"
        if one.verdict != "unchanged":
            yield f"    before: {_answer(one.before)}"
            yield f"    now:    {_answer(one.after)}"


def _answer(answer: Answer | None) -> str:
    if answer is None:
        return "(cannot be read any more)"
    if not answer.statements:
        return "not found"
    pins = {one.number: one.pin for one in answer.citations}
    return "; ".join(
        f"“{textwrap.shorten(one.text, 160, placeholder=' …')}” "
        f"({', '.join(pins[number] for number in one.citations)})"
        for one in answer.statements
    )
