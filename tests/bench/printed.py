"""Web pages and Word files as they are printed, and what OCR reads of their pages.

They have no places to cut out of a page: Chromium or LibreOffice prints them, and each word quoted
must be among those that OCR reads on the printed page on which it stands.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from ingest.document import Page
from ingest.formats.decode import decoded_page
from ingest.formats.ocr.engine import find_lines, recognise
from ingest.formats.pdf.read import read_pdf
from ingest.formats.pdf.render import render_page
from ingest.formats.read import read
from tests.bench.material import SEED
from tests.support.served import CHROMIUM

PRINTABLE = (".html", ".htm", ".docx", ".docm")
_SCALE = 200 / 72
_WORDS = 8
"""Of a piece: so many of one line stand on one printed page, or nearly always do."""


@dataclass(frozen=True)
class Seen:
    """The pieces of a file's lines that stand on one printed page, and what OCR reads there."""

    page: int
    of: int
    quoted: str
    read: str


def drawn(path: Path, pages: int) -> tuple[list[Seen], list[str]]:
    """Of so many printed pages, drawn by a seed, what is quoted and what is seen; and the pieces
    of all lines that the text of no printed page has."""
    with tempfile.TemporaryDirectory() as folder:
        printed = _as_pdf(path, Path(folder))
        texts = [_close(_all_of(page)) for page in read_pdf(printed, ocr=False).pages]
        chosen = random.Random(f"{SEED} {path.name}").sample(
            range(len(texts)), min(pages, len(texts))
        )
        pieces = [piece for page in read(path).pages for piece in _pieces(page)]
        stands = {
            piece: [at for at, text in enumerate(texts) if _close(piece) in text]
            for piece in pieces
        }
        found = []
        for at in sorted(chosen):
            quoted = [piece for piece in pieces if min(stands[piece], default=None) == at]
            found.append(Seen(at + 1, len(texts), " ".join(quoted), _by_ocr(printed, at + 1)))
    return found, [piece for piece in stands if not stands[piece]]


def _all_of(page: Page) -> str:
    parts = [line.text for line in page.lines], [piece.text for piece in page.left_out]
    return " ".join(text for part in parts for text in part)


def _pieces(page: Page) -> Iterator[str]:
    for line in page.lines:
        words = line.text.split()
        for start in range(0, len(words), _WORDS):
            yield " ".join(words[start : start + _WORDS])


def _close(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _by_ocr(path: Path, page: int) -> str:
    picture = render_page(path, page, _SCALE)
    return " ".join(line.text for line in recognise(picture, find_lines(picture)))


def _program(name: str) -> str:
    return shutil.which(name) or sys.exit(f"{name} is not installed (apt install {name})")


def _as_pdf(path: Path, folder: Path) -> Path:
    if path.suffix.lower() in (".docx", ".docm"):
        command = [
            _program("soffice"),
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(path),
        ]
        subprocess.run(command, check=True, capture_output=True)
        return folder / f"{path.stem}.pdf"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_program("chromium"), args=list(CHROMIUM)
        )
        page = browser.new_page(java_script_enabled=False)
        page.set_content(decoded_page(path.read_bytes()), wait_until="domcontentloaded")
        page.emulate_media(media="screen")
        page.pdf(path=folder / "page.pdf", print_background=True)
        browser.close()
    return folder / "page.pdf"
