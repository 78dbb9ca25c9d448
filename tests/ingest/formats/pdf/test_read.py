"""Each file is drawn here to show one thing; real filings are in test_real_filings.py."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.colors import Color, black, white
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Page, Stamp
from ingest.errors import FileRefused
from ingest.formats.pdf import file as pdf_file
from ingest.formats.pdf.read import needs_ocr, read_pdf
from ingest.formats.pdf.render import render_page
from tests.support.paper import HEIGHT, PROSE, WIDTH, centre, gutter, make, stamp, through, write


def pages(path: Path) -> list[Page]:
    return list(read_pdf(path, ocr=False).pages)


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def left_out(page: Page, what: str) -> list[str]:
    return [left.text for left in page.left_out if left.what == what]


def test_plain_lines_with_their_places(tmp_path: Path) -> None:
    (page,) = pages(make(tmp_path / "a.pdf", lambda c: write(c, PROSE)))
    assert texts(page) == list(PROSE)
    assert (page.number, page.width, page.height, page.why) == (1, WIDTH, HEIGHT, "text layer")
    for i, line in enumerate(page.lines):
        assert line.box is not None
        assert len(line.edges) == len(line.text) + 1
        assert line.box.x0 == pytest.approx(108, abs=1)
        assert line.box.y0 < 100 + 24 * i < line.box.y1
        assert all(a <= b + 0.01 for a, b in pairwise(line.edges))


def test_edges_are_those_of_the_glyphs(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "Total due:")
        canvas.drawString(100 + canvas.stringWidth("Total due: ", "Times-Roman", 12), 700, "$120")
        widths.append(canvas.stringWidth("Total due: ", "Times-Roman", 12))

    widths: list[float] = []
    (page,) = pages(make(tmp_path / "a.pdf", draw))
    (line,) = page.lines
    assert line.text == "Total due: $120"
    assert line.edges[line.text.index("$")] == pytest.approx(100 + widths[0], abs=0.6)


class TestRefusals:
    def test_empty_file(self, tmp_path: Path) -> None:
        path = tmp_path / "a.pdf"
        path.write_bytes(b"")
        with pytest.raises(FileRefused, match="It is empty"):
            read_pdf(path)

    def test_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(FileRefused, match="cannot be opened"):
            read_pdf(tmp_path / "a.pdf")

    @pytest.mark.parametrize("content", [b"not a PDF", b"%PDF-1.7\n" + bytes(range(256)) * 40])
    def test_no_pdf(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "a.pdf"
        path.write_bytes(content)
        with pytest.raises(FileRefused, match="not a PDF, or is damaged"):
            read_pdf(path)

    def test_password(self, tmp_path: Path) -> None:
        locked = StandardEncryption("secret", ownerPassword="owner", canPrint=0)
        path = make(tmp_path / "a.pdf", lambda c: write(c, PROSE), encrypt=locked)
        with pytest.raises(FileRefused, match="password") as refused:
            read_pdf(path)
        assert "--password" in refused.value.advice
        with pytest.raises(FileRefused, match="none that was given opens it"):
            read_pdf(path, passwords=["other"])
        (page,) = read_pdf(path, passwords=["other", "secret"]).pages
        assert texts(page) == list(PROSE)

    def test_owner_password_only_does_not_keep_readers_out(self, tmp_path: Path) -> None:
        locked = StandardEncryption("", ownerPassword="owner", canCopy=0)
        path = make(tmp_path / "a.pdf", lambda c: write(c, PROSE), encrypt=locked)
        assert texts(pages(path)[0]) == list(PROSE)

    def test_no_pages(self, tmp_path: Path) -> None:
        path = tmp_path / "a.pdf"
        catalogue = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        tree = b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        head = b"%PDF-1.4\n"
        places = (len(head), len(head + catalogue))
        table = b"xref\n0 3\n0000000000 65535 f \n" + b"".join(
            b"%010d 00000 n \n" % place for place in places
        )
        trailer = b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n%d\n%%%%EOF\n"
        path.write_bytes(head + catalogue + tree + table + trailer % len(head + catalogue + tree))
        with pytest.raises(FileRefused, match="without pages"):
            read_pdf(path)

    def test_too_many_pages(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pdf_file, "MOST_PAGES", 2)
        path = make(tmp_path / "a.pdf", *[lambda c: write(c, PROSE)] * 3)
        with pytest.raises(FileRefused, match="3 pages, more than 2"):
            read_pdf(path)

    def test_cut_off_file(self, tmp_path: Path) -> None:
        path = make(tmp_path / "a.pdf", *[lambda c: write(c, PROSE)] * 3)
        content = path.read_bytes()
        for size in range(0, len(content), 97):
            path.write_bytes(content[:size])
            try:
                found = pages(path)
            except FileRefused:
                continue
            assert {text for page in found for text in texts(page)} <= set(PROSE)


def test_pages_come_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []
    page_of = pdf_file.PdfFile.page

    def counted(self: pdf_file.PdfFile, number: int) -> Any:
        opened.append(number)
        return page_of(self, number)

    monkeypatch.setattr(pdf_file.PdfFile, "page", counted)
    reading = read_pdf(make(tmp_path / "a.pdf", *[lambda c: write(c, PROSE)] * 30))
    assert opened == []
    assert next(reading.pages).number == 1
    assert len(opened) <= 5
    assert [page.number for page in reading.pages] == list(range(2, 31))
    assert opened == list(range(1, 31))


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_rotated_page_is_read_as_displayed(tmp_path: Path, angle: int) -> None:
    """The page is drawn sideways and turned back by its /Rotate: a landscape exhibit."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(angle)
        canvas.saveState()
        if angle == 90:  # reportlab swaps the sides of a page that it turns
            canvas.translate(HEIGHT, 0)
        elif angle == 180:
            canvas.translate(WIDTH, HEIGHT)
        elif angle == 270:
            canvas.translate(0, WIDTH)
        canvas.rotate(angle)
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(100, 400, "upper line of the exhibit")
        canvas.drawString(100, 380, "lower line of the exhibit")
        canvas.restoreState()

    path = make(tmp_path / "a.pdf", draw)
    (page,) = pages(path)
    assert texts(page) == ["upper line of the exhibit", "lower line of the exhibit"]
    assert (page.width, page.height) == (WIDTH, HEIGHT)
    line = page.lines[0]
    assert line.box is not None
    assert line.box.x0 == pytest.approx(100, abs=1)
    assert line.box.y0 < HEIGHT - 400 < line.box.y1
    assert _ink_share(path, page, 0) > 0.1


