"""How fast PDFs are read, by text and by OCR, and in how much memory.

    python -m tests.bench.reading [--pages 1000]

The text of real filings, against bare text extraction by pypdfium2 in the same run; those
of their pages that need OCR; and the memory of a process that reads a document of so many
pages, made of the filings one after another. Then how each page of the filings was read.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.document import Page
from ingest.formats.pdf.read import needs_ocr, read_pdf
from ingest.formats.sandbox.process import peak_memory
from tests.bench.material import SHARED

_RUNS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the reading of PDFs.")
    parser.add_argument("--pages", type=int, default=1000)
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
        drawn = Path(work) / "drawn.pdf"
        scans = Path(work) / "scans.pdf"
        long = Path(work) / "long.pdf"
        _join(files, unread, texts, lambda page: not needs_ocr(page))
        _without_scans(texts, drawn)
        _join(files, unread, scans, needs_ocr)
        _repeat(texts, long, chosen.pages)
        for what, file in (("text layers", texts), ("of them, without scans", drawn)):
            _speed_of_text(what, file)
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


def _without_scans(file: Path, out: Path) -> None:
    """The pages that no picture covers: a scan's hidden text is held against its picture, which
    takes drawing it."""
    document = pdfium.PdfDocument(file)
    kept = pdfium.PdfDocument.new()
    kept.import_pages(document, [at for at, page in enumerate(document) if not _is_scan(page)])
    kept.save(out)


def _is_scan(page: pdfium.PdfPage) -> bool:
    width, height = page.get_size()
    pictures = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE])
    sides = [picture.get_bounds() for picture in pictures]
    return any((x1 - x0) * (y1 - y0) > 0.5 * width * height for x0, y0, x1, y1 in sides)


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
