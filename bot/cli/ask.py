"""`ask`: a question or several, answered in a terminal or as JSON."""

from __future__ import annotations

import io
import json
import os
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.answering.wording import (
    NEAREST,
    NO_DOCUMENTS,
    NO_SENTENCE,
    NOT_FOUND,
    OTHER_LANGUAGE,
    QUOTES_ONLY,
    understood_as,
)
from bot.cli.chat_model import Model, assistant_of, setup_of
from bot.cli.chat_model import as_text as model_as_text
from bot.cli.opening import only_case, open_library
from bot.cli.reports import REPORTS, ending, write_report
from bot.cli.running_app import NotRunning, RunningApp, ask_app, running_app
from ingest.cli.terminal import AsJson, CaseName, LibraryFolder, catalogue_file, console, settings
from ingest.translation import N_, _, counted, language, quoted_as, retold, speaking

if TYPE_CHECKING:
    from bot.answer import Answer, Statement
    from bot.ask import Bot
    from bot.reading.assistant import Assistant
    from bot.search.narrowing import Narrowing
    from ingest.settings import Settings


def ask(
    question: Annotated[
        str,
        typer.Argument(
            metavar="QUESTION",
            help="In French or English; - reads one question a line, all of one conversation; an "
            "empty line begins another.",
        ),
    ],
    after: Annotated[
        list[str] | None,
        typer.Option(
            metavar="QUESTION",
            help="A question asked before, which a follow-up goes on from; may be repeated.",
        ),
    ] = None,
    case_name: CaseName = "",
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH",
            help="Search this document alone, as `list` shows it; may be repeated.",
        ),
    ] = None,
    save: Annotated[
        bool, typer.Option("--save", help="Keep the question, to be asked again by `changes`.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the answers with a table of their sources to this file as well: .docx "
            "(Word), .pdf or .md (Markdown).",
        ),
    ] = None,
    model: Model = "",
    library: LibraryFolder = None,
    as_json: AsJson = False,
) -> int:
    """Answer a question with quotes and pin cites."""
    if out is not None:
        ending(out, REPORTS, "Answers")
    answers: list[Answer] = []
    answerer = _Answerer(library, case_name, model, only or ())
    earlier = list(after or ())
    for asked in _questions(question):
        if not asked:
            earlier.clear()
            continue
        with console.status(_("searching")) as status:
            answer = answerer.answer(asked, earlier, lambda doing: status.update(retold(doing)))
        earlier.append(asked)
        print(
            json.dumps(as_dictionary(answer), ensure_ascii=False) if as_json else as_text(answer),
            flush=True,
        )
        if save:
            _save(answerer.bot, answer)
        answers.append(answer)
    if out is not None:
        _write(answers, library, out)
    return 0


class _Answerer:
    """Answers by the app that runs, whose models are loaded, or else by itself."""

    def __init__(
        self,
        library: Path | None,
        case_name: str,
        model: str,
        only: Sequence[str],
    ) -> None:
        self._library = library
        self._case_name = case_name
        self._model = model
        self._only = only
        self._app = None if setup_of(model).is_on else _app(settings(library))

    @cached_property
    def bot(self) -> Bot:
        return open_library(self._library)

    @cached_property
    def _here(self) -> tuple[str, Assistant | None, Narrowing | None]:
        """The case, who reads, and what is searched, where the app is not asked."""
        case = self._case_name or only_case(self.bot.cases())
        return (
            case,
            assistant_of(self.bot, case, self._model),
            _narrowing(self.bot, case, self._only),
        )

    def answer(self, asked: str, earlier: Sequence[str], say: Callable[[str], None]) -> Answer:
        if self._app is not None:
            try:
                return ask_app(self._app, asked, self._case_name, earlier, self._only)
            except NotRunning:
                self._app = None
        case, assistant, narrowing = self._here
        return self.bot.ask(asked, case, say, earlier, assistant, narrowing)


def _app(given: Settings) -> RunningApp | None:
    try:
        return running_app(given)
    except NotRunning:
        return None


def _narrowing(bot: Bot, case: str, only: Sequence[str]) -> Narrowing | None:
    if not only:
        return None
    from bot.search.narrowing import paths_named

    catalogue = bot.library.catalogue
    return paths_named(catalogue, catalogue.case(case), only)


