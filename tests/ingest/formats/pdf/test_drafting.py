"""Long PDFs are read by two processes: the same pages come, whatever becomes of the second."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Page
from ingest.formats.pdf import drafting
from ingest.formats.pdf import page as page_draft
from ingest.formats.pdf.file import PdfFile
from ingest.formats.pdf.page import Draft
from ingest.formats.pdf.read import read_pdf
from tests.support.paper import HEIGHT, PROSE, gutter, make, stamp, write

PAGES = 60


def _draw(number: int) -> Callable[[Canvas], None]:
    """Pleading paper; in the middle some pages without, and short ones with few numbers."""

    def draw(canvas: Canvas) -> None:
        kind = "exhibit" if 20 <= number < 30 else "short" if number % 7 == 0 else "full"
        stamp(canvas, f"Case 5:24-cv-00001-ABC Document 1 Filed 08/16/24 Page {number} of {PAGES}")
        if kind != "exhibit":
            gutter(canvas, 5 if kind == "short" else 28)
        write(canvas, [f"{number}. {PROSE[0]}", *PROSE[1:]] * (1 if kind == "short" else 4))
        canvas.drawString(108, HEIGHT - 750, f"COMPLAINT, part {number // 30}")
        canvas.drawString(300, HEIGHT - 765, str(number))

    return draw


@pytest.fixture(scope="module")
def long_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("long") / "complaint.pdf"
    return make(path, *map(_draw, range(1, PAGES + 1)))


@pytest.fixture(scope="module")
def in_one_process(long_pdf: Path) -> list[Page]:
    before, drafting.LONG_ENOUGH = drafting.LONG_ENOUGH, PAGES + 1
    try:
        return list(read_pdf(long_pdf).pages)
    finally:
        drafting.LONG_ENOUGH = before


@pytest.fixture(autouse=True)
def _no_process_of_others() -> None:
    while drafting._idle:
        drafting._idle.pop().end()
    assert threading.active_count() == 1, "no process is forked beside threads"


def test_pages_are_those_of_one_process(long_pdf: Path, in_one_process: list[Page]) -> None:
    for _ in range(2):  # by a process just started, and by one that was there
        assert list(read_pdf(long_pdf).pages) == in_one_process
    assert in_one_process[13].lines[-1].number == 5, "a short gutter, known from a page before"
    assert len(drafting._idle) == 1


def test_a_second_process_of_a_large_one_is_of_use(long_pdf: Path) -> None:
    """What it inherits is not counted: after OCR, a reader holds some hundred megabytes."""
    held = bytearray(b"x") * (drafting._STALE * 1024)
    list(read_pdf(long_pdf).pages)
    assert len(drafting._idle) == 1
    list(read_pdf(long_pdf).pages)
    assert len(drafting._idle) == 1
    del held


def test_the_second_process_takes_part(long_pdf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def counted(file: PdfFile, number: int, ocr: bool) -> Draft | None:
        made.append(number)
        time.sleep(0.01)  # the other has time to take some
        return page_draft.draft_ahead(file, number, ocr)

    list(read_pdf(long_pdf).pages)
    monkeypatch.setattr(drafting, "draft_ahead", counted)
    list(read_pdf(long_pdf).pages)
    assert 0 < len(made) < PAGES


@pytest.mark.parametrize("after", [0, 1, 30])
def test_where_the_second_process_dies_the_first_reads_on(
    long_pdf: Path, in_one_process: list[Page], after: int
) -> None:
    list(read_pdf(long_pdf).pages)
    (second,) = drafting._idle
    assert second._process.pid is not None
    pages = read_pdf(long_pdf).pages
    read = list(islice(pages, after))
    os.kill(second._process.pid, signal.SIGKILL)
    read += pages
    assert read == in_one_process
    assert list(read_pdf(long_pdf).pages) == in_one_process


def test_a_file_left_half_read_leaves_no_process(long_pdf: Path) -> None:
    before = _children()
    pages = read_pdf(long_pdf).pages
    next(pages)
    assert len(_children() - before) == 1
    del pages
    assert _children() == before
    assert drafting._idle == []


def _children() -> set[int]:
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    return set(map(int, children.split()))


def test_with_threads_about_nothing_is_forked(long_pdf: Path, in_one_process: list[Page]) -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        pages = read_pdf(long_pdf).pages
        assert next(pages) == in_one_process[0]
        assert not drafting._idle
        assert list(pages) == in_one_process[1:]
        assert not drafting._idle
    finally:
        done.set()
        thread.join()


def test_a_page_that_takes_ocr_is_left_to_its_turn(tmp_path: Path) -> None:
    path = make(tmp_path / "a.pdf", lambda canvas: canvas.rect(100, 100, 50, 50))
    file = PdfFile(path)
    assert page_draft.draft_ahead(file, 1, ocr=True) is None
    assert page_draft.draft_ahead(file, 1, ocr=False) is not None
    file.close()
