"""PDF filings: pages of lines as they may be quoted, one page at a time."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.document import Box, LeftOut, Line, Page, Reading, Stamp
from ingest.legible import garbled
from ingest.line_roles import read_roles
from ingest.pdf_file import PageInk, PdfFile
from ingest.pdf_lines import (
    Piece,
    Row,
    Word,
    box_around,
    in_reading_order,
    pieces_of,
    rows_of,
    spelt,
    words_of,
)
from ingest.pleading import Gutter, find_gutter, page_label, read_stamp

NEIGHBOURS = 4
"""A running head is one that stands on another of this many pages before or after."""
EDGE_ROWS = 4
EDGE_SHARE = 0.2
CAPTION_PAGES = 2


def read_pdf(path: Path) -> Reading:
    """Open a PDF and read its pages as they are asked for.

    Raises FileRefused at once if the file is empty, is no PDF, is damaged, is protected
    by a password, or has no pages or too many.
    """
    file = PdfFile(path)
    return Reading(pages=_pages(file), format="pdf")


def needs_ocr(page: Page) -> bool:
    """Whether the page has to be read from its picture: its text layer is absent,
    or holds nothing but a stamp, or is garbage. ``page.why`` says which."""
    return page.read == "text" and not page.lines and page.why not in ("text layer", _DAMAGED)


_DAMAGED = "damaged page"


@dataclass(slots=True)
class _Draft:
    """A page whose furniture is not yet known, for want of its neighbours."""

    number: int
    ink: PageInk | None
    pieces: list[Piece] = field(default_factory=list)
    gutter: Gutter | None = None
    stamp: Stamp | None = None
    left_out: list[LeftOut] = field(default_factory=list)
    edges: list[Piece] = field(default_factory=list)


def _pages(file: PdfFile) -> Iterator[Page]:
    """Pages in order. A few are read ahead, so that running heads can be told by
    their coming back."""
    try:
        window: deque[_Draft] = deque(maxlen=2 * NEIGHBOURS + 1)
        known_gutter: tuple[float, float] | None = None
        waiting: deque[_Draft] = deque()
        for number in range(1, file.pages + 1):
            draft = _draft(number, file.ink(number), known_gutter)
            if draft.gutter is not None:
                known_gutter = draft.gutter.box.x0, draft.gutter.box.x1
            window.append(draft)
            waiting.append(draft)
            if len(waiting) > NEIGHBOURS:
                yield _finished(waiting.popleft(), window)
        while waiting:
            yield _finished(waiting.popleft(), window)
    finally:
        file.close()


def _draft(number: int, ink: PageInk | None, known: tuple[float, float] | None) -> _Draft:
    draft = _Draft(number, ink)
    if ink is None:
        return draft
    level, turned = words_of(ink)
    level = _without_paren_column(draft, level, ink.text)
    draft.gutter = find_gutter(level, ink.text, ink.width, known)
    if draft.gutter is not None:
        numbers = {word.start for word in draft.gutter.words}
        level = [word for word in level if word.start not in numbers]
        draft.left_out.append(
            LeftOut("line numbers", " ".join(map(str, draft.gutter.numbers)), draft.gutter.box)
        )
    draft.pieces = pieces_of(level, ink.text)
    _take_stamp(draft, ink)
    _take_side_bars(draft, ink, turned)
    rows = rows_of(draft.pieces)
    draft.edges = [
        piece
        for row in [*rows[:EDGE_ROWS], *rows[max(EDGE_ROWS, len(rows) - EDGE_ROWS) :]]
        for piece in row.pieces
        if piece.bottom < EDGE_SHARE * ink.height or piece.top > (1 - EDGE_SHARE) * ink.height
    ]
    return draft


def _without_paren_column(draft: _Draft, words: list[Word], text: str) -> list[Word]:
    """Words without the column of ")" (or ":" or "§") that parts the cells of a caption."""
    signs = [
        word for word in words if word.end - word.start == 1 and text[word.start] in ")(:§*|"
    ]
    columns: list[list[Word]] = []
    for word in signs:
        home = next((c for c in columns if abs(c[0].x0 - word.x0) < 3 and text[c[0].start] == text[word.start]), None)
        if home is None:
            columns.append([word])
        else:
            home.append(word)
    rules = [column for column in columns if len(column) >= 4]
    if not rules:
        return words
    for column in rules:
        draft.left_out.append(LeftOut("rule", spelt(column, text), box_around(column)))
    gone = {word.start for column in rules for word in column}
    return [word for word in words if word.start not in gone]


def _take_stamp(draft: _Draft, ink: PageInk) -> None:
    for row in rows_of(draft.pieces):
        if not (row.main.bottom < 0.12 * ink.height or row.main.top > 0.92 * ink.height):
            continue
        stamp = read_stamp(row.text)
        if stamp is not None:
            draft.stamp = draft.stamp or stamp
            draft.left_out.append(LeftOut("stamp", row.text, box_around(row.words)))
            gone = set(row.pieces)
            draft.pieces = [piece for piece in draft.pieces if piece not in gone]


def _take_side_bars(draft: _Draft, ink: PageInk, turned: Sequence[Sequence[Word]]) -> None:
    if not turned:
        return
    for words in turned:
        draft.left_out.append(LeftOut("side bar", spelt(words, ink.text), box_around(words)))


def _finished(draft: _Draft, window: Sequence[_Draft]) -> Page:
    ink = draft.ink
    if ink is None:
        return Page(draft.number, (), why=_DAMAGED)
    label = _take_furniture(draft, [other for other in window if abs(other.number - draft.number) <= NEIGHBOURS and other is not draft])
    rows = in_reading_order(draft.pieces)
    why = _why_unusable(draft, rows)
    lines = () if why else _lines(draft, ink, rows)
    return Page(
        number=draft.number,
        lines=lines,
        width=ink.width,
        height=ink.height,
        label=label,
        why=why or "text layer",
        left_out=tuple(draft.left_out),
        stamp=draft.stamp,
    )


def _why_unusable(draft: _Draft, rows: Sequence[Row]) -> str:
    text = "\n".join(row.text for row in rows)
    if not any(letter.isalnum() for letter in text):
        return "only a stamp" if draft.stamp else "no text layer"
    reason = garbled(text)
    return f"garbled text layer: {reason}" if reason else ""


def _take_furniture(draft: _Draft, neighbours: Sequence[_Draft]) -> str | None:
    """Move running heads and page numbers out of the page; the printed page number."""
    label: str | None = None
    gone: set[int] = set()
    for piece in draft.edges:
        number = page_label(piece.text)
        what = None
        if number is not None and _is_page_number(draft, piece, number, neighbours):
            what = "page number"
            label = label or number
        elif _comes_back(piece, neighbours):
            what = "running head"
        if what is not None:
            draft.left_out.append(LeftOut(what, piece.text, piece.box))  # type: ignore[arg-type]
            gone.add(id(piece))
    draft.pieces = [piece for piece in draft.pieces if id(piece) not in gone]
    return label


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]+", "", text.lower()) or re.sub(r"\d+", "#", text)


def _comes_back(piece: Piece, neighbours: Sequence[_Draft]) -> bool:
    key = _letters(piece.text)
    return any(
        abs(other.baseline - piece.baseline) < 6 and _letters(other.text) == key
        for draft in neighbours
        for other in draft.edges
    )


def _is_page_number(
    draft: _Draft, piece: Piece, label: str, neighbours: Sequence[_Draft]
) -> bool:
    for other in neighbours:
        for edge in other.edges:
            found = page_label(edge.text)
            if found is None or abs(edge.baseline - piece.baseline) > 20:
                continue
            steps = (_value(found) - _value(label)) == other.number - draft.number
            if steps or abs((edge.x0 + edge.x1) - (piece.x0 + piece.x1)) < 16:
                return True
    lowest = max((other.baseline for other in draft.pieces if other is not piece), default=0.0)
    return piece.baseline > lowest + 1.5 * piece.height and len(label) < 4


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def _value(label: str) -> int:
    digits = re.search(r"\d+$", label)
    if digits:
        return int(digits[0])
    values = [_ROMAN.get(letter, 0) for letter in label.lower()]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _lines(draft: _Draft, ink: PageInk, rows: Sequence[Row]) -> tuple[Line, ...]:
    lefts = ink.boxes[:, 0].tolist()
    readings = read_roles(rows, ink.rules, draft.number <= CAPTION_PAGES)
    lines = []
    for row, reading in zip(rows, readings, strict=True):
        words = row.words
        edges: list[float] = []
        for word in words:
            edges += lefts[word.start : word.end]
            edges.append(word.x1)
        main = row.main
        lines.append(
            Line(
                text=spelt(words, ink.text),
                box=box_around(words),
                edges=tuple(edges),
                number=draft.gutter.number_at(main.baseline, main.height) if draft.gutter else None,
                begins=reading.begins,
                role=reading.role,
            )
        )
    return tuple(lines)
