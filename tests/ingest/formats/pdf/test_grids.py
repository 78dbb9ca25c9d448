"""Tables whose cells are drawn: what stands in a cell belongs together, whatever line it is on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ingest.document import Passage
from ingest.formats.pdf.read import read_pdf
from ingest.passages.split import split
from tests.support.paper import HEIGHT, PROSE, make, write

COLUMNS = (80.0, 240.0, 310.0, 380.0, 480.0)
ROWS = (100.0, 122.0, 144.0, 178.0, 212.0, 234.0)


def _cell(canvas: Canvas, left: int, top: int, lines: Sequence[str], down: int = 1) -> None:
    """Lines in the middle of a cell, as browsers set them."""
    middle = (ROWS[top] + ROWS[top + down]) / 2
    for at, line in enumerate(lines):
        canvas.drawString(
            COLUMNS[left] + 3, HEIGHT - middle - 4 - 14 * (at - (len(lines) - 1) / 2), line
        )


def _frame(canvas: Canvas, left: int, right: int, top: int, bottom: int) -> None:
    canvas.rect(
        COLUMNS[left], HEIGHT - ROWS[bottom], COLUMNS[right] - COLUMNS[left],
        ROWS[bottom] - ROWS[top], fill=0,
    )  # fmt: skip


def _state_of_debts(canvas: Canvas) -> None:
    canvas.setFont("Times-Roman", 11)
    for left, right, top, bottom in (
        (0, 1, 0, 2), (1, 3, 0, 1), (3, 4, 0, 2), (1, 2, 1, 2), (2, 3, 1, 2), (3, 4, 2, 4),
        *((at, at + 1, row, row + 1) for at in range(3) for row in (2, 3, 4)), (3, 4, 4, 5),
    ):  # fmt: skip
        _frame(canvas, left, right, top, bottom)
    _cell(canvas, 0, 0, ["Creditor"], down=2)
    _cell(canvas, 1, 0, ["Amount"])
    _cell(canvas, 3, 0, ["Kind"], down=2)
    _cell(canvas, 1, 1, ["Declared"])
    _cell(canvas, 2, 1, ["Admitted"])
    _cell(canvas, 0, 2, ["Mill of the valley"])
    _cell(canvas, 1, 2, ["48 211,07", "€"])
    _cell(canvas, 2, 2, ["47", "000,00 €"])
    _cell(canvas, 3, 2, ["Privileged"], down=2)
    _cell(canvas, 0, 3, ["Office of taxes of the", "town and its villages"])
    _cell(canvas, 1, 3, ["12 650,00", "€"])
    _cell(canvas, 2, 3, ["12", "650,00 €"])
    # One text that runs on over the side of a cell, as some programs write a row.
    canvas.drawString(83, HEIGHT - 227, "Invoice 4417 of the smith")
    canvas.drawString(313, HEIGHT - 227, "none contested        by all")
    _cell(canvas, 1, 4, ["8 405 €"])


def _passages(path: Path) -> list[Passage]:
    return list(split(read_pdf(path, ocr=False).pages, "pdf", "en"))


def test_a_row_is_what_stands_between_its_rules(tmp_path: Path) -> None:
    passages = _passages(make(tmp_path / "debts.pdf", _state_of_debts))
    assert [passage.text for passage in passages] == [
        "Mill of the valley 48 211,07 € 47 000,00 € Privileged",
        "Office of taxes of the town and its villages 12 650,00 € 12 650,00 € Privileged",
        "Invoice 4417 of the smith 8 405 € none contested by all",
    ]
    heads = "Creditor Amount Kind Creditor Declared Admitted Kind"
    assert {passage.headings for passage in passages} == {(heads,)}


def test_the_title_of_a_table_is_not_the_heads_of_its_columns(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        _frame(canvas, 0, 2, 0, 1)
        for row in (1, 2, 3):
            for left in (0, 1):
                _frame(canvas, left, left + 1, row, row + 1)
        _cell(canvas, 0, 0, ["ORDERS OF THE COURT"])
        for row, cells in enumerate((("Filed", "Number"), ("1/2/31", "12"), ("5/2/31", "13")), 1):
            for left, text in enumerate(cells):
                _cell(canvas, left, row, [text])

    passages = _passages(make(tmp_path / "orders.pdf", draw))
    assert [(passage.text, passage.headings[-1]) for passage in passages] == [
        ("1/2/31 12", "Filed Number"),
        ("5/2/31 13", "Filed Number"),
    ]


def test_long_cells_beside_each_other_are_columns_of_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for left in (80, 300):
            canvas.rect(left, HEIGHT - 330, 220, 250, fill=0)
            canvas.rect(left, HEIGHT - 360, 220, 30, fill=0)
            words = iter(" ".join(PROSE).split())
            lines = [" ".join(next(words) for _ in range(5)) for _ in range(9)]
            lines[0] = f"{'Left' if left == 80 else 'Right'}. {lines[0]}"
            write(canvas, lines, top=100, left=left + 5, leading=14)
            write(canvas, ["The end."], top=350, left=left + 5)

    lines = read_pdf(make(tmp_path / "law.pdf", draw), ocr=False).pages
    texts = [line.text for page in lines for line in page.lines]
    assert texts[0].startswith("Left.")
    assert texts[9].startswith("Right.")
    assert texts[18:] == ["The end. The end."]


def test_a_line_that_begins_beside_a_table_does_not_stop_the_reading(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for row in (0, 1, 2):
            for left in (0, 1):
                _frame(canvas, left, left + 1, row, row + 1)
                _cell(canvas, left, row, [f"Cell {row} {left}"])
        canvas.setFont("Courier", 10)
        # Its space at 80 points is where the table begins; what stands before it lies outside.
        canvas.drawString(COLUMNS[0] - 30, HEIGHT - 164, "Row. " + 20 * "x")

    texts = " ".join(passage.text for passage in _passages(make(tmp_path / "beside.pdf", draw)))
    assert "Row." in texts
    assert 20 * "x" in texts
