"""Raised type on a page: marks of notes are set apart, exponents keep their meaning."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Page
from ingest.formats.pdf.read import read_pdf
from ingest.passages.split import split
from tests.support.paper import HEIGHT, PROSE, make, write, write_raised


def page_with(path: Path, *parts: str) -> Page:
    """A page of prose whose second paragraph is a line with raised parts."""

    def draw(canvas: Canvas) -> None:
        write(canvas, PROSE)
        write_raised(canvas, parts, top=240)

    (page,) = read_pdf(make(path / "a.pdf", draw), ocr=False).pages
    return page


@pytest.mark.parametrize(
    ("parts", "text", "marks"),
    [
        (("The fee was $500", "2", " in 2019", "3", "."), "The fee was $500 in 2019.", ["2", "3"]),
        (("Mr. ", "2", " Banks paid."), "Mr. Banks paid.", ["2"]),
        (("The lessee", "*", " paid", "1,2", ", late"), "The lessee paid, late", ["*", "1,2"]),
        (("The tank held 3 x 10", "6", " litres."), "The tank held 3 x 10⁶ litres.", []),
        (("The lot has 1,200 m", "2", " of floor."), "The lot has 1,200 m² of floor.", []),
        (("Le 1", "er", " mai, la 2", "e", " chambre"), "Le 1er mai, la 2e chambre", []),
    ],
)
def test_raised_type(tmp_path: Path, parts: tuple[str, ...], text: str, marks: list[str]) -> None:
    page = page_with(tmp_path, *parts)
    assert page.lines[-1].text == text
    assert [left.text for left in page.left_out if left.what == "note mark"] == marks


def test_places_of_characters_are_kept(tmp_path: Path) -> None:
    line = page_with(tmp_path, "The fee was $500", "2", " in 2019").lines[-1]
    assert len(line.edges) == len(line.text) + 1
    assert all(a <= b + 0.01 for a, b in zip(line.edges, line.edges[1:], strict=False))


def test_a_note_is_a_passage_that_knows_its_mark(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, PROSE)
        write_raised(canvas, ("The fee was $500", "12", "."), top=240)
        canvas.line(108, 120, 252, 120)
        write(canvas, ["See the lease of May 2, 2019, at 4."], top=695, left=118, size=10)
        write_raised(canvas, ("", "12"), top=693)

    (page,) = read_pdf(make(tmp_path / "a.pdf", draw), ocr=False).pages
    note = list(split([page], "pdf", "en"))[-1]
    assert (note.role, note.paragraphs) == ("footnote", ("n.12",))
    assert "See the lease of May 2, 2019" in note.text
    assert page.lines[-2].text == "The fee was $500."


def test_a_note_that_runs_on_to_the_next_page_is_one_note(tmp_path: Path) -> None:
    def draw(canvas: Canvas, body: Sequence[str], note: Sequence[str]) -> None:
        write(canvas, body, leading=18)
        canvas.line(108, HEIGHT - 640, 250, HEIGHT - 640)
        write(canvas, note, top=655, size=9, leading=12)

    pages = [
        (["The landlord kept the deposit of the tenant, as the court", "below found that the"],
         ["1 The deposit was $900. It was paid in two parts, of which the second was"]),
        (["floor was worn, and that the tenant had left the hall", "at the end of the month."],
         ["never paid, as the landlord says."]),
    ]  # fmt: skip
    path = make(tmp_path / "a.pdf", *[lambda c, page=page: draw(c, *page) for page in pages])
    passages = list(split(read_pdf(path, ocr=False).pages, "pdf", "en"))
    assert [(passage.role, passage.paragraphs) for passage in passages] == [
        ("body", ()),
        ("footnote", ("n.1",)),
    ]
    assert "found that the floor was worn" in passages[0].text
    assert passages[1].text.endswith("of which the second was never paid, as the landlord says.")
