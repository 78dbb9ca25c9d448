"""What stands beside or above the lines of a page and belongs to them: marginal notes of statutes,
large first letters."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ingest.formats.pdf.read import read_pdf
from ingest.passages.split import split
from tests.support.paper import HEIGHT, make, write


def test_marginal_notes_head_their_sections(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for i, text in enumerate(("Duty to", "answer")):
            canvas.drawString(60, HEIGHT - 100 - 14 * i, text)
        for i, text in enumerate(("Costs", "of delay")):
            canvas.drawString(60, HEIGHT - 190 - 14 * i, text)
        first = ["5. A party that is served with a notice shall answer it within", "ten days."]
        write(canvas, [*first, "Nothing else is asked of it."], left=160, leading=14)
        second = ["6. A party that answers late shall pay to the other party the", "costs of it."]
        write(canvas, second, top=190, left=160, leading=14)

    pages = read_pdf(make(tmp_path / "a.pdf", draw), ocr=False).pages
    found = [(p.headings, p.paragraphs, p.text[:20]) for p in split(pages, "pdf", "en")]
    assert found == [
        (("Duty to answer",), ("5",), "5. A party that is s"),
        (("Costs of delay",), ("6",), "6. A party that answ"),
    ]


def test_a_large_first_letter_belongs_to_its_word(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 38)
        canvas.drawString(108, HEIGHT - 126, "T")
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(133, HEIGHT - 108, "he pumps were delivered in the spring of that year,")
        canvas.drawString(133, HEIGHT - 124, "and none of them was of any use to the buyer, who")
        canvas.drawString(108, HEIGHT - 140, "asks for its money back.")

    (page,) = read_pdf(make(tmp_path / "a.pdf", draw), ocr=False).pages
    assert page.lines[0].text == "The pumps were delivered in the spring of that year,"
    assert len(page.lines[0].edges) == len(page.lines[0].text) + 1
