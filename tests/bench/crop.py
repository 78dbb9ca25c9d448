"""Whether a citation points at its words: quotes cut out of their pages and read again.

    python -m tests.bench.crop [FILE_OR_FOLDER...] [--quotes 14] [--pages 3]
        [--no-ocr] [--results FILE.jsonl] [--failures FOLDER]

Random quotes of one to three sentences from the passages of each file, of real filings unless files
are named. The boxes that their citations point at are cut out of the drawn page, line by line, and
read by OCR; the text must be that of the quote, and each of its words must be among those read. On
pleading paper the numbers printed beside the lines are found by their ink, read, and compared with
the numbers that the citation gives. ``--failures`` keeps the cuts that differ, as pictures.

A web page and a Word document have no places to cut out: Chromium or LibreOffice prints them, and
of some printed pages each word quoted must be among those that OCR reads there. A scanned page is
read by OCR on both sides, which shows the place right and not the letters; ``--no-ocr`` passes over
such pages.

With ``--results`` each file is written down as it is measured, and a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.Image import Transpose
from rapidfuzz.fuzz import partial_ratio

from bot.answering.cite import _touched
from ingest.document import Box, Page, Passage, boxes_of
from ingest.errors import FileRefused
from ingest.formats.ocr.engine import Quad, recognise
from ingest.formats.pdf.read import read_pdf
from ingest.formats.pdf.render import render_page
from ingest.passages.split import split
from ingest.text.language import language_of
from ingest.text.sentences import sentences
from tests.bench.material import SEED, SHARED
from tests.bench.printed import PRINTABLE, drawn
from tests.bench.results import Results

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


@dataclass(frozen=True)
class Measured:
    """One quote, or what is quoted of one printed page, held against what OCR reads there."""

    file: str
    place: str
    read_by: str
    """How Pincite read it: "text", "ocr" or "printed"."""
    words: int
    not_seen: tuple[str, ...]
    alike: float
    """How alike quote and cut are, of 1; 0 of a printed page, where no cut is made."""
    other: float
    """How alike the quote and the cut of the quote before it are."""
    numbers: tuple[tuple[int, int | None], ...] = ()
    """Line numbers cited, each with the number printed there."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Cut quotes out of their pages.")
    parser.add_argument("sources", nargs="*", type=Path, default=[SHARED / "bench/filings"])
    parser.add_argument("--quotes", type=int, default=14, help="of each PDF")
    parser.add_argument("--pages", type=int, default=3, help="of each printed file")
    parser.add_argument("--no-ocr", action="store_true", help="pass over scanned pages")
    parser.add_argument("--results", type=Path)
    parser.add_argument("--failures", type=Path)
    chosen = parser.parse_args()
    results = Results(chosen.results)
    for path in [path for source in chosen.sources for path in _files(source)]:
        key = f"{path.parent.name}/{path.name}"
        if key in results or path.suffix.lower() not in (".pdf", *PRINTABLE):
            continue
        try:
            if path.suffix.lower() == ".pdf":
                found = _of_pdf(path, chosen.quotes, not chosen.no_ocr, chosen.failures)
            else:
                found = _of_print(path, chosen.pages)
            results.add(key, {"measured": [asdict(measured) for measured in found]})
        except FileRefused as refused:
            print(f"{path.name}: refused: {refused.reason}", flush=True)
            results.add(key, {"refused": refused.reason, "measured": []})
    _summarise([Measured(**found) for row in results.rows() for found in row["measured"]])


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


def _of_print(path: Path, pages: int) -> list[Measured]:
    seen, nowhere = drawn(path, pages)
    if nowhere:
        print(f"{path.name}: pieces on no printed page: {' | '.join(nowhere[:20])}", flush=True)
    found = []
    for page in seen:
        missing = tuple(unseen(page.quoted, page.read))
        place = f"printed page {page.page} of {page.of}"
        found.append(Measured(path.name, place, "printed", len(_words(page.quoted)), missing, 0, 0))
        _print_missing(found[-1])
    return found


def _print_missing(found: Measured) -> None:
    if found.not_seen:
        print(f"not seen: {', '.join(found.not_seen)}: {found.file} {found.place}", flush=True)


def _of_pdf(path: Path, most: int, ocr: bool, failures: Path | None) -> list[Measured]:
    pages = list(read_pdf(path, ocr=ocr).pages)
    text = " ".join(line.text for page in pages for line in page.lines)
    language = language_of(text) or "en"
    every = _quotes(path, list(split(pages, "pdf", language)), language)
    dice = random.Random(f"{SEED} {path.name}")
    numbered = {page.number: page for page in pages}
    found: list[Measured] = []
    before = ""
    for quote in dice.sample(every, min(most, len(every))):
        cuts = list(_cuts(quote, numbered))
        read = " ".join(_read(cuts))
        found.append(_held(quote, numbered, read, before))
        before = read
        _print_missing(found[-1])
        if found[-1].alike < _ALIKE and failures:
            failures.mkdir(parents=True, exist_ok=True)
            _stacked(cuts, 6).save(failures / f"{path.stem}-{len(found)}.png")
    return found


def _held(quote: Quote, pages: dict[int, Page], read: str, before: str) -> Measured:
    number = quote.passage.page
    numbers = tuple(_line_numbers(quote, pages))
    alike = _alike(quote.text, read)
    if alike < _ALIKE or any(given != printed for given, printed in numbers):
        print(f"{alike:.2f} {quote.file.name} p. {number}, lines and numbers printed: {numbers}")
        print(f"     quote: {quote.text!r}\n     cut:   {read!r}", flush=True)
    return Measured(
        quote.file.name,
        f"p. {number}",
        pages[number].read,
        len(_words(quote.text)),
        tuple(unseen(quote.text, read)),
        alike,
        _alike(quote.text, before),
        numbers,
    )


def _quotes(path: Path, passages: Sequence[Passage], language: str) -> list[Quote]:
    """One quote a passage, of one to three of its sentences."""
    dice = random.Random(SEED)
    found = []
    for passage in passages:
        spans = sentences(passage.text, language)
        first = dice.randrange(len(spans))
        last = min(first + dice.randrange(3), len(spans) - 1)
        quote = Quote(path, passage, spans[first][0], spans[last][1])
        if len(quote.text) >= 20:
            found.append(quote)
    return found


def _summarise(every: Sequence[Measured]) -> None:
    for how in ("text", "ocr", "printed"):
        of_kind = [found for found in every if found.read_by == how]
        if not of_kind:
            continue
        words = sum(found.words for found in of_kind)
        seen = words - sum(len(found.not_seen) for found in of_kind)
        files = len({found.file for found in of_kind})
        print(f"{how}: {files} files; of {words} words quoted OCR reads {seen} where they stand")
        if how != "printed":
            alike = [found.alike for found in of_kind]
            good = sum(score >= _ALIKE for score in alike)
            print(
                f"  {good} of {len(alike)} quotes are alike by {_ALIKE} or more; mean"
                f" {np.mean(alike):.3f}, least {min(alike):.2f}; held against the cut of another:"
                f" mean {np.mean([found.other for found in of_kind]):.3f}"
            )
    numbers = [pair for found in every for pair in found.numbers]
    if numbers:
        right = sum(given == printed for given, printed in numbers)
        print(f"lines with the number printed beside them: {right} of {len(numbers)}")


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
