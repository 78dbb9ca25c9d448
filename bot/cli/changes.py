"""`changes`: what came and went, and the saved questions asked again."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import open_bot
from ingest.cli import digest_text
from ingest.cli.terminal import AsJson, CaseName, LibraryFolder, console

if TYPE_CHECKING:
    from bot.answer import Answer
    from bot.changes import Reasked
    from ingest.sync.digest import Digest


def changes(
    case_name: CaseName = "",
    seen: Annotated[
        bool, typer.Option("--seen", help="From now on, list only what comes after this.")
    ] = False,
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """List what changed, and ask the saved questions again.

    Documents that came and went since they were last marked as seen, and what the saved questions
    are answered now.
    """
    from bot.changes import ask_again, save
    from ingest.store.user_data.saved_questions import SavedQuestions
    from ingest.sync.digest import digest, mark_seen

    bot, name = open_bot(library, case_name)
    catalogue = bot.library.catalogue
    case = catalogue.case(name)
    saved = SavedQuestions(catalogue)
    told = digest(catalogue, case)
    with console.status("asking the saved questions again") as status:
        reasked = list(
            ask_again(
                bot,
                saved.of_case(case),
                case,
                lambda number, of: status.update(f"asked {number} of {of} saved questions"),
            )
        )
    if as_json:
        print(json.dumps(as_dictionary(told, reasked), ensure_ascii=False))
    else:
        print(as_text(told, reasked))
    if seen:
        for one in reasked:
            save(saved, case, one.after)
        mark_seen(catalogue, case)
    return 0


def as_dictionary(told: Digest, reasked: Sequence[Reasked]) -> dict[str, object]:
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
