"""A conversation to hand on: questions, quotes and a table of their sources.

What is written is what was shown: the quotes word for word with their pin cites, or that the
documents do not answer; which chat model read, if any did; and, where the library is asked, what
became of a cited document since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.answer import Answer, Citation, ModelUsed, Statement
from bot.answering.caveats import caveats
from bot.answering.later_versions import CitationStatus, since
from bot.answering.readers_form import readers_forms
from bot.answering.wording import (
    NEAREST,
    NO_SENTENCE,
    NOT_FOUND,
    QUOTES_ONLY,
    said_by,
    understood_as,
)
from bot.overview.report import ReportQuote, ReportSection, SourcedReport
from bot.question.parse import question_language
from ingest.translation import N_, quoted_as, speaking, translated

_WRITTEN = N_("written by a chat model; the quote it rests on is among the sources")
FindStatus = Callable[[Citation], CitationStatus]
"""What became of a cited document."""


def conversation_report(
    title: str, answers: Sequence[Answer], status_of: FindStatus | None = None
) -> SourcedReport:
    """The conversation as it was shown. ``status_of`` says what became of each quote since."""
    sections: list[ReportSection] = []
    count = 0
    for answer in answers:
        language = question_language(answer.question)
        meant = answer.understood
        remarks = [understood_as(meant, language)] if meant else []
        if answer.model:
            remarks.append(_read_by(answer.model, language))
        cited = {citation.number: citation for citation in answer.citations}
        shown = [quote for statement in answer.statements for quote in _said(statement, cited)]
        match answer.outcome:
            case "unsupported":
                remarks.append(translated(QUOTES_ONLY, language))
            case "leads":
                none = translated(NO_SENTENCE, language)
                remarks.append(f"{none}. {translated(NEAREST, language)}")
                shown = [(citation.quote, citation, False, "") for citation in answer.also]
            case "nothing":
                remarks.append(f"{translated(NOT_FOUND, language)}.")
        quotes = []
        for text, citation, written, voice in shown:
            count += 1
            said = text if written else _in_quotes(text, citation, voice, language)
            warnings = [translated(_WRITTEN, language)] * written + caveats(citation, language)
            warnings += readers_forms(text, citation.language, language) if not written else []
            if status_of is not None:
                warnings += [became] if (became := since(status_of(citation), language)) else []
            quotes.append(ReportQuote(count, said, citation.pin, citation, tuple(warnings)))
        sections.append(ReportSection(answer.question, tuple(remarks), tuple(quotes)))
    return SourcedReport(title, tuple(sections))


def _in_quotes(quote: str, citation: Citation, voice: str, language: str) -> str:
    if voice:
        return said_by(quote, citation.kind, voice, language)
    with speaking(language):
        return quoted_as("", quote)


def _read_by(model: ModelUsed, language: str) -> str:
    said = (
        translated(
            "Read by the chat model {name} (question and passages were sent to {address}).",
            language,
        )
        if model.leaves
        else translated("Read by the chat model {name} (on this computer).", language)
    )
    return said.format(name=model.name, address=model.address)


def _said(
    statement: Statement, cited: Mapping[int, Citation]
) -> Iterator[tuple[str, Citation, bool, str]]:
    """The quotes of a statement, whether a chat model wrote the words (then they stand before the
    quotes that bear them out), and else the verb of whoever says them."""
    for place, number in enumerate(statement.citations):
        citation = cited[number]
        if statement.written and place == 0:
            yield statement.text, citation, True, ""
        else:
            yield citation.quote, citation, False, statement.voice
