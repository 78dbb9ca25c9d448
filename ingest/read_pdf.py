"""PDF filings: pages of lines as they may be quoted, one page at a time."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from statistics import median

from ingest.document import Box, LeftOut, Line, Page, Reading, Stamp
from ingest.errors import FileRefused
from ingest.furniture import Edge, edges_of, find_furniture
from ingest.hidden_text import Painting, look_at, without_hidden
from ingest.legible import garbled
from ingest.line_roles import read_rows
from ingest.page_ink import Piece, pieces_of, read_glyphs
from ingest.pdf_file import PdfFile, PdfPage
from ingest.pdf_lines import Row, box_around, in_reading_order, row_of, rows_of
from ingest.pleading import Gutter, read_stamp, take_gutter, take_sign_columns
from ingest.pose import Pose
from ingest.sideways import is_sideways, read_sideways

NEIGHBOURS = 4
"""A running head comes back within this many pages. Heads that differ between left and
right pages come back on every other one; chapters and parts have a few pages at least."""
STAMP_ZONE = 0.12
"""Stamps stand within this share of the page's height from its top or bottom."""
FEW_LETTERS = 100
"""With fewer letters and digits, a text layer over a picture of the page is a label on a
scan: a Bates number, the sticker of an exhibit."""
_DAMAGED = "damaged page"


def read_pdf(path: Path, ocr: bool = True) -> Reading:
    """Open a PDF and read its pages as they are asked for; those without usable text by
    OCR, which takes some seconds each. A page that cannot be read either way has no lines,
    and says why; so has, without ``ocr``, every page that `needs_ocr`.

    Raises FileRefused at once if the file is empty, is no PDF, is damaged, is protected
    by a password, or has no pages or too many.
    """
    return Reading(pages=_pages(PdfFile(path), ocr), format="pdf")


def needs_ocr(page: Page) -> bool:
    """Whether a page was not read, but may be from its picture: its text layer is absent,
    holds nothing but a stamp, or is garbage. ``page.why`` says which."""
    return page.read == "text" and not page.lines and page.why != _DAMAGED


@dataclass(slots=True)
class _Draft:
    """A page whose running heads are not yet known, for want of its neighbours."""

    number: int
    width: float = 0.0
    height: float = 0.0
    rows: list[Row] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    right: float = 0.0
    rules: tuple[Box, ...] = ()
    dividers: list[Box] = field(default_factory=list)
    gutter: Gutter | None = None
    stamp: Stamp | None = None
    sideways: tuple[Line, ...] = ()
    left_out: list[LeftOut] = field(default_factory=list)
    damaged: bool = False
    pose: Pose | None = None
    """How the page lies, if it was read from its picture. All places but those in
    ``of_layer`` are then on the page set straight."""
    why_scanned: str = ""
    of_layer: list[LeftOut] = field(default_factory=list)


def _pages(file: PdfFile, ocr: bool) -> Iterator[Page]:
    """Pages in order. A few are read ahead, so that running heads can be told by
    their coming back; no more than these are ever in memory."""
    around: deque[_Draft] = deque(maxlen=2 * NEIGHBOURS + 1)
    waiting: deque[_Draft] = deque()
    gutter: tuple[float, float] | None = None
    try:
        for number in range(1, file.pages + 1):
            draft = _draft(file, number, gutter, ocr)
            if draft.gutter is not None:
                gutter = draft.gutter.box.x0, draft.gutter.box.x1
            around.append(draft)
            waiting.append(draft)
            if len(waiting) > NEIGHBOURS:
                yield _finished(waiting.popleft(), around)
        while waiting:
            yield _finished(waiting.popleft(), around)
    finally:
        file.close()