def _save(bot: Bot, answer: Answer) -> None:
    from bot.changes import save
    from ingest.store.user_data.saved_questions import SavedQuestions

    catalogue = bot.library.catalogue
    save(SavedQuestions(catalogue), catalogue.case(answer.case), answer)


def _write(answers: Sequence[Answer], library: Path | None, out: Path) -> None:
    from bot.overview.conversation_export import conversation_report
    from ingest.store.catalogue import Catalogue

    case = answers[0].case if answers else ""
    catalogue = Catalogue(catalogue_file(library), settings(library).database_url)
    title = catalogue.case(case).title if case else ""
    write_report(conversation_report(title or case, answers), out, "The answers")


def _questions(given: str) -> Iterator[str]:
    if given != "-":
        yield _readable(given)
        return
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    for number, line in enumerate(sys.stdin, 1):
        question = _readable(line)
        if question != line:
            print(
                _("Line {number} is not in UTF-8; it is read as Windows-1252.").format(
                    number=number
                ),
                file=sys.stderr,
            )
        yield question.strip()


def _readable(given: str) -> str:
    """A text with the bytes that were no UTF-8 read as older Windows programs write them."""
    try:
        given.encode()
    except UnicodeEncodeError:
        return os.fsencode(given).decode("windows-1252", errors="replace")
    return given


def as_dictionary(answer: Answer) -> dict[str, object]:
    """The answer as scripts read it; docs/commands.md describes the fields."""
    return asdict(answer)


_TIMELINE = N_("Ask what the documents say; `pincite timeline` lists their dates.")
_ALSO = N_("Also relevant, not an answer:")


def as_text(answer: Answer) -> str:
    """The answer as a terminal shows it, in the language of the question."""
    from bot.question.parse import question_language

    with speaking(question_language(answer.question)):
        return _in_words(answer)


def _readers_forms(answer: Answer, statement: Statement) -> list[str]:
    """How the asker writes what would be misread in a quote."""
    from bot.answering.readers_form import readers_forms

    if statement.written:
        return []
    cited = {citation.number: citation for citation in answer.citations}
    quoted_in = cited[statement.citations[0]].language
    return readers_forms(statement.text, quoted_in, language())


def _in_words(answer: Answer) -> str:
    from bot.answering.caveats import ADDRESSES, unsure
    from ingest.text.language import is_plainly_other

    if answer.outcome == "unsupported":
        lines = f"{_(QUOTES_ONLY)} {_(_TIMELINE)}"
    elif answer.without_documents:
        add = _("Add some: `pincite ingest FOLDER --case {case}`").format(case=answer.case)
        lines = f"{_(NO_DOCUMENTS)} {add}"
    elif not answer.statements:
        missing = NO_SENTENCE if answer.outcome == "leads" else NOT_FOUND
        counts = _("({documents} and {passages} searched)").format(
            documents=counted(answer.searched.documents, "document"),
            passages=counted(answer.searched.passages, "passage"),
        )
        lines = f"{_(missing)} {counts}."
        if is_plainly_other(answer.question):
            lines += f"\n{_(OTHER_LANGUAGE)}"
    else:
        lines = "\n\n".join(
            textwrap.fill(_said(statement), 88)
            + "\n    "
            + "; ".join(_source(answer, number) for number in statement.citations)
            + "".join(f"\n    {form}" for form in _readers_forms(answer, statement))
            for statement in answer.statements
        )
    if doubt := unsure(answer, language()):
        lines = f"{textwrap.fill(doubt, 88)}\n\n{lines}"
    if answer.model:
        lines += f"\n\n{model_as_text(answer, language())}"
    if answer.understood:
        lines = f"{understood_as(answer.understood, language())}\n\n{lines}"
    if answer.also:
        listed = "\n".join(
            f"    {citation.pin} — {textwrap.shorten(citation.quote, 70)}"
            + f" ({_(ADDRESSES)})" * citation.addresses_reader
            for citation in answer.also
        )
        lines += f"\n\n{_(_ALSO if answer.statements else NEAREST)}\n{listed}"
    return lines


def _said(statement: Statement) -> str:
    if statement.written:
        return statement.text
    return quoted_as(statement.voice, statement.text)


def _source(answer: Answer, number: int) -> str:
    from bot.answering.caveats import caveats

    citation = next(citation for citation in answer.citations if citation.number == number)
    notes = [citation.document, *caveats(citation, language())]
    return f"[{number}] {citation.pin} ({'; '.join(notes)})"
