"""Whether a citation points at its words: quotes cut out of their pages and read again.

    python -m tests.bench.crop [FILE_OR_FOLDER...] [--quotes 200] [--failures FOLDER]

Random quotes of one to three sentences from the passages of real filings, or of the files named.
The boxes that their citations point at are cut out of the drawn page, line by line, and read by
OCR; the text must be that of the quote, and each of its words must be among those read. On pleading
paper the numbers printed beside the lines are found by their ink, read, and compared with the
numbers that the citation gives. ``--failures`` keeps the cuts that differ, as pictures.

A web page and a Word document have no places to cut out: Chromium or LibreOffice prints them, and
each word quoted must be among those that OCR reads on the printed pages.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.Image import Transpose
from playwright.sync_api import sync_playwright
from rapidfuzz.fuzz import partial_ratio

from bot.answering.cite import _touched
from ingest.document import Box, Page, Passage, boxes_of
from ingest.errors import FileRefused
from ingest.formats.decode import decoded_page
from ingest.formats.ocr.engine import Quad, find_lines, recognise
from ingest.formats.pdf.read import read_pdf
from ingest.formats.pdf.render import render_page
from ingest.formats.read import read
from ingest.passages.split import split
from ingest.text.sentences import sentences
from tests.bench.material import SEED, SHARED
from tests.support.served import CHROMIUM

_SCALE = 200 / 72
_ALIKE = 0.9
_MARGIN = 1.0
_LEAST_INK = 8
"""Pixels: what is less high is no number."""


@dataclass(frozen=True)
class Quote:
    file: Path
    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


Filings = dict[Path, dict[int, Page]]


def main() -> None:
    parser = argparse.ArgumentParser(description="Cut quotes out of their pages.")
    parser.add_argument("sources", nargs="*", type=Path, default=[SHARED / "bench/filings"])
    parser.add_argument("--quotes", type=int, default=200)
    parser.add_argument("--failures", type=Path)
    chosen = parser.parse_args()
    filings: Filings = {}
    every: list[Quote] = []
    for path in [path for source in chosen.sources for path in _files(source)]:
        try:
            if path.suffix.lower() == ".pdf":
                pages = list(read_pdf(path).pages)
                filings[path] = {page.number: page for page in pages}
                every += _quotes(path, list(split(pages, "pdf", "en")))
            elif path.suffix.lower() in (".html", ".htm", ".docx", ".docm"):
                _report_printed(path)
        except FileRefused as refused:
            print(f"{path.name}: refused: {refused.reason}")
    quotes = random.Random(SEED).sample(every, min(chosen.quotes, len(every)))
    if quotes:
        _measure(filings, quotes, chosen.failures)


def _files(source: Path) -> list[Path]:
    return sorted(source.rglob("*")) if source.is_dir() else [source]


def words_of(path: Path) -> Iterator[tuple[str, str]]:
    """Each passage of a PDF, and what OCR reads where it is cited."""
    pages = list(read_pdf(path).pages)
    numbered = {page.number: page for page in pages}
    for passage in split(pages, "pdf", "en"):
        quote = Quote(path, passage, 0, len(passage.text))
        yield quote.text, " ".join(_read(list(_cuts(quote, numbered))))


def unseen(quote: str, read: str) -> list[str]:
    """The words of a quote that are not among those read. OCR sets words together and apart, and
    mistakes a letter of a longer one."""
    together = "".join(_words(read))
    return [
        word
        for word in _words(quote)
        if word not in together
        and not (len(word) > _SHORT and partial_ratio(word, together) >= _NEARLY)
    ]


_SHORT = 4
"""Letters: a shorter word must be read without a mistake."""
_NEARLY = 80


def _words(text: str) -> list[str]:
    plain = _plain(unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", bare)


def _report_printed(path: Path) -> None:
    """The words of a web page or Word document that are not on its printed pages."""
    with tempfile.TemporaryDirectory() as folder:
        printed = _as_pdf(path, Path(folder))
        seen = " ".join(
            line.text
            for page in read_pdf(printed, ocr=False).pages
            for picture in [render_page(printed, page.number, _SCALE)]
            for line in recognise(picture, find_lines(picture))
        )
    quoted = " ".join(line.text for page in read(path).pages for line in page.lines)
    missing = Counter(unseen(quoted, seen))
    shown = ", ".join(word for word, _ in missing.most_common(20))
    print(
        f"{path.name}, printed: {missing.total()} of {len(_words(quoted))} words quoted are not"
        f" read there by OCR{': ' if shown else ''}{shown}",
        flush=True,
    )


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


def _quotes(path: Path, passages: Sequence[Passage]) -> list[Quote]:
    """One quote a passage, of one to three of its sentences."""
    dice = random.Random(SEED)
    found = []
    for passage in passages:
        spans = sentences(passage.text, "en")
        first = dice.randrange(len(spans))
        last = min(first + dice.randrange(3), len(spans) - 1)
        quote = Quote(path, passage, spans[first][0], spans[last][1])
        if len(quote.text) >= 20:
            found.append(quote)
    return found


def _measure(filings: Filings, quotes: Sequence[Quote], failures: Path | None) -> None:
    scores: dict[str, list[float]] = {"text": [], "ocr": []}
    numbers: list[bool] = []
    misplaced: list[float] = []
    words, not_seen = 0, 0
    before = ""
    for at, quote in enumerate(quotes):
        pages = filings[quote.file]
        cuts = list(_cuts(quote, pages))
        read = " ".join(_read(cuts))
        score = _alike(quote.text, read)
        scores[pages[quote.passage.page].read].append(score)
        misplaced.append(_alike(quote.text, before))
        before = read
        missing = unseen(quote.text, read)
        words, not_seen = words + len(_words(quote.text)), not_seen + len(missing)
        if missing:
            print(f"not seen: {', '.join(missing)}: {quote.file.name} p. {quote.passage.page}")
        if score < _ALIKE:
            print(f"{score:.2f} {quote.file.name} p. {quote.passage.page}")
            print(f"     quote: {quote.text!r}\n     cut:   {read!r}")
            if failures:
                failures.mkdir(parents=True, exist_ok=True)
                _stacked(cuts, 6).save(failures / f"{at}.png")
        for given, printed in _line_numbers(quote, pages):
            numbers.append(given == printed)
            if given != printed:
                print(f"line {given}, printed {printed}: {quote.file.name} {quote.text[:60]!r}")
    for how, found in scores.items():
        if found:
            good = sum([score >= _ALIKE for score in found])
            print(
                f"pages read by {how}: {good} of {len(found)} quotes ({good / len(found):.1%}) "
                f"are alike by {_ALIKE} or more; mean {np.mean(found):.3f}, least {min(found):.2f}"
            )
    print(f"words that OCR reads where they are cited: {words - not_seen} of {words}")
    print(f"to compare, quotes and the cut of another: mean {np.mean(misplaced):.3f}")
    if numbers:
        print(f"lines with the number printed beside them: {sum(numbers)} of {len(numbers)}")


def _alike(quote: str, read: str) -> float:
    first, other = (" ".join(_plain(text).split()) for text in (quote, read))
    return SequenceMatcher(None, first, other, autojunk=False).ratio()


def _plain(text: str) -> str:
    """With straight quotation marks, and without the dots that lead to a page number."""
    text = re.sub(r"(?:\.|…){3,}|…+|(?: \.){3,}", " ", text)
    return text.translate({ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"'})


def _places(quote: Quote, pages: dict[int, Page]) -> Iterator[tuple[int, int, Box]]:
    for stretch in _touched(quote.passage, quote.start, quote.end):
        line = pages[stretch.page].lines[stretch.line]
        yield stretch.page, stretch.line, boxes_of(line, stretch.start, stretch.end)


def _cuts(quote: Quote, pages: dict[int, Page]) -> Iterator[Image.Image]:
    for number, index, box in _places(quote, pages):
        cut = _cut(_drawn(quote.file, number), box)
        runs_up = not pages[number].lines[index].edges and cut.height > cut.width
        yield _righted(cut) if runs_up else cut


def _righted(cut: Image.Image) -> Image.Image:
    """A cut of a line that runs up or down the page, turned to whichever side reads better."""
    sides = [cut.transpose(way) for way in (Transpose.ROTATE_90, Transpose.ROTATE_270)]
    return max(sides, key=_score)


def _score(cut: Image.Image) -> float:
    return max([line.score for line in recognise(cut, [_whole(cut)])], default=0.0)


def _whole(picture: Image.Image, top: int = 0) -> Quad:
    """All of a picture that stands so far from the top, as the place of a line."""
    width, bottom = picture.width, top + picture.height
    return np.array([(0, top), (width, top), (width, bottom), (0, bottom)], dtype=np.float32)


@lru_cache(maxsize=8)
def _drawn(path: Path, page: int) -> Image.Image:
    return render_page(path, page, _SCALE)


def _cut(picture: Image.Image, box: Box) -> Image.Image:
    x0, y0, x1, y1 = box
    return picture.crop(
        (
            round((x0 - _MARGIN) * _SCALE),
            round((y0 - _MARGIN) * _SCALE),
            round((x1 + _MARGIN) * _SCALE),
            round((y1 + _MARGIN) * _SCALE),
        )
    )


def _read(cuts: Sequence[Image.Image]) -> list[str]:
    """Each cut as one line; set on white, so that narrow ones are not taken for upright."""
    if not cuts:
        return []
    quads: list[Quad] = []
    strips: list[Image.Image] = []
    for cut in cuts:
        strip = Image.new("RGB", (max(cut.width, 3 * cut.height) + 20, cut.height + 8), "white")
        strip.paste(cut, (10, 4))
        quads.append(_whole(strip, sum([other.height for other in strips])))
        strips.append(strip)
    sheet = _stacked(strips)
    found = {float(line.quad[0, 1]): line.text for line in recognise(sheet, quads)}
    return [found.get(float(quad[0, 1]), "") for quad in quads]


def _stacked(cuts: Sequence[Image.Image], apart: int = 0) -> Image.Image:
    sheet = Image.new("RGB", (max(c.width for c in cuts), sum(c.height + apart for c in cuts)))
    top = 0
    for cut in cuts:
        sheet.paste(cut, (0, top))
        top += cut.height + apart
    return sheet


def _line_numbers(quote: Quote, pages: dict[int, Page]) -> Iterator[tuple[int, int | None]]:
    """The number of each line that has one, and the number printed beside it."""
    for number, index, box in _places(quote, pages):
        given = pages[number].lines[index].number
        gutters = [
            left_out.box for left_out in pages[number].left_out if left_out.what == "line numbers"
        ]
        if given is not None and gutters and gutters[0] is not None:
            printed = _printed(quote.file, number, gutters[0])
            yield given, _beside(printed, (box.y0 + box.y1) / 2)


@lru_cache(maxsize=64)
def _printed(path: Path, page: int, gutter: Box) -> tuple[tuple[float, str], ...]:
    """The numbers of a gutter, found by their ink: the height of each, and its reading."""
    band = _cut(_drawn(path, page), gutter)
    inked = (np.asarray(band.convert("L")) < 140).any(axis=1)
    changes = np.flatnonzero(np.diff(np.concatenate([[False], inked, [False]]).astype(int)))
    inks = [(a, b) for a, b in changes.reshape(-1, 2).tolist() if b - a >= _LEAST_INK]
    numbers = [band.crop((0, max(0, a - 6), band.width, b + 6)) for a, b in inks]
    middles = [gutter.y0 - _MARGIN + (a + b) / 2 / _SCALE for a, b in inks]
    return tuple(zip(middles, _read(numbers), strict=True))


def _beside(printed: Sequence[tuple[float, str]], middle: float) -> int | None:
    """The number at this height, or the last above it."""
    steps = [after[0] - before[0] for before, after in itertools.pairwise(printed)]
    reach = 0.35 * float(np.median(steps)) if steps else 0.0
    above = [text for height, text in printed if height <= middle + reach]
    text = (above or [printed[0][1]])[-1] if printed else ""
    return int(text) if text.isdecimal() else None


if __name__ == "__main__":
    main()
