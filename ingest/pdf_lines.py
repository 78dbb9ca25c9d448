"""From the ink of a page to its lines in reading order.

Words that stand together on one baseline make a piece; pieces that share a baseline
make a row; rows are read across, or, where an empty gutter runs down through them,
column by column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from ingest.document import Box
from ingest.pdf_file import PageInk

# Measures of type, in heights of the letters they stand among.
WORD_GAP = 1.6
"""A wider gap within a row parts two pieces. Justified lines of the filings looked at
stretch their spaces to 1.3; tabs and columns start near 2."""
SAME_BASELINE = 0.3
SUPERSCRIPT = 0.85
"""A piece smaller than this, beside a larger one, may be a raised footnote marker."""
GUTTER = 0.9
"""A column gutter is at least this wide."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters of a page's text without white space between: [start, end)."""

    start: int
    end: int
    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    bold: bool

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Piece:
    """Words of one baseline, set together, left to right."""

    words: tuple[Word, ...]
    text: str

    @cached_property
    def x0(self) -> float:
        return self.words[0].x0

    @cached_property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @cached_property
    def _main(self) -> Word:
        """The word that stands for all: the longest of the largest type."""
        return max(self.words, key=lambda word: (round(word.height), word.end - word.start))

    @property
    def baseline(self) -> float:
        return self._main.baseline

    @property
    def height(self) -> float:
        return self._main.height

    @property
    def top(self) -> float:
        return self._main.top

    @property
    def bottom(self) -> float:
        return self._main.bottom

    @cached_property
    def bold(self) -> bool:
        strong = sum(word.end - word.start for word in self.words if word.bold)
        return 2 * strong > sum(word.end - word.start for word in self.words)

    @property
    def box(self) -> Box:
        return box_around(self.words)


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces to be read as one line, and how the layout came to it."""

    pieces: tuple[Piece, ...]
    layout: str = "text"
    """"text", "table" (a row of cells) or "column" (of a block with a gutter)."""
    block: int = 0
    """Rows of one column of one block share a number; 0 for rows across the page."""

    @property
    def x0(self) -> float:
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        return max(piece.x1 for piece in self.pieces)

    @property
    def main(self) -> Piece:
        return max(self.pieces, key=lambda piece: len(piece.text))

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for piece in self.pieces for word in piece.words)


def box_around(words: Sequence[Word]) -> Box:
    return Box(
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
    )


def words_of(ink: PageInk) -> tuple[list[Word], list[list[Word]]]:
    """The level words of a page, and those that run up or down it, one list for each
    stretch of these."""
    count = len(ink.starts)
    if not count:
        return [], []
    ends = [*ink.starts[1:].tolist(), len(ink.text)]
    import numpy as np

    x0 = np.minimum.reduceat(ink.boxes[:, 0], ink.starts).tolist()
    top = np.minimum.reduceat(ink.boxes[:, 1], ink.starts).tolist()
    x1 = np.maximum.reduceat(ink.boxes[:, 2], ink.starts).tolist()
    bottom = np.maximum.reduceat(ink.boxes[:, 3], ink.starts).tolist()
    every = list(
        map(
            Word, ink.starts.tolist(), ends, x0, x1, top, bottom,
            ink.baselines.tolist(), ink.bold.tolist(),
        )
    )  # fmt: skip
    angles = ink.angles.tolist()
    level = [word for word, angle in zip(every, angles, strict=True) if angle < 20 or angle > 340]
    turned: list[list[Word]] = []
    for i, word in enumerate(every):
        if 20 <= angles[i] <= 340:
            if i and turned and angles[i - 1] == angles[i] and every[i - 1] is turned[-1][-1]:
                turned[-1].append(word)
            else:
                turned.append([word])
    return level, turned


def pieces_of(words: Sequence[Word], text: str) -> list[Piece]:
    """Words that follow each other in the file and on the page, put together."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and _follows(runs[-1][-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [Piece(tuple(run), spelt(run, text)) for run in runs]


def spelt(words: Iterable[Word], text: str) -> str:
    return " ".join(text[word.start : word.end] for word in words)


def _follows(before: Word, word: Word) -> bool:
    height = max(before.height, word.height)
    if not -0.5 * height < word.x0 - before.x1 < WORD_GAP * height:
        return False
    return abs(word.baseline - before.baseline) < 0.2 * height or _is_raised(before, word)


def _is_raised(one: Word | Piece, other: Word | Piece) -> bool:
    """Whether one of the two is a superscript or subscript beside the other."""
    small, large = sorted((one, other), key=lambda thing: thing.height)
    if small.height > SUPERSCRIPT * large.height:
        return False
    middle = (small.top + small.bottom) / 2
    return large.top - 0.15 * large.height <= middle <= large.bottom


