"""How fast PDFs are read, by text and by OCR, and in how much memory.

    python -m tests.bench.reading [--pages 1000] [--text]

The text of real filings, against bare text extraction by pypdfium2 in the same run, pages that are
drawn to be checked and those whose fonts are drawn apart; those of their pages that need OCR; and
the memory of a process that reads a document of so many pages, made of the filings one after
another. Then how each page of the filings was read.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from itertools import groupby
from pathlib import Path
from typing import Literal
from unittest.mock import Mock, patch

import pypdfium2 as pdfium

from ingest.document import Page
from ingest.formats.pdf import pdfium as pdf_functions
from ingest.formats.pdf.file import PdfFile, PdfPage
from ingest.formats.pdf.page import draft_page
from ingest.formats.pdf.read import needs_ocr, read_pdf
from ingest.formats.sandbox.process import peak_memory
from tests.bench.material import SHARED

_RUNS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the reading of PDFs.")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--text", action="store_true", help="nothing that needs OCR, no memory")
    parser.add_argument("--memory-of", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--ocr", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.memory_of:
        _report_memory(chosen.memory_of, chosen.ocr)
        return
    files = sorted((SHARED / "bench/filings").glob("*.pdf"))
    with tempfile.TemporaryDirectory() as work:
        unread = [list(read_pdf(file, ocr=False).pages) for file in files]
        texts = Path(work) / "texts.pdf"
        scans = Path(work) / "scans.pdf"
        long = Path(work) / "long.pdf"
        _join(files, unread, texts, lambda page: not needs_ocr(page))
        _join(files, unread, scans, needs_ocr)
        _repeat(texts, long, chosen.pages)
        _speed_of_text("text layers", texts)
        for what, file in _apart(texts, Path(work)).items():
            _speed_of_text(f"of them, pages {what}", file)
        if chosen.text:
            return
        _speed_of_ocr(scans)
        print("memory at its highest")
        for name, file, ocr in ((f"{chosen.pages} pages", long, False), ("OCR", scans, True)):
            print(f"  {name}: {_memory(file, ocr)}")
    _table(files)


def _join(
    files: Sequence[Path],
    pages: Sequence[Sequence[Page]],
    out: Path,
    wanted: Callable[[Page], bool],
) -> None:
    joined = pdfium.PdfDocument.new()
    for file, own in zip(files, pages, strict=True):
        chosen = [page.number - 1 for page in own if wanted(page)]
        if chosen:
            joined.import_pages(pdfium.PdfDocument(file), chosen)
    joined.save(out)


def _repeat(file: Path, out: Path, pages: int) -> None:
    source = pdfium.PdfDocument(file)
    joined = pdfium.PdfDocument.new()
    while len(joined) < pages:
        joined.import_pages(source, list(range(min(len(source), pages - len(joined)))))
    joined.save(out)


Work = Literal["read as they are", "with a font drawn", "with a part drawn"]


def _apart(file: Path, folder: Path) -> dict[Work, Path]:
    """The pages of a file in files of their own, by what reading takes: a page is drawn where it
    may show other words than its text layer has, a font where it may draw other letters than it
    says."""
    kinds: list[Work] = []
    with closing(PdfFile(file)) as source, ExitStack() as patched:
        part = patched.enter_context(_counted(PdfPage, "render_part"))
        font = patched.enter_context(_counted(pdf_functions, "drawn_letters"))
        for number in range(1, source.pages + 1):
            parts, fonts = part.call_count, font.call_count
            draft_page(source, number, None, ocr=False)
            drawn = part.call_count > parts
            kinds.append(
                "with a part drawn"
                if drawn
                else "with a font drawn"
                if font.call_count > fonts
                else "read as they are"
            )
    found: dict[Work, Path] = {}
    for work in sorted(set(kinds)):
        kept = pdfium.PdfDocument.new()
        kept.import_pages(
            pdfium.PdfDocument(file), [at for at, kind in enumerate(kinds) if kind == work]
        )
        found[work] = folder / f"{work}.pdf"
        kept.save(found[work])
    return found


def _counted(place: object, name: str) -> AbstractContextManager[Mock]:
    return patch.object(place, name, autospec=True, side_effect=getattr(place, name))


def _speed_of_text(what: str, file: Path) -> None:
    """Also by processor time, which other programs disturb less."""
    ours, bare, ours_used, bare_used = [float("inf")] * 4
    for _ in range(_RUNS):  # in turns, so that both meet the same load
        used = time.process_time()
        bare = min(bare, _seconds(lambda: _bare_text(file)))
        bare_used, used = min(bare_used, time.process_time() - used), time.process_time()
        ours = min(ours, _seconds(lambda: len(list(read_pdf(file, ocr=False).pages))))
        ours_used = min(ours_used, time.process_time() - used)
    pages = len(pdfium.PdfDocument(file))
    print(f"{what}, {pages} pages, best of {_RUNS} runs; load {os.getloadavg()[0]:.1f}")
    for name, wall, used in (("Pincite", ours, ours_used), ("bare pypdfium2", bare, bare_used)):
        each = 1000 * used / pages
        print(f"  {name}: {pages / wall:.0f} pages a second, {each:.2f} ms of processor time each")
    print(f"  ratio: {ours / bare:.1f}, of processor time {ours_used / bare_used:.1f}")


def _bare_text(file: Path) -> int:
    letters = 0
    document = pdfium.PdfDocument(file)
    for page in document:
        text = page.get_textpage()
        letters += len(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return letters


def _speed_of_ocr(file: Path) -> None:
    with_models = _seconds(lambda: len(list(read_pdf(file).pages)))
    again = _seconds(lambda: len(list(read_pdf(file).pages)))
    pages = len(pdfium.PdfDocument(file))
    print(f"OCR, {pages} pages, {os.cpu_count()} cores")
    print(f"  {60 * pages / again:.0f} pages a minute, {again / pages:.2f} s a page")
    print(f"  loading the models: {with_models - again:.1f} s")


def _seconds(call: Callable[[], int]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _memory(file: Path, ocr: bool) -> str:
    command = [sys.executable, "-m", "tests.bench.reading", "--memory-of", str(file)]
    return subprocess.run(
        command + ["--ocr"] * ocr, check=True, capture_output=True, text=True
    ).stdout.strip()


def _report_memory(file: Path, ocr: bool) -> None:
    before = peak_memory() / 1024
    pages = sum(1 for _ in read_pdf(file, ocr).pages)
    after = peak_memory() / 1024
    print(f"{after:.0f} MB, {after - before:.0f} MB of it for {pages} pages")


def _table(files: Sequence[Path]) -> None:
    print("\n| file | pages | read | why |\n| --- | --- | --- | --- |")
    for file in files:
        pages = list(read_pdf(file).pages)
        for (how, why), alike in groupby(pages, key=lambda page: (page.read, page.why)):
            numbers = [page.number for page in alike]
            span = f"{numbers[0]}-{numbers[-1]}" if len(numbers) > 1 else f"{numbers[0]}"
            print(f"| {file.name} | {span} | {how} | {why} |")


if __name__ == "__main__":
    main()
