"""Pages read from their picture: drawn, photographed, turned and tilted here, and read again."""

from __future__ import annotations

import subprocess
import sys
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Box, Line, Page, boxes_of
from ingest.formats.ocr import engine
from ingest.formats.ocr.line_numbers import with_whole_gutter
from ingest.formats.ocr.orientation import Orientation
from ingest.formats.pdf.glyphs import Piece
from ingest.formats.pdf.read import needs_ocr, read_pdf
from ingest.formats.pdf.render import render_page
from ingest.settings import ROOT
from tests.support.paper import HEIGHT, PROSE, WIDTH, gutter, make, stamp, write

FRENCH = (
    "L'arrêt rendu le 3 février 2021 par la cour d'appel de Besançon a été cassé.",
    "Les sociétés déclarent que la créance s'élève à 61 millions de dollars, où qu'elle",
    "soit née ; l'œuvre du maître d'ouvrage, déjà reçue, n'est pas contestée.",
    "Le juge des référés a donné acte aux parties de ce qu'elles s'en rapportent.",
)
STAMP = "Case 1:20-cv-00713-NONE-SAB Document 4 Filed 05/21/20 Page 1 of 2"


def photograph(tmp_path: Path, draw: Any, quarters: int = 0, degrees: float = 0.0) -> Image.Image:
    """A drawn page as a scanner sees it, turned clockwise."""
    picture = render_page(make(tmp_path / "drawn.pdf", draw), 1, 150 / 72).convert("L")
    picture = picture.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=255)
    for _ in range(quarters):
        picture = picture.transpose(Image.Transpose.ROTATE_270)
    return picture


def scanned(tmp_path: Path, picture: Image.Image, over: str = "") -> Path:
    """A PDF that is nothing but the picture of a page, and perhaps a stamp over it."""
    size = letter if picture.height > picture.width else (HEIGHT, WIDTH)
    canvas = Canvas(str(tmp_path / "scan.pdf"), pagesize=size)
    canvas.drawImage(ImageReader(picture), 0, 0, *size)
    if over:
        stamp(canvas, over)
    canvas.save()
    return tmp_path / "scan.pdf"


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def alike(first: str, other: str) -> float:
    return SequenceMatcher(None, first, other, autojunk=False).ratio()


def test_french_accents(tmp_path: Path) -> None:
    (page,) = read_pdf(scanned(tmp_path, photograph(tmp_path, lambda c: write(c, FRENCH)))).pages
    assert (page.read, page.why) == ("ocr", "no text layer; read by OCR")
    assert not needs_ocr(page)
    read, wanted = " ".join(texts(page)), " ".join(FRENCH)
    assert alike(read, wanted) > 0.98
    for word in ("février", "Besançon", "créance", "s'élève à", "déjà reçue", "référés"):
        assert word in read


def test_lines_have_their_places(tmp_path: Path) -> None:
    (page,) = read_pdf(scanned(tmp_path, photograph(tmp_path, lambda c: write(c, PROSE)))).pages
    assert texts(page) == list(PROSE)
    assert (page.width, page.height) == (WIDTH, HEIGHT)
    for i, line in enumerate(page.lines):
        baseline = 100 + 24 * i
        assert line.box is not None
        assert line.box.y0 < baseline - 8
        assert baseline < line.box.y1 < baseline + 6
        assert len(line.edges) == len(line.text) + 1
        assert list(line.edges) == sorted(line.edges)
        assert line.box.x0 == pytest.approx(108, abs=4)
    where = _place_of(page.lines[1], "have had leave")
    drawn = Canvas("").stringWidth(PROSE[1].partition("have had")[0], "Times-Roman", 12)
    assert where.x0 == pytest.approx(108 + drawn, abs=5)


def _place_of(line: Line, words: str) -> Box:
    at = line.text.index(words)
    return boxes_of(line, at, at + len(words))


def pleading(canvas: Canvas) -> None:
    gutter(canvas)
    for i in range(28):
        if i not in (5, 6):
            write(canvas, [f"{PROSE[i % 4][:60]} {i + 1}"], top=76 + 24 * i)


