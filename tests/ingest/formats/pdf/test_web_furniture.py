"""Buttons and notices that a site prints around a document saved from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.formats.pdf.read import read_pdf
from tests.support.paper import HEIGHT, PROSE, make, write

Linked = tuple[str, str | None]
"""Words, and where on the web they lead, if they lead anywhere."""


def draw_linked(canvas: Canvas, parts: list[Linked], top: float) -> None:
    canvas.setFont("Times-Roman", 12)
    left = 108.0
    for words, address in parts:
        right = left + canvas.stringWidth(words, "Times-Roman", 12)
        canvas.drawString(left, HEIGHT - top, words)
        if address:
            canvas.linkURL(address, (left, HEIGHT - top - 3, right, HEIGHT - top + 9))
        left = right + 4


def read_with(tmp_path: Path, rows: list[list[Linked]], at_foot: bool = False) -> tuple[str, str]:
    """What is quoted of a page that begins or ends with these rows, and its web furniture."""

    def draw(canvas: Canvas) -> None:
        write(canvas, PROSE, top=220)
        for at, row in enumerate(rows):
            draw_linked(canvas, row, (640 if at_foot else 60) + 16 * at)

    [page] = read_pdf(make(tmp_path / "saved.pdf", draw), ocr=False).pages
    left = [piece.text for piece in page.left_out if piece.what == "web furniture"]
    quoted = " ".join(line.text for line in page.lines)
    assert PROSE[0] in quoted
    return quoted, " ".join(left)


SITE = "https://justice.example/"


@pytest.mark.parametrize("at_foot", [False, True])
@pytest.mark.parametrize(
    "row",
    [
        pytest.param([("Whole text", SITE + "1"), ("Summary", SITE + "2")], id="two buttons"),
        pytest.param([("Imprimer la page", SITE + "print")], id="a button that says what it does"),
    ],
)
def test_a_row_of_buttons_is_left_out(tmp_path: Path, row: list[Linked], at_foot: bool) -> None:
    quoted, left = read_with(tmp_path, [row], at_foot)
    for words, _ in row:
        assert words in left
        assert words not in quoted


def test_a_notice_on_the_use_of_the_site_is_left_out(tmp_path: Path) -> None:
    notice: list[list[Linked]] = [
        [("NOTICE: what is published on this site is subject to", None), ("terms", SITE + "terms")],
        [("of use and to a disclaimer, and is protected.", SITE + "terms")],
    ]
    quoted, left = read_with(tmp_path, notice)
    assert "subject to terms" in left
    assert "disclaimer" in left
    assert "disclaimer" not in quoted


@pytest.mark.parametrize(
    "row",
    [
        pytest.param([("Judgment of 3 May 2021", SITE + "1")], id="a title that is a link"),
        pytest.param(
            [("www.firm.example", SITE), ("clerk@firm.example", SITE + "m")], id="a letterhead"
        ),
        pytest.param([("See", None), ("Roy", SITE + "1"), ("Doe", SITE + "2")], id="a sentence"),
        pytest.param(
            [("The waste on this site gives rise to liability.", None)], id="no link: another site"
        ),
    ],
)
def test_what_the_document_says_is_read(tmp_path: Path, row: list[Linked]) -> None:
    quoted, left = read_with(tmp_path, [row])
    assert not left
    for words, _ in row:
        assert words in quoted