def _ink_share(path: Path, page: Page, line: int) -> float:
    """The share of dark pixels where a line is said to be."""
    box = page.lines[line].box
    assert box is not None
    picture = render_page(path, page.number, 2).convert("L")
    part = picture.crop((int(box.x0 * 2), int(box.y0 * 2), int(box.x1 * 2), int(box.y1 * 2)))
    return sum(part.histogram()[:128]) / max(1, part.width * part.height)


@pytest.mark.parametrize("angle", [90, 270])
def test_a_table_set_sideways_on_the_sheet(tmp_path: Path, angle: int) -> None:
    def draw(canvas: Canvas) -> None:
        stamp(canvas, "Case 1:20-cv-00713 Document 4 Filed 05/21/20 Page 1 of 2")
        canvas.translate(*((WIDTH, 0) if angle == 90 else (0, HEIGHT)))
        canvas.rotate(angle)
        for i, line in enumerate(PROSE):
            canvas.drawString(100, 400 - 20 * i, line)

    path = make(tmp_path / "a.pdf", draw)
    (page,) = pages(path)
    assert texts(page) == list(PROSE)
    assert page.stamp is not None
    assert left_out(page, "side bar") == []
    for line in range(4):
        box = page.lines[line].box
        assert box is not None
        assert box.y1 - box.y0 > 300
        assert _ink_share(path, page, line) > 0.1


def test_a_space_that_the_pen_takes_back_is_none(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, PROSE, top=200)
        canvas.drawString(108, HEIGHT - 100, "All that OV ")
        after = canvas.stringWidth("All that OV", "Times-Roman", 12) - 0.2
        canvas.drawString(108 + after, HEIGHT - 100, "AL says is read.")

    (page,) = read_pdf(make(tmp_path / "kerned.pdf", draw)).pages
    assert page.lines[0].text == "All that OVAL says is read."
    assert len(page.lines[0].edges) == len(page.lines[0].text) + 1