@pytest.mark.parametrize("degrees", [0.0, 2.0])
def test_pleading_paper(tmp_path: Path, degrees: float) -> None:
    path = scanned(tmp_path, photograph(tmp_path, pleading, degrees=degrees))
    (page,) = read_pdf(path).pages
    left = [left_out.text for left_out in page.left_out if left_out.what == "line numbers"]
    assert left == [" ".join(map(str, range(1, 29)))]
    assert [line.number for line in page.lines] == [i for i in range(1, 29) if i not in (6, 7)]
    for line in page.lines:
        assert alike(line.text, f"{PROSE[((line.number or 0) - 1) % 4][:60]} {line.number}") > 0.97


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_turned(tmp_path: Path, quarters: int) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, [*PROSE, *PROSE, *PROSE])

    (page,) = read_pdf(scanned(tmp_path, photograph(tmp_path, draw, quarters))).pages
    assert texts(page) == [*PROSE, *PROSE, *PROSE]
    first = page.lines[0].box
    assert first is not None
    middle = (first.x0 + first.x1) / 2, (first.y0 + first.y1) / 2
    upright = (108 + Canvas("").stringWidth(PROSE[0], "Times-Roman", 12) / 2, 96.0)
    expected = {
        1: (HEIGHT - upright[1], upright[0]),
        2: (WIDTH - upright[0], HEIGHT - upright[1]),
        3: (upright[1], WIDTH - upright[0]),
    }[quarters]
    assert middle == pytest.approx(expected, abs=5)
    assert bool(page.lines[0].edges) == (quarters == 2)


def test_the_stamp_of_the_text_layer_is_kept(tmp_path: Path) -> None:
    path = scanned(tmp_path, photograph(tmp_path, lambda c: write(c, PROSE)), over=STAMP)
    (page,) = read_pdf(path).pages
    assert page.why == "only a stamp; read by OCR"
    assert page.stamp is not None
    assert (page.stamp.ecf, page.stamp.pages) == ("4", 2)
    assert texts(page) == list(PROSE)
    assert [left.text for left in page.left_out] == [STAMP]


def test_a_stamp_in_the_picture_is_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, PROSE)
        stamp(canvas, STAMP)

    (page,) = read_pdf(scanned(tmp_path, photograph(tmp_path, draw))).pages
    assert page.stamp is not None
    assert (page.stamp.ecf, page.stamp.page) == ("4", 1)
    assert texts(page) == list(PROSE)


def test_a_label_over_a_scan_is_not_its_text(tmp_path: Path) -> None:
    path = scanned(tmp_path, photograph(tmp_path, lambda c: write(c, PROSE)), over="ABC-000123")
    (page,) = read_pdf(path).pages
    assert page.why == "a picture with 9 letters over it; read by OCR"
    assert texts(page) == ["ABC-000123", *PROSE]


def test_text_and_scans_in_one_file(tmp_path: Path) -> None:
    picture = ImageReader(photograph(tmp_path, lambda c: write(c, FRENCH)))
    path = make(
        tmp_path / "a.pdf",
        lambda c: write(c, PROSE),
        lambda c: c.drawImage(picture, 0, 0, WIDTH, HEIGHT),
        lambda c: write(c, PROSE),
    )
    assert [page.read for page in read_pdf(path).pages] == ["text", "ocr", "text"]


def test_nothing_is_read_into_a_picture_without_text(tmp_path: Path) -> None:
    noise = np.random.default_rng(7).integers(0, 255, (550, 425), dtype=np.uint8)
    (page,) = read_pdf(scanned(tmp_path, Image.fromarray(noise))).pages
    assert (page.lines, page.read) == ((), "ocr")
    assert page.why == "no text layer; not readable by OCR"


def test_what_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, [PROSE[0], PROSE[3]])
        write(canvas, [PROSE[1]], top=160)
        write(canvas, [PROSE[2]], top=163, left=113)  # printed over the line before

    (page,) = read_pdf(scanned(tmp_path, photograph(tmp_path, draw))).pages
    assert texts(page) == [PROSE[0], PROSE[3]]
    assert page.why == "no text layer; read by OCR, but for 1 illegible line"
    (left,) = page.left_out
    assert left.what == "illegible"
    assert left.box is not None
    assert 145 < left.box.y0 < left.box.y1 < 172


