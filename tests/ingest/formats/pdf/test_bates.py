"""The numbers that a party prints on the pages that it produces."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Page
from ingest.formats.pdf.read import read_pdf
from tests.support.paper import HEIGHT, PROSE, WIDTH, Drawing, make, write


def produced(tmp_path: Path, pages: int, prefix: str, footer: str = "") -> list[Page]:
    def drawing(number: int) -> Drawing:
        def draw(canvas: Canvas) -> None:
            write(canvas, [f"Page of the text that is the {number}th.", *PROSE])
            canvas.setFont("Helvetica", 8)
            canvas.drawRightString(WIDTH - 40, 30, f"{prefix}{122 + number:06d}")
            if footer:
                canvas.drawCentredString(WIDTH / 2, 30, footer.format(number))

        return draw

    path = make(tmp_path / "produced.pdf", *[drawing(number + 1) for number in range(pages)])
    return list(read_pdf(path).pages)


@pytest.mark.parametrize("prefix", ["WIW-", "ABC_DEF", "Q.R&S ", "NORFELL"])
@pytest.mark.parametrize("count", [1, 3])
def test_they_are_no_text_and_the_page_is_cited_by_them(
    tmp_path: Path, prefix: str, count: int
) -> None:
    for number, page in enumerate(produced(tmp_path, count, prefix), 1):
        bates = f"{prefix}{122 + number:06d}"
        assert not [line.text for line in page.lines if bates in line.text]
        assert bates in [left.text for left in page.left_out]
        assert page.label == bates


def test_beside_a_page_number_both_are_left_out_and_the_page_number_is_the_label(
    tmp_path: Path,
) -> None:
    for number, page in enumerate(produced(tmp_path, 3, "WIW-", "{}"), 1):
        assert {f"WIW-{122 + number:06d}", str(number)} <= {left.text for left in page.left_out}
        assert page.label == str(number)
        assert page.lines[-1].text == PROSE[-1]
        assert page.lines[-1].box is not None
        assert page.lines[-1].box.y1 < HEIGHT - 100