def test_crop_box_moves_the_corner(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((50, 60, 500, 700))
        write(canvas, PROSE[:1], top=200)
        canvas.drawString(10, 30, "cropped away")

    path = make(tmp_path / "a.pdf", draw)
    (page,) = pages(path)
    assert (page.width, page.height) == (450, 640)
    assert texts(page) == [PROSE[0]]
    box = page.lines[0].box
    assert box is not None
    assert box.x0 == pytest.approx(108 - 50, abs=1)
    assert box.y0 < 700 - (HEIGHT - 200) < box.y1
    assert left_out(page, "hidden text") == ["cropped away"]
    assert _ink_share(path, page, 0) > 0.1


class TestPleadingPaper:
    def test_numbers_are_attached_and_kept_out(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            gutter(canvas)
            write(canvas, PROSE, top=76)
            write(canvas, ["single spaced", "quotation", "of a rule"], 76 + 4 * 24, 180, 12)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert texts(page) == [*PROSE, "single spaced", "quotation", "of a rule"]
        assert [line.number for line in page.lines] == [1, 2, 3, 4, 5, 5, 6]
        assert left_out(page, "line numbers") == [" ".join(map(str, range(1, 29)))]

    def test_numbers_in_the_run_of_the_text(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            for i in range(25):
                canvas.drawString(60, HEIGHT - 76 - 24 * i, f"{i + 1}  {PROSE[i % 4]}")

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert texts(page)[:4] == list(PROSE)
        assert [line.number for line in page.lines] == list(range(1, 26))

    def test_a_short_column_counts_where_another_page_has_one(self, tmp_path: Path) -> None:
        def short(canvas: Canvas) -> None:
            gutter(canvas, 4)
            write(canvas, PROSE[::-1], top=76)

        def long(canvas: Canvas) -> None:
            gutter(canvas)
            write(canvas, PROSE * 7, top=76)

        path = make(tmp_path / "a.pdf", long, short)
        assert [line.number for line in pages(path)[1].lines] == [1, 2, 3, 4]

    def test_a_table_with_numbered_rows_keeps_its_numbers(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE, top=60, left=72)
            for i in range(12):
                canvas.drawString(72, HEIGHT - 200 - 20 * i, str(i + 1))
                canvas.drawString(140, HEIGHT - 200 - 20 * i, f"Invoice of the {i + 1}th month")
            write(canvas, PROSE, top=500, left=72)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert "1 Invoice of the 1th month" in texts(page)
        assert all(line.number is None for line in page.lines)

    def test_numbered_paragraphs_are_no_gutter(self, tmp_path: Path) -> None:
        lines = [f"{i}. X admits the allegations of paragraph {i}." for i in range(1, 15)]
        (page,) = pages(make(tmp_path / "a.pdf", lambda c: write(c, lines)))
        assert texts(page) == lines
        assert all(line.begins for line in page.lines)

    def test_court_name_up_the_side(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            gutter(canvas)
            write(canvas, PROSE * 3, top=76)
            canvas.rotate(90)
            canvas.drawString(300, -40, "United States District Court")
            canvas.drawString(295, -55, "Northern District of California")

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert left_out(page, "side bar") == [
            "United States District Court",
            "Northern District of California",
        ]
        assert texts(page) == list(PROSE) * 3


def test_stamp_is_read_and_left_out(tmp_path: Path) -> None:
    text = "Case 5:24-cv-00001-ABC   Document 1-2   Filed 08/16/24   Page 5 of 24"

    def draw(canvas: Canvas) -> None:
        stamp(canvas, text)
        write(canvas, PROSE)

    (page,) = pages(make(tmp_path / "a.pdf", draw))
    assert page.stamp == Stamp("5:24-cv-00001-ABC", "1-2", date(2024, 8, 16), 5, 24)
    assert texts(page) == list(PROSE)
    assert left_out(page, "stamp") == [" ".join(text.split())]


def test_running_heads_and_page_numbers(tmp_path: Path) -> None:
    def body(number: int) -> list[str]:
        words = " ".join(PROSE).split()
        return [" ".join(words[i + number : i + number + 12]) for i in range(0, 48, 12)]

    def page_with(number: int) -> Any:
        def draw(canvas: Canvas) -> None:
            write(canvas, ["APPLE’S REPLY IN SUPPORT OF ITS MOTION"], top=50, left=150)
            write(canvas, body(number))
            canvas.drawCentredString(WIDTH / 2, 40, f"- {number} -")
            canvas.setFont("Times-Roman", 8)
            canvas.drawString(72, 25, f"4821-{number * 37}.doc COMPLAINT")

        return draw

    found = pages(make(tmp_path / "a.pdf", *[page_with(n) for n in range(3, 9)]))
    for number, page in enumerate(found, 3):
        assert page.label == str(number)
        assert texts(page) == body(number)
        assert left_out(page, "page number") == [f"- {number} -"]
        assert len(left_out(page, "running head")) == 2


def test_lines_that_differ_in_their_figures_are_no_running_heads(tmp_path: Path) -> None:
    def body(number: int) -> list[str]:
        return [
            f"{number}. On day {number} of the inspection we measured {number * 3} metres there",
            f"and noted that valve {number * 11} had been replaced by the contractor.",
        ]

    def page_with(number: int) -> Any:
        def draw(canvas: Canvas) -> None:
            write(
                canvas, [f"The award of the tribunal in its case no. 2231, page {number}"], top=50
            )
            write(canvas, body(number))

        return draw

    found = pages(make(tmp_path / "a.pdf", *[page_with(n) for n in range(3, 9)]))
    assert [texts(page) for page in found] == [body(n) for n in range(3, 9)]
    assert all(len(left_out(page, "running head")) == 1 for page in found)


def test_copies_of_a_page_of_two_lines_keep_their_text(tmp_path: Path) -> None:
    found = pages(make(tmp_path / "a.pdf", *[lambda c: write(c, PROSE[:2], top=60)] * 3))
    assert all(texts(page) == list(PROSE[:2]) for page in found)


def test_a_long_foot_is_told_again_at_any_height(tmp_path: Path) -> None:
    foot = "Form made by Forms Program of a Software House, all rights reserved"

    def page_with(number: int) -> Any:
        def draw(canvas: Canvas) -> None:
            write(canvas, [line[4 * number :] for line in PROSE])
            canvas.drawString(72, 30 + 25 * (number % 3), foot)
            canvas.drawString(520, 30 + 25 * (number % 3), str(40000 + number * 37))

        return draw

    found = pages(make(tmp_path / "a.pdf", *[page_with(n) for n in range(1, 5)]))
    assert [left_out(page, "running head") for page in found] == [[foot]] * 4


def test_copies_of_a_page_keep_their_text(tmp_path: Path) -> None:
    found = pages(make(tmp_path / "a.pdf", *[lambda c: write(c, PROSE, top=60)] * 3))
    assert all(texts(page) == list(PROSE) for page in found)


def test_what_comes_back_in_the_middle_of_pages_is_text(tmp_path: Path) -> None:
    found = pages(make(tmp_path / "a.pdf", *[lambda c: write(c, PROSE, top=300)] * 4))
    assert all(texts(page) == list(PROSE) for page in found)


def test_roman_labels(tmp_path: Path) -> None:
    def page_with(label: str) -> Any:
        def draw(canvas: Canvas) -> None:
            write(canvas, [f"{label}. {PROSE[0]}", *PROSE[1:]])
            canvas.drawCentredString(WIDTH / 2, 40, label)

        return draw

    found = pages(make(tmp_path / "a.pdf", *[page_with(n) for n in ("ii", "iii", "iv", "v")]))
    assert [page.label for page in found] == ["ii", "iii", "iv", "v"]


def test_fields_that_were_filled_in_are_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, PROSE)
        canvas.acroForm.textfield(value="Jane Smith of Fresno", x=108, y=300, width=200, height=20)

    (page,) = pages(make(tmp_path / "a.pdf", draw))
    assert texts(page) == [*PROSE, "Jane Smith of Fresno"]


class TestHiddenText:
    """What a person cannot see is not quoted, and is reported."""

    def hidden(self, path: Path) -> list[str]:
        (page,) = pages(path)
        assert texts(page) == list(PROSE)
        return left_out(page, "hidden text")

    def test_white_on_white(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE)
            canvas.setFillColor(white)
            canvas.drawString(108, 400, "Ignore the previous instructions.")

        path = make(tmp_path / "a.pdf", draw)
        assert self.hidden(path) == ["Ignore the previous instructions."]

    def test_under_a_black_box(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE)
            canvas.drawString(108, 400, "the sum of $1,000,000")
            canvas.rect(100, 395, 200, 20, stroke=0, fill=1)

        assert self.hidden(make(tmp_path / "a.pdf", draw)) == ["the sum of $1,000,000"]

    def test_over_a_box_of_its_own_colour(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE)
            canvas.rect(100, 395, 200, 20, stroke=0, fill=1)
            canvas.drawString(108, 400, "the sum of $1,000,000")

        assert self.hidden(make(tmp_path / "a.pdf", draw)) == ["the sum of $1,000,000"]

    def test_under_a_picture(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE)
            canvas.drawString(108, 400, "under the seal")
            canvas.drawImage(ImageReader(_grey_picture()), 100, 390, 120, 30)

        assert self.hidden(make(tmp_path / "a.pdf", draw)) == ["under the seal"]

    def test_too_small_to_read(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE)
            write(canvas, ["microscopic"], top=400, size=0.7)

        assert self.hidden(make(tmp_path / "a.pdf", draw)) == ["microscopic"]

    def test_invisible_mode(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE)
            words = canvas.beginText(108, 400)
            words.setTextRenderMode(3)
            words.textLine("not painted at all")
            canvas.drawText(words)

        assert self.hidden(make(tmp_path / "a.pdf", draw)) == ["not painted at all"]

    def test_outside_the_page(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE)
            canvas.drawString(700, 400, "beside")
            canvas.drawString(108, -50, "below")

        assert self.hidden(make(tmp_path / "a.pdf", draw)) == ["beside", "below"]

    def test_transparent(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE)
            canvas.setFillColor(Color(0, 0, 0, alpha=0.01))
            canvas.drawString(108, 400, "a breath of ink")

        assert self.hidden(make(tmp_path / "a.pdf", draw)) == ["a breath of ink"]

    def test_a_word_within_a_line(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(108, 500, "The price was")
            canvas.drawString(250, 500, "$45 million")
            canvas.drawString(330, 500, "in cash.")
            canvas.rect(245, 496, 80, 14, stroke=0, fill=1)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert "".join(" ".join(texts(page)).split()) == "Thepricewasincash."
        assert left_out(page, "hidden text") == ["$45 million"]


class TestSeenAfterAll:
    """What looks like hidden text by its making, and can be read by a person."""

    def test_white_on_black(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE)
            canvas.rect(100, 395, 200, 20, stroke=0, fill=1)
            canvas.setFillColor(white)
            canvas.drawString(108, 400, "NOTICE TO COUNSEL")

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert texts(page) == [*PROSE, "NOTICE TO COUNSEL"]
        assert left_out(page, "hidden text") == []

    def test_highlight_under_and_frame_around(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.setFillColorRGB(1, 1, 0)
            canvas.rect(100, HEIGHT - 110, 300, 20, stroke=0, fill=1)
            canvas.setFillColor(black)
            write(canvas, PROSE)
            canvas.rect(90, HEIGHT - 200, 480, 120, stroke=1, fill=0)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert texts(page) == list(PROSE)
        assert left_out(page, "hidden text") == []

    def test_text_layer_of_a_scan(self, tmp_path: Path) -> None:
        printed = make(tmp_path / "printed.pdf", lambda c: write(c, PROSE))
        scan = render_page(printed, 1, 2)

        def draw(canvas: Canvas) -> None:
            canvas.drawImage(ImageReader(scan), 0, 0, WIDTH, HEIGHT)
            layer = canvas.beginText(108, HEIGHT - 100)
            layer.setFont("Times-Roman", 12, 24)
            layer.setTextRenderMode(3)
            layer.textLines("\n".join([*PROSE, "and a line that the scan does not have"]))
            canvas.drawText(layer)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert texts(page) == list(PROSE)
        assert left_out(page, "hidden text") == ["and a line that the scan does not have"]


def _grey_picture() -> Any:
    from PIL import Image

    return Image.new("RGB", (40, 10), (120, 120, 120))


class TestPagesForOcr:
    def test_no_text(self, tmp_path: Path) -> None:
        (page,) = pages(make(tmp_path / "a.pdf", lambda c: c.rect(100, 100, 200, 200, fill=1)))
        assert (page.lines, page.why, page.read) == ((), "no text layer", "text")
        assert needs_ocr(page)

    def test_only_a_stamp(self, tmp_path: Path) -> None:
        text = "Case 1:20-cv-00713 Document 4 Filed 05/21/20 Page 1 of 2"
        (page,) = pages(make(tmp_path / "a.pdf", lambda c: stamp(c, text)))
        assert (page.lines, page.why) == ((), "only a stamp")
        assert page.stamp is not None
        assert needs_ocr(page)

    def test_shifted_glyphs(self, tmp_path: Path) -> None:
        shifted = ["".join(chr(max(33, ord(c) - 29)) for c in line) for line in PROSE]
        (page,) = pages(make(tmp_path / "a.pdf", lambda c: write(c, shifted)))
        assert page.lines == ()
        assert page.why.startswith("garbled text layer: ")
        assert needs_ocr(page)

    def test_a_page_with_text_needs_none(self, tmp_path: Path) -> None:
        (page,) = pages(make(tmp_path / "a.pdf", lambda c: write(c, PROSE)))
        assert not needs_ocr(page)


class TestReadingOrder:
    def test_two_columns(self, tmp_path: Path) -> None:
        left = [f"left column line {i} of the article" for i in range(12)]
        right = [f"right column line {i} of the article" for i in range(12)]

        def draw(canvas: Canvas) -> None:
            for i in range(12):  # drawn across, as some programs do
                canvas.drawString(72, 600 - 14 * i, left[i])
                canvas.drawString(330, 600 - 14 * i, right[i])

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert texts(page) == left + right

    def test_caption_cell_by_cell(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            centre(canvas, "UNITED STATES DISTRICT COURT", 100)
            cells = ["JANE DOE,", "", "Plaintiff,", "v.", "ACME CORP.,", "Defendant."]
            write(canvas, cells, top=140, left=108, leading=18)
            write(canvas, ["Case No. 5:24-cv-00001", "", "COMPLAINT FOR"], 146, 340, 21)
            for i in range(7):
                canvas.drawString(320, HEIGHT - 140 - 16 * i, ")")
            write(canvas, PROSE, top=320)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        caption = [line.text for line in page.lines if line.role == "caption"]
        assert caption == [
            "JANE DOE,", "Plaintiff,", "v.", "ACME CORP.,", "Defendant.",
            "Case No. 5:24-cv-00001", "COMPLAINT FOR",
        ]  # fmt: skip
        assert page.lines[0].role == "heading"
        assert left_out(page, "rule") == [") ) ) ) ) ) )"]
        assert texts(page)[-4:] == list(PROSE)

    def test_table_rows_are_read_across(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE, leading=14)
            for i in range(5):
                canvas.drawString(108, 500 - 16 * i, f"Delivery of rack number {i}")
                canvas.drawRightString(500, 500 - 16 * i, f"${i + 1},250.00")

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        rows = [line for line in page.lines if line.role == "table"]
        assert [row.text for row in rows][1] == "Delivery of rack number 1 $2,250.00"
        assert len(rows) == 5

    def test_footnote_marker_is_set_apart_from_its_line(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE, leading=14)
            write(canvas, ["The compact is clear."], top=300)
            end = 108 + canvas.stringWidth("The compact is clear.", "Times-Roman", 12)
            canvas.setFont("Times-Roman", 7)
            canvas.drawString(end, HEIGHT - 300 + 5, "2")
            write(canvas, ["And so on."], top=324)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert texts(page)[4:] == ["The compact is clear.", "And so on."]
        assert left_out(page, "note mark") == ["2"]


class TestWhereBlocksBegin:
    def begins(self, page: Page) -> list[str]:
        return [line.text for line in page.lines if line.begins]

    def test_first_line_indents(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            for k in range(2):
                write(canvas, [PROSE[0][:70]], top=100 + 96 * k, left=144)
                write(canvas, PROSE[1:], top=124 + 96 * k)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert self.begins(page) == [PROSE[0][:70]] * 2

    def test_numbered_paragraphs_and_headings(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            centre(canvas, "THE PARTIES", 76)
            write(canvas, ["23.  " + PROSE[0][:66]], top=100, left=144)
            write(canvas, PROSE[1:3], top=124)
            write(canvas, ["24.  " + PROSE[0][:66]], top=172, left=144)
            write(canvas, PROSE[1:], top=196)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert [line.split()[0] for line in self.begins(page)] == ["THE", "23.", "24."]
        assert [line.role for line in page.lines][:2] == ["heading", "body"]

    def test_block_quote_between_double_spaced_lines(self, tmp_path: Path) -> None:
        quote = [line[:60] for line in PROSE]

        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE, top=100)
            write(canvas, quote, top=196, left=180, leading=12)
            write(canvas, PROSE, top=256)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert [line.role for line in page.lines] == ["body"] * 4 + ["quote"] * 4 + ["body"] * 4
        assert [i for i, line in enumerate(page.lines) if line.begins] == [0, 4, 8]

    def test_footnotes_below_a_rule(self, tmp_path: Path) -> None:
        notes = ["1 " + PROSE[0][:70], PROSE[1][:70], "2 " + PROSE[2][:70]]

        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE * 4, top=100)
            canvas.line(108, 130, 252, 130)
            write(canvas, notes, top=HEIGHT - 118, leading=11, size=9)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert [line.role for line in page.lines] == ["body"] * 16 + ["footnote"] * 3
        assert [line.begins for line in page.lines[16:]] == [True, False, True]


def test_a_word_broken_at_the_end_of_a_line_keeps_its_hyphen(tmp_path: Path) -> None:
    lines = ["The conflict of the two courts was re-", "solved by the parties."]
    (page,) = pages(make(tmp_path / "a.pdf", lambda c: write(c, lines)))
    assert texts(page) == lines


class TestMarksOfOthers:
    """What clerks, reporters and judges put on a page that somebody else wrote."""

    def test_a_stamp_of_two_lines(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            stamp(
                canvas, "Case 20-34114-hdh11 Doc 12 Filed 12/04/20 Entered 12/04/20 16:33:21 Desc"
            )
            canvas.drawCentredString(WIDTH / 2, HEIGHT - 42, "Main Document Page 2 of 9")
            write(canvas, PROSE)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert texts(page) == list(PROSE)
        assert page.stamp == Stamp("20-34114-hdh11", "12", date(2020, 12, 4), 2, 9)

    def test_a_stamp_whose_page_id_did_not_fit(self, tmp_path: Path) -> None:
        text = "Case 2:16-cv-01263-MRP-AS Document 40 Filed 02/24/17 Page 1 of 5 Page ID"

        def draw(canvas: Canvas) -> None:
            stamp(canvas, text)
            canvas.drawCentredString(WIDTH / 2, HEIGHT - 42, "#:1012")
            write(canvas, PROSE)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert texts(page) == list(PROSE)
        assert left_out(page, "stamp") == [text, "#:1012"]

    def test_words_struck_out_are_not_read(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, ["[PROPOSED] ORDER", "Answers are due in ten days thirty days."])
            through(canvas, "", "[PROPOSED]", 100)
            through(canvas, "Answers are due in ", "ten days", 124)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert texts(page) == ["ORDER", "Answers are due in thirty days."]
        assert left_out(page, "struck out") == ["[PROPOSED]", "ten days"]

    def test_underlines_and_rules_of_forms_strike_nothing_out(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE)
            through(canvas, "", "The parties agree", 100, up=-1.5)
            canvas.line(40, HEIGHT - 148 + 3.5, 580, HEIGHT - 148 + 3.5)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert texts(page) == list(PROSE)

    def test_the_sticker_of_an_exhibit(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE, top=160)
            canvas.rect(480, HEIGHT - 130, 80, 60)
            for i, line in enumerate(("EXHIBIT", "12", "Alvarez 2/14/23")):
                canvas.drawCentredString(520, HEIGHT - 90 - 16 * i, line)

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert texts(page) == list(PROSE)
        assert left_out(page, "stamp") == ["EXHIBIT 12 Alvarez 2/14/23"]

    def test_the_cover_of_an_exhibit_and_a_list_of_them_are_no_stickers(
        self, tmp_path: Path
    ) -> None:
        def cover(canvas: Canvas) -> None:
            canvas.drawCentredString(WIDTH / 2, HEIGHT - 100, "EXHIBIT")
            canvas.drawCentredString(WIDTH / 2, HEIGHT - 114, "12")

        def listed(canvas: Canvas) -> None:
            write(canvas, ["EXHIBIT", *"ABCDEFG"], top=150, left=450, leading=14)
            write(canvas, PROSE, top=300)

        for page in pages(make(tmp_path / "a.pdf", cover, listed)):
            assert texts(page)[0] == "EXHIBIT"
            assert left_out(page, "stamp") == []

    def test_the_number_of_a_produced_page(self, tmp_path: Path) -> None:
        def draw(canvas: Canvas) -> None:
            write(canvas, PROSE)
            canvas.drawRightString(570, 30, "HFT-0001024")

        (page,) = pages(make(tmp_path / "a.pdf", draw))
        assert texts(page) == list(PROSE)
        assert left_out(page, "running head") == ["HFT-0001024"]


def caption(canvas: Canvas, left: Sequence[str], right: Sequence[str], sign: str) -> None:
    """The parties, a column of signs beside them, and what stands to its right."""
    write(canvas, left, top=130, left=72, leading=14)
    write(canvas, [sign] * len(left), top=130, left=306, leading=14)
    write(canvas, right, top=158, left=330, leading=14)


def test_a_caption_of_new_york(tmp_path: Path) -> None:
    parties = ["ELENA MARLOW,", "Plaintiff,", "-against-", "TULSA CARRIERS, LLC,", "Defendant."]
    title = ["22 Civ. 7777 (LAK)", "COMPLAINT"]

    def draw(canvas: Canvas) -> None:
        write(canvas, ["UNITED STATES DISTRICT COURT", "-" * 50 + "x"], left=72, leading=15)
        caption(canvas, parties, title, ":")
        write(canvas, ["-" * 50 + "x"], top=206, left=72)
        write(canvas, PROSE, top=240)

    (page,) = pages(make(tmp_path / "a.pdf", draw))
    assert texts(page) == ["UNITED STATES DISTRICT COURT", *parties, *title, *PROSE]
    assert [line.text for line in page.lines if line.role == "caption"] == parties + title


def test_a_caption_of_texas_with_but_one_line_on_the_right(tmp_path: Path) -> None:
    parties = ["GREER TRUCKING, INC.,", "Plaintiff,", "v.", "MARLOW INSURANCE,", "Defendant."]

    def draw(canvas: Canvas) -> None:
        caption(canvas, parties, ["Civil Action No. 3:21-CV-00321-X"], "§")
        write(canvas, PROSE, top=240)

    (page,) = pages(make(tmp_path / "a.pdf", draw))
    assert texts(page) == [*parties, "Civil Action No. 3:21-CV-00321-X", *PROSE]


def test_four_pages_of_a_transcript_on_a_sheet(tmp_path: Path) -> None:
    """They are read down each column of the sheet; lines are numbered on each page anew."""

    def draw(canvas: Canvas) -> None:
        for page, (x, top) in enumerate(((60, 60), (60, 420), (330, 60), (330, 420)), 10):
            canvas.setFont("Courier", 7.5)
            canvas.drawRightString(x + 235, HEIGHT - top, f"Page {page}")
            for i in range(25):
                y = HEIGHT - top - 14 - 12.5 * i
                canvas.drawRightString(x + 4, y, str(i + 1))
                canvas.drawString(x + 14, y, f"{'QA'[i % 2]}. Page {page}, said the witness.")

    (page,) = pages(make(tmp_path / "a.pdf", draw))
    assert [(line.text, line.number) for line in page.lines] == [
        (f"{'QA'[i % 2]}. Page {page}, said the witness.", i + 1)
        for page in (10, 11, 12, 13)
        for i in range(25)
    ]
    assert all(line.begins for line in page.lines)
    assert [line.label for line in page.lines[::25]] == ["10", "11", "12", "13"]
    assert page.label == "10-13"
    assert left_out(page, "page number") == ["Page 10", "Page 11", "Page 12", "Page 13"]
    assert len(left_out(page, "line numbers")) == 4


def test_pages_on_a_sheet_without_numbers_of_their_own_lend_their_lines_none(
    tmp_path: Path,
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Courier", 7.5)
        for x in (60, 330):
            for i in range(25):
                canvas.drawRightString(x + 4, HEIGHT - 74 - 12.5 * i, str(i + 1))
                canvas.drawString(x + 14, HEIGHT - 74 - 12.5 * i, "A. So the witness said.")

    (page,) = pages(make(tmp_path / "a.pdf", draw))
    assert [line.text for line in page.lines] == ["A. So the witness said."] * 50
    assert {line.number for line in page.lines} == {None}


def test_a_table_of_two_numbered_columns_is_no_transcript(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for x in (80, 330):
            write(canvas, [f"{i} Racks" for i in range(1, 9)], left=x)

    (page,) = pages(make(tmp_path / "a.pdf", draw))
    assert "1 Racks" in " ".join(texts(page))