def rows_of(pieces: Iterable[Piece]) -> list[Row]:
    """Pieces on one baseline, left to right; rows from the top down."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.baseline, piece.x0)):
        home = next((row for row in reversed(rows[-3:]) if _shares_row(row, piece)), None)
        if home is None:
            rows.append([piece])
        else:
            home.append(piece)
    return [Row(tuple(sorted(row, key=lambda piece: piece.x0))) for row in rows]


def _shares_row(row: list[Piece], piece: Piece) -> bool:
    for other in row:
        height = min(other.height, piece.height)
        if abs(other.baseline - piece.baseline) < SAME_BASELINE * height:
            return True
        apart = max(piece.x0 - other.x1, other.x0 - piece.x1)
        if apart < 0.6 * max(other.height, piece.height) and _is_raised(other, piece):
            return True
    return False


def in_reading_order(pieces: Sequence[Piece]) -> list[Row]:
    """Rows as a person reads them: across, or down each column of a block."""
    rows = rows_of(pieces)
    ordered: list[Row] = []
    block = 0
    at = 0
    while at < len(rows):
        end, gutter = _block_from(rows, at)
        if gutter is None:
            ordered.append(_read_across(rows[at]))
            at += 1
            continue
        part = rows[at:end]
        if _is_table(part, gutter):
            ordered += [Row(row.pieces, "table" if len(row.pieces) > 1 else "text") for row in part]
        else:
            middle = sum(gutter) / 2
            cells = [piece for row in part for piece in row.pieces]
            for side in (
                [piece for piece in cells if piece.x1 <= middle],
                [piece for piece in cells if piece.x1 > middle],
            ):
                block += 1
                ordered += [Row(row.pieces, "column", block) for row in rows_of(side)]
        at = end
    return ordered


_LEADERS = re.compile(r"\.{4,}|(\. ){4,}|…{2,}")


def _read_across(row: Row) -> Row:
    is_entry = len(row.pieces) > 1 and _LEADERS.search(row.text)
    return Row(row.pieces, "table") if is_entry else row


def _block_from(rows: Sequence[Row], at: int) -> tuple[int, tuple[float, float] | None]:
    """The end of the block of rows that begins here with an empty gutter down through
    all of them, and that gutter; None for a row that begins no block."""
    gutter = _widest_gap(rows[at])
    first = at
    if gutter is None:
        return at, None
    left_rows = right_rows = 1
    end = at + 1
    while end < len(rows):
        row = rows[end]
        previous = rows[end - 1]
        height = max(piece.height for piece in row.pieces)
        if row.main.top - previous.main.bottom > 4 * height:
            break
        narrowed = _narrowed(gutter, row)
        if narrowed is None or narrowed[1] - narrowed[0] < GUTTER * height:
            break
        gutter = narrowed
        left_rows += row.pieces[0].x1 <= gutter[0] + 0.1
        right_rows += row.pieces[-1].x0 >= gutter[1] - 0.1
        end += 1
    if left_rows < 3 or right_rows < 2:
        return at, None
    return end, gutter if end - first >= 3 else None


def _widest_gap(row: Row) -> tuple[float, float] | None:
    gaps = [
        (before.x1, after.x0)
        for before, after in zip(row.pieces, row.pieces[1:], strict=False)
        if after.x0 - before.x1 > GUTTER * max(before.height, after.height)
    ]
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def _narrowed(gutter: tuple[float, float], row: Row) -> tuple[float, float] | None:
    """What is left of the gutter beside the pieces of this row; None if one crosses it."""
    start, end = gutter
    middle = (start + end) / 2
    for piece in row.pieces:
        if piece.x1 <= end and piece.x0 < middle and piece.x1 <= max(start, middle):
            start = max(start, piece.x1)
        elif piece.x0 >= start and piece.x1 > middle and piece.x0 >= min(end, middle):
            end = min(end, piece.x0)
        elif piece.x1 <= start or piece.x0 >= end:
            continue
        else:
            return None
    return (start, end) if start < end else None


_MARKER = re.compile(
    r"^(\(?[0-9]{1,3}(\.[0-9]+)*[.)]?|\(?[a-zA-Z]{1,2}[.)]|\(?[ivxlcIVXLC]+[.)]|[•●▪–*-]"
    r"|(Section|Article|ARTICLE|Part|Schedule|Exhibit|§) ?[\w.]+:?|[A-Z][\w ]{0,12}:)$"
)
_FIGURE = re.compile(r"^[\$€£(]*[\d,.%]+\)?$|^[ivxlc]+$|^[-–—]+$")


def _is_table(rows: Sequence[Row], gutter: tuple[float, float]) -> bool:
    """Whether the rows are to be read across: a table, a table of contents, a list
    with its markers set apart."""
    middle = sum(gutter) / 2
    left = [piece for row in rows for piece in row.pieces if piece.x1 <= middle]
    right = [piece for row in rows for piece in row.pieces if piece.x1 > middle]
    if _share(left, _MARKER) > 0.6 or _share(right, _FIGURE) > 0.5 or _share(left, _FIGURE) > 0.5:
        return True
    if sum(1 for row in rows if _LEADERS.search(row.text)) > len(rows) / 3:
        return True
    paired = [row for row in rows if len(row.pieces) > 1]
    many = sum(1 for row in paired if len(row.pieces) > 2)
    if len(paired) >= 3 and many > len(paired) / 2:
        return True
    return median(len(piece.text) for piece in left) < 6


def _share(pieces: Sequence[Piece], pattern: re.Pattern[str]) -> float:
    return sum(1 for piece in pieces if pattern.match(piece.text)) / max(1, len(pieces))
