from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Box, Line, boxes_of
from ingest.errors import FileRefused
from ingest.formats.pdf.read import read_pdf
from ingest.formats.pdf.render import draw_page, page_picture, render_page
from tests.support.paper import HEIGHT, PROSE, WIDTH, gutter, make, stamp, write

LINE = Line("due: $5", Box(10, 20, 80, 32), edges=(10, 20, 30, 40, 50, 60, 70, 80))


@pytest.mark.parametrize(
    ("start", "end", "x0", "x1"), [(0, 7, 10, 80), (5, 7, 60, 80), (0, 3, 10, 40)]
)
def test_place_of_a_stretch_of_a_line(start: int, end: int, x0: float, x1: float) -> None:
    assert boxes_of(LINE, start, end) == Box(x0, 20, x1, 32)


def test_place_of_a_line_without_geometry() -> None:
    assert boxes_of(Line("due", Box(1, 2, 3, 4)), 0, 2) == Box(1, 2, 3, 4)
    with pytest.raises(ValueError, match="no place"):
        boxes_of(Line("due"), 0, 2)


def test_picture_has_the_size_of_the_page(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", lambda c: write(c, PROSE))
    assert render_page(path, 1, 1.5).size == (WIDTH * 1.5, HEIGHT * 1.5)


@pytest.mark.parametrize("number", [0, 2])
def test_no_such_page(tmp_path: Path, number: int) -> None:
    path = make(tmp_path / "a.pdf", lambda c: write(c, PROSE))
    with pytest.raises(FileRefused, match=f"Page {number} "):
        render_page(path, number, 1)


def test_highlight_is_yellow_and_leaves_the_ink(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", lambda c: write(c, PROSE))
    (page,) = read_pdf(path).pages
    line = page.lines[1]
    at = line.text.index("counsel of record")
    box = boxes_of(line, at, at + len("counsel of record"))
    picture = Image.open(io.BytesIO(page_picture(path, 1, [box], 2)))
    assert picture.format == "PNG"
    change = ImageChops.difference(picture, render_page(path, 1, 2)).getbbox()
    assert change is not None
    assert all(abs(a - 2 * b) < 6 for a, b in zip(change, box, strict=True))
    inside = picture.crop(change).convert("RGB")
    colours = {colour for _, colour in inside.getcolors(100_000) or []}
    assert (255, 236, 110) in colours
    assert min(sum(colour) for colour in colours if isinstance(colour, tuple)) < 150


def test_drawing_of_what_was_understood(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        gutter(canvas)
        write(canvas, PROSE, top=76)
        stamp(canvas, "Case 1:20-cv-00713 Document 4 Filed 05/21/20 Page 1 of 2")

    path = make(tmp_path / "a.pdf", draw)
    (page,) = read_pdf(path).pages
    drawn = draw_page(path, page, 1)
    assert drawn.size == (WIDTH, HEIGHT)
    assert ImageChops.difference(drawn, render_page(path, 1, 1)).getbbox() is not None