def _draft(file: PdfFile, number: int, gutter: tuple[float, float] | None, ocr: bool) -> _Draft:
    draft = _Draft(number)
    try:
        with file.page(number) as page:
            painting = look_at(page)
            glyphs, hidden = without_hidden(page, read_glyphs(page), painting)
            pieces, turned = pieces_of(glyphs, page)
            draft.width, draft.height = page.width, page.height
            if is_sideways(pieces, turned):
                draft.sideways, turned = read_sideways(page, glyphs, number), []
            draft.rules = painting.rules
            draft.left_out += hidden
            draft.left_out += _side_bars(turned)
            _lay_out(draft, pieces, gutter)
            why = _why_scan(draft, painting) if ocr else ""
            return _scanned(draft, page, gutter, why) if why else draft
    except FileRefused:
        draft.damaged = True
        return draft


def _lay_out(draft: _Draft, pieces: Sequence[Piece], gutter: tuple[float, float] | None) -> None:
    """Rows of the pieces, without what stands beside the text."""
    draft.gutter, pieces = take_gutter(pieces, draft.width, gutter)
    if draft.gutter is not None:
        numbers = " ".join(map(str, draft.gutter.numbers))
        draft.left_out.append(LeftOut("line numbers", numbers, draft.gutter.box))
    columns, pieces = take_sign_columns(pieces)
    for column in columns:
        box = box_around(column)
        draft.dividers.append(box)
        draft.left_out.append(LeftOut("rule", " ".join([sign.text for sign in column]), box))
    draft.dividers += [rule for rule in draft.rules if _may_divide(rule, draft.height)]
    draft.rows = rows_of(_without_drawn_rules(draft, pieces))
    _take_stamp(draft)
    draft.edges = edges_of(draft.rows, draft.height)
    draft.right = max([row.x1 for row in draft.rows], default=0.0)


def _why_scan(draft: _Draft, painting: Painting) -> str:
    """Why a page is to be read from its picture; "" if it is not."""
    why = _why_unusable(draft.rows, draft)
    if why or draft.sideways:
        return why
    letters = sum([letter.isalnum() for row in draft.rows for letter in row.text])
    pictures = [shape.box for shape in painting.shapes if shape.colour is None]
    covered = sum([(box.x1 - box.x0) * (box.y1 - box.y0) for box in pictures])
    if letters < FEW_LETTERS and covered > 0.5 * draft.width * draft.height:
        return f"a picture with {letters} letters over it"
    return ""


def _scanned(layer: _Draft, page: PdfPage, gutter: tuple[float, float] | None, why: str) -> _Draft:
    """The page read from its picture. Its stamp is better read from the text layer."""
    from ingest.read_scan import read_scan  # loads models: only where a page needs them

    scan = read_scan(page)
    draft = _Draft(layer.number, *scan.pose.size, pose=scan.pose, why_scanned=why)
    draft.of_layer = [left for left in layer.left_out if left.what in ("stamp", "hidden text")]
    stamps = [left.box for left in draft.of_layer if left.what == "stamp"]
    is_stamp = partial(scan.pose.is_in, boxes=stamps)
    draft.left_out = [left for left in scan.left_out if not is_stamp(left.box)]
    if scan.pose.is_as_displayed:
        draft.rules = layer.rules
    _lay_out(draft, [piece for piece in scan.pieces if not is_stamp(piece.box)], gutter)
    draft.stamp = layer.stamp or draft.stamp
    return draft


_DRAWN_RULE = re.compile(r"[_—–=-]{5,}")


def _without_drawn_rules(draft: _Draft, pieces: Sequence[Piece]) -> list[Piece]:
    """Rules typed out of dashes divide a page like those that are drawn."""
    kept = []
    for piece in pieces:
        if _DRAWN_RULE.fullmatch(piece.text):
            draft.rules += (piece.box._replace(y0=piece.baseline - 1, y1=piece.baseline),)
            draft.left_out.append(LeftOut("rule", piece.text, piece.box))
        else:
            kept.append(piece)
    return kept


def _side_bars(turned: Sequence[Piece]) -> Iterator[LeftOut]:
    """Text that runs up, down or across the page: the court's name on its paper, a firm's
    address, a watermark. Words that follow each other are one bar."""
    bars: list[list[Piece]] = []
    for piece in turned:
        beside = bars and abs(bars[-1][-1].baseline - piece.baseline) > 0
        if bars and beside and abs(bars[-1][-1].edges[0] - piece.edges[0]) < 3:
            bars[-1].append(piece)
        else:
            bars.append([piece])
    for bar in bars:
        yield LeftOut("side bar", " ".join([piece.text for piece in bar]), box_around(bar))


