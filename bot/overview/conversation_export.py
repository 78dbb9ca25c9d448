"""A conversation to hand on: questions, quotes and a table of their sources, as Word or Markdown.

What is written is what was shown: the quotes word for word with their pin cites, or that the
documents do not answer. The table names the file of each quote by its SHA-256, so that whoever
receives the page can tell that it is the same file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.answer import Answer, Citation, Statement
from bot.answering.caveats import caveats
from bot.question.parse import question_language

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_NOTHING = {
    "en": "Not found in these documents.",
    "fr": "Introuvable dans ces documents.",
}
_UNSUPPORTED = {
    "en": "Not a question that quotes from the documents could answer.",
    "fr": "Des citations des documents ne peuvent répondre à cette demande.",
}
_LEADS = {
    "en": "No passage says it outright. The nearest passages:",
    "fr": "Aucun passage ne le dit expressément. Les passages les plus proches :",
}
_WRITTEN = {
    "en": "written by a chat model; the quote it rests on is among the sources",
    "fr": "rédigé par un modèle ; la citation qui l’appuie figure parmi les sources",
}
_UNDERSTOOD = {"en": "Understood as: ", "fr": "Compris comme : "}
_SOURCES = "Sources"
_COLUMNS = ("No.", "Document", "ECF", "Place", "Quote", "File", "SHA-256")
# What Markdown would take for its own signs.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_BEGINNING = re.compile(r"^(\d*)([-+.)])(?=\s)")
# What no XML file may hold, and a scanned page may.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class _Quote:
    number: int
    """Counted through the conversation, from 1."""
    text: str
    citation: Citation
    caveats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A question with what came of it."""

    question: str
    remarks: tuple[str, ...]
    quotes: tuple[_Quote, ...]


def as_markdown(title: str, answers: Sequence[Answer]) -> str:
    """The conversation in Markdown (CommonMark, with a table as GitHub has them)."""
    parts = _parts(answers)
    lines = [f"# {_plain(title)}", ""]
    for part in parts:
        lines += [f"## {_plain(part.question)}", ""]
        for remark in part.remarks:
            lines += [_plain(remark), ""]
        for quote in part.quotes:
            lines += [f"> {_plain(quote.text)} ({_plain(quote.citation.pin)}) \\[{quote.number}\\]"]
            lines += [f">\n> {_plain(caveat)}" for caveat in quote.caveats]
            lines += [""]
    rows = _rows(parts)
    if rows:
        lines += [f"## {_SOURCES}", "", _row(_COLUMNS), _row(["---"] * len(_COLUMNS))]
        lines += [_row([_plain(cell) for cell in row]) for row in rows]
    return "\n".join(lines).rstrip() + "\n"


def as_word(title: str, answers: Sequence[Answer]) -> bytes:
    """The conversation as a .docx file."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Pt

    document = Document()
    section = document.sections[0]
    # Turned: seven columns of sources need the room.
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_heading(_printable(title), 0)
    parts = _parts(answers)
    for part in parts:
        document.add_heading(_printable(part.question), 2)
        for remark in part.remarks:
            document.add_paragraph(_printable(remark))
        for quote in part.quotes:
            paragraph = document.add_paragraph(style="Quote")
            paragraph.add_run(_printable(quote.text))
            place = f" ({quote.citation.pin}) [{quote.number}]"
            paragraph.add_run(_printable(place)).italic = False
            for caveat in quote.caveats:
                document.add_paragraph(_printable(caveat))
    rows = _rows(parts)
    if rows:
        document.add_heading(_SOURCES, 1)
        table = document.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
        for cell, name in zip(table.rows[0].cells, _COLUMNS, strict=True):
            cell.paragraphs[0].add_run(name).bold = True
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                run = cell.paragraphs[0].add_run(_printable(text))
                run.font.size = Pt(8)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _parts(answers: Sequence[Answer]) -> list[_Part]:
    parts: list[_Part] = []
    count = 0
    for answer in answers:
        language = question_language(answer.question)
        remarks = [f"{_UNDERSTOOD[language]}{answer.understood}"] if answer.understood else []
        cited = {citation.number: citation for citation in answer.citations}
        shown = [quote for statement in answer.statements for quote in _said(statement, cited)]
        match answer.outcome:
            case "unsupported":
                remarks.append(_UNSUPPORTED[language])
            case "leads":
                remarks.append(_LEADS[language])
                shown = [(citation.quote, citation, False) for citation in answer.also]
            case "nothing":
                remarks.append(_NOTHING[language])
        quotes = []
        for text, citation, written in shown:
            count += 1
            warnings = [_WRITTEN[language]] * written + caveats(citation, language)
            quotes.append(_Quote(count, text, citation, tuple(warnings)))
        parts.append(_Part(answer.question, tuple(remarks), tuple(quotes)))
    return parts


def _said(
    statement: Statement, cited: Mapping[int, Citation]
) -> Iterator[tuple[str, Citation, bool]]:
    """The quotes of a statement, and whether a chat model wrote the words: then they stand before
    the quotes that bear them out."""
    for place, number in enumerate(statement.citations):
        citation = cited[number]
        if statement.written and place == 0:
            yield statement.text, citation, True
        else:
            yield citation.quote, citation, False


def _rows(parts: Sequence[_Part]) -> list[tuple[str, ...]]:
    return [
        (
            str(quote.number),
            quote.citation.title,
            quote.citation.ecf,
            quote.citation.pin,
            quote.citation.quote,
            quote.citation.document,
            quote.citation.document_id,
        )
        for part in parts
        for quote in part.quotes
    ]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """A text on one line that Markdown shows as it is."""
    line = " ".join(_printable(text).split())
    return _BEGINNING.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", line))


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("", text)