def test_a_blank_page(tmp_path: Path) -> None:
    (page,) = read_pdf(make(tmp_path / "a.pdf", lambda c: None)).pages
    assert (page.lines, page.why) == ((), "no text layer; not readable by OCR")


def test_no_model_is_loaded_for_text(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", lambda c: write(c, PROSE))
    code = (
        "import sys; from pathlib import Path; from ingest.formats.pdf.read import read_pdf;"
        f"print(len(list(read_pdf(Path({str(path)!r})).pages)), 'rapidocr' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["1", "False"]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize("degrees", [0.0, 2.0, -1.5])
def test_there_and_back(quarters: int, degrees: float) -> None:
    """A point of the page as displayed, turned by the quarters, set straight, and back."""
    orientation = Orientation(600, 800, quarters, degrees)
    x, y = 150.0, 90.0
    turned = [(x, y), (800 - y, x), (600 - x, 800 - y), (y, 600 - x)][quarters]
    straight_x, straight_y = orientation.straight(*turned)
    back = orientation.box_back(Box(straight_x, straight_y, straight_x, straight_y))
    assert back == pytest.approx((x, y, x, y))


def piece(text: str, x1: float, baseline: float) -> Piece:
    edges = [x1 - 6 * (len(text) - i) for i in range(len(text) + 1)]
    return Piece(text, edges, baseline - 9, baseline + 3, baseline, False, 12)


class TestGutter:
    def test_missing_and_misread_numbers(self) -> None:
        numbers = [piece(str(n), 90, 76 + 24 * n) for n in range(1, 29) if n not in (1, 7, 13)]
        numbers.append(piece("l3", 90, 76 + 24 * 13))
        body = [piece("The parties agree", 300, 76 + 24 * n) for n in range(1, 29)]
        read = with_whole_gutter([*numbers, *body], 612)
        assert [found_piece.text for found_piece in read] == [
            *map(str, range(1, 29)),
            *[b.text for b in body],
        ]
        assert [found_piece.baseline for found_piece in read[:28]] == [
            76 + 24 * n for n in range(1, 29)
        ]

    def test_a_number_taken_together_with_its_line(self) -> None:
        numbers = [piece(str(n), 90, 76 + 24 * n) for n in range(1, 15)]
        body = piece("The parties", 300, 76 + 24 * 15)
        together = Piece("15 The parties", [78, 84, 90, *body.edges], 427, 439, 436, False, 12)
        more = [piece(str(n), 90, 76 + 24 * n) for n in range(16, 20)]
        read = with_whole_gutter([*numbers, together, *more], 612)
        assert [found_piece.text for found_piece in read] == [
            *map(str, range(1, 20)),
            "The parties",
        ]

    def test_a_list_is_no_gutter(self) -> None:
        items = [piece(f"{n}", 90, 76 + 24 * n) for n in range(1, 6)]
        assert with_whole_gutter(items, 612) == items


@pytest.mark.parametrize(
    ("columns", "again", "read", "is_certain"),
    [
        ((2, 4, 8, 13, 16, 18, 20), "000", "10 000 eur", True),
        ((2, 4, 8, 13, 16, 18, 20), "00", "10 00 eur", False),
        ((2, 4, 8, 13, 16, 18, 20), "0 10", "10 00 eur", False),
        ((2, 4, 8, 11, 16, 18, 20), "never read again", "10 00 eur", True),
    ],
)
def test_a_digit_that_is_missing_leaves_a_gap(
    monkeypatch: pytest.MonkeyPatch,
    columns: tuple[int, ...],
    again: str,
    read: str,
    is_certain: bool,
) -> None:
    rows = [engine._ReadLine("10 00 eur", 0.99, columns, 24), engine._ReadLine(again, 0.99)]
    monkeypatch.setattr(engine, "_read_once", lambda crop: rows.pop(0))
    row = engine._read(np.zeros((42, 240, 3), dtype=np.uint8))
    assert row.text == read
    assert len(row.columns) == len(read.replace(" ", ""))
    assert (row.score > 0.9) is is_certain