def _may_divide(rule: Box, height: float) -> bool:
    """Whether a rule may part the cells of a caption: upright, and shorter than the
    rules down the margins of pleading paper."""
    return rule.x1 - rule.x0 <= 3 and 40 < rule.y1 - rule.y0 < 0.6 * height


def _take_stamp(draft: _Draft) -> None:
    for row in draft.rows:
        if STAMP_ZONE * draft.height < row.baseline < (1 - STAMP_ZONE) * draft.height:
            continue
        stamp = read_stamp(row.text)
        if stamp is not None:
            draft.stamp = draft.stamp or stamp
            draft.left_out.append(LeftOut("stamp", row.text, row.box))
            draft.rows = [other for other in draft.rows if other is not row]


def _finished(draft: _Draft, around: Sequence[_Draft]) -> Page:
    if draft.damaged:
        return Page(draft.number, (), why=_DAMAGED)
    others = [
        other
        for other in around
        if other is not draft and abs(other.number - draft.number) <= NEIGHBOURS
    ]
    label, furniture = find_furniture(
        draft.number, draft.edges, [(other.number, other.edges) for other in others]
    )
    draft.left_out += [LeftOut(what, piece.text, piece.box) for what, piece in furniture]
    rows = _without(draft.rows, {id(piece) for _, piece in furniture})
    unusable = _why_unusable(rows, draft)
    lines = () if unusable else (*_lines(draft, rows, others), *draft.sideways)
    page = Page(
        number=draft.number,
        lines=lines,
        width=draft.width,
        height=draft.height,
        label=label,
        why=unusable or "text layer",
        left_out=tuple(draft.left_out),
        stamp=draft.stamp,
    )
    return page if draft.pose is None else _as_displayed(page, draft, draft.pose)


def _as_displayed(page: Page, draft: _Draft, pose: Pose) -> Page:
    """A page that was read from its picture and laid out straight."""
    found = "read by OCR" if page.lines else "not readable by OCR"
    illegible = len([left for left in page.left_out if left.what == "illegible"])
    if page.lines and illegible:
        found += f", but for {illegible} illegible line{'s' * (illegible > 1)}"
    return replace(
        page,
        lines=tuple(map(pose.line_back, page.lines)),
        width=pose.width,
        height=pose.height,
        read="ocr",
        why=f"{draft.why_scanned}; {found}",
        left_out=(*draft.of_layer, *map(pose.left_out_back, page.left_out)),
    )


def _without(rows: Sequence[Row], gone: set[int]) -> list[Row]:
    if not gone:
        return list(rows)
    kept = []
    for row in rows:
        pieces = [piece for piece in row.pieces if id(piece) not in gone]
        if len(pieces) == len(row.pieces):
            kept.append(row)
        elif pieces:
            kept.append(row_of(pieces))
    return kept


def _why_unusable(rows: Sequence[Row], draft: _Draft) -> str:
    text = "\n".join([*(row.text for row in rows), *(line.text for line in draft.sideways)])
    if not any(letter.isalnum() for letter in text):
        return "only a stamp" if draft.stamp else "no text layer"
    reason = garbled(text)
    return f"garbled text layer: {reason}" if reason else ""


def _lines(draft: _Draft, rows: Sequence[Row], others: Sequence[_Draft]) -> tuple[Line, ...]:
    ordered = in_reading_order(rows, draft.dividers)
    usual_right = median([other.right for other in others]) if others else 0.0
    readings = read_rows(ordered, draft.rules, usual_right, draft.number)
    return tuple(
        [
            Line(
                text=row.text,
                box=row.box,
                edges=row.edges,
                number=draft.gutter.number_at(row.baseline, row.height) if draft.gutter else None,
                begins=reading.begins,
                role=reading.role,
            )
            for row, reading in zip(ordered, readings, strict=True)
        ]
    )
