"""Hebrew and Arabic lines, from where their letters stand to how they are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.formats.pdf.glyphs import Piece
from ingest.formats.pdf.read import read_pdf
from ingest.formats.pdf.right_to_left import in_order, is_right_to_left
from tests.support.paper import make

_DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def standing(text: str) -> list[Piece]:
    """Words as they stand from left to right, ten points a letter, a letter's width apart."""
    pieces, x = [], 0.0
    for word in text.split(" "):
        edges = [x + 10 * at for at in range(len(word) + 1)]
        pieces.append(Piece(word, edges, 0.0, 12.0, 10.0, False, 12.0))
        x = edges[-1] + 10
    return pieces


@pytest.mark.parametrize(
    ("stands", "read", "from_the_right"),
    [
        ("םולש", "שלום", True),
        (".2023 תנשב 61 םלוש", "שולם 61 בשנת 2023.", True),
        (".Acme Corp-מ רלוד $61", "$61 דולר מ-Acme Corp.", True),
        ("The word םולש means peace.", "The word שלום means peace.", False),
        ("The word םולש means peace.", "The word שלום means peace.", True),
        ("in the words םלוע םולש of 2023", "in the words שלום עולם of 2023", False),
        ("61.5% ןבלמב", "במלבן 61.5%", True),
    ],
)
def test_a_line_is_read_from_the_right(stands: str, read: str, from_the_right: bool) -> None:
    text, edges = in_order(standing(stands), from_the_right=from_the_right)
    assert text == read
    assert len(edges) == len(text) + 1


def test_each_letter_keeps_its_place() -> None:
    text, edges = in_order(standing("61 םולש"), from_the_right=True)
    assert text == "שלום 61"
    assert edges[:5] == (70.0, 60.0, 50.0, 40.0, 20.0)
    assert (min(edges[5:8]), max(edges[5:8])) == (0.0, 20.0)


def test_other_texts_are_left_alone() -> None:
    assert not is_right_to_left("L’été à 61 € — “plain”")


@pytest.mark.skipif(not _DEJAVU.is_file(), reason="no font with Hebrew letters is installed here")
def test_a_page_is_quoted_as_it_is_read(tmp_path: Path) -> None:
    pdfmetrics.registerFont(TTFont("DejaVu", str(_DEJAVU)))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("DejaVu", 14)
        canvas.drawString(200, 700, ".2023 תנשב 61 םלוש")

    (page,) = read_pdf(make(tmp_path / "a.pdf", draw)).pages
    assert [line.text for line in page.lines] == ["שולם 61 בשנת 2023."]
