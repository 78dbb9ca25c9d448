"""Forms as they are filled in: values and typed notes of which the file has no picture, and boxes
that are ticked."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Page
from ingest.formats.pdf.read import read_pdf
from ingest.formats.pdf.typed_text import typed_text
from tests.bench.crop import unseen, words_of
from tests.support.paper import HEIGHT, make, raw_pdf

ROOT = "/AcroForm<</Fields[10 0 R]/DA(/F1 11 Tf 0 g)/DR<</Font<</F1 5 0 R>>>>>>"
LABELS = (
    "BT /F1 12 Tf 1 0 0 1 72 700 Tm (Debtor:) Tj ET BT /F1 12 Tf 1 0 0 1 72 660 Tm (End.) Tj ET"
)
FIELD = "<</Type/Annot/Subtype/Widget/F 4/DA(/F1 11 Tf 0 g)/Rect[160 695 420 713]"


def page_of(path: Path) -> Page:
    (page,) = read_pdf(path, ocr=False).pages
    return page


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


@pytest.mark.parametrize(
    "field",
    [
        f"10 0 obj\n{FIELD}/FT/Tx/T(d)/V(Ronan Abel)>>\nendobj",
        f"10 0 obj\n{FIELD}/FT/Ch/Ff 131072/T(d)/Opt[(Ada Voss)(Ronan Abel)]"
        "/V(Ronan Abel)>>\nendobj",
        "11 0 obj\n<</FT/Tx/T(d)/V(Ronan Abel)/Kids[10 0 R]>>\nendobj\n"
        f"10 0 obj\n{FIELD}/Parent 11 0 R>>\nendobj",
    ],
)
def test_a_field_without_a_picture_says_what_it_is_filled_in_with(
    tmp_path: Path, field: str
) -> None:
    root = ROOT.replace("10 0 R", "11 0 R") if "/Parent" in field else ROOT
    path = raw_pdf(tmp_path / "a.pdf", LABELS, root=root, page="/Annots[10 0 R]", objects=field)
    assert texts(page_of(path)) == ["Debtor: Ronan Abel", "End."]


def test_a_field_that_is_hidden_is_named_and_not_read(tmp_path: Path) -> None:
    field = f"10 0 obj\n{FIELD}/FT/Tx/T(d)/V(Ronan Abel)>>\nendobj".replace("/F 4", "/F 2")
    path = raw_pdf(tmp_path / "a.pdf", LABELS, root=ROOT, page="/Annots[10 0 R]", objects=field)
    page = page_of(path)
    assert texts(page) == ["Debtor:", "End."]
    assert [(left.what, left.text) for left in page.left_out] == [("form field", "Ronan Abel")]


def test_a_text_typed_onto_the_page_is_read_where_it_is_drawn(tmp_path: Path) -> None:
    note = (
        "10 0 obj\n<</Type/Annot/Subtype/FreeText/Contents(Paid \\(late\\) on 4 May, d\351pose)"
        "/DA(/Helv 11 Tf 1 0 0 rg)/F 4/Rect[160 695 420 713]>>\nendobj"
    )
    path = raw_pdf(tmp_path / "a.pdf", LABELS, page="/Annots[10 0 R]", objects=note)
    page = page_of(path)
    assert texts(page) == ["Debtor: Paid (late) on 4 May, dépose", "End."]
    assert not page.left_out
    assert [unseen(quote, read) for quote, read in words_of(path)] == [[]]


def test_typed_text_is_wrapped_within_its_box() -> None:
    content = typed_text("one two three", "0.5 g /Helv 10 Tf", (0, 0, 46, 60))
    assert "(one two) Tj T*\n(three) Tj T*" in content
    assert content.startswith("q 0.5 g BT /Helv 10 Tf 12 TL 1 0 0 1 2 48 Tm")


def draw_boxes(canvas: Canvas) -> None:
    """Three boxes: one with a cross, an empty one, one with a filled tick; a number's cells."""
    for at, label in enumerate(("Chapter 7", "Chapter 11", "Chapter 13")):
        y = HEIGHT - 100 - 20 * at
        canvas.rect(72, y, 10, 10, stroke=1, fill=0)
        canvas.drawString(88, y + 1, label)
    canvas.line(73, HEIGHT - 99, 81, HEIGHT - 91)
    canvas.line(73, HEIGHT - 91, 81, HEIGHT - 99)
    tick = canvas.beginPath()
    tick.moveTo(74, HEIGHT - 135)
    tick.lineTo(77, HEIGHT - 139)
    tick.lineTo(81, HEIGHT - 131)
    tick.close()
    canvas.drawPath(tick, stroke=0, fill=1)
    for cell in range(4):
        canvas.rect(72 + 10 * cell, HEIGHT - 180, 10, 10, stroke=1, fill=0)
    canvas.drawString(116, HEIGHT - 179, "Number")


def test_drawn_boxes_say_whether_they_are_ticked(tmp_path: Path) -> None:
    page = page_of(make(tmp_path / "a.pdf", draw_boxes))
    assert texts(page) == ["☒ Chapter 7", "☐ Chapter 11", "☒ Chapter 13", "Number"]


def test_boxes_between_words_and_boxes_with_a_letter(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, HEIGHT - 100, "Jury? Yes")
        canvas.rect(124, HEIGHT - 101, 9, 9)
        canvas.drawString(125.5, HEIGHT - 99.5, "x")
        canvas.drawString(137, HEIGHT - 100, "No")
        canvas.rect(157, HEIGHT - 101, 9, 9)

    (line,) = page_of(make(tmp_path / "a.pdf", draw)).lines
    assert line.text == "Jury? Yes ☒ No ☐"


@pytest.mark.parametrize(("state", "sign"), [("Yes", "☒"), ("Off", "☐")])
def test_a_field_to_tick(tmp_path: Path, state: str, sign: str) -> None:
    field = (
        f"10 0 obj\n<</Type/Annot/Subtype/Widget/FT/Btn/T(b)/V/{state}/AS/{state}/F 4"
        "/MK<</CA(4)>>/Rect[120 698 130 708]>>\nendobj"
    )
    path = raw_pdf(tmp_path / "a.pdf", LABELS, root=ROOT, page="/Annots[10 0 R]", objects=field)
    assert texts(page_of(path)) == [f"Debtor: {sign}", "End."]
