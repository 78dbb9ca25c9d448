"""A conversation as Word and Markdown: what stands in it, read back by other programs."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from docx.document import Document
from markdown_it import MarkdownIt

from bot.answer import Answer
from bot.cli.ask import ask
from bot.overview.conversation_export import conversation_report
from bot.overview.report import as_markdown, as_pdf, as_word
from ingest.errors import PinciteError
from tests.support.fake_bot import (
    AFTER,
    ARTICLE,
    COMPLAINT,
    NASTY,
    NEWS,
    QUOTE,
    answered,
    nasty,
    near,
    not_found,
)

CASE = "acme-v-bolt"
CONVERSATION = (
    answered("What is unpaid?", CASE),
    replace(not_found("Et le juge ?", CASE), understood="Qui est le juge ?"),
    near("Who wrote?", CASE),
)


def in_word(answers: tuple[Answer, ...] = CONVERSATION) -> Document:
    return docx.Document(io.BytesIO(as_word(conversation_report("Acme v. Bolt", answers))))


def in_markdown(title: str, answers: tuple[Answer, ...] = CONVERSATION) -> str:
    written = as_markdown(conversation_report(title, answers))
    return str(MarkdownIt("commonmark").enable("table").render(written))


def paragraphs(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_what_would_be_misread_stands_in_the_form_of_who_asked() -> None:
    answer = answered("Quand les paiements ont-ils cessé ?", CASE)
    citation = replace(answer.citations[0], quote="It was filed on 10/01/2024.")
    answer = replace(answer, citations=(citation, *answer.citations[1:]))
    said = "\n".join(paragraphs(in_word((answer,)))).replace("\xa0", " ")
    assert "« 10/01/2024 » : 1er octobre 2024, si le mois est écrit d’abord" in said


def test_word_holds_questions_quotes_and_places() -> None:
    assert paragraphs(in_word()) == [
        "Acme v. Bolt",
        "What is unpaid?",
        f"The complaint alleges: “{QUOTE}” ({COMPLAINT.pin}) [1]",
        "read by OCR",
        f"The article reports: “{ARTICLE}” ({NEWS.pin}) [2]",
        "Et le juge ?",
        "Compris comme\u00a0: Qui est le juge ?",
        "Introuvable dans ces documents.",
        "Who wrote?",
        "No passage says it outright. The nearest passages:",
        f"“{AFTER}” (Compl. (ECF No. 1) ¶ 24, at 5:17) [3]",
        "read by OCR",
        "Sources",
    ]


def test_the_table_names_the_file_of_each_quote() -> None:
    (table,) = in_word().tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == [
        "No.",
        "Document",
        "ECF No.",
        "Page",
        "Place",
        "Quote",
        "File",
        "SHA-256",
    ]
    assert rows[1] == [
        "1",
        COMPLAINT.title,
        "1",
        str(COMPLAINT.page),
        COMPLAINT.pin,
        QUOTE,
        "complaint.pdf",
        "a" * 64,
    ]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3"]


def test_markdown_shows_the_same_words() -> None:
    shown = (
        MarkdownIt("commonmark")
        .enable("table")
        .render(as_markdown(conversation_report("Acme v. Bolt", CONVERSATION)))
    )
    assert shown.count("<h2>") == len(CONVERSATION) + 1
    assert f"“{QUOTE}” ({COMPLAINT.pin}) [1]" in shown
    assert shown.count("<tr>") == 4
    assert "a" * 64 in shown


def test_what_a_document_says_is_no_markup() -> None:
    answers = (nasty("1. What is *nasty*?", CASE),)
    shown = (
        MarkdownIt("commonmark")
        .enable("table")
        .render(as_markdown(conversation_report("- Acme", answers)))
    )
    assert "<h2>1. What is *nasty*?</h2>" in shown
    assert "<h1>- Acme</h1>" in shown
    for sign in ("<script", "<img", "<a ", "<em>", "<strong>", "<ol>", "<ul>"):
        assert sign not in shown
    assert " ".join(NASTY.split()) in " ".join(paragraphs(in_word(answers))[2].split())


def test_signs_that_no_word_file_may_hold_are_left_out() -> None:
    # The last two turn what follows and turn it back.
    broken = replace(COMPLAINT, quote="a\x00b\x0c\u202ec\u202c")
    answer = replace(near("What?", CASE), also=(broken,))
    assert f"“abc” ({COMPLAINT.pin}) [1]" in paragraphs(in_word((answer,)))


def test_no_french_mark_begins_a_line_of_a_pdf() -> None:
    answer = answered("Combien reste impayé ?", CASE)
    quotes = ["mot " * length + "fin." for length in range(20, 60)]
    said = [replace(answer.statements[0], text=quote, citations=(1,)) for quote in quotes]
    cited = [replace(answer.citations[0], quote=quote) for quote in quotes]
    answers = tuple(
        replace(answer, statements=(statement,), citations=(citation,))
        for statement, citation in zip(said, cited, strict=True)
    )
    pdf = pdfium.PdfDocument(as_pdf(conversation_report("Acme", answers)))
    lines = [line for page in pdf for line in page.get_textpage().get_text_bounded().splitlines()]
    closing = [line for line in lines if "»" in line]
    assert len(closing) == len(quotes)
    assert not [line for line in closing if line.startswith("»")]


def test_what_a_model_wrote_is_told_and_its_quote_is_a_source() -> None:
    answer = answered("What is unpaid?", CASE)
    written = replace(answer.statements[0], text="Bolt owes $1,250,000.", written=True)
    document = in_word((replace(answer, statements=(written,)),))
    assert f"Bolt owes $1,250,000. ({COMPLAINT.pin}) [1]" in paragraphs(document)
    assert any(text.startswith("written by a chat model") for text in paragraphs(document))
    assert document.tables[0].rows[1].cells[5].text == QUOTE


def test_another_kind_of_file_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(PinciteError, match=r"written as \.odt") as refused:
        ask("Who?", out=tmp_path / "answer.odt", library=tmp_path)
    assert ".docx, .pdf or .md" in str(refused.value.advice)
