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
from ingest.translation import _, word

if TYPE_CHECKING:
    from bot.answer import Answer
    from bot.changes import ReaskedQuestion
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
    summary = digest(catalogue, case)
    with console.status(_("asking the saved questions again")) as status:
        reasked = list(
            ask_again(
                bot,
                saved.of_case(case),
                case,
                lambda number, of: status.update(
                    _("asked {number} of {of} saved questions").format(number=number, of=of)
                ),
            )
        )
    if as_json:
        print(json.dumps(as_dictionary(summary, reasked), ensure_ascii=False))
    else:
        print(as_text(summary, reasked))
    if seen:
        for question in reasked:
            save(saved, case, question.after)
        mark_seen(catalogue, case)
    return 0


def as_dictionary(summary: Digest, reasked: Sequence[ReaskedQuestion]) -> dict[str, object]:
    """The changes as scripts read them."""
    return digest_text.as_json(summary) | {"questions": [asdict(question) for question in reasked]}


def as_text(summary: Digest, reasked: Sequence[ReaskedQuestion]) -> str:
    """The changes as a terminal shows them."""
    return "\n".join([digest_text.as_text(summary), "", *_questions(reasked)])


def _questions(reasked: Sequence[ReaskedQuestion]) -> Iterator[str]:
    if not reasked:
        yield _('No saved questions. Save one with `pincite ask "…" --save`.')
    for question in reasked:
        yield f"{word(question.verdict)}: {question.question}"
        if question.verdict != "unchanged":
            yield _("    before: {answer}").format(answer=_answer(question.before))
            yield _("    now:    {answer}").format(answer=_answer(question.after))


def _answer(answer: Answer | None) -> str:
    if answer is None:
        return _("(cannot be read any more)")
    if not answer.statements:
        return _("not found")
    pins = {citation.number: citation.pin for citation in answer.citations}
    return "; ".join(
        f"“{textwrap.shorten(statement.text, 160, placeholder=' …')}” "
        f"({', '.join(pins[number] for number in statement.citations)})"
        for statement in answer.statements
    )
