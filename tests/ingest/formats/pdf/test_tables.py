"""Tables: the lines of a cell stay together, rows keep their sums at the edges of a page, and
each row is found under the heads of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.formats.html.read import read_html
from ingest.formats.pdf.read import read_pdf
from ingest.passages.split import split
from tests.support.paper import HEIGHT, make

ROWS: list[tuple[list[str], list[str], list[str]]] = [
    (
        ["1"],
        ["Repair of the two cranes that", "stood in the yard, with the", "hire of a third"],
        ["$900"],
    ),
    (["2"], ["Wages paid to the night shift", "and to the drivers"], ["$750"]),
    (["3"], ["Storage in the hall of a third", "party"], ["$310"]),
]
LEFTS = (80, 120, 400)


def draw_table(canvas: Canvas, is_ruled: bool) -> None:
    y = 100.0
    for cells in [(["Item"], ["Description"], ["Amount"]), *ROWS]:
        for left, lines in zip(LEFTS, cells, strict=True):
            for i, text in enumerate(lines):
                canvas.drawString(left, HEIGHT - y - 14 * i, text)
        y += 14 * max(map(len, cells)) + 6
        if is_ruled:
            canvas.line(76, HEIGHT - y + 14, 460, HEIGHT - y + 14)


@pytest.mark.parametrize("is_ruled", [True, False])
def test_a_row_is_a_passage_with_whole_cells(tmp_path: Path, is_ruled: bool) -> None:
    reading = read_pdf(make(tmp_path / "a.pdf", lambda c: draw_table(c, is_ruled)), ocr=False)
    passages = list(split(reading.pages, "pdf", "en"))
    assert [passage.text for passage in passages] == [
        "1 Repair of the two cranes that stood in the yard, with the hire of a third $900",
        "2 Wages paid to the night shift and to the drivers $750",
        "3 Storage in the hall of a third party $310",
    ]
    assert {passage.headings for passage in passages} == {("Item Description Amount",)}


NOTES = [
    ("Note", "Holder", "Matures", "Principal"),
    ("A-1", "Kestrel Bank", "June 1, 2024", "$1,250,000"),
    ("A-2", "Marlow Trust", "July 15, 2025", "$2,400,000"),
    ("B-1", "Kestrel Bank", "May 3, 2026", "$310,500"),
]


def test_a_table_whose_first_columns_are_short_is_one(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for i, row in enumerate(NOTES):
            for left, text in zip((72, 140, 290, 420), row, strict=True):
                canvas.drawString(left, HEIGHT - 130 - 18 * i, text)

    passages = list(split(read_pdf(make(tmp_path / "a.pdf", draw), ocr=False).pages, "pdf", "en"))
    assert [passage.text for passage in passages] == [" ".join(row) for row in NOTES[1:]]
    assert {passage.headings for passage in passages} == {("Note Holder Matures Principal",)}


def ledger(canvas: Canvas, rows: Sequence[tuple[str, str, str]]) -> None:
    for i, row in enumerate([("Date", "Description", "Amount"), *rows]):
        for left, text in zip((72, 170), row, strict=False):
            canvas.drawString(left, HEIGHT - 52 - 20 * i, text)
        canvas.drawRightString(520, HEIGHT - 52 - 20 * i, row[2])


def test_first_and_last_rows_of_a_ledger_are_no_running_heads(tmp_path: Path) -> None:
    names = ("Freight", "Payroll", "Rent")
    pages = [
        [
            (
                f"2023-0{page}-{i + 1:02}",
                f"{names[i % 3]} no. {40 * page + i}",
                f"${page},{100 + i}.00",
            )
            for i in range(33)
        ]
        for page in (1, 2, 3)
    ]
    path = make(tmp_path / "a.pdf", *[lambda c, rows=rows: ledger(c, rows) for rows in pages])
    passages = list(split(read_pdf(path, ocr=False).pages, "pdf", "en"))
    assert [passage.text for passage in passages] == [
        " ".join(row) for rows in pages for row in rows
    ]
    assert {passage.headings for passage in passages} == {("Date Description Amount",)}


def test_cells_of_a_web_page_that_reach_over_rows_are_repeated() -> None:
    reading = read_html(
        "<html><body><table><tr><th>Who</th><th>What</th><th>Sum</th></tr>"
        "<tr><td>Ann</td><td rowspan=2>Rent</td><td>$5</td></tr>"
        "<tr><td>Bob</td><td>$66,000</td></tr>"
        "<tr><td colspan=2>Total</td><td>$66,005</td></tr></table></body></html>"
    )
    (page,) = reading.pages
    assert [line.text for line in page.lines[1:]] == [
        "Ann  Rent  $5",
        "Bob  Rent  $66,000",
        "Total  $66,005",
    ]
    passages = list(split([page], "html", "en"))
    assert [passage.headings[-1] for passage in passages] == ["Who  What  Sum"] * 3
    assert {passage.paragraphs for passage in passages} == {("1",)}


LEASES = (
    ("Premises", "Landlord", "Term", "Status"),
    ("Warehouse 4, Dover", "Halden Estates", "Five years", "Terminated"),
    ("Office, Leeds", "Crown Property", "Ten years", "In force"),
    ("Depot, York", "Halden Estates", "Two years", "Assigned"),
)


def draw_close_columns(canvas: Canvas) -> None:
    """Columns as wide as their widest cell, and 12 points apart, as programs set them."""
    left = 150.0
    for column in zip(*LEASES, strict=True):
        for i, text in enumerate(column):
            canvas.drawString(left, HEIGHT - 120 - 18 * i, text)
        left += 12 + max(canvas.stringWidth(text, "Times-Roman", 12) for text in column)


def test_columns_set_close_to_each_other_are_columns(tmp_path: Path) -> None:
    reading = read_pdf(make(tmp_path / "a.pdf", draw_close_columns), ocr=False)
    (page,) = reading.pages
    assert {line.role for line in page.lines} == {"table"}
    passages = list(split([page], "pdf", "en"))
    assert [passage.text for passage in passages] == [" ".join(row) for row in LEASES[1:]]
    assert {passage.headings for passage in passages} == {(" ".join(LEASES[0]),)}


def test_words_that_a_justified_line_sets_apart_are_not_cut(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for i, row in enumerate((("One", "Two", "Three"), ("Four", "Five", "Six"))):
            for left, text in zip((72, 200, 330), row, strict=True):
                canvas.drawString(left, HEIGHT - 100 - 14 * i, text)
        for i in range(4):
            text = canvas.beginText(72, HEIGHT - 128 - 14 * i)
            text.setWordSpace(5)  # spaces of 8 points
            text.textOut("The parties met in the hall and then again in the yard of the mill")
            canvas.drawText(text)

    (page,) = read_pdf(make(tmp_path / "a.pdf", draw), ocr=False).pages
    assert [line.role for line in page.lines[2:]] == ["body"] * 4


TERMS = (
    ("Borrower", ["Halden Timber AS, a company organised", "in Norway with its seat in Bergen"]),
    ("Lender", ["Northgate Bank"]),
    ("Facility", ["$4,200,000, to be drawn in not more than", "three tranches"]),
    ("Governing law", ["England and Wales"]),
)


def draw_terms(canvas: Canvas) -> None:
    y = 100.0
    for label, lines in TERMS:
        canvas.drawString(80, HEIGHT - y, label)
        for i, text in enumerate(lines):
            canvas.drawString(200, HEIGHT - y - 14 * i, text)
        y += 14 * len(lines) + 6


def test_labels_stand_with_what_they_label(tmp_path: Path) -> None:
    reading = read_pdf(make(tmp_path / "a.pdf", draw_terms), ocr=False)
    assert [passage.text for passage in split(reading.pages, "pdf", "en")] == [
        f"{label} {' '.join(lines)}" for label, lines in TERMS
    ]


def test_the_first_row_of_labels_on_a_web_page_can_be_quoted() -> None:
    rows = "".join(
        f"<tr><td>{label}<td>{text}"
        for label, text in (("Lender", "Northgate Bank"), ("Agent", "Priory Trust"))
    )
    reading = read_html(f"<html><body><table>{rows}</table></body></html>")
    passages = list(split(reading.pages, "html", "en"))
    assert [passage.text for passage in passages] == [
        "Lender Northgate Bank",
        "Agent Priory Trust",
    ]
    assert {passage.paragraphs for passage in passages} == {("1",)}
